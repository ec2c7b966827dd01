"""Share cards: what a page looks like where its address is passed on, drawn for briefs, quotations and other pages."""

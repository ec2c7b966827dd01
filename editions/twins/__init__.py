"""The other forms of a brief, each at the address of its page with an ending: .json, .txt, .md, .pdf, .bib and so on.

A form is a function from an Imprint to text or bytes, and a line in `forms.FORMS`. docs/forms.md tells readers of them.
`pages` gives every other page its form in Markdown.
"""

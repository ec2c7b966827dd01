"""What is set on paper: the faces, and the template by which a brief becomes a PDF."""

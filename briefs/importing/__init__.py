"""Bringing texts in: from a paste or a file to a draft, with the fate of every line.

`reader.read` is the heart: text and Vocabulary in, Reading out, no database and no clock.
`bringing_in` writes what was read, `proposals` what people then decide.
"""

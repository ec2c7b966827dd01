"""What search engines are told of: sitemaps of all public pages, one of the news of two days, and robots.txt.

`pages` finds the addresses, `documents` writes them down, `views` answers.
"""

"""Feeds of briefs: Atom, RSS and JSON Feed, each of any list that /briefs/ can show.

`gathering` finds what a feed tells and all that it hangs on, `items` draws each brief once for all three, `documents`
writes them down, `views` answers.
"""

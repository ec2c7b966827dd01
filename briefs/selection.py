"""The rows that someone ticked on a list of the desk, before an action is done to them."""

import re

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import QueryDict

_ROW = re.compile(r"[0-9]{1,18}")


def without_forged_rows(post: QueryDict) -> QueryDict:
    """`post` without the ticked rows that are no numbers, on which the admin's actions would fail."""
    sent = post.copy()
    ticked = post.getlist(ACTION_CHECKBOX_NAME)
    sent.setlist(ACTION_CHECKBOX_NAME, [row for row in ticked if _ROW.fullmatch(str(row))])
    return sent

"""How an issue is chosen at the desk."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect

_ROW = re.compile(r"[0-9]{1,18}")


class ChooseIssue(AutocompleteSelect):
    """The admin's autocomplete. A forged value that is no number is passed over; the stock widget fails."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [v for v in value if _ROW.fullmatch(str(v))], attr)

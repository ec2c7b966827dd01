"""A citation in CSL-JSON, which citation processors read."""

from __future__ import annotations

import json
from typing import Any

from editions.citing import Work
from editions.imprint import Imprint


def write(imprint: Imprint) -> str:
    return json.dumps([item(Work.of(imprint))], ensure_ascii=False, indent=2) + "\n"


def item(work: Work) -> dict[str, Any]:
    return {
        "id": work.key,
        "type": "webpage",
        "author": [{"literal": work.author}],
        "title": work.title,
        "genre": work.label,
        "publisher": work.author,
        "issued": {"date-parts": [[work.date.year, work.date.month, work.date.day]]},
        "URL": work.address,
        "language": work.language,
        "keyword": ", ".join(work.issues),
    }

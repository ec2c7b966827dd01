"""What tests of unsaved words share: a pause at the desk."""

from typing import Any

from briefs.models import Brief
from tests.desk import Desk, Values

SAID = [("<p>One.</p>", "Ana", "Fellow"), ("<p>Two.</p>", "Ben", "Fellow")]


def unsaved(brief: Brief | None) -> str:
    return f"/admin/briefs/brief/{brief.pk}/unsaved/" if brief else "/admin/briefs/brief/unsaved/"


def pause(desk: Desk, brief: Brief | None, **more: str) -> Any:
    """Stop typing: what the page sends by itself, and is answered."""
    sent: Values = {"keep": "1"} | desk.values | more
    return desk.client.post(unsaved(brief), sent)

"""The desk as a browser meets it: what its pages would send back when a button is pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from briefs.models import Brief

Values = dict[str, Any]


@dataclass
class Desk:
    """Someone at the desk. `fill` and `press` stand for the keyboard and the mouse."""

    client: Client
    user: User
    page: Any = None
    values: Values = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client.force_login(self.user)

    def open(self, row: Model | None = None, kind: str = "briefs_brief") -> Desk:
        """Open the form of `row`, or of a new one of its kind."""
        self.address = reverse(f"admin:{kind}_change", args=[row.pk]) if row else reverse(f"admin:{kind}_add")
        self.page = self.client.get(self.address)
        assert self.page.status_code == 200, self.page.content
        self.values = fields_of(self.page.content.decode())
        return self

    def fill(self, **values: Any) -> Desk:
        """Type into fields; a double underscore stands for the hyphen in `quotes-0-text`."""
        self.values |= {name.replace("__", "-"): value for name, value in values.items()}
        return self

    def add(self, kind: str, **values: Any) -> Desk:
        """Press “Add a …” and type into the new part."""
        index = int(self.values[f"{kind}-TOTAL_FORMS"])
        blank = fields_of(self.page.content.decode(), f"{kind}-__prefix__-")
        named = {name.replace("__prefix__", str(index)): value for name, value in blank.items()}
        self.values |= named | {f"{kind}-{index}-position": str(index), f"{kind}-TOTAL_FORMS": str(index + 1)}
        return self.fill(**{f"{kind}__{index}__{name}": value for name, value in values.items()})

    def press(self, button: str = "_continue") -> Any:
        """Send the form with `button`; the page that comes after, redirects followed."""
        self.page = self.client.post(self.address, self.values | {button: ""}, follow=True)
        return self.page

    def save(self) -> Brief:
        """Press “Save draft” and return the brief, which must have been saved."""
        page = self.press()
        assert page.redirect_chain, [each.text for each in page.context["complaints"]]
        return Brief.objects.get(pk=page.context["original"].pk)

    def text(self) -> str:
        return str(self.page.content.decode())


def fields_of(html: str, template: str = "") -> Values:
    """What a browser would send of a page's fields; with `template`, of those with that prefix inside its templates."""
    reader = _Fields(template)
    reader.feed(html)
    return reader.values


class _Fields(HTMLParser):
    def __init__(self, template: str) -> None:
        super().__init__()
        self.values: Values = {}
        self.template = template
        self.inside = 0
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        self.inside += tag == "template"
        if not self.wanted(name) and tag != "option":
            return
        if tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select, self.values[name] = name, [] if "multiple" in given else ""
        elif tag == "option" and self.select and "selected" in given:
            chosen = self.values[self.select]
            self.values[self.select] = (
                [*chosen, given["value"]] if isinstance(chosen, list) else given["value"]
            )
        elif tag == "input" and given.get("type") not in {"submit", "checkbox", "radio", "search"}:
            self.values[name] = given.get("value", "")
        elif tag == "input" and "checked" in given:
            self.values[name] = given.get("value", "on")

    def wanted(self, name: str) -> bool:
        return bool(name) and (name.startswith(self.template) if self.template else not self.inside)

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "template"
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] = (self.values[self.area] + data).removeprefix("\n")

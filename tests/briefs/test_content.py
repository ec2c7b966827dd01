"""One value flows through the house: frozen, equal by value, the same through JSON."""

import dataclasses
import datetime
import json

import pytest

from briefs.content import Content, Link, Quote, Section, Tag, new_key
from briefs.richtext import CleanHTML

FULL = Content(
    label="Flash Brief",
    date=datetime.date(2024, 2, 29),
    title="Grain Corridor Reopens — for a Week",
    slug="grain-corridor-reopens",
    developments=CleanHTML("<p>Two ports.</p>"),
    quotes=(Quote(new_key(), CleanHTML("<p>It won’t last.</p>"), 7, "Mara Quist", "Senior Fellow"),),
    sections=(Section(new_key(), "How the Corridor Works", CleanHTML("<p>Slowly.</p>")),),
    links=(
        Link(
            new_key(),
            "Insurance at Sea",
            "https://example.org/sea",
            None,
            ("Ivo Tamm", "Mara Quist"),
            "Notes",
        ),
    ),
    issues=(Tag(3, "Ukraine"),),
)


def test_content_is_the_same_after_a_journey_through_json() -> None:
    assert Content.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_an_empty_draft_is_content_too() -> None:
    assert Content.from_json(json.loads(json.dumps(Content().to_json()))) == Content()


def test_the_digest_tells_contents_apart_and_knows_them_again() -> None:
    again = Content.from_json(FULL.to_json())
    other = dataclasses.replace(FULL, title="Grain Corridor Closes")
    assert again.digest() == FULL.digest() != other.digest()


def test_content_of_a_later_format_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="format 2 is not known"):
        Content.from_json(FULL.to_json() | {"format": 2})


def test_content_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.title = "Other"  # type: ignore[misc]

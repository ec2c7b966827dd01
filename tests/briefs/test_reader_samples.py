"""The texts that the newsroom's owner gave, where they stand beside the project; skipped where they don't."""

import json
from pathlib import Path
from typing import Any

import pytest

from briefs.importing.reader import read
from briefs.importing.vocabulary import Vocabulary
from issues.models import Issue

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
EXPECTED: list[dict[str, Any]] = (
    json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8")) if SAMPLES.is_dir() else []
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not EXPECTED, reason="the samples are not on this machine"),
]


@pytest.fixture(params=EXPECTED, ids=lambda wanted: wanted["file"][:2])
def wanted(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def found(wanted: dict[str, Any]) -> dict[str, Any]:
    for name in ("Iran", "Iran Global Threat Network", "Russia", "Israel"):
        Issue.objects.create(name=name)
    text = (SAMPLES / wanted["file"]).read_text(encoding="utf-8")
    return read(text, Vocabulary.load()).to_json()


def test_the_head_agrees(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    for field in ("date", "label", "title"):
        assert found["brief"][field] == wanted[field]


def test_the_developments_agree_word_for_word(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert found["brief"]["developments"] == wanted["latest_developments"]


def test_the_quotations_agree_to_the_letter(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    quotes = found["brief"]["quotes"]
    assert [(q["expert"], q["title"]) for q in quotes] == [
        (q["expert"], q["expert_title"]) for q in wanted["quotes"]
    ]
    for quote, expected in zip(quotes, wanted["quotes"], strict=True):
        assert quote["text"][:80] == expected["text80"]
        # Of a quotation that was cut, the count takes in the space at the cut.
        assert expected["text_chars"] - len(quote["text"]) in ({0, 1} if expected["cut"] else {0})


def test_the_sections_agree(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert [(s["heading"], len(s["paragraphs"])) for s in found["brief"]["sections"]] == [
        (s["heading"], s["paragraphs"]) for s in wanted["sections"]
    ]


def test_the_related_links_agree_up_to_the_cut(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    whole = [link for link in wanted["related"] if not link.get("cut")]
    assert found["brief"]["related"] == [
        {k: link[k] for k in ("title", "authors", "source")} for link in whole
    ]


def test_the_issues_agree(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert found["brief"]["issues"] == (wanted["issues"] or [])


def test_every_line_has_one_fate_and_only_a_cut_link_is_unknown(
    found: dict[str, Any], wanted: dict[str, Any]
) -> None:
    text = (SAMPLES / wanted["file"]).read_text(encoding="utf-8")
    assert [line["n"] for line in found["lines"]] == [
        n for n, line in enumerate(text.splitlines(), 1) if line.strip()
    ]
    cut = [link["raw"] for link in wanted["related"] if link.get("cut")]
    assert [line["text"] for line in found["lines"] if line["as"] == "unknown"] == cut


def test_what_was_said_twice_and_furniture_is_ignored(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    ignored = [line["text"] for line in found["lines"] if line["as"] == "ignored"]
    repeated = 2 if wanted["header_times"] == 2 else 0
    assert len(ignored) == repeated + bool(wanted["tail_junk"])
    assert not wanted["tail_junk"] or ignored[-1] == wanted["tail_junk"]


def test_a_cut_is_told(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert any("breaks off" in note for note in found["notes"]) == wanted["cut"]

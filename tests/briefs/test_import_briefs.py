"""`import_briefs`: what comes in, what is refused, what it prints and how it ends."""

import codecs
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefs.importing import texts
from briefs.models import Brief, Source, Status
from editions import publishing
from experts.models import Expert
from tests import cast
from tests.briefs.command import file, objects, rows, run
from tests.briefs.pasted import BRIEF

ROOT = Path(__file__).parents[2]
MANY = "Expert Analysis\n" + "".join(f"“Words {n}.” — Ola Berg, Fellow\n" for n in range(250))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def issues() -> None:
    for name in ("Iran", "Iran Global Threat Network", "Russia"):
        cast.issue(name)


def test_a_file_becomes_a_draft_with_its_source_and_first_version(tmp_path: Path) -> None:
    status, printed = run(file(tmp_path))
    brief = Brief.objects.get()
    assert (status, brief.status, brief.title, brief.revisions.count()) == (
        0,
        Status.DRAFT,
        "Harbour Towns Sign a Ferry Pact",
        1,
    )
    source = brief.sources.get()
    assert source.text.splitlines() == BRIEF.splitlines()
    assert [line["as"] for line in source.lines][:3] == ["date", "title", "heading"]
    assert f"brought in as draft {brief.pk}" in printed
    assert "Not among the experts yet: Mara Lindqvist, Harbour Institute Senior Fellow." in printed
    assert not Expert.objects.exists()


def test_a_known_expert_is_linked(tmp_path: Path) -> None:
    mara = cast.expert("Mara Lindqvist")
    run(file(tmp_path))
    assert [quote.expert for quote in Brief.objects.get().quotes.all()] == [mara, None]


def test_the_json_is_one_object_a_line_with_the_promised_keys(tmp_path: Path) -> None:
    (found,) = objects("--dry-run", file(tmp_path, BRIEF + "\nFollow us, do."))
    assert set(found) == {"file", "ok", "brief", "lines", "notes"}
    assert found["ok"] is True
    assert set(found["brief"]) == {
        "date",
        "label",
        "title",
        "developments",
        "quotes",
        "sections",
        "related",
        "issues",
    }
    assert found["brief"]["date"] == "2024-03-05"
    assert found["brief"]["quotes"][0] == {
        "text": "The pact ends an era — and a bad one.",
        "expert": "Mara Lindqvist",
        "title": "Harbour Institute Senior Fellow",
    }
    assert found["brief"]["related"][0] == {
        "title": "The Ferry That Never Sailed",
        "authors": [],
        "source": "Harbour Flash Brief",
    }
    assert {"n": 1, "as": "date", "text": "March 5, 2024 | Flash Brief"}.items() <= found["lines"][0].items()
    assert {"n": 29, "as": "unknown", "text": "Follow us, do."}.items() <= found["lines"][-1].items()


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    file(tmp_path), file(tmp_path, BRIEF.replace("Ferry", "Tram"), "b.txt"), file(tmp_path, b"\0", "c.txt")
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        assert run("--dry-run", "--publish", tmp_path)[0] == 1
    assert rows() == before
    assert [query["sql"] for query in queries if not query["sql"].strip("( \n").startswith("SELECT")] == []


def test_a_folder_stands_for_its_text_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        file(tmp_path, BRIEF.replace("Ferry", name[0]), name)
    assert [Path(found["file"]).name for found in objects(tmp_path)] == ["a.txt", "b.txt"]
    assert Brief.objects.count() == 2


def test_one_refused_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    good, bad = file(tmp_path), file(tmp_path, b"\x89PNG\r\n\0\0", "b.txt")
    status, printed = run(bad, good, tmp_path / "nowhere.txt")
    assert status == 1
    assert Brief.objects.count() == 1
    assert f"{bad}: refused. This is no plain text" in printed
    assert f"{tmp_path / 'nowhere.txt'}: refused. There is no such file." in printed


def test_a_path_that_the_system_refuses_does_not_keep_the_others_out(tmp_path: Path) -> None:
    status, printed = run(tmp_path / ("x" * 300), file(tmp_path))
    assert (status, Brief.objects.count()) == (1, 1)
    assert "refused. This file can't be read: File name too long." in printed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_lies_behind_a_closed_door_does_not_keep_the_others_out(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    hidden, good = file(shut), file(tmp_path)
    shut.chmod(0)
    try:
        status, printed = run(shut, hidden, good)
    finally:
        shut.chmod(0o700)
    assert (status, Brief.objects.count()) == (1, 1)
    assert printed.count("refused. This file can't be read: Permission denied.") == 2


def test_a_database_that_was_not_migrated_is_told_of_in_one_sentence(tmp_path: Path) -> None:
    new = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "DATELINE_ENV": "development",
    }
    command = [sys.executable, "manage.py", "import_briefs", str(file(tmp_path))]
    ended = subprocess.run(command, env=new, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert (
        ended.stderr.strip() == "CommandError: The database is not up to date: run manage.py migrate first."
    )


def test_a_brief_whose_address_is_taken_meanwhile_is_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--publish", file(tmp_path))
    Brief.objects.update(slug="moved")
    monkeypatch.setattr(publishing, "_address_taken", lambda *_: [])  # we looked before it was taken
    again = file(tmp_path, name="again.txt")
    other = file(tmp_path, BRIEF.replace("Ferry", "Tram"), "other.txt")
    status, printed = run("--publish", "--again", again, other)
    assert status == 1
    assert f"{again}: refused. Someone changed the same things at the same moment" in printed
    assert f"{other}: published as brief" in printed
    assert Brief.objects.count() == 2


@pytest.mark.parametrize(
    "arguments", [["nowhere.txt"], ["nowhere.txt", "--json"], [], ["--frobnicate", "a.txt"]]
)
def test_wrong_use_ends_with_two(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        run(*arguments)[0] in {1, 2}
        if not arguments or arguments[0].startswith("--")
        else run(*arguments)[0] == 2
    )


def test_an_empty_folder_is_wrong_use_too(tmp_path: Path) -> None:
    assert run(tmp_path) == (2, f"{tmp_path}: refused. There is no .txt file in this folder.\n")


def test_a_refused_file_says_why_in_json(tmp_path: Path) -> None:
    (found,) = objects(file(tmp_path, "It rained on Monday."))
    assert found["ok"] is False
    assert found["error"].startswith("Nothing in this text looks like a brief")
    assert [line["as"] for line in found["lines"]] == ["unknown"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is no text here."),
        (b" \n\t", "There is no text here."),
        (b"MZ\0\0", "This is no plain text"),
        (BRIEF.encode("utf-16-le"), "This is no plain text"),
        (b"Latest Developments\n\nCaf\xe9.", "Line 3 is not valid UTF-8."),
        (codecs.BOM_UTF16_LE + b"a", "is not valid UTF-16."),
        (b"x" * 5_000_000, "This text is too long: 5.0 million characters."),
        (b"Latest Developments\n" * 6_000, "This text has 6,000 lines."),
        (MANY.encode(), "This text has 250 quotations, sections and links."),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_a_sentence(
    data: bytes, sentence: str, tmp_path: Path
) -> None:
    status, printed = run(file(tmp_path, data))
    assert status == 1
    assert sentence in printed
    assert not Brief.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_are_read_with_or_without_their_mark(encoding: str, tmp_path: Path) -> None:
    assert run(file(tmp_path, BRIEF.encode(encoding)))[0] == 0
    assert Brief.objects.get().title == "Harbour Towns Sign a Ferry Pact"


def test_big_endian_files_are_read(tmp_path: Path) -> None:
    assert run(file(tmp_path, codecs.BOM_UTF16_BE + BRIEF.encode("utf-16-be")))[0] == 0


def test_the_same_text_comes_in_once(tmp_path: Path) -> None:
    run(file(tmp_path))
    status, printed = run(file(tmp_path, BRIEF.replace("\n", "\r\n") + "\n\n", "b.txt"))
    assert status == 1
    assert f"This text was brought in before, on {Source.objects.get().pasted_at:%-d %B %Y}" in printed
    assert Brief.objects.count() == 1


def test_the_same_text_comes_in_again_when_asked(tmp_path: Path) -> None:
    run(file(tmp_path))
    assert run("--again", file(tmp_path))[0] == 0
    assert sorted(Brief.objects.values_list("slug", flat=True)) == [
        "harbour-towns-sign-a-ferry-pact",
        "harbour-towns-sign-a-ferry-pact-2",
    ]


def test_a_dry_run_tells_of_a_text_that_is_in_already(tmp_path: Path) -> None:
    run(file(tmp_path))
    (found,) = objects("--dry-run", file(tmp_path))
    assert found["ok"] is True
    assert "Without --again it would be refused." in found["notes"][-1]


def test_each_file_costs_the_same_number_of_queries(tmp_path: Path) -> None:
    longer = BRIEF.replace(
        "The towns have",
        "\n\n".join(f"Year {n} passed. It was long." for n in range(50)) + "\n\nThe towns have",
    )
    counts = []
    for name, text in (("a.txt", BRIEF), ("b.txt", longer)):
        with CaptureQueriesContext(connection) as queries:
            run(file(tmp_path, text, name))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_limits_are_those_that_the_sentences_name() -> None:
    assert texts.check("x" * texts.MOST_CHARACTERS)
    assert texts.check("x\n" * texts.MOST_LINES)
    for text in ("x" * (texts.MOST_CHARACTERS + 1), "x\n" * (texts.MOST_LINES + 1)):
        with pytest.raises(texts.Unreadable):
            texts.check(text)

"""Backing up while people work, and bringing all of it back on an empty machine."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, Self

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Max

from audit.models import Entry
from briefs.composing import compose
from briefs.imaging import receive
from briefs.models import Brief
from editions.models import Edition
from editions.publishing import publish, withdraw
from tests import cast, pictures
from tests.reliability.other_database import another, working_on
from tests.reliability.public import seen

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and shutil.which("pg_dump") is None,
        reason="pg_dump was not found: install PostgreSQL's client programs",
    ),
]


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[Callable[[], Any]]:
    """Moves the test over to a machine where there is nothing yet."""
    with another(tmp_path) as name:

        def move() -> Any:
            settings.MEDIA_ROOT = tmp_path / "other uploads"
            return working_on(name)

        yield move


def run(command: str, *words: object) -> str:
    """What the command printed, or, when it refused, its sentence."""
    printed = StringIO()
    try:
        call_command(command, *map(str, words), stdout=printed)
    except CommandError as refusal:
        return f"{refusal} ({refusal.returncode})"
    return printed.getvalue()


def newsroom() -> Brief:
    """One page with a picture, and a draft."""
    with pictures.upload(pictures.drawn(size=(400, 300))) as sent:
        image = receive(sent, None)
    brief = cast.make_brief()
    brief.image, brief.image_alt = image, "The harbour at noon"
    publish(cast.change(brief), None)
    return cast.make_brief("Draft 0")


class Working:
    """People at work until they are told to stop. One publishes, and keeps what readers saw after each act, by the
    newest entry of the log; the other saves a draft again and again.
    """

    def __init__(self, draft: Brief) -> None:
        self.draft, self.saved, self.saw = draft, 0, dict[int, dict[str, bytes]]()
        self.over = threading.Event()
        self.people = [
            threading.Thread(target=self.until_over, args=[act]) for act in (self.go_out, self.save)
        ]

    def until_over(self, act: Callable[[int], None]) -> None:
        try:
            for number in count(1):
                act(number)
                if self.over.is_set():
                    return
        finally:
            connection.close()

    def go_out(self, number: int) -> None:
        edition = cast.published(f"Harbour Opens {number}")
        self.look()
        withdraw(edition.brief, None) if number % 2 else publish(
            cast.change(edition.brief, label="Alert"), None
        )
        self.look()

    def look(self) -> None:
        self.saw[last_entry()] = seen()

    def save(self, number: int) -> None:
        with transaction.atomic():
            cast.change(self.draft, title=f"Draft {number}")
        self.saved = number

    def __enter__(self) -> Self:
        self.look()
        for person in self.people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for person in self.people:
            person.join()


def last_entry() -> int:
    return int(Entry.objects.aggregate(Max("pk"))["pk__max"])


def test_a_backup_made_while_people_work_brings_back_every_public_page_to_the_byte(
    tmp_path: Path, elsewhere: Callable[[], Any]
) -> None:
    file = tmp_path / "one.backup"
    with Working(newsroom()) as working:
        before = working.saved
        assert run("backup", file).startswith(f"Wrote {file}: ")
        after = working.saved + 1
    assert len(working.saw) >= 2
    with elsewhere():
        assert run("restore", file).startswith(f"Restored {file} of ")
        assert seen() == working.saw[last_entry()]
        assert any(address.startswith("/images/") for address in seen())
        draft = Brief.objects.get(pk=working.draft.pk)
        assert before <= int(draft.title.removeprefix("Draft ")) <= after
        assert compose(draft).digest() == draft.newest_revision().digest  # type: ignore[union-attr]


def test_after_restoring_the_desk_goes_on_where_it_was(tmp_path: Path, elsewhere: Callable[[], Any]) -> None:
    draft, file = newsroom(), tmp_path / "one.backup"
    assert run("backup", file).startswith("Wrote")
    with elsewhere():
        assert run("restore", file).startswith("Restored")
        assert publish(Brief.objects.get(pk=draft.pk), None).pk > 1
        with pytest.raises(Exception, match="An edition never changes"):
            Edition.objects.update(title="Other words")


def test_what_holds_work_is_not_overwritten_unless_that_is_said(tmp_path: Path) -> None:
    newsroom()
    file = tmp_path / "one.backup"
    run("backup", file)
    cast.published("Written Since")
    assert run("restore", file) == (
        "Nothing was restored. The database is not empty: it holds briefs. "
        "Give --over to lose all of it for the backup. (1)"
    )
    assert Brief.objects.filter(title="Written Since").exists()
    assert run("restore", file, "--over").startswith("Restored")
    assert set(Brief.objects.values_list("title", flat=True)) == {cast.TITLE, "Draft 0"}


def test_a_backup_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    file.write_text("mine")
    assert (
        run("backup", file)
        == f"No backup was made. {file} is there already: give the backup another name. (1)"
    )
    assert run("backup", tmp_path / "no" / "where").startswith("No backup was made. ")
    assert [each.name for each in tmp_path.iterdir() if each.is_file() and "backup" in each.name] == [
        "one.backup"
    ]


def damaged(file: Path, into: Path, **changes: bytes) -> Path:
    """A copy of the backup in which a member has other bytes."""
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(into, "w") as copy:
        for name in whole.namelist():
            copy.writestr(
                name, next((new for part, new in changes.items() if part in name), whole.read(name))
            )
    return into


def told(file: Path, **changes: Any) -> bytes:
    """The backup's manifest with other facts."""
    with zipfile.ZipFile(file) as whole:
        return json.dumps(json.loads(whole.read("manifest.json")) | changes).encode()


def test_a_file_that_is_damaged_newer_or_of_another_kind_changes_nothing(tmp_path: Path) -> None:
    newsroom()
    file, other = tmp_path / "one.backup", tmp_path / "other.backup"
    run("backup", file)
    cut = tmp_path / "cut.backup"
    cut.write_bytes(file.read_bytes()[:-300])
    facts = json.loads(told(file))["facts"]
    lost, newer = (
        facts | {"rows": facts["rows"] | {"briefs_brief": 7}},
        facts | {"migrations": ["briefs.0999_moon"]},
    )
    for sentence, made in {
        "is no backup of Dateline, or it is damaged": cut,
        "There is no file": tmp_path / "none.backup",
        "is not what it was": damaged(file, other, images=b"other"),
        "A newer version of Dateline made this backup:": damaged(
            file, tmp_path / "a", manifest=told(file, format=2)
        ),
        "it has the migration briefs.0999_moon": damaged(
            file, tmp_path / "b", manifest=told(file, facts=newer)
        ),
        "restored on the kind of database": damaged(
            file, tmp_path / "c", manifest=told(file, vendor="oracle")
        ),
        "lacks rows|does not hold": damaged(file, tmp_path / "d", manifest=told(file, facts=lost)),
        "makes no sense": damaged(file, tmp_path / "e", manifest=b"[]"),
    }.items():
        answer = run("restore", made, "--over")
        assert answer.startswith("Nothing was restored. ")
        assert any(part in answer for part in sentence.split("|")), answer
    assert seen()
    assert Brief.objects.count() == 2

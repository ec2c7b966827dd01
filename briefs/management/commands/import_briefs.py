"""`python manage.py import_briefs PATH… [--dry-run] [--json] [--publish] [--again] [--language TAG]`:
brings text files in as briefs."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from briefs import languages
from briefs.importing import proposals, texts
from briefs.importing.bringing_in import (
    Brought,
    BroughtInBefore,
    NothingUnderstood,
    bring_in,
    earlier,
    understand,
)
from briefs.importing.outcome import Reading
from editions.publishing import NotReady, publish

HELP = """\
Brings text files in as briefs: each becomes a draft, with every line of the text accounted for.

A folder stands for the .txt files in it, in the order of their names. Each file is brought in wholly or not at all.
A text that was brought in before is refused, unless --again is given; so is one of which nothing is understood.

Exit status: 0 when all are in; 1 when some were refused, the others being in; 2 for wrong use, which is also when
not one of the paths leads to a text file, or the database was not migrated.
"""

OVERTAKEN = (
    "Someone changed the same things at the same moment, perhaps by taking its address, "
    "so nothing of it was kept. Bring it in once more."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: how it was read, why it was refused if it was, what it is now if it wasn't."""

    file: str
    reading: Reading | None = None
    error: str = ""
    state: str = ""
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        refusal = {"error": self.error} if self.error else {}
        body = self.reading.to_json() if self.reading else {"brief": None, "lines": [], "notes": []}
        return {
            "file": self.file,
            "ok": not self.error,
            **refusal,
            **body,
            "notes": [*body["notes"], *self.notes],
        }

    def sentences(self) -> Iterator[str]:
        yield f"{self.file}: {f'refused. {self.error}' if self.error else self.state}"
        if self.reading:
            if not self.error:
                yield f"  {_gist(self.reading)}"
            yield from (f"  {note}" for note in self.to_json()["notes"])
            for line in self.reading.not_understood():
                yield f"  Line {line.number} was not understood: {line.text.strip()[:100]}"


@dataclass(frozen=True, slots=True)
class How:
    """What was asked to be done with each text; `language` is how a brief keeps it, "" for that of the site."""

    dry_run: bool
    publishing: bool
    again: bool
    language: str


def how(options: dict[str, Any]) -> How:
    return How(
        options["dry_run"], options["publish"], options["again"], languages.stored(options["language"])
    )


class Command(BaseCommand):
    help = HELP
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a text file, or a folder of .txt files")
        parser.add_argument(
            "--dry-run", action="store_true", help="read and report, and write nothing at all"
        )
        parser.add_argument(
            "--json", action="store_true", help="print a JSON object a line, one for each file"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish each brief at once, adding new experts; one that isn't fit is refused and leaves nothing",
        )
        parser.add_argument("--again", action="store_true", help="bring in again what was brought in before")
        parser.add_argument(
            "--language",
            choices=[languages.meant("").tag, *(each.tag for each in languages.offered())],
            default=languages.meant("").tag,
            help="what the texts are written in; the site's own language when nothing is said",
        )

    def check_migrations(self) -> None:
        """Where Django would only warn, and the first query fail."""
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run manage.py migrate first.", returncode=2)

    def handle(self, *args: Any, **options: Any) -> None:
        files, missing = find(options["paths"])
        for outcome in missing:
            self.report(outcome, options["json"])
        refused = len(missing)
        for file in tqdm(files, unit="brief", disable=None, file=sys.stderr):
            outcome = handle(file, how(options))
            refused += bool(outcome.error)
            self.report(outcome, options["json"])
        if not files:
            raise CommandError("None of these paths leads to a text file.", returncode=2)
        if refused:
            raise CommandError(f"{refused} of {len(files) + len(missing)} refused.", returncode=1)

    def report(self, outcome: Outcome, as_json: bool) -> None:
        lines = [json.dumps(outcome.to_json(), ensure_ascii=False)] if as_json else outcome.sentences()
        with tqdm.external_write_mode(file=sys.stderr):
            self.stdout.write("\n".join(lines))


def find(paths: list[str]) -> tuple[list[Path], list[Outcome]]:
    """The files that the paths lead to, and an outcome for each path that leads to none."""
    files: list[Path] = []
    missing: list[Outcome] = []
    for path in map(Path, paths):
        try:
            found, why = look(path)
        except OSError as refusal:
            found, why = [], unreadable(refusal)
        files += found
        if not found:
            missing.append(Outcome(printable(path), error=why))
    return files, missing


def look(path: Path) -> tuple[list[Path], str]:
    """The text files that `path` leads to, and why there are none if there are none. Raises OSError."""
    if path.is_dir():
        named = sorted(file for file in path.iterdir() if file.name.endswith(".txt"))
        return named, "There is no .txt file in this folder."
    return [path] if path.is_file() else [], "There is no such file."


def unreadable(refusal: OSError) -> str:
    return f"This file can't be read: {refusal.strerror}."


def handle(file: Path, how: How) -> Outcome:
    """Read the file and, unless this is a dry run, bring it in, in one transaction; what is refused leaves nothing."""
    name = printable(file)
    try:
        text = read(file)
        return preview(name, text, how) if how.dry_run else bring(name, text, how)
    except texts.Unreadable as refusal:
        return Outcome(name, error=str(refusal))
    except OSError as refusal:
        return Outcome(name, error=unreadable(refusal))
    except IntegrityError:
        return Outcome(name, error=OVERTAKEN)
    except (NothingUnderstood, BroughtInBefore) as refusal:
        return Outcome(name, refusal.reading, str(refusal))


def read(file: Path) -> str:
    """The text of the file. Raises OSError or briefs.importing.texts.Unreadable."""
    with file.open("rb") as stream:
        return texts.read(stream, file.stat().st_size)


def preview(name: str, text: str, how: How) -> Outcome:
    """What bringing the text in would come to. Writes nothing."""
    reading, before = understand(text), None if how.again else earlier(text)
    notes = (f"{BroughtInBefore(before, reading)} Without --again it would be refused.",) if before else ()
    return Outcome(name, reading, state="read, not brought in.", notes=notes)


def bring(name: str, text: str, how: How) -> Outcome:
    try:
        with transaction.atomic():
            brought = bring_in(text, None, how.again, how.language)
            brief = brought.source.brief
            if not how.publishing:
                return Outcome(name, brought.reading, state=f"brought in as draft {brief.pk}.")
            added = publish_now(brought)
            return Outcome(name, brought.reading, state=f"published as brief {brief.pk}.", notes=added)
    except NotReady as refusal:
        return Outcome(name, brought.reading, f"It can't be published yet. {refusal}")


def publish_now(brought: Brought) -> tuple[str, ...]:
    """Publish the brief, adding the experts it needs, and tell of each. Namesakes are for people to tell apart."""
    added = []
    while new := [speaker for speaker in proposals.speakers(brought.source) if not speaker.namesakes]:
        expert = proposals.add_expert(brought.source, new[0].number, None)
        added.append(f"Added the expert {', '.join(filter(None, [expert.name, expert.title]))}.")
    publish(brought.source.brief, None)
    return tuple(added)


def printable(path: Path) -> str:
    return str(path).encode(errors="replace").decode()


def _gist(reading: Reading) -> str:
    said = reading.content
    parts = {"quotation": said.quotes, "section": said.sections, "link": said.links, "issue": said.issues}
    counts = ", ".join(f"{len(many)} {word}{'' if len(many) == 1 else 's'}" for word, many in parts.items())
    return f"“{said.title or 'Untitled brief'}”: {counts}."

"""What must be true of the database at every instant, asked of all of it. Each gives a sentence for each breach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from django.test import Client

from audit.models import Act, Entry
from briefs.composing import compose
from briefs.content import Content
from briefs.models import Brief, Status
from editions.models import Edition
from experts.models import ExpertMerge
from issues.lasting import Lasting, Merge
from issues.merging import kind_of
from issues.models import Issue, IssueMerge


def breaches() -> list[str]:
    return [
        *working_copies(),
        *editions(),
        *statuses(),
        *neighbours(),
        *entries(),
        *merges(),
        *counts(),
    ]


def working_copies() -> Iterator[str]:
    """The rows of a brief say what its newest revision says: no save is half."""
    for brief in Brief.objects.all():
        newest = brief.newest_revision()
        if newest is None or words(compose(brief)) != words(newest.value()):
            yield f"the rows of {brief} are not those of its newest revision"
        elif brief.saved_by_id != newest.saved_by_id:
            yield f"{brief} does not know who saved its newest revision"


def words(content: Content) -> Content:
    """A brief's content without the keys of issues and experts, which a merge changes in rows and not in revisions."""
    return replace(content, issues=(), quotes=tuple(replace(quote, expert=None) for quote in content.quotes))


def editions() -> Iterator[str]:
    """An edition has the words of its revision, and all the rows by which readers find it."""
    for edition in Edition.objects.select_related("revision"):
        content = edition.value()
        issues = {issue.pk for issue in Issue.objects.present([tag.issue for tag in content.issues]).values()}
        if edition.digest != edition.revision.digest or content.digest() != edition.digest:
            yield f"{edition} has not the words of its revision"
        if {row.issue_id for row in edition.issue_rows.all()} != issues:
            yield f"{edition} is not found by its issues"
        if {row.key for row in edition.quote_rows.all()} != {
            quote.key for quote in content.quotes if quote.expert
        }:
            yield f"{edition} is not found by its quotations"
        if {row.key for row in edition.link_rows.all()} != {link.key for link in content.links if link.brief}:
            yield f"{edition} is not found by its links"
        if not hasattr(edition, "text") or edition.quote_rows.filter(word_row__isnull=True).exists():
            yield f"{edition} is not found by its words"


def statuses() -> Iterator[str]:
    """A brief that is said to be published has an edition of these very words that has not ended."""
    for brief in Brief.objects.filter(status=Status.PUBLISHED):
        newest = brief.newest_revision()
        if newest is None or not brief.editions.not_ended().filter(digest=newest.digest).exists():
            yield f"{brief} is said to be published, and its words are not"


def neighbours() -> Iterator[str]:
    """Each edition ends where the next begins, unless it was withdrawn: no page is hidden between two."""
    for brief in Brief.objects.all():
        line = list(brief.editions.order_by("live_from"))
        for one, other in pairwise(line):
            if one.withdrawn_at is None and one.live_until != other.live_from:
                yield f"there is a gap or an overlap after {one}"


def entries() -> Iterator[str]:
    """Each edition has one entry in the log, and there is no entry of an edition that is not there."""
    told = sorted(
        (int(entry.key), entry.details["edition"])
        for entry in Entry.objects.filter(act__in=[Act.PUBLISHED, Act.SCHEDULED])
    )
    if told != sorted(Edition.objects.values_list("brief", "number")):
        yield "the log tells of other editions than there are"


def merges() -> Iterator[str]:
    """What was merged is gone and leads to the other; what was undone is there again; the log tells of each."""
    done: list[Merge] = [*IssueMerge.objects.all(), *ExpertMerge.objects.all()]
    for merge in done:
        kind: type[Lasting] = kind_of(merge)
        there, undone = kind.objects.filter(pk=merge.former).exists(), merge.undone_at is not None
        again = [other for other in done if other.former == merge.former and other.pk > merge.pk]
        if not again and there != undone:
            yield f"the merge of {merge.name} is half"
        if not again and kind.objects.present([merge.former]).get(merge.former) is None:
            yield f"{merge.name} leads nowhere"
    for act, number in ((Act.MERGED, len(done)), (Act.UNDONE, sum(m.undone_at is not None for m in done))):
        if Entry.objects.filter(act=act).count() != number:
            yield f"the log tells of other merges than there are ({act.label.lower()})"


def counts() -> Iterator[str]:
    """What pages count is what there is."""
    live = list(Edition.objects.live())
    for issue in Issue.objects.all():
        held = sum(issue.pk in {row.issue_id for row in edition.issue_rows.all()} for edition in live)
        told = tally({"issue": issue.slug})
        if told != held:
            yield f"{issue} has {held} briefs, and its list says {told}"
    if tally({}) != len(live):
        yield "the list of all briefs is not all of them"


def tally(query: dict[str, str]) -> int:
    """How many briefs a list says that it has."""
    said = re.search(r'<p class="tally">([\d,]+) brief', Client().get("/briefs/", query).text)
    assert said
    return int(said[1].replace(",", ""))

"""The working copy: rows from a value and back, revisions, and the places where the database itself says no."""

import dataclasses

import pytest
from django.db import IntegrityError, models, transaction

from briefs.composing import compose
from briefs.drafting import record
from briefs.models import Brief, ReaderPhrase, RelatedLink, Revision, Section, Status
from briefs.writing import write
from editions.publishing import publish
from issues.models import Issue, UnknownIssue
from tests import cast

pytestmark = pytest.mark.django_db


def test_writing_and_composing_are_each_others_reverse() -> None:
    wanted = cast.content(
        slug="grain",
        issues=["Iran", "Ukraine"],
        links=[cast.link_out("At Sea", authors=["Ivo Tamm", "Mara Quist"])],
    )
    assert compose(write(Brief(), wanted)) == wanted


def test_parts_keep_their_rows_when_they_move_and_lose_them_when_they_go() -> None:
    brief = cast.make_brief(sections=[("One", "<p>1</p>"), ("Two", "<p>2</p>"), ("Three", "<p>3</p>")])
    rows = {section.heading: section.pk for section in brief.sections.all()}
    said = compose(brief)
    one, _, three = said.sections
    write(brief, dataclasses.replace(said, sections=(three, one)))
    assert [(s.heading, s.pk) for s in brief.sections.all()] == [
        ("Three", rows["Three"]),
        ("One", rows["One"]),
    ]


def test_writing_words_into_a_brief_fetched_before_a_move_does_not_undo_the_move() -> None:
    fetched = cast.make_brief()
    publish(fetched, None)
    write(fetched, dataclasses.replace(compose(fetched), title="Another"))
    fetched.refresh_from_db()
    assert (fetched.status, fetched.title) == (Status.PUBLISHED, "Another")


def test_each_save_is_a_revision_by_someone_and_an_unchanged_one_is_not() -> None:
    wren = cast.people().wren
    brief = cast.make_brief(by=wren)
    assert record(brief, None).number == 1
    cast.change(brief, wren, title="Another")
    assert [(r.number, r.saved_by) for r in brief.revisions.all()] == [(2, wren), (1, wren)]
    assert Revision.objects.get(number=1).value().title == cast.TITLE


def test_an_address_is_made_from_the_title_and_numbered_when_taken_that_day() -> None:
    slugs = [cast.make_brief("Grain & Ships’ Return!").slug for _ in range(3)]
    assert slugs == ["grain-ships-return", "grain-ships-return-2", "grain-ships-return-3"]


def test_composing_costs_the_same_however_many_parts(django_assert_num_queries: object) -> None:
    sections = [(f"Heading {n}", "<p>Text.</p>") for n in range(20)]
    quotes = [("<p>Words.</p>", f"Speaker {n}", "Fellow") for n in range(20)]
    brief = Brief.objects.get(pk=cast.make_brief(sections=sections, quotes=quotes).pk)
    with django_assert_num_queries(4):  # type: ignore[operator]
        compose(brief)


def test_a_misspelt_issue_is_refused_and_an_alias_is_understood() -> None:
    brief = cast.make_brief()
    cast.issue("North Korea").aliases.create(name="DPRK")
    brief.issues.add("dprk")
    assert "North Korea" in brief.issues.names()
    with pytest.raises(UnknownIssue, match="“North Corea”"):
        brief.issues.add("North Corea")
    with pytest.raises(UnknownIssue):
        brief.issues.set(["North Korea", "Nowhere"])
    assert set(Issue.objects.values_list("name", flat=True)) == {"North Korea", "Ukraine"}


def broken_rows() -> list[models.Model]:
    brief = cast.make_brief(slug="one")
    other = cast.make_brief("Other")
    section = brief.sections.get()
    return [
        Brief(date=brief.date, slug=brief.slug),
        Brief(status="lost"),
        Section(brief=brief, key=section.key),
        RelatedLink(brief=brief, target=brief),
        RelatedLink(brief=brief, target=other, url="https://example.org/"),
        RelatedLink(brief=brief, url="ftp://example.org/"),
        Revision(brief=brief, number=1, content={}, digest="", saved_at=brief.created_at),
        ReaderPhrase(kind="attribution", text="no placeholder"),
        ReaderPhrase(kind="label", text="Flash Brief"),
        Issue(name=""),
        Issue(name="UKRAINE", slug="other"),
    ]


@pytest.mark.parametrize("which", range(11))
def test_the_database_itself_refuses_a_broken_row(which: int) -> None:
    row = broken_rows()[which]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_issue_or_an_expert_in_use_cannot_be_deleted() -> None:
    cast.make_brief(issues=["Ukraine"], quotes=[("<p>Words.</p>", "Mara Quist", "Fellow")])
    for used in (cast.issue("Ukraine"), cast.expert("Mara Quist")):
        with pytest.raises(models.ProtectedError):
            used.delete()

"""Two people on one brief: nobody's words are overwritten unseen, and nobody's words leave the screen."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefs import roles
from briefs.models import Brief, Status
from editions.models import Edition
from editions.publishing import publish
from tests import cast
from tests.desk import Desk, fields_of

pytestmark = pytest.mark.django_db

SAID = [("<p>One.</p>", "Ana", "Fellow"), ("<p>Two.</p>", "Ben", "Fellow")]


@pytest.fixture
def wren() -> Desk:
    return Desk(Client(), cast.person("wren", roles.WRITER))


@pytest.fixture
def edda() -> Desk:
    return Desk(Client(), cast.person("edda", roles.EDITOR))


def meet(one: Desk, other: Desk, brief: Brief, mine: dict[str, str], theirs: dict[str, str]) -> None:
    """Both open the brief; the other saves first, then the one presses and has the page that holds both."""
    one.open(brief)
    other.open(brief).fill(**theirs).save()
    one.fill(**mine)
    again(one)


def again(desk: Desk) -> None:
    """Press “Save draft”, and go on with the page that comes."""
    desk.press()
    desk.values = fields_of(desk.text())


def test_a_save_over_a_newer_version_is_refused_and_says_what_to_do(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title", quotes__0__text="<p>Wren’s words.</p>").press()
    brief.refresh_from_db()
    assert brief.title == "Edda’s Title"
    assert "Not saved: there is a newer version" in wren.text()
    assert "Edda saved version 2 of this brief" in wren.text()
    assert "1 thing both of you changed" in wren.text()
    assert "Wren’s Title" in wren.text()
    assert "Wren’s words." in wren.text()


def test_pressing_again_without_looking_is_refused_again(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief)
    edda.open(brief).fill(title="Edda’s Title").save()
    wren.fill(title="Wren’s Title").press()
    wren.press()
    assert Brief.objects.get().title == "Edda’s Title"


def test_pressing_again_without_choosing_is_refused_and_says_so(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title"}, {"title": "Edda’s Title"})
    again(wren)
    assert "Choose between two wordings in 1 place" in wren.text()
    assert "1 thing both of you changed" in wren.text()
    assert wren.values["title"] == "Wren’s Title"
    assert Brief.objects.get().title == "Edda’s Title"


def test_a_form_that_names_no_version_is_refused(wren: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(title="Changed", version="").press()
    assert Brief.objects.get().title == cast.TITLE


def test_a_newer_version_and_a_move_are_told_together(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    wren.open(brief).fill(title="Wren’s Title")
    publish(edda.open(brief).fill(title="Edda’s Title").save(), None)
    again(wren)
    assert "Not saved: there is a newer version" in wren.text()
    assert "It was published after you opened it" in wren.text()
    wren.fill(**{"settle-title": "mine"}).save()
    assert (Brief.objects.get().title, Brief.objects.get().status) == ("Wren’s Title", Status.DRAFT)
    assert Edition.objects.live().get().title == "Edda’s Title"


def test_what_only_one_changed_is_merged_and_saves_without_a_choice(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief(quotes=SAID, sections=[("How", "<p>So.</p>"), ("Why", "<p>Thus.</p>")])
    wren.open(brief)
    edda.open(brief).fill(label="Flash Update", quotes__1__title="Director").add(
        "quotes", text="<p>Three.</p>", name="Cai"
    ).save()
    wren.fill(title="Wren’s Title", quotes__1__text="<p>Two, longer.</p>", sections__0__DELETE="on")
    again(wren)
    assert "Nothing is in two minds" in wren.text()
    saved = wren.save()
    assert (saved.title, saved.label) == ("Wren’s Title", "Flash Update")
    assert [(q.name, q.text, q.title) for q in saved.quotes.all()] == [
        ("Ana", "<p>One.</p>", "Fellow"),
        ("Ben", "<p>Two, longer.</p>", "Director"),
        ("Cai", "<p>Three.</p>", ""),
    ]
    assert [section.heading for section in saved.sections.all()] == ["Why"]


def test_issues_and_an_order_that_each_changed_are_merged(wren: Desk, edda: Desk) -> None:
    iran, oman = cast.issue("Iran"), cast.issue("Oman")
    brief = cast.make_brief(quotes=SAID, issues=["Ukraine"])
    ukraine = str(cast.issue("Ukraine").pk)
    wren.open(brief).fill(issues=[str(iran.pk)])
    edda.open(brief).fill(
        issues=[ukraine, str(oman.pk)], quotes__0__position="1", quotes__1__position="0"
    ).save()
    again(wren)
    saved = wren.save()
    assert {issue.name for issue in saved.issues.all()} == {"Iran", "Oman"}
    assert [quote.name for quote in saved.quotes.all()] == ["Ben", "Ana"]


@pytest.mark.parametrize(("side", "title"), [("mine", "Wren’s Title"), ("theirs", "Edda’s Title")])
def test_of_two_titles_one_is_chosen_and_both_stay_in_the_history(
    wren: Desk, edda: Desk, side: str, title: str
) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title", "label": "Update"}, {"title": "Edda’s Title"})
    wren.fill(**{"settle-title": side}).save()
    assert (Brief.objects.get().title, Brief.objects.get().label) == (title, "Update")
    assert [r.value().title for r in brief.revisions.all()] == [title, "Edda’s Title", cast.TITLE]


def test_a_third_wording_typed_by_hand_is_saved(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title"}, {"title": "Edda’s Title"})
    wren.fill(title="A Title of Both", **{"settle-title": "mine"}).save()
    assert Brief.objects.get().title == "A Title of Both"


def test_words_typed_where_the_others_were_chosen_are_not_lost(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title"}, {"title": "Edda’s Title"})
    wren.fill(title="Typed Since", **{"settle-title": "theirs"})
    again(wren)
    assert "you had also typed one of your own" in wren.text()
    assert wren.values["title"] == "Typed Since"
    wren.fill(**{"settle-title": "theirs"}).save()
    assert Brief.objects.get().title == "Edda’s Title"


def test_choices_can_be_put_into_the_form_before_saving(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title"}, {"title": "Edda’s Title"})
    wren.fill(**{"settle-title": "theirs"}).press("_settle")
    wren.values = fields_of(wren.text())
    assert "Nothing has been saved yet" in wren.text()
    assert wren.values["title"] == "Edda’s Title"
    assert brief.revisions.count() == 2
    wren.fill(label="Update").save()
    assert Brief.objects.get().label == "Update"


@pytest.mark.parametrize(("side", "left"), [("mine", ["Ana"]), ("theirs", ["Ana", "Ben"])])
def test_a_quotation_removed_here_and_changed_there_is_asked_about(
    wren: Desk, edda: Desk, side: str, left: list[str]
) -> None:
    brief = cast.make_brief(quotes=SAID)
    key = brief.quotes.get(name="Ben").key
    meet(wren, edda, brief, {"quotes__1__DELETE": "on"}, {"quotes__1__text": "<p>Two, longer.</p>"})
    assert "Two, longer." in wren.text()
    wren.fill(**{f"settle-quotes-{key}-whole": side}).save()
    assert [quote.name for quote in brief.quotes.all()] == left


@pytest.mark.parametrize(("side", "left"), [("mine", ["Ana", "Ben"]), ("theirs", ["Ana"])])
def test_a_quotation_changed_here_and_removed_there_is_asked_about(
    wren: Desk, edda: Desk, side: str, left: list[str]
) -> None:
    brief = cast.make_brief(quotes=SAID)
    key = brief.quotes.get(name="Ben").key
    meet(wren, edda, brief, {"quotes__1__text": "<p>Two, longer.</p>"}, {"quotes__1__DELETE": "on"})
    assert "Two, longer." in wren.text()
    wren.fill(**{f"settle-quotes-{key}-whole": side}).save()
    assert [quote.name for quote in brief.quotes.all()] == left
    assert all(quote.key == key for quote in brief.quotes.filter(name="Ben"))


@pytest.mark.parametrize(
    ("side", "order"), [("mine", ["Ben", "Ana", "Cai"]), ("theirs", ["Ana", "Cai", "Ben"])]
)
def test_of_two_orders_one_is_chosen(wren: Desk, edda: Desk, side: str, order: list[str]) -> None:
    brief = cast.make_brief(quotes=[*SAID, ("<p>Three.</p>", "Cai", "Fellow")])
    places = [
        {f"quotes__{i}__position": str(place) for i, place in enumerate(o)} for o in ([1, 0, 2], [0, 2, 1])
    ]
    meet(wren, edda, brief, *places)
    assert "Expert analysis: the order" in wren.text()
    wren.fill(**{"settle-quotes-order": side}).save()
    assert [quote.name for quote in brief.quotes.all()] == order


def test_a_third_save_meanwhile_is_merged_as_well(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief()
    meet(wren, edda, brief, {"title": "Wren’s Title"}, {"title": "Edda’s Title"})
    edda.open(brief).fill(label="Update", title="Edda’s Second").save()
    wren.fill(**{"settle-title": "mine"})
    again(wren)
    assert "Edda saved version 3" in wren.text()
    assert Brief.objects.get().title == "Edda’s Second"
    wren.fill(**{"settle-title": "mine"}).save()
    assert (Brief.objects.get().title, Brief.objects.get().label) == ("Wren’s Title", "Update")


def test_a_field_that_was_refused_keeps_what_was_typed(wren: Desk, edda: Desk) -> None:
    brief = cast.make_brief(links=[cast.link_out("Ports", "https://reader.example/ports")])
    wren.open(brief)
    edda.open(brief).fill(label="Update").save()
    wren.fill(date="2024-02-31", links__0__url="not an address", title="Wren’s Title")
    again(wren)
    assert (wren.values["date"], wren.values["links-0-url"]) == ("2024-02-31", "not an address")
    assert (wren.values["label"], wren.values["title"]) == ("Update", "Wren’s Title")
    assert "There is no such day" in wren.text()


def test_two_pages_of_one_person_are_two_people(wren: Desk) -> None:
    brief, other = cast.make_brief(), Desk(Client(), wren.user)
    meet(wren, other, brief, {"title": "One Page"}, {"title": "Other Page"})
    assert "You, on another page, saved version 2" in wren.text()
    wren.fill(**{"settle-title": "theirs"}).save()
    assert Brief.objects.get().title == "Other Page"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99", "9" * 40, "1.5", "²"])
def test_a_missing_or_forged_version_takes_no_word_away(wren: Desk, version: str) -> None:
    brief = cast.make_brief(quotes=SAID)
    wren.open(brief).fill(version=version, title="Typed", quotes__0__text="<p>Typed too.</p>")
    again(wren)
    assert "Not saved: there is a newer version" in wren.text()
    assert (wren.values["title"], wren.values["quotes-0-text"]) == ("Typed", "<p>Typed too.</p>")
    assert Brief.objects.get().title == cast.TITLE


@pytest.mark.parametrize("mine", ["", "x", "e30:x:y", "\x00"])
def test_a_forged_merge_is_passed_over(wren: Desk, mine: str) -> None:
    brief = cast.make_brief()
    forged = {"merge_mine": mine, "merge_base": "x", "merge_open": "Anything", "settle-title": "theirs"}
    wren.open(brief).fill(title="Typed", **forged).save()
    assert Brief.objects.get().title == "Typed"


def test_a_merge_names_no_issue_that_was_deleted_since(wren: Desk, edda: Desk) -> None:
    gone = cast.issue("Gone")
    brief = cast.make_brief(issues=["Gone", "Ukraine"])
    wren.open(brief).fill(title="Wren’s Title", issues=[str(cast.issue("Ukraine").pk)])
    edda.open(brief).fill(label="Update", issues=[str(cast.issue("Ukraine").pk)]).save()
    gone.delete()
    again(wren)
    assert wren.save().issues.get().name == "Ukraine"


def test_a_merge_removes_no_part_that_one_may_not_delete(edda: Desk) -> None:
    rhea, brief = Desk(Client(), cast.person("rhea")), cast.make_brief(quotes=SAID)
    names = ["view_brief", "change_brief", "view_expertquote", "change_expertquote", "add_expertquote"]
    rhea.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    rhea.open(brief)
    edda.open(brief).add("quotes", text="<p>Three.</p>", name="Cai").save()
    rhea.fill(title="Rhea’s Title")
    again(rhea)
    rhea.save()
    assert (Brief.objects.get().title, brief.quotes.count()) == ("Rhea’s Title", 3)
    assert (brief.sections.count(), brief.issues.count()) == (1, 1)


def test_a_merge_costs_the_same_for_few_parts_and_for_many(wren: Desk, edda: Desk) -> None:
    costs = []
    for many in (2, 12):
        said = [(f"<p>{n}</p>", f"Person {n}", "Fellow") for n in range(many)]
        brief = cast.make_brief(f"Brief of {many}", quotes=said)
        wren.open(brief).fill(title="Wren’s Title", quotes__0__text="<p>Wren’s.</p>")
        edda.open(brief).fill(title="Edda’s Title", quotes__0__text="<p>Edda’s.</p>").save()
        with CaptureQueriesContext(connection) as asked:
            wren.press()
        assert "2 things both of you changed" in wren.text()
        costs.append(len(asked))
    assert costs[0] == costs[1]

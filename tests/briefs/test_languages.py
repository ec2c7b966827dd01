"""What a brief is written in, and what it translates: through the value, the rows, the form, versions and imports."""

from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

from briefs import copydesk, languages
from briefs.composing import compose
from briefs.content import Content
from briefs.models import Brief
from briefs.restoring import restore
from editions.publishing import publish
from tests import cast
from tests.briefs.command import file, run
from tests.briefs.versions import see
from tests.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren(client: Client) -> Desk:
    return Desk(client, cast.people().wren)


def on_titles(brief: Brief) -> list[str]:
    """What the copy desk says of the titles under quotations."""
    found = copydesk.findings(compose(brief), None, brief)
    return [each["text"] for each in found if "title" in each["text"]]


def complaints(desk: Desk) -> str:
    return " ".join(each.text for each in desk.page.context["complaints"])


def test_a_brief_in_the_language_of_the_site_is_stored_as_it_was_before_there_were_others() -> None:
    plain = Content(title="Ships Return")
    assert not {"language", "original"} & plain.to_json().keys()
    arabic = Content(title="عودة السفن", language="ar", original=7)
    assert Content.from_json(arabic.to_json()) == arabic
    assert len({plain.digest(), arabic.digest(), Content(title="عودة السفن", language="fa").digest()}) == 3


def test_the_site_s_own_language_and_direction_are_what_an_empty_tag_means() -> None:
    assert (languages.meant("").tag, languages.meant("").direction) == ("en", "ltr")
    assert {tag: languages.meant(tag).direction for tag in ("ar", "he", "fa", "zh", "ps", "pt-br")} == {
        "ar": "rtl",
        "he": "rtl",
        "fa": "rtl",
        "zh": "ltr",
        "ps": "rtl",
        "pt-br": "ltr",
    }
    assert languages.meant("tlh").own_name == "tlh"
    assert " ".join(tag for tag, _ in languages.choices()) == " ar he fa fr de es ru uk zh"


def test_an_editor_says_what_a_brief_is_written_in_and_what_it_translates(wren: Desk) -> None:
    original = cast.make_brief("Ships Return")
    brief = wren.open().fill(title="عودة السفن", language="ar", original=str(original.pk)).save()
    assert (brief.language, brief.original) == ("ar", original)
    newest = brief.newest_revision()
    assert newest is not None
    assert (newest.value().language, newest.value().original) == ("ar", original.pk)
    page = wren.open(brief).text()
    assert "Arabic (العربيّة)" in page
    assert f'<option value="{original.pk}" selected' in page


@pytest.mark.parametrize("rubbish", ["tlh", "ar\0", "x" * 4000, "en"])
def test_a_language_that_is_not_offered_is_refused(wren: Desk, rubbish: str) -> None:
    wren.open().fill(title="Ships", language=rubbish).press()
    assert "Language" in complaints(wren)
    assert not Brief.objects.exists()


@pytest.mark.parametrize("rubbish", ["0", "-1", "9" * 40, "a", "١", "1\0"])
def test_a_brief_that_is_none_is_not_translated(wren: Desk, rubbish: str) -> None:
    wren.open().fill(title="Ships", original=rubbish).press()
    assert "Translation of" in complaints(wren)


def test_who_picks_a_translation_means_what_it_translates(wren: Desk) -> None:
    original = cast.make_brief("Ships Return")
    arabic = cast.make_brief("عودة السفن", language="ar", original=original)
    hebrew = wren.open().fill(title="הספינות", language="he", original=str(arabic.pk)).save()
    assert hebrew.original == original


def test_no_two_briefs_say_the_same_in_one_language(wren: Desk) -> None:
    original = cast.make_brief("Ships Return")
    cast.make_brief("عودة السفن", language="ar", original=original)
    wren.open().fill(title="سفن", language="ar", original=str(original.pk)).press()
    assert "“عودة السفن” says the same in Arabic already." in complaints(wren)
    wren.open().fill(title="Ships Again", original=str(original.pk)).press()
    assert "“Ships Return” says the same in English already." in complaints(wren)
    wren.open(original).fill(language="ar").press()
    assert "“عودة السفن” says the same in Arabic already." in complaints(wren)


def test_a_brief_is_no_translation_of_itself_nor_of_its_translations(wren: Desk) -> None:
    original, other = cast.make_brief("Ships Return"), cast.make_brief("Other")
    arabic = cast.make_brief("عودة السفن", language="ar", original=original)
    for chosen, refusal in (
        (original, "cannot be a translation of itself"),
        (arabic, "is a translation of this brief already"),
        (other, "Other briefs are translations of this one"),
    ):
        wren.open(original).fill(original=str(chosen.pk)).press()
        assert refusal in complaints(wren)


def test_a_brief_that_others_translate_is_not_deleted(client: Client) -> None:
    ada = Desk(client, cast.person("ada", "Administrators"))
    original = cast.make_brief("Ships Return")
    cast.make_brief("عودة السفن", language="ar", original=original)
    ada.user.is_superuser = True
    ada.user.save()
    assert (
        "is a translation of it" in client.get(f"/admin/briefs/brief/{original.pk}/delete/").content.decode()
    )


def test_versions_tell_of_a_change_of_language_and_restoring_takes_it_back(wren: Desk) -> None:
    original = cast.make_brief("Ships Return")
    brief = cast.make_brief("Retour")
    wren.open(brief).fill(language="fr", original=str(original.pk)).save()
    page = see(wren, "compare", brief, query="?from=1&to=2")
    assert "Translation of" in page
    assert "Ships Return" in page
    assert all(f">{name}<" in page for name in ("English", "French"))
    restore(brief, 1, None, newest=2)
    brief.refresh_from_db()
    assert (brief.language, brief.original) == ("", None)
    restored = restore(brief, 2, None, newest=3)
    assert (compose(Brief.objects.get(pk=brief.pk)).original, restored.losses) == (original.pk, ())


def test_a_version_that_translated_a_brief_that_is_gone_comes_back_without_it() -> None:
    original = cast.make_brief("Ships Return")
    brief = cast.make_brief("Retour", language="fr", original=original)
    cast.change(brief, original=None)
    original.delete()
    restored = restore(brief, 1, None, newest=2)
    assert restored.losses == (
        "The brief that this one translates was deleted since, so it stands for itself.",
    )
    assert restored.revision.value().language == "fr"


def test_an_import_says_what_its_texts_are_written_in_and_guesses_nothing(tmp_path: Path) -> None:
    assert run("--language", "ar", file(tmp_path))[0] == 0
    assert Brief.objects.get().language == "ar"
    assert run("--again", file(tmp_path))[0] == 0
    assert run("--again", "--language", "en", file(tmp_path))[0] == 0
    assert sorted(Brief.objects.values_list("language", flat=True)) == ["", "", "ar"]
    assert run("--language", "tlh", file(tmp_path))[0] != 0


@pytest.mark.parametrize("site", ["de", "ar"])
def test_the_desk_stays_in_english_whatever_the_site_speaks(wren: Desk, site: str) -> None:
    brief = cast.make_brief()
    with override_settings(LANGUAGE_CODE=site), translation.override(site):
        page = wren.open(brief).text()
        assert 'lang="en" dir="ltr"' in page
        assert "Sign out" in page
        assert f'lang="{site}"' in wren.client.get("/briefs/").content.decode()[:200]


def test_the_copy_desk_takes_no_title_in_another_language_for_another_title() -> None:
    original = cast.published("Ships Return", quotes=[("<p>So.</p>", "Mara Quist", "Senior Fellow")])
    arabic = cast.make_brief(
        "عودة السفن",
        language="ar",
        original=original.brief,
        quotes=[("<p>نعم.</p>", "Mara Quist", "زميلة أولى")],
    )
    assert on_titles(arabic) == []
    publish(arabic, None)
    later = cast.make_brief("Ships Wait", quotes=[("<p>So.</p>", "Mara Quist", "Senior Fellow")])
    assert on_titles(later) == []
    changed = cast.make_brief("Ships Go", quotes=[("<p>So.</p>", "Mara Quist", "Director")])
    assert len(on_titles(changed)) == 1

"""Who is quoted: known by any form of the name, printed as they were."""

import pytest

from experts.models import Expert, ExpertQuote
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_person_is_known_by_any_form_of_the_name() -> None:
    mara = cast.expert("Mara Quist")
    mara.aliases.create(name="Mara L. Quist")
    assert Expert.objects.known("mara l. quist") == mara == Expert.objects.known("MARA QUIST")
    assert Expert.objects.known("Mara") is None


def test_namesakes_get_addresses_of_their_own() -> None:
    assert [Expert.objects.create(name="Ivo Tamm").slug for _ in range(2)] == ["ivo-tamm", "ivo-tamm-2"]


def test_a_new_job_changes_no_quotation_already_written() -> None:
    brief = cast.make_brief(quotes=[("<p>Words.</p>", "Mara Quist", "Fellow")])
    Expert.objects.filter(name="Mara Quist").update(name="Mara Obe", title="Director")
    quote = ExpertQuote.objects.get(brief=brief)
    assert (quote.name, quote.title) == ("Mara Quist", "Fellow")


def test_a_quotation_takes_the_name_of_the_expert_who_was_picked() -> None:
    brief = cast.make_brief(quotes=[])
    assert brief.quotes.create(expert=cast.expert("Ivo Tamm")).name == "Ivo Tamm"

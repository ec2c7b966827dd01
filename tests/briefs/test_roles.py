"""Who may do what, straight after `migrate`."""

import pytest

from briefs import roles
from briefs.models import Brief, Status
from briefs.workflow import Move, moves
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_groups_stand_after_migrate_and_every_permission_of_the_table_exists() -> None:
    for role, names in roles.ROLES.items():
        assert cast.person(role.lower(), role).get_group_permissions() == set(names)


def test_moves_are_offered_to_those_who_may_and_as_the_status_allows() -> None:
    people = cast.people()
    draft, live = Brief(status=Status.DRAFT), Brief(status=Status.PUBLISHED)
    waiting = Brief(status=Status.REVIEW)
    assert moves(draft, people.wren) == moves(draft, people.edda) == [Move.SUBMIT]
    assert moves(waiting, people.wren) == [Move.RECALL]
    assert moves(waiting, people.edda) == [Move.RECALL, Move.SEND_BACK, Move.APPROVE]
    assert moves(draft, people.piet) == [Move.SUBMIT, Move.PUBLISH, Move.WITHDRAW]
    assert moves(live, people.wren) == [Move.SUBMIT]
    assert moves(live, people.piet) == [Move.SUBMIT, Move.PUBLISH, Move.WITHDRAW]


def test_who_is_no_editor_adds_experts_and_changes_nothing_that_readers_see_of_them() -> None:
    wren = cast.person("wren", roles.WRITER)
    of_experts = {
        name for name in wren.get_all_permissions() if name.startswith("experts.") and "quote" not in name
    }
    assert of_experts == {"experts.add_expert", "experts.view_expert", "experts.view_expertalias"}

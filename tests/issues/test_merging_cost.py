"""What a merge costs."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from briefs import roles
from issues.merging import merge
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda() -> User:
    return cast.person("edda", roles.EDITOR)


def test_merging_costs_the_same_queries_for_many_briefs_as_for_few(
    edda: User, django_assert_max_num_queries: Any
) -> None:
    for name in ("Persia", "Pars"):
        cast.issue(name)
    for number in range(2):
        cast.published(f"Few {number}", issues=["Persia", "Iran"] if number else ["Persia"])
    for number in range(12):
        cast.published(f"Many {number}", issues=["Pars", "Iran"] if number % 2 else ["Pars"])
    edda = User.objects.get(pk=edda.pk)
    counts = []
    for name in ("Persia", "Pars"):
        with django_assert_max_num_queries(80) as asked:
            merge(cast.issue(name), cast.issue("Iran"), edda)
        counts.append(len(asked))
    assert counts[0] + 1 >= counts[1]

"""Everyone who may stand before an address, from a stranger to an administrator, signed in where they can be."""

from django.contrib.auth.models import User
from django.test import Client

from briefs import roles
from tests import cast

GROUPS = {"wren": roles.WRITER, "edda": roles.EDITOR, "piet": roles.PUBLISHER, "ada": roles.ADMINISTRATOR}
# In the order of the matrix: a stranger; someone with an account that is not for the desk; staff in no group; an
# administrator whose account was closed after they had signed in; and one of each group.
ROLES = ("nobody", "rolf", "gus", "gone", *GROUPS)


def signed_in() -> dict[str, Client]:
    """A browser for each of them."""
    people: dict[str, User] = {name: cast.person(name, group) for name, group in GROUPS.items()}
    people |= {"rolf": cast.person("rolf"), "gus": cast.person("gus")}
    people["gone"] = cast.person("gone", roles.ADMINISTRATOR)
    browsers = {name: Client() for name in ROLES}
    for name, person in people.items():
        browsers[name].force_login(person)
    User.objects.filter(username="rolf").update(is_staff=False)
    User.objects.filter(username="gone").update(is_active=False)
    return browsers

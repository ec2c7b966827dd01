"""The accounts by which a visitor of the demo newsroom tries the desk; never made in production."""

from django.conf import settings
from django.contrib.auth.models import Group, User

from briefs import roles

PASSWORD = "dateline-demo"  # noqa: S105 - printed for everyone to use, in development alone
ACCOUNTS = {
    "writer": roles.WRITER,
    "editor": roles.EDITOR,
    "publisher": roles.PUBLISHER,
    "administrator": roles.ADMINISTRATOR,
}


def make_accounts() -> None:
    """Make those of the four accounts that are missing; none in production, where anyone could guess the password."""
    if settings.PRODUCTION:
        return
    for name, role in ACCOUNTS.items():
        if not User.objects.filter(username=name).exists():
            account = User.objects.create_user(name, password=PASSWORD, is_staff=True)
            account.groups.add(Group.objects.get(name=role))


def account(name: str) -> User | None:
    """Who acts in the demo under that name; None, the operator at the command line, where nobody of it has the role."""
    return User.objects.filter(username=name, groups__name=ACCOUNTS[name]).first()

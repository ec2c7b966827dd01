"""Who needs more than a password, and whether they have shown it in this session.

allauth asks for a second factor wherever one is set up, and demands of nobody to set one up: that is done here. What
was shown is kept in the session, as allauth keeps it, so that a page of the desk asks the database nothing more.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.dispatch import receiver
from django.http import HttpRequest

# What a stolen password must not be enough for: to change what the public reads, and to change who may. The groups
# Publisher and Administrator hold them, superusers hold all, and a group made by hand may.
GRAVE = ("briefs.publish_brief", "auth.change_user", "auth.change_group")
FACTORS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]


def needed(user: User | AnonymousUser) -> bool:
    """Whether this person must have a second factor. Asks what the pages of the desk ask anyway."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and any(user.has_perm(name) for name in GRAVE)


def shown(request: HttpRequest) -> bool:
    """Whether a second factor was used, or set up, in this session of theirs."""
    if not isinstance(request.user, User):
        return False
    return any(each["method"] == "mfa" for each in get_authentication_records(request, request.user))


def has_one(user: User) -> bool:
    """Recovery codes are none: they stand in for one that is lost."""
    return bool(is_mfa_enabled(user, FACTORS))


@receiver(authenticator_added, dispatch_uid="accounts.added")
def added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets one up has it in their hands."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="accounts.removed")
def removed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without any, what was shown counts no longer, and those who need one are led to set up another."""
    if not has_one(user):
        rest = [each for each in get_authentication_records(request, user) if each["method"] != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = rest

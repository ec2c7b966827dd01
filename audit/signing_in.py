"""What the audit log says of accounts as they sign in and out, and change what they sign in with."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from audit import log
from audit.models import Act

LONGEST = 150
KINDS: dict[str, str] = {
    Authenticator.Type.WEBAUTHN: "Passkey",
    Authenticator.Type.TOTP: "App",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}


@receiver(user_logged_in, dispatch_uid="audit.signed_in")
def signed_in(user: User, **kwargs: Any) -> None:
    log.note(Act.SIGNED_IN, user)


@receiver(user_logged_out, dispatch_uid="audit.signed_out")
def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        log.note(Act.SIGNED_OUT, user)


@receiver(user_login_failed, dispatch_uid="audit.sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Keeps the name that was tried, which may be a password typed into the wrong field: the log is for few eyes."""
    log.note(Act.SIGN_IN_FAILED, None, words=str(credentials.get("username", ""))[:LONGEST])


@receiver(authentication_failed, dispatch_uid="audit.factor_failed")
def factor_failed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The password was right, so that the account is named."""
    log.note(Act.SIGN_IN_FAILED, None, user, words=factor(authenticator))


@receiver(authenticator_added, dispatch_uid="audit.factor_added")
def factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Of recovery codes nothing: they come with the first factor by themselves."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        log.note(Act.FACTOR_ADDED, user, user, words=factor(authenticator))


@receiver(authenticator_removed, dispatch_uid="audit.factor_removed")
def factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    log.note(Act.FACTOR_REMOVED, user, user, words=factor(authenticator))


@receiver(authenticator_used, dispatch_uid="audit.factor_used")
def factor_used(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()  # the one at hand does not know yet that the code is used
        log.note(Act.RECOVERY_CODE, user, user, left=len(RecoveryCodes(authenticator).get_unused_codes()))


@receiver(authenticator_reset, dispatch_uid="audit.new_codes")
def new_codes(user: User, **kwargs: Any) -> None:
    log.note(Act.RECOVERY_CODES, user, user)


def factor(authenticator: Authenticator) -> str:
    """Its kind, and the name that its owner gave it."""
    kind = KINDS[authenticator.type]
    name = str(authenticator.data.get("name", ""))
    return f"{kind}: {name}" if name else kind


class Noted:
    """A password validator that refuses nothing: Django tells validators of every password that was changed."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Any password will do; the other validators judge."""

    def get_help_text(self) -> str:
        return "The audit log says when a password was changed, and by whom. It never holds the password."

    def password_changed(self, password: str, user: User | None = None) -> None:
        if user is not None:
            log.note(Act.PASSWORD, log.at_work(), user)

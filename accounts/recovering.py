"""The way back in for someone who has lost what they sign in with."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse

from audit import log
from audit.models import Act


@transaction.atomic
def recover(user: User, reason: str) -> str:
    """Take away what `user` signs in with, and return the path at which they choose a new password, once.

    Passkeys, the app and recovery codes go, every session ends, and the old password opens nothing more: whoever found
    the lost device must not come first. The path is good for `PASSWORD_RESET_TIMEOUT` seconds.
    """
    lost = Authenticator.objects.filter(user=user)
    factors = sorted({str(each.get_type_display()) for each in lost})
    lost.delete()
    user.set_unusable_password()  # which ends each session, for they are signed with the password
    user.save(update_fields=["password"])
    UserSession.objects.filter(user=user).delete()
    log.note(Act.RECOVERED, None, user, words=reason, removed=factors)
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)

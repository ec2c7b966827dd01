"""How allauth is told of this house: who may come in, how long a lock lasts, and what is said."""

from __future__ import annotations

import hashlib
import math
import time
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import second_factor
from audit import log
from audit.models import Act
from audit.origin import address_of

UNKNOWN = "0.0.0.0"  # noqa: S104  # nothing is bound to it: allauth wants an address where there is none


class DeskAccounts(DefaultAccountAdapter):
    """Accounts are made by administrators, and those who are not staff stay outside."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "No account has this name with this password.",
        "too_many_login_attempts": f"Too many attempts failed. Wait {settings.LOCKED_MINUTES} minutes and try again.",
        "rate_limited": f"Too many attempts failed. Wait {settings.LOCKED_MINUTES} minutes and try again.",
        "incorrect_code": "This code or passkey was not accepted. Codes change every half minute: try the next one.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not your password.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or UNKNOWN

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        if not cast(User, user).is_staff:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Says how long a lock lasts; the log says once that it fell."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            key = self._get_login_attempts_cache_key(request, **credentials)
            wait = seconds_to_wait(request, key)
            digest = hashlib.sha256(key.encode()).hexdigest()
            if cache.add(f"locked:{ratelimit.get_ip(request)}:{digest}", "noted", wait):
                log.note(Act.LOCKED_OUT, None, words=str(credentials.get("username", ""))[:150])
            raise ValidationError(sentence(wait), code=refusal.code) from None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for some minutes after all that this person signs in with was shown."""
        request, user = context.request, context.request.user
        method = "mfa" if second_factor.has_one(user) else ""
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        fresh = [
            each
            for each in get_authentication_records(request, user)
            if each["at"] > since and each["method"].startswith(method)
        ]
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Where there is a second factor, a password alone confirms nothing."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [each for each in methods if each["id"] != "reauthenticate"]
        return sorted(factors, key=lambda each: "webauthn" not in each["id"]) or methods


class DeskFactors(DefaultMFAAdapter):
    """Second factors bear the newsroom's name, and passkeys plain ones."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": DeskAccounts.error_messages["incorrect_code"]
    }

    def _get_site_name(self) -> str:
        return str(settings.NEWSROOM_NAME)

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002  # as allauth names it
        return "Passkey"


def seconds_to_wait(request: HttpRequest, key: str) -> int:
    """Until the next attempt for that key is heard, by the counts that allauth keeps."""
    now, waits = time.time(), [1.0]
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        counted = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        at = [each for each in cache.get(counted, []) if each > now - rate.duration]
        if len(at) >= rate.amount:
            waits.append(min(at) + rate.duration - now)
    return math.ceil(max(waits))


def sentence(wait: int) -> str:
    minutes = math.ceil(wait / 60)
    return f"Too many attempts failed. Try again in {minutes} minute{'s' if minutes > 1 else ''}."

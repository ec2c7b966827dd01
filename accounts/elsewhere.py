"""Signing in through the organisation's own OpenID Connect provider."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from audit import log
from audit.models import Act
from briefs.roles import WRITER


class Elsewhere(DefaultSocialAccountAdapter):
    """Knows people by the mail address that the provider has verified; makes new ones only where it was told to."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Links the one person with that mail address, at their first time."""
        if not sociallogin.is_existing and len(people := with_mail(verified(sociallogin))) == 1:
            sociallogin.connect(request, people[0])
            log.note(Act.LINKED, people[0], people[0], words=settings.OIDC_NAME)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        mail = verified(sociallogin)
        return bool(settings.OIDC_NEW_PEOPLE and mail) and not with_mail(mail)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """New people come as writers, who put nothing before the public; administrators raise them."""
        user: User = super().save_user(request, sociallogin, form)
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        user.groups.add(Group.objects.get(name=WRITER))
        log.note(Act.ADDED, user, user, words=f"Came from {settings.OIDC_NAME}")
        return user


def verified(sociallogin: SocialLogin) -> str:
    """The mail address of whoever comes, where the provider says that it is theirs; else nothing."""
    return next((each.email for each in sociallogin.email_addresses if each.verified is True), "")


def with_mail(mail: str) -> list[User]:
    return list(User.objects.filter(email__iexact=mail)) if mail else []

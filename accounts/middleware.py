"""What stands between a password and the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import second_factor
from issues.paths import path_to


class SecondFactorMiddleware:
    """Leads whoever needs a second factor to set one up, or to show it, before any page of the desk.

    Open without it are the pages about signing in themselves, and the way out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_of_the_desk(request.path_info) and self.lacks_one(request):
            return redirect_to_login(request.get_full_path(), where_to(cast(User, request.user)))
        return self.get_response(request)

    def is_of_the_desk(self, path: str) -> bool:
        open_to_all = ("mfa_index", "account_login", "admin:logout")
        return path.startswith(path_to("admin:index")) and not path.startswith(
            tuple(map(path_to, open_to_all))
        )

    def lacks_one(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and not (
            second_factor.shown(request) or not second_factor.needed(request.user)
        )


def where_to(user: User) -> str:
    """The page to set one up on; for those who have one and did not show it in this session, the page that asks."""
    if second_factor.has_one(user):
        return str(get_adapter().get_reauthentication_methods(user)[0]["url"])
    return reverse("mfa_index")

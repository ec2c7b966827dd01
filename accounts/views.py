"""Pages of allauth as pages of the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.usersessions.internal import flows
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, auth, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from audit import log
from audit.models import Act

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


def page(dotted: str, title: str) -> View:
    """The view of that name with what the desk's pages have around them.

    It is imported when someone first asks for it: what passkeys need takes ten megabytes, of which a worker that only
    serves readers has no use.
    """

    @never_cache
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = import_string(dotted)(request, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            around = admin.site.each_context(request) | {"title": title, "by_mail": settings.RESET_BY_MAIL}
            response.context_data = around | (response.context_data or {})
        return response

    return shown


def sign_in(request: HttpRequest) -> HttpResponse:
    """The front door. Whoever is signed in without a right to the desk is signed out first, to come as someone else."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        auth.logout(request)
    return _sign_in(request)


_sign_in = page("allauth.account.views.login", "Sign in")


def own(view: View) -> View:
    """For whoever is signed in at the desk."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path())
        return view(request, **kwargs)

    return shown


def only_with_mail(view: View) -> View:
    """Found only where mails can be sent."""

    @wraps(view)
    def found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.RESET_BY_MAIL:
            raise Http404
        return view(request, **kwargs)

    return found


def to_the_provider(view: View) -> View:
    """Only to sign in, never to link an account with one from elsewhere: who is whom, the mail address tells. A
    provider that does not answer is told of.
    """

    @wraps(view)
    def led(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "process" in request.GET:
            raise Http404
        try:
            return view(request, **kwargs)
        except (
            OSError,
            KeyError,
        ):  # no connection, no answer, or one without the addresses that belong in it
            logger.warning("The OpenID Connect provider did not answer as it should.", exc_info=True)
            around = admin.site.each_context(request)
            return TemplateResponse(request, "socialaccount/authentication_error.html", around, status=502)

    return led


def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs out one of one's own sessions."""
    session = get_object_or_404(UserSession, pk=pk, user=cast(User, request.user))
    flows.sessions.end_sessions(request, [session])
    messages.success(request, "That session is signed out.")
    return redirect("usersessions_list")


class Sessions:
    """What the log says of sessions that someone ends: `USERSESSIONS_ADAPTER`."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        for session in sessions:
            session.end()
        if sessions:
            log.note(Act.SESSIONS_ENDED, log.at_work(), sessions[0].user, sessions=len(sessions))

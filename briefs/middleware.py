"""What the desk's requests carry beside them, and the language that they are answered in."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.text import get_text_list

from briefs import mailing
from issues.paths import path_to


class DeskInEnglishMiddleware:
    """The desk speaks English, whatever the language of the site: its words are not translated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(path_to("admin:index")):
            return self.get_response(request)
        with translation.override("en"):
            return self.get_response(request)


class UnreachedMiddleware:
    """Tells whoever made a move at the desk which colleagues its mails did not reach. The move itself stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with mailing.unreached() as people:
            response = self.get_response(request)
        if people:
            names = get_text_list(sorted({mailing.named(person) for person in people}), "and")
            messages.warning(
                request,
                f"It is done, but the mail about it to {names} could not be sent. Tell them in another way.",
            )
        return response

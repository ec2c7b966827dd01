"""The public record at the desk: to be read, never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from audit.sturdy import Sturdy
from editions.models import Edition

INSTANT = "j F Y, H:i"


@admin.register(Edition)
class EditionAdmin(Sturdy):
    """What readers saw, from when until when. Only publishing and withdrawing a brief write here."""

    list_display = ["title", "number", "begins", "ends", "publisher"]
    list_select_related = ["published_by"]
    fields = [
        "brief",
        ("number", "label", "day"),
        ("begins", "ends"),
        ("publisher", "withdrawer"),
        "title",
        "words",
    ]
    search_fields = ["title"]
    search_help_text = "Words of a title"
    ordering = ["-live_from", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        editions: QuerySet[Edition] = super().get_queryset(request)
        return editions.defer("content")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list is searched by words alone; any other question in the address is a bad request."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="date")
    def day(self, edition: Edition) -> str:
        return date_format(edition.date, "j F Y")

    @admin.display(description="live from", ordering="live_from")
    def begins(self, edition: Edition) -> str:
        return date_format(timezone.localtime(edition.live_from), INSTANT)

    @admin.display(description="live until", ordering="live_until")
    def ends(self, edition: Edition) -> str:
        return date_format(timezone.localtime(edition.live_until), INSTANT) if edition.live_until else "still"

    @admin.display(description="published by")
    def publisher(self, edition: Edition) -> str:
        return str(edition.published_by or "the command line")

    @admin.display(description="withdrawn by")
    def withdrawer(self, edition: Edition) -> str:
        return str(edition.withdrawn_by or "nobody")

    @admin.display(description="what readers saw")
    def words(self, edition: Edition) -> str:
        return render_to_string("admin/editions/edition/words.html", {"content": edition.value()})

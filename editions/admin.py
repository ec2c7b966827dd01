"""The public record at the desk: to be read, never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from editions.models import Edition


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What readers saw, from when until when. Only publishing and withdrawing a brief write here."""

    list_display = ["title", "number", "date", "live_from", "live_until", "published_by"]
    list_select_related = ["published_by"]
    fields = [
        "brief",
        "number",
        "label",
        "date",
        "title",
        "slug",
        "live_from",
        "live_until",
        "published_by",
        "withdrawn_by",
    ]
    search_fields = ["title"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-live_from", "-pk"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list is searched by words alone; any other question in the address is a bad request."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

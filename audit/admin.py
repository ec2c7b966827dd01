"""The audit log at the desk: read, filtered, downloaded, and never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from audit import log
from audit.asking import KINDS, Question
from audit.download import rows_as_csv
from audit.models import Act, Entry
from audit.paging import Page
from audit.telling import in_words


class Row:
    """An entry as the list shows it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.kind = KINDS.get(entry.kind, entry.kind)
        self.details = in_words(entry.details)

    def place(self) -> str:
        """Where the thing is edited; empty where it has no page, and where it is gone."""
        if self.entry.act == Act.DELETED or self.entry.kind not in KINDS:
            return ""
        try:
            return reverse(f"admin:{self.entry.kind.replace('.', '_')}_change", args=[self.entry.key])
        except NoReverseMatch:
            return ""


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Entries, newest first, a page at a time. There is no form: an entry is never added, changed or removed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="audit_entry_changelist"),
            path("download/", wrap(require_POST(self.download_view)), name="audit_entry_download"),
        ]

    def changelist_view(  # one page, not the stock list
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        question = Question(request.GET)
        page = Page.read(question, request.GET.get("before", ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Audit log",
            "question": question,
            "page": page,
            "rows": [Row(entry) for entry in page.entries],
            "one_thing": question.one_thing(),
            "may_download": request.user.has_perm("audit.export_entry"),
        }
        return TemplateResponse(request, "admin/audit/entry/log.html", context)

    def download_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list would show with the filters of the address, as CSV. The download is an entry of its own."""
        if not request.user.has_perm("audit.export_entry"):
            raise PermissionDenied("You may not download the audit log.")
        question = Question(request.GET)
        export = log.note(Act.EXPORTED, request.user, words="The audit log", filters=question.told())  # type: ignore[arg-type]
        entries = question.entries().filter(pk__lt=export.pk).newest_first()
        name = f"audit-log-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(
            rows_as_csv(entries), content_type="text/csv; charset=utf-8", headers=headers
        )

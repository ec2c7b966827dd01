"""The list of all briefs: its columns, filters, pages and search."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from briefs.admin import date_filter, expert_filter, filters
from briefs.admin.bulk import BulkChanges
from briefs.admin.counting import PAGED, WEIGHED, BoundedPaginator, those
from briefs.admin.unsaved import name_of
from briefs.models import Brief, Status
from briefs.searching import Search
from briefs.selection import TickedRows
from briefs.words import Question
from editions.standing import WORKING, Standing, with_standing

FILTERS: tuple[type[filters.BriefFilter], ...] = (
    filters.StateFilter,
    filters.IssueFilter,
    date_filter.DateFilter,
    expert_filter.ExpertFilter,
    filters.AuthorFilter,
    filters.AssignedFilter,
    filters.LabelFilter,
)
NONE = mark_safe('<span class="desk-none">–</span>')
PARAMETERS = {"status", "issue", "from", "to", "expert", "author", "assigned", "label"}


class BriefList(ChangeList):
    """The list of briefs, which passes over parameters that it does not know, and what its filters count in."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.search = Search(Question())
        self.some: dict[Any, list[int]] = {}
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        given = super().get_filters_params(params)
        return {name: values for name, values in given.items() if name in PARAMETERS}

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Brief]:
        self.search = Search(Question.parse(self.query))
        self.tell(request)
        return super().get_queryset(request, exclude_parameters)

    def tell(self, request: HttpRequest) -> None:
        """Say it when what was typed can't be searched as it stands."""
        if self.query.strip() and not self.search.question:
            messages.warning(
                request, "There is no word in what you typed, so the list is not narrowed by it."
            )
        elif self.search.question.cut:
            messages.warning(request, "That is very long, so only its first words were looked for.")

    def is_narrowed_without(self, spec: Any) -> bool:
        """Whether anything but `spec` narrows the list."""
        return bool(self.search.question) or any(
            s.used_parameters for s in self.filter_specs if s is not spec
        )

    def without(self, spec: Any) -> QuerySet[Brief]:
        """The list as everything but `spec` narrows it, in no order."""
        briefs: Any = self.root_queryset.order_by()
        for each in self.filter_specs:
            if each is not spec:
                briefs = each.queryset(self.request, briefs)
        return self.search.sample(briefs)

    def weighed(self, spec: Any) -> list[int] | None:
        """The keys of the briefs that are looked at for the counts of `spec`. None stands for all briefs, of which an
        index knows the counts. One query for all filters that are not in use, and one for each that is.
        """
        if not self.is_narrowed_without(spec):
            return None
        return self._some(spec)[:WEIGHED]

    def is_cut(self, spec: Any) -> bool:
        """Whether not every brief is looked at for those counts. No query of its own."""
        if not self.is_narrowed_without(spec):
            return False
        return self.search.is_sampled or len(self._some(spec)) > WEIGHED

    def _some(self, spec: Any) -> list[int]:
        used = spec if spec is not None and spec.used_parameters else None
        if used not in self.some:
            self.some[used] = list(self.without(used).values_list("pk", flat=True)[: WEIGHED + 1])
        return self.some[used]

    def of(self, spec: Any) -> QuerySet[Brief]:
        """The briefs that are looked at for the counts of `spec`."""
        keys = self.weighed(spec)
        return Brief.objects.all() if keys is None else Brief.objects.filter(pk__in=those(keys))

    def holds_more_than(self, number: int) -> bool:
        return bool(self.paginator.found > number)


class BriefListing(BulkChanges, TickedRows):
    """The part of the brief's admin that lists them all."""

    list_display = [
        "headline", "state", "day", "subjects", "author", "waited_for", "talk", "due", "changed",
    ]  # fmt: skip
    list_filter = FILTERS
    list_select_related = ["created_by", "assigned_to", "saved_by"]
    search_fields = ["title"]  # what is searched is up to get_search_results
    search_help_text = "Words of a brief, “a phrase”, -not this"
    sortable_by = ["day", "due", "changed"]
    ordering = ["-changed_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BriefList]:
        return BriefList

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with what its rows show fetched for the page at once."""
        shown = super().get_changelist_instance(request)
        prefetch_related_objects(shown.result_list, "issue_rows__tag")
        _fetch_marks(shown.result_list)
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Brief], search_term: str
    ) -> tuple[QuerySet[Brief], bool]:
        """What fits, by every word of the working copy. Where choices are offered, the last word may go on."""
        offering = isinstance(getattr(request.resolver_match, "func", None), AutocompleteJsonView)
        search = Search(Question.parse(search_term, begun=offering or "term" in request.GET))
        found = search.narrow(queryset, None if queryset.query.where else PAGED + 1)
        if not search.question or ORDER_VAR in request.GET:
            return found, False
        return search.title_first(found), False

    def list_urls(self) -> list[URLPattern]:
        return [
            *self.bulk_urls(),
            path("experts/", self.admin_site.admin_view(self.expert_names), name="briefs_brief_expert_names"),
        ]

    def expert_names(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return expert_filter.names(request)

    def keeping_the_list(self, request: HttpRequest, address: str) -> str:
        """`address`, a page of the desk, with what leads from there back to the list as it was narrowed."""
        kept: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return str(add_preserved_filters(kept, address))

    @admin.display(description="title")
    def headline(self, brief: Brief) -> str:
        return str(brief)

    @admin.display(description="state")
    def state(self, brief: Any) -> SafeString:
        """What readers have of it, unless it was never public; and how far its newest words are."""
        pills = [(brief.status, brief.get_status_display())] if brief.status in WORKING else []
        if brief.standing != Standing.NEVER:
            pills.insert(0, (brief.standing, Standing(brief.standing).label))
        if brief.edits_waiting and brief.status == Status.DRAFT:
            pills[-1] = ("waiting", "Edits not public")
        return format_html(
            "{} " * len(pills), *(_pill(*each) for each in pills or [(brief.status, "Published")])
        )

    @admin.display(description="date", ordering="date")
    def day(self, brief: Brief) -> str:
        return date_format(brief.date, "j M Y") if brief.date else "no date"

    @admin.display(description="issues")
    def subjects(self, brief: Brief) -> str:
        return ", ".join(sorted(row.tag.name for row in brief.issue_rows.all())) or "no issues"

    @admin.display(description="author", empty_value=NONE)
    def author(self, brief: Brief) -> str | None:
        return (brief.created_by and brief.created_by.get_short_name()) or None

    @admin.display(description="waited for", empty_value=NONE)
    def waited_for(self, brief: Brief) -> str | None:
        return filters.naming(brief.assigned_to) if brief.assigned_to else None

    @admin.display(description="comments", empty_value=NONE)
    def talk(self, brief: Any) -> str | None:
        return f"{brief.open_comments} open" if brief.open_comments else None

    @admin.display(description="due", ordering="due_at", empty_value=NONE)
    def due(self, brief: Brief) -> SafeString | None:
        if brief.due_at is None:
            return None
        late = brief.due_at < timezone.now() and brief.status in WORKING
        when = date_format(timezone.localtime(brief.due_at), "j M, H:i")
        return format_html(
            '<span class="{}">{}{}</span>', "is-late" if late else "", when, ", late" if late else ""
        )

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, brief: Brief) -> str:
        when = date_format(timezone.localtime(brief.changed_at), "j M Y, H:i")
        return f"{when}, {name_of(brief.saved_by)}" if brief.saved_by else when


def _pill(kind: str, words: str) -> SafeString:
    return format_html('<span class="desk-pill is-{}">{}</span>', kind, words)


def _fetch_marks(briefs: Any) -> None:
    """Let each of these briefs know where it stands and how many comments are open. One query."""
    rows = with_standing(Brief.objects.filter(pk__in=[brief.pk for brief in briefs]).order_by()).annotate(
        open_comments=Count("comments", Q(comments__thread=None, comments__resolved_at=None)),
    )
    shown = ("pk", "standing", "edits_waiting", "open_comments")
    marks = {row["pk"]: row for row in rows.values(*shown)}
    for brief in briefs:
        own = marks.get(brief.pk, dict.fromkeys(shown))
        brief.standing, brief.edits_waiting = own["standing"] or Standing.NEVER, own["edits_waiting"]
        brief.open_comments = own["open_comments"]

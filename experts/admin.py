"""People who are quoted, at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.form_media import with_nonce
from briefs.models import Brief
from briefs.richtext import without_controls
from briefs.selection import TickedRows
from editions.models import EditionQuote
from experts.models import Expert, ExpertAlias, ExpertQuote
from issues.addresses import LastingAddress
from issues.spellings import Spellings

USES_SHOWN = 50


class ExpertAliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ExpertAlias
    formset = Spellings
    extra = 1


@admin.register(Expert)
class ExpertAdmin(LastingAddress, TickedRows):
    """An expert's present title is a proposal for new quotations; quotations already written keep their own."""

    fields = ["name", "title", "organisation", "biography", "slug"]
    inlines = [ExpertAliasInline]
    list_display = ["name", "title", "organisation", "in_briefs"]
    search_fields = ["name", "aliases__name"]
    search_help_text = "A name, or another form of it"
    ordering = ["name", "pk"]
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_urls(self) -> list[URLPattern]:
        printed = self.admin_site.admin_view(self.printed_view)
        return [path("<int:pk>/printed/", printed, name="experts_expert_printed"), *super().get_urls()]

    def printed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is printed under a new quotation of this person: name and present title, as JSON."""
        expert = Expert.objects.filter(pk=pk).first()
        if expert is None or not self.has_view_permission(request, expert):
            raise Http404("There is no such expert.")
        return JsonResponse({"name": expert.name, "title": expert.title})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the briefs counted for this page's people alone."""
        shown = super().get_changelist_instance(request)
        people = [expert.pk for expert in shown.result_list]
        quoting = ExpertQuote.objects.filter(expert__in=people).values_list("expert")
        counts = dict(quoting.annotate(Count("brief", distinct=True)).order_by())
        for expert in shown.result_list:
            expert.quoted_in = counts.get(expert.pk, 0)
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Expert], search_term: str
    ) -> tuple[QuerySet[Expert], bool]:
        return super().get_search_results(request, queryset, without_controls(search_term))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list is searched by words alone; any other question in the address is a bad request."""
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Someone who is quoted stays; the page that refuses names the briefs."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        found = uses(list(objs))
        return gone, counts, set() if found else lacking, found or protected

    @admin.display(description="quoted in")
    def in_briefs(self, expert: Any) -> int:
        """How many briefs quote this person."""
        return int(expert.quoted_in)


def uses(experts: list[Expert]) -> list[SafeString]:
    """The briefs that quote any of `experts`, now or on a page of the public record, as links."""
    quoted = Exists(ExpertQuote.objects.filter(brief=OuterRef("pk"), expert__in=experts))
    printed = Exists(EditionQuote.objects.filter(brief=OuterRef("pk"), expert__in=experts))
    briefs = Brief.objects.filter(Q(quoted) | Q(printed))
    shown = [
        format_html(
            'Quoted in <a href="{}">{}</a>', reverse("admin:briefs_brief_change", args=[brief.pk]), brief
        )
        for brief in briefs[:USES_SHOWN]
    ]
    more = briefs.count() - len(shown)
    return (
        [*shown, format_html("and in {} more brief{}", more, "" if more == 1 else "s")] if more > 0 else shown
    )

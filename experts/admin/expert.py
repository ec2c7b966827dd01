"""The page and the list of people who are quoted."""

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
from experts.admin import portrait, record
from experts.duplicates import duplicates
from experts.models import Expert, ExpertAlias, ExpertQuote
from issues.curating import USES_SHOWN, Curated
from issues.spellings import Spellings


class ExpertAliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ExpertAlias
    formset = Spellings
    extra = 1


@admin.register(Expert)
class ExpertAdmin(Curated, TickedRows):
    """An expert's present title is a proposal for new quotations; quotations already written keep their own."""

    form = portrait.PortraitForm
    fieldsets = [
        (None, {"fields": ["name", "title", "organisation", "biography", "slug"]}),
        ("Portrait", {"fields": portrait.FIELDS, "classes": ["desk-image"]}),
    ]
    inlines = [ExpertAliasInline]
    list_display = ["name", "title", "organisation", "in_briefs"]
    search_fields = ["name", "aliases__name"]
    search_help_text = "A name, or another form of it"
    ordering = ["name", "pk"]
    chosen_by = ExpertQuote._meta.get_field("expert")
    called = {
        "editions.editionquote": ("quotation of the public record", "quotations of the public record"),
        "experts.expertaddress": ("former address", "former addresses"),
        "experts.expertalias": ("other form of the name", "other forms of the name"),
        "experts.expertmerge": ("earlier merge", "earlier merges"),
        "experts.expertquote": ("quotation in a brief", "quotations in briefs"),
    }
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_fieldsets(self, request: HttpRequest, obj: Expert | None = None) -> Any:
        """All of it for who may change it; who may only look sees the words, and the picture on the public page."""
        found = super().get_fieldsets(request, obj)
        return found if obj is None or self.has_change_permission(request, obj) else found[:1]

    def get_urls(self) -> list[URLPattern]:
        printed = self.admin_site.admin_view(self.printed_view)
        own = [path("<int:pk>/printed/", printed, name="experts_expert_printed"), *portrait.urls(self)]
        return [*own, *super().get_urls()]

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
        context |= portrait.panel(context["original"])
        if (expert := context["original"]) is not None:
            context |= {
                "titles": record.titles(expert),
                "quotations": record.quotations(expert, request.GET.get(record.PAGE)),
                "public_only": record.public_only(expert),
                "duplicates": duplicates(expert),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def uses(self, rows: list[Expert]) -> list[SafeString]:
        return uses(rows)

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

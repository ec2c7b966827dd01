"""The vocabulary of issues, at the desk: kept by editors, never grown by a slip of the keyboard."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.form_media import with_nonce
from briefs.models import Brief, BriefIssue
from briefs.selection import TickedRows
from editions.models import Edition, EditionIssue
from issues.admin.opening import IntroductionInline, PinInline
from issues.choosing import ChooseKnown
from issues.curating import USES_SHOWN, Curated
from issues.models import Issue, IssueAlias
from issues.names import fold
from issues.spellings import Spellings


class IssueAliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = IssueAlias
    formset = Spellings
    extra = 1


@admin.register(Issue)
class IssueAdmin(Curated, TickedRows):
    """What briefs can be about. Other spellings lead pasted texts and searching editors to the one right name."""

    fields = ["name", "description", "parent", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [IntroductionInline, PinInline, IssueAliasInline]
    list_display = ["name", "parent", "spellings", "in_briefs"]
    list_select_related = ["parent"]
    search_fields = ["name", "aliases__name"]
    search_help_text = "A name, or another spelling of it"
    ordering = ["name"]
    chosen_by = Issue._meta.get_field("parent")
    called = {
        "briefs.briefissue": ("brief", "briefs"),
        "editions.editionissue": ("edition of the public record", "editions of the public record"),
        "editions.introduction": ("opening of its page", "openings of its page"),
        "editions.pinnedbrief": ("pinned brief", "pinned briefs"),
        "issues.issue": ("narrower issue", "narrower issues"),
        "issues.issuealias": ("other spelling", "other spellings"),
        "issues.issueaddress": ("former address", "former addresses"),
        "issues.issuemerge": ("earlier merge", "earlier merges"),
    }
    list_per_page = 200
    show_full_result_count = False
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside the parent stands no second way to the list that this page belongs to."""
        if db_field.name == "parent":
            kwargs["widget"] = ChooseKnown(db_field, self.admin_site)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the briefs counted and the other spellings fetched for this page at once."""
        shown = super().get_changelist_instance(request)
        prefetch_related_objects(shown.result_list, "aliases")
        tagged = BriefIssue.objects.filter(tag__in=[issue.pk for issue in shown.result_list])
        counts = dict(tagged.values_list("tag").annotate(Count("pk")).order_by())
        for issue in shown.result_list:
            issue.used_in = counts.get(issue.pk, 0)
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Issue], search_term: str
    ) -> tuple[QuerySet[Issue], bool]:
        """By name or other spelling, whatever the case and accents; the vocabulary is small enough to read through."""
        wanted = fold(search_term)
        found = {issue.pk for name, issue in Issue.objects.vocabulary().items() if wanted in name}
        return queryset.filter(pk__in=found) if wanted else queryset, False

    def uses(self, rows: list[Issue]) -> list[SafeString]:
        return uses(rows)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = with_nonce(context["media"], request)
        if (issue := context["original"]) is not None:
            context["tally"] = tally(issue)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="other spellings")
    def spellings(self, issue: Issue) -> str:
        return ", ".join(alias.name for alias in issue.aliases.all())

    @admin.display(description="briefs")
    def in_briefs(self, issue: Any) -> int:
        return int(issue.used_in)


def tally(issue: Issue) -> dict[str, int]:
    """How much there is about `issue`: briefs at the desk, briefs that readers find under it, narrower issues."""
    live = Edition.objects.live().about(issue)
    return {
        "briefs": issue.brief_rows.count(),
        "live": live.count(),
        "narrower": issue.children.count(),
    }


def uses(issues: list[Issue]) -> list[SafeString]:
    """Where any of `issues` is used: briefs now or on a page of the public record, and narrower issues; as links."""
    tagged = Exists(BriefIssue.objects.filter(content_object=OuterRef("pk"), tag__in=issues))
    printed = Exists(EditionIssue.objects.filter(brief=OuterRef("pk"), issue__in=issues))
    briefs = Brief.objects.filter(Q(tagged) | Q(printed))
    children = Issue.objects.filter(parent__in=issues).exclude(pk__in=[issue.pk for issue in issues])
    shown = [
        format_html(
            'The issue <a href="{}">{}</a> belongs to it',
            reverse("admin:issues_issue_change", args=[child.pk]),
            child,
        )
        for child in children
    ]
    shown += [
        format_html(
            'Brief: <a href="{}">{}</a>', reverse("admin:briefs_brief_change", args=[brief.pk]), brief
        )
        for brief in briefs[:USES_SHOWN]
    ]
    more = briefs.count() - USES_SHOWN
    return [*shown, format_html("and {} more brief{}", more, "" if more == 1 else "s")] if more > 0 else shown

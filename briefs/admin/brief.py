"""The brief at the desk: its form, its moves, its versions, and the list of all briefs."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs import drafting, workflow
from briefs.admin import filters, parts, paste
from briefs.admin.standing import complaints, editions_of, live_edition, revisions_of, standing
from briefs.form_media import with_nonce
from briefs.forms import BriefForm
from briefs.models import Brief
from briefs.richtext import without_controls
from briefs.selection import TickedRows
from briefs.workflow import Move, NotAllowed
from editions.models import Edition
from editions.publishing import NotReady, edits_not_public, publish, withdraw


@admin.register(Brief)
class BriefAdmin(TickedRows):
    """Briefs as editors work on them. Saving keeps a revision; publishing and withdrawing are moves of their own."""

    form = BriefForm
    inlines = [parts.QuoteInline, parts.SectionInline, parts.LinkInline]
    fieldsets = [
        (None, {"fields": [("label", "date"), "title", "slug"]}),
        ("Latest developments", {"fields": ["developments"]}),
        ("Issues", {"fields": ["issues"]}),
    ]
    list_display = ["headline", "state", "day", "label", "subjects", "changed"]
    list_filter = [filters.IssueFilter, filters.StatusFilter, filters.LabelFilter]
    search_fields = ["title", "quotes__name"]
    search_help_text = "Words of a title, or the name of someone quoted"
    ordering = ["-changed_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    # One brief

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Brief | None:
        """While a POST is at work the row stays locked, so that of two who save at once the second is told."""
        found = super().get_object(request, object_id, from_field)
        at_work = request.method == "POST" and transaction.get_connection().in_atomic_block
        if found is None or not at_work:
            return found
        return Brief.objects.select_for_update().filter(pk=found.pk).first()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form, and what it sends. Of two who take one address at the same moment, the second looks again."""
        if request.method == "POST" and object_id and self.was_deleted(request, object_id):
            messages.warning(
                request, "Someone deleted this brief while you wrote, so yours becomes a new one."
            )
            object_id = None
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def was_deleted(self, request: HttpRequest, object_id: str) -> bool:
        return object_id.isdecimal() and super().get_object(request, object_id) is None

    def save_model(self, request: HttpRequest, obj: Brief, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = editor(request)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.saves_over:
            for formset in formsets:
                formset.drop_the_others()
        drafting.record(form.instance, editor(request))

    def response_add(
        self, request: HttpRequest, obj: Brief, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Brief) -> HttpResponse:
        return self.response_saved(request, obj)

    def response_saved(self, request: HttpRequest, brief: Brief) -> HttpResponse:
        if "_publish" in request.POST:
            self.publish(request, brief)
        elif edits_not_public(brief):
            messages.success(request, "Saved. The public page stays as it is until you publish these edits.")
        else:
            messages.success(request, "Saved.")
        return HttpResponseRedirect(change_url(brief))

    def publish(self, request: HttpRequest, brief: Brief) -> None:
        """Publish what was just saved. Who may not is refused, and then the save is undone with the transaction."""
        before = live_edition(brief)
        try:
            edition = publish(brief, editor(request))
        except NotReady:
            messages.warning(
                request,
                "Not published. Your text is saved; what is still missing is listed here.",
                "not-published",
            )
        else:
            if edition == before:
                messages.info(request, "Nothing has changed since the page was published.")
                return
            self.log_change(request, brief, f"Published edition {edition.number}.")
            page = format_html('<a href="{}">{}</a>', edition.get_absolute_url(), edition.title)
            messages.success(request, format_html("Published. Readers see {} now.", page))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        brief = context["original"]
        context |= standing(brief or Brief(), editor(request))
        context["complaints"] = complaints(context["adminform"].form, context["inline_admin_formsets"])
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    # Its moves and versions

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        choices = parts.ChoicesView.as_view(admin_site=self.admin_site)
        return [
            *paste.urls(self),
            path("choices/", wrap(choices), name="briefs_brief_choices"),
            path("<path:object_id>/withdraw/", wrap(self.withdraw_view), name="briefs_brief_withdraw"),
            *super().get_urls(),
        ]

    @transaction.atomic
    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks on GET, acts on POST."""
        if not request.user.has_perm(workflow.MOVES[Move.WITHDRAW].permission):
            raise PermissionDenied("Only publishers may withdraw briefs.")
        brief = self.get_object(request, unquote(object_id))
        if brief is None:
            raise Http404("There is no such brief.")
        if request.method != "POST":
            return self.page(request, "withdraw_confirmation", brief, f"Withdraw “{brief}”?")
        try:
            withdraw(brief, editor(request))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, brief, "Withdrawn.")
            messages.success(
                request, "Withdrawn. Readers no longer find this brief; you can go on editing it here."
            )
        return HttpResponseRedirect(change_url(brief))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        brief = self.get_object(request, unquote(object_id))
        if brief is None:
            raise Http404("There is no such brief.")
        if not self.has_view_or_change_permission(request, brief):
            raise PermissionDenied
        revisions = revisions_of(brief).prefetch_related("editions")
        return self.page(
            request,
            "object_history",
            brief,
            f"History of “{brief}”",
            revisions=revisions,
            record=editions_of(brief),
        )

    def page(
        self, request: HttpRequest, template: str, brief: Brief, title: str, **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": brief,
            "title": title,
            **more,
        }
        return TemplateResponse(request, f"admin/briefs/brief/{template}.html", context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """A brief that was ever public stays: the record of what readers saw leads to it."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kept = Brief.objects.filter(pk__in=[brief.pk for brief in objs])
        public = kept.filter(Exists(Edition.objects.filter(brief=OuterRef("pk"))))
        linking = Brief.objects.filter(links__target__in=kept).exclude(pk__in=kept).distinct()
        uses = [
            use(brief, "was published, and the public record keeps it. Withdraw it instead")
            for brief in public
        ]
        uses += [use(brief, "links to it as related reading. Remove that link first") for brief in linking]
        return gone, counts, set() if uses else lacking, uses or protected

    # All briefs

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[filters.BriefList]:
        return filters.BriefList

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with each row's issues fetched for the page at once."""
        shown = super().get_changelist_instance(request)
        prefetch_related_objects(shown.result_list, "issue_rows__tag")
        return shown

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Brief], search_term: str
    ) -> tuple[QuerySet[Brief], bool]:
        return super().get_search_results(request, queryset, without_controls(search_term))

    @admin.display(description="title", ordering="title")
    def headline(self, brief: Brief) -> str:
        return str(brief)

    @admin.display(description="status", ordering="status")
    def state(self, brief: Any) -> SafeString:
        pill = format_html(
            '<span class="desk-pill is-{}">{}</span>', brief.status, brief.get_status_display()
        )
        waiting = format_html(' <span class="desk-pill is-waiting">{}</span>', "Edits not public")
        return pill + waiting if brief.edits_waiting else pill

    @admin.display(description="date", ordering="date")
    def day(self, brief: Brief) -> str:
        return date_format(brief.date, "j F Y") if brief.date else "no date"

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, brief: Brief) -> str:
        return date_format(timezone.localtime(brief.changed_at), "j M Y, H:i")

    @admin.display(description="issues")
    def subjects(self, brief: Brief) -> str:
        return ", ".join(sorted(row.tag.name for row in brief.issue_rows.all())) or "no issues"


def editor(request: HttpRequest) -> User:
    """Who is at the desk; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def change_url(brief: Brief) -> str:
    return reverse("admin:briefs_brief_change", args=[brief.pk])


def use(brief: Brief, why: str) -> SafeString:
    return format_html('<a href="{}">{}</a> {}.', change_url(brief), brief, why)

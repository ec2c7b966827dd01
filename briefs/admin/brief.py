"""The brief at the desk: its form, its moves and its versions. The list of them all is `briefs.admin.listing`."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs import drafting, workflow
from briefs.admin import (
    checks,
    history,
    images,
    meeting,
    moves,
    parts,
    paste,
    release,
    sharing,
    talk,
    timing,
    unsaved,
)
from briefs.admin.listing import BriefListing
from briefs.admin.standing import complaints, standing
from briefs.form_media import with_nonce
from briefs.forms.brief import BriefForm
from briefs.forms.image import IMAGE_FIELDS
from briefs.forms.language import LANGUAGE_FIELDS
from briefs.models import Brief
from briefs.workflow import Move, NotAllowed
from editions.models import Edition
from editions.publishing import edits_not_public, withdraw
from issues.colliding import begun_anew

# The parts of the desk around the form; each brings its own addresses and what its panel shows.
AREAS = (moves, timing, unsaved, checks, history, talk, sharing, images)


@admin.register(Brief)
class BriefAdmin(unsaved.UnsavedWords, BriefListing):
    """Briefs as editors work on them. Saving keeps a revision; publishing and withdrawing are moves of their own."""

    form = BriefForm
    inlines = [parts.QuoteInline, parts.SectionInline, parts.LinkInline]
    fieldsets = [
        (None, {"fields": [("label", "date"), "title", "slug", tuple(LANGUAGE_FIELDS)]}),
        ("Lead image", {"fields": IMAGE_FIELDS, "classes": ["desk-image"]}),
        ("Latest developments", {"fields": ["developments"]}),
        ("Issues", {"fields": ["issues"]}),
    ]
    view_on_site = False

    # One brief

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Brief | None:
        """While a POST is at work the row stays locked, so that of two who save at once the second is told."""
        found: Brief | None = super().get_object(request, object_id, from_field)
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
        """The form, and what it sends. Of two who take one address or wait for each other's rows at the same moment,
        the second begins anew.
        """
        if request.method == "POST" and object_id and self.was_deleted(request, object_id):
            messages.warning(
                request, "Someone deleted this brief while you wrote, so yours becomes a new one."
            )
            object_id = None
        elif request.method == "POST" and object_id:
            meeting.settle(request, object_id)
        return begun_anew(super().changeform_view)(request, object_id, form_url, extra_context)

    def was_deleted(self, request: HttpRequest, object_id: str) -> bool:
        return object_id.isdecimal() and super().get_object(request, object_id) is None

    def save_model(self, request: HttpRequest, obj: Brief, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = editor(request)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        drafting.record(form.instance, editor(request), form.cleaned_data.get("note", ""))

    def response_add(
        self, request: HttpRequest, obj: Brief, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Brief) -> HttpResponse:
        return self.response_saved(request, obj)

    def response_saved(self, request: HttpRequest, brief: Brief) -> HttpResponse:
        """On to the page that the button leads to, from which one still comes back to the list as it was narrowed."""
        address = change_url(brief)
        if "_publish" in request.POST:
            address = release.pressed(request, brief)
        elif "_move" in request.POST:
            address = moves.press(request, brief)
        elif edits_not_public(brief):
            messages.success(request, "Saved. The public page stays as it is until you publish these edits.")
        else:
            messages.success(request, "Saved.")
        return HttpResponseRedirect(self.keeping_the_list(request, address))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        meeting.show(self, request, context)
        brief = context["original"]
        context |= standing(brief or Brief(), editor(request))
        for area in AREAS:
            context |= area.panel(request, brief)
        context["complaints"] = complaints(context["adminform"].form, context["inline_admin_formsets"])
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "original":
            kwargs["widget"] = parts.ChooseBrief(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return parts.without_links(super().formfield_for_dbfield(db_field, request, **kwargs))

    # Its moves and versions

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        choices = parts.ChoicesView.as_view(admin_site=self.admin_site)
        return [
            *paste.urls(self),
            *self.list_urls(),
            *(pattern for area in AREAS for pattern in area.urls(self)),
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
            messages.success(
                request, "Withdrawn. Readers no longer find this brief; you can go on editing it here."
            )
        return HttpResponseRedirect(change_url(brief))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return history.History(self).versions(request, object_id)

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
        translating = Brief.objects.filter(original__in=kept).exclude(pk__in=kept)
        uses = [
            use(brief, "was published, and the public record keeps it. Withdraw it instead")
            for brief in public
        ]
        uses += [use(brief, "links to it as related reading. Remove that link first") for brief in linking]
        uses += [
            use(brief, "is a translation of it. Let that stand for itself first") for brief in translating
        ]
        return gone, counts, set() if uses else lacking, uses or protected


def editor(request: HttpRequest) -> User:
    """Who is at the desk; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def change_url(brief: Brief) -> str:
    return reverse("admin:briefs_brief_change", args=[brief.pk])


def use(brief: Brief, why: str) -> SafeString:
    return format_html('<a href="{}">{}</a> {}.', change_url(brief), brief, why)

"""What the desk's pages of issues and those of experts share: both are kept by editors, are in use all over the
archive, and can be renamed and merged without breaking a link.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from issues import merging
from issues.addresses import LastingAddress
from issues.choosing import ChooseKnown, PresentChoiceField
from issues.colliding import Met, begun_anew, meeting
from issues.lasting import Lasting, Merge
from issues.renaming import rename

USES_SHOWN = 50
REFUSED = 422
LAST_KEY = 10**18
BUSY = "Colleagues were saving briefs with it at this very moment. Nothing has changed; try again."


class RenameForm(forms.Form):
    """A new name and a new address."""

    def __init__(self, row: Lasting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "slug"):
            field = cast(Any, row)._meta.get_field(name).formfield(initial=getattr(row, name), required=True)
            self.fields[name] = field
        self.fields[
            "slug"
        ].help_text = "The last part of the web address. The one it had leads here for good."
        self.fields["keep_name"] = forms.BooleanField(
            required=False,
            initial=True,
            label="Keep the name that it had as another spelling",
            help_text="Pasted texts and searches that use it still find this.",
        )


class MergeForm(forms.Form):
    """Which other row this one is to become part of."""

    def __init__(self, curated: Curated, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = PresentChoiceField(
            curated.model.objects.all(),
            label="Into",
            widget=ChooseKnown(curated.chosen_by, curated.admin_site),
            error_messages={"invalid_choice": "Choose one from the list: this one is not there any more."},
        )


class Curated(LastingAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    """An admin of issues or experts. `chosen_by` is a foreign key to them, by which the autocomplete looks them up;
    `called` says how the page of a merge calls what moves: one, and several.
    """

    model: type[Lasting]
    chosen_by: Any
    called: dict[str, tuple[str, str]]

    def uses(self, rows: list[Any]) -> list[SafeString]:
        """Where any of `rows` is used, as sentences with links; empty when they may be deleted."""
        raise NotImplementedError

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What is in use stays; the page that refuses names its uses."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        found = self.uses(list(objs))
        return gone, counts, set() if found else lacking, found or protected

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list is searched by words alone; any other question in the address is a bad request."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form. Of two who take one name or address at the same moment, the second looks again and is told."""
        return begun_anew(super().changeform_view)(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """One that is gone because it was merged leads to what it is part of now."""
        key = int(object_id) if object_id.isdecimal() and len(object_id) <= 18 else 0
        merged = self.model.objects.present([key]).get(key)
        if merged is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc, no-any-return]
        return self._lead_on(request, merged)

    def _lead_on(self, request: HttpRequest, row: Lasting) -> HttpResponse:
        was = (
            "so nothing of yours was saved. Here is what it is part of now"
            if request.method == "POST"
            else ""
        )
        messages.warning(request, f"That was merged into “{row}”{', ' + was if was else ''}.")
        return HttpResponseRedirect(self.address("change", row.pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        if row is not None:
            context["may_merge"] = merging.may_merge(request.user, self.model)
            context["merges"] = [
                {"merge": each, "until": merging.undone_until(each)}
                for each in row.merges.filter(undone_at__isnull=True).select_related("by").defer("kept")
            ]
            context["former_addresses"] = row.former_addresses.order_by("slug")
        return super().render_change_form(request, context, *args, **kwargs)

    # Renaming, merging, undoing

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        acts = {
            "<int:pk>/rename/": ("rename", self.rename_view),
            "<int:pk>/merge/": ("merge", self.merge_view),
            "merges/<int:pk>/undo/": ("undo", self.undo_view),
        }
        own = [path(where, view(act), name=self._name(what)) for where, (what, act) in acts.items()]
        return [*own, *super().get_urls()]

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks on GET, acts on POST."""
        if not self.has_change_permission(request):
            raise PermissionDenied(f"You may not rename {self.opts.verbose_name_plural}. Ask an editor.")
        row = self._today(pk)
        if row.pk != pk:
            return self._lead_on(request, row)
        form = RenameForm(row, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                renamed = self._rename(row, request, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, f"Renamed. It is “{renamed}” now, at {renamed.get_absolute_url()}")
                return HttpResponseRedirect(self.address("change", row.pk))
        return self.page(request, "rename", row, f"Rename “{row}”", form=form)

    def _rename(self, row: Lasting, request: HttpRequest, wanted: dict[str, Any]) -> Any:
        """Of two who take one name or address at the same moment, the second is told."""
        by = cast(User, request.user)
        try:
            return rename(row, by, wanted["name"], wanted["slug"], wanted["keep_name"])
        except IntegrityError:
            return rename(row, by, wanted["name"], wanted["slug"], wanted["keep_name"])

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks into which other; shows what would move; acts on POST."""
        self._may_merge(request)
        row = self._today(pk)
        if row.pk != pk:
            return self._lead_on(request, row)
        sent = request.POST if request.method == "POST" else request.GET
        form = MergeForm(self, sent if "into" in sent else None)
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into is None:
            return self.page(request, "merge", row, f"Merge “{row}” into another", form=form)
        if reason := merging.objection(row, into):
            form.add_error("into", reason)
            return self.page(request, "merge", row, f"Merge “{row}” into another", form=form)
        return (
            self._merge(request, row, into)
            if request.method == "POST"
            else self._preview(request, row, into, form)
        )

    def _preview(self, request: HttpRequest, row: Lasting, into: Lasting, form: MergeForm) -> HttpResponse:
        shares = [self._share(each) for each in merging.shares(row, into) if each.rows]
        title = f"Merge “{row}” into “{into}”?"
        return self.page(request, "merge", row, title, form=form, into=into, shares=shares)

    def _share(self, share: merging.Share) -> dict[str, Any]:
        meta = share.model._meta
        one, several = self.called.get(meta.label_lower, (meta.verbose_name, meta.verbose_name_plural))
        return {"rows": share.rows, "called": one if share.rows == 1 else several, "doubles": share.doubles}

    def _merge(self, request: HttpRequest, row: Lasting, into: Lasting) -> HttpResponse:
        try:
            with meeting():
                record = merging.merge(row, into, cast(User, request.user))
        except merging.MergeRefused as refusal:
            messages.error(request, str(refusal))
        except Met:
            messages.error(request, BUSY)
        else:
            undo = format_html('<a href="{}">Undo</a>', self.address("undo", record.pk))
            messages.success(request, format_html("“{}” is part of “{}” now. {}", row.name, into, undo))
            return HttpResponseRedirect(self.address("change", into.pk))
        return HttpResponseRedirect(self.address("merge", row.pk))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks on GET, acts on POST."""
        self._may_merge(request)
        record = self._merges().select_related("into", "by").filter(pk=min(pk, LAST_KEY)).first()
        if record is None:
            raise Http404("There was no such merge.")
        reason = merging.objection_to_undoing(record, record.into)
        if request.method == "POST" and not reason:
            try:
                with meeting():
                    row = merging.undo(record, cast(User, request.user))
            except merging.MergeRefused as refusal:
                reason = str(refusal)
            except Met:
                reason = BUSY
            else:
                messages.success(request, f"Undone. “{row}” is there again.")
                return HttpResponseRedirect(self.address("change", row.pk))
        title = f"Undo the merge of “{record.name}”?" if not reason else f"“{record.name}” stays merged"
        return self.page(request, "undo", record.into, title, merge=record, reason=reason)

    def _merges(self) -> Any:
        merges: Any = self.model._meta.get_field("merges")  # type: ignore[misc]
        return cast(type[Merge], merges.related_model)._base_manager

    def _may_merge(self, request: HttpRequest) -> None:
        if not merging.may_merge(request.user, self.model):
            raise PermissionDenied(f"You may not merge {self.opts.verbose_name_plural}. Ask an editor.")

    def _today(self, pk: int) -> Lasting:
        """The row with that primary key, or what it was merged into. Raises Http404."""
        found: dict[int, Lasting] = self.model.objects.present([min(pk, LAST_KEY)])
        if pk not in found:
            raise Http404(f"There is no such {self.opts.verbose_name}.")
        return found[pk]

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    def address(self, what: str, pk: int) -> str:
        return reverse(f"admin:{self._name(what)}", args=[pk])

    def page(
        self, request: HttpRequest, template: str, row: Lasting | None, title: str, **more: Any
    ) -> HttpResponse:
        form = more.get("form")
        context = {**self.admin_site.each_context(request), "opts": self.opts, "object": row, "title": title}
        status = REFUSED if more.get("reason") or (form is not None and form.errors) else 200
        return TemplateResponse(request, f"admin/curated/{template}.html", context | more, status=status)

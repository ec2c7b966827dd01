"""The accounts of the desk. Who keeps them gives people their groups, and never more than that.

A superuser passes over every rule, so only a superuser makes one, and only a superuser changes one's account.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from audit import log
from audit.desk import who
from audit.models import Act
from briefs.selection import TickedRows

RIGHTS = ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]
FOR_SUPERUSERS = ["is_superuser", "user_permissions"]

_ROW = re.compile(r"[0-9]{1,18}")


class KnownChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Groups or permissions. A forged key that no database can hold is refused like any other."""

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if not _ROW.fullmatch(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class KnownRows(admin.ModelAdmin):  # type: ignore[type-arg]
    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        return super().formfield_for_manytomany(db_field, request, form_class=KnownChoices, **kwargs)


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleAdmin(KnownRows, TickedRows, UserAdmin):  # type: ignore[type-arg]
    """People who sign in at the desk."""

    told = dict.fromkeys(RIGHTS, Act.PERMISSIONS)
    list_display = ["username", "full_name", "email", "in_groups", "last_sign_in", "is_active"]
    empty_value_display = ""
    list_filter = ["is_active", "groups"]
    search_help_text = "A name or a mail address"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        names = Prefetch("groups", Group.objects.order_by("name"))
        found: QuerySet[User] = super().get_queryset(request).prefetch_related(names)
        return found

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        """A newsroom has a handful of groups: boxes to tick, rather than the admin's two lists."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return KnownChoices(
            Group.objects.order_by("name"), widget=CheckboxSelectMultiple, required=False, label="Groups"
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        kept = ["last_login", "date_joined"]
        return kept if is_superuser(request) else [*kept, *FOR_SUPERUSERS]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        own = FOR_SUPERUSERS if is_superuser(request) else []
        return [
            (None, {"fields": ["username", "password"]}),
            ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
            ("What they may do", {"fields": ["is_active", "is_staff", "groups", *own]}),
            ("When", {"fields": ["last_login", "date_joined"]}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """A new password was written down as it was set, as everywhere; that it was taken away is written down here."""
        if request.resolver_match is None or request.resolver_match.url_name != "auth_user_password_change":
            return super().log_change(request, obj, message)
        if not obj.has_usable_password():
            log.note(Act.PASSWORD, who(request), obj, words="They can no longer sign in with one.")
        return UserAdmin.log_change(self, request, obj, message)

    @admin.display(description="name", ordering="first_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description="last signed in", ordering="last_login")
    def last_sign_in(self, person: User) -> str:
        return date_format(localtime(person.last_login), "j M Y, H:i") if person.last_login else "never"

    @admin.display(description="groups")
    def in_groups(self, person: User) -> str:
        every = "everything, as a superuser" if person.is_superuser else ""
        return ", ".join([group.name for group in person.groups.all()] + [every] * bool(every)) or "none"


@admin.register(Group)
class GroupsAdmin(KnownRows, TickedRows, GroupAdmin):  # type: ignore[misc]  # the stubs name a parameter otherwise
    """Groups, and what each may do."""

    told = {"permissions": Act.PERMISSIONS}


def is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def may_touch(request: HttpRequest, person: User | None) -> bool:
    """Whether this account is one that whoever asks may change: a superuser's is a superuser's business."""
    return person is None or not person.is_superuser or is_superuser(request)

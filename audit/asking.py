"""What somebody wants to know of the audit log, read from an address."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from audit.models import Act, Entry, EntryQuerySet

# What an entry can be about, in the words of the desk.
KINDS = {
    "briefs.brief": "a brief",
    "experts.expert": "an expert",
    "issues.issue": "an issue",
    "editions.edition": "an edition",
    "briefs.readerphrase": "a paste phrase",
    "briefs.previewlink": "a preview link",
    "briefs.image": "an image",
    "auth.user": "a person",
    "auth.group": "a group",
    "briefs.deskrules": "the house rules",
}
DAY = {"type": "date", "min": "2000-01-01", "max": "2999-12-31"}
SENSIBLE = [
    MinValueValidator(datetime.date(2000, 1, 1), "The log holds nothing from before the year 2000."),
    MaxValueValidator(datetime.date(2999, 12, 31), "Choose a day before the year 3000."),
]


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


class QuestionForm(forms.Form):
    """The filters of the log. Each may be left out."""

    q = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "Search for at most 200 characters."},
    )
    by = Person(
        User.objects.order_by("first_name", "last_name", "username"),
        label="Who",
        required=False,
        empty_label="anyone",
        error_messages={"invalid_choice": "There is no such person: the filter “Who” was left out."},
    )
    act = forms.ChoiceField(
        label="Did what",
        required=False,
        choices=[("", "anything"), *Act.choices],
        error_messages={"invalid_choice": "The log knows no such act: the filter “Did what” was left out."},
    )
    kind = forms.ChoiceField(
        label="To what",
        required=False,
        choices=[("", "anything"), *KINDS.items()],
        error_messages={"invalid_choice": "The log knows no such kind: the filter “To what” was left out."},
    )
    key = forms.RegexField(
        r"[0-9A-Za-z-]{1,40}",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "That names nothing the log knows, so it was left out."},
    )
    first = forms.DateField(
        label="From",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        validators=SENSIBLE,
        error_messages={"invalid": "There is no such day to begin with. Write it as 2024-03-14."},
    )
    last = forms.DateField(
        label="To",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        validators=SENSIBLE,
        error_messages={"invalid": "There is no such day to end with. Write it as 2024-03-14."},
    )
    flagged = forms.BooleanField(label="Past a house rule", required=False)


class Question:
    """The filters that an address asks for. What makes no sense is left out, and `problems` says so."""

    def __init__(self, asked: QueryDict) -> None:
        self.form = QuestionForm(asked.dict())
        self.problems = [str(text) for errors in self.form.errors.values() for text in errors]
        if not self.form.cleaned_data.get("kind"):
            self.form.cleaned_data.pop("key", None)  # a key says nothing without its kind
        self.wanted = {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)
        }

    def entries(self) -> EntryQuerySet:
        """What fits, in no order."""
        wanted, found = dict(self.wanted), Entry.objects.all()
        if words := wanted.pop("q", ""):
            found = found.filter(
                Q(label__icontains=words) | Q(note__icontains=words) | Q(name__icontains=words)
            )
        if first := wanted.pop("first", None):
            found = found.filter(at__gte=midnight(first))
        if last := wanted.pop("last", None):
            found = found.filter(at__lt=midnight(last + datetime.timedelta(days=1)))
        return found.filter(**wanted)

    def query(self) -> str:
        """The part of an address that asks this again."""
        return urlencode(self.told())

    def told(self) -> dict[str, str]:
        """The filters in plain words, as an address or the log itself can keep them."""
        return {name: str(getattr(value, "pk", value)) for name, value in self.wanted.items()}

    def one_thing(self) -> str:
        """What the thing is called that the log is asked of; empty when it is asked of more than one. One query."""
        if "key" not in self.wanted:
            return ""
        newest = Entry.objects.filter(kind=self.wanted["kind"], key=self.wanted["key"]).newest_first().first()
        return newest.label if newest else f"number {self.wanted['key']}"


def midnight(day: datetime.date) -> datetime.datetime:
    """The instant at which that day begins in the newsroom's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))

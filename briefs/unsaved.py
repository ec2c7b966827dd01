"""What was typed and not yet saved, and who is at it: autosaves and presence, private to the desk."""

from __future__ import annotations

import datetime
import re
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.utils import timezone

KEPT_FOR = datetime.timedelta(days=30)
AT_IT = datetime.timedelta(minutes=1)  # who was not seen for so long has closed the brief
_TOKEN = re.compile(r"[0-9a-f]{32}")

Fields = list[list[str]]  # the names and values that a browser sends of a form, in its order


class AlreadySaved(Exception):
    """The words of this form were saved meanwhile; what is typed into it from now on needs a name of its own."""


def is_token(text: str) -> bool:
    """Whether `text` may name a form that is open: 32 hexadecimal digits, as `briefs.content.new_key` makes them."""
    return bool(_TOKEN.fullmatch(text))


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def of(self, author: User) -> Self:
        """Those of one author, whose words were not saved since; nobody else ever sees them."""
        return self.filter(author=author, settled=False)

    def keep(self, author: User, form: str, at: datetime.datetime, **said: Any) -> None:
        """Keep what a form says at the instant `at` (aware), in place of what it said before.

        `said` holds the other fields of an autosave. What is older than a month goes. Raises AlreadySaved when the
        form was saved meanwhile: this pause was overtaken by its own save.
        """
        self.filter(saved_at__lt=at - KEPT_FOR).delete()
        said |= {"saved_at": at}
        if self.of(author).filter(form=form).update(**said):
            return
        try:
            with transaction.atomic():
                self.create(author=author, form=form, **said)
        except IntegrityError:
            if not self.of(author).filter(form=form).update(**said):
                raise AlreadySaved from None

    def settle(self, author: User, form: str, at: datetime.datetime) -> None:
        """The words of this form were saved at the instant `at`. Its name stays for a while, so that a pause which is
        still on its way can't bring them back.
        """
        if is_token(form):
            self.update_or_create(
                author=author,
                form=form,
                defaults={"settled": True, "fields": [], "title": "", "saved_at": at},
            )


class Autosave(models.Model):
    """A form as its author left it at the last pause: kept for that author alone, until the words are saved.

    `form` names the form that was open, so that two tabs keep their words apart; `brief` is None for a new brief, and
    for one that was deleted since. `fields` holds what the browser would have sent, `version` the revision that the
    form was opened on. Once `settled`, the words were saved and are no longer here.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    brief = models.ForeignKey("briefs.Brief", on_delete=models.SET_NULL, null=True, related_name="autosaves")
    form = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=0)
    fields: models.JSONField[Fields, Fields] = models.JSONField(default=list)
    title = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField(db_index=True)
    settled = models.BooleanField(default=False)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["author", "form"], name="autosave_once_a_form")]

    def __str__(self) -> str:
        return f"Unsaved words of {self.title or 'an untitled brief'}"

    @property
    def a_moment_ago(self) -> bool:
        """Whether they were typed so lately that the page may still be open."""
        return timezone.now() - self.saved_at < 2 * AT_IT


class PresenceQuerySet(models.QuerySet["Presence"]):
    def seen(self, brief_id: int, person: User, at: datetime.datetime, *, typed: bool = False) -> None:
        """Someone has the brief open at the instant `at` (aware), and perhaps typed since they were seen last."""
        said = {"seen_at": at} | ({"typed_at": at} if typed else {})
        self.bulk_create(
            [self.model(brief_id=brief_id, person=person, **said)],
            update_conflicts=True,
            unique_fields=["brief", "person"],
            update_fields=list(said),
        )

    def beside(self, brief_id: int, person: User, at: datetime.datetime) -> Self:
        """Who else has the brief open at the instant `at` (aware)."""
        others = self.filter(brief=brief_id, seen_at__gt=at - AT_IT).exclude(person=person)
        return others.select_related("person").order_by("person__first_name", "person__username")


class Presence(models.Model):
    """Someone has a brief open. Who was not seen for a minute has closed it."""

    brief = models.ForeignKey(
        "briefs.Brief", on_delete=models.CASCADE, related_name="present", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "person"], name="presence_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person} at {self.brief}"

    def typing(self, at: datetime.datetime) -> bool:
        """Whether they typed within the minute before `at` (aware)."""
        return self.typed_at is not None and self.typed_at > at - AT_IT

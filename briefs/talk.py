"""Talking about a brief: comments of colleagues, and preview links for outsiders."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models


class CommentQuerySet(models.QuerySet["Comment"]):
    def threads(self) -> Self:
        """The comments that began a thread; the others are answers."""
        return self.filter(thread=None)

    def open(self) -> Self:
        """The threads that nobody has resolved."""
        return self.threads().filter(resolved_at=None)

    def mentioning(self, user: User) -> Self:
        """Everything in which someone called `user` by name."""
        return self.filter(mentions=user)

    def with_answers(self) -> Self:
        """Each thread whole, and who said what in it. Two queries, however many there are."""
        answers = Comment.objects.select_related("author")
        return self.select_related("author", "resolved_by").prefetch_related(
            models.Prefetch("replies", answers)
        )


class Comment(models.Model):
    """Something a colleague said about a brief, or about one of its parts, which it follows by the part's key.

    A reply has a `thread`, the comment that began it; resolving is the first comment's. `about` is what the part said
    then, for the day when it is gone.
    """

    brief = models.ForeignKey("briefs.Brief", on_delete=models.CASCADE, related_name="comments")
    part = models.CharField(max_length=32, blank=True)
    about = models.CharField(max_length=300, blank=True)
    thread = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"Comment of {self.author} on {self.brief}"


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime.datetime) -> Self:
        """The links that show their version at the instant `at` (aware)."""
        return self.filter(revoked_at=None, made_at__lte=at, ends_at__gt=at)


class PreviewLink(models.Model):
    """A way for an outsider to read one version of a brief for a while. Only the token's digest is kept."""

    revision = models.ForeignKey("briefs.Revision", on_delete=models.CASCADE, related_name="preview_links")
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField("for whom", max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    viewed_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Preview of {self.revision} for {self.recipient or 'an outsider'}"

    def is_open(self, at: datetime.datetime) -> bool:
        """Whether it shows its version at the instant `at` (aware)."""
        return self.revoked_at is None and self.made_at <= at < self.ends_at

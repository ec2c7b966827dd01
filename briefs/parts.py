"""The parts of a brief that have an order: background sections and related links. Quotations are `experts.models`'."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from briefs.columns import where_given
from briefs.content import new_key
from briefs.richtext import CleanHTMLField


class Part(models.Model):
    """A row of a brief that has a place in an order and keeps its identity while it changes and moves."""

    key = models.CharField(max_length=32, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["brief", "key"], name="%(class)s_key_once_a_brief")]


class Section(Part):
    """Background under a heading of its own."""

    brief = models.ForeignKey(
        "briefs.Brief", on_delete=models.CASCADE, related_name="sections", db_index=False
    )
    heading = models.CharField(max_length=300, blank=True, help_text="This section's own heading.")
    body = CleanHTMLField("text", blank=True, help_text="The background a reader needs to follow the news.")

    class Meta(Part.Meta):
        verbose_name = "background section"

    def __str__(self) -> str:
        return self.heading or "Section without a heading"


class RelatedLink(Part):
    """Related reading: another brief of ours or an address elsewhere."""

    brief = models.ForeignKey("briefs.Brief", on_delete=models.CASCADE, related_name="links", db_index=False)
    title = models.CharField(
        max_length=300, blank=True, help_text="The title of the linked piece, without quotation marks."
    )
    url = models.URLField(
        "web address",
        max_length=1000,
        blank=True,
        help_text="Starts with https://. Leave it empty for a brief of ours.",
    )
    target = models.ForeignKey(
        "briefs.Brief",
        verbose_name="one of our briefs",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_from",
        db_index=False,
        help_text="Readers get its present address, and only while it is public.",
    )
    authors = models.CharField(
        max_length=300,
        blank=True,
        help_text="Who wrote it. Put a semicolon between two names.",
    )
    source = models.CharField(
        max_length=200, blank=True, help_text="Where it appeared, for example “Flash Brief”."
    )

    class Meta(Part.Meta):
        verbose_name = "related link"
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=Q(url="") | Q(target__isnull=True),
                name="link_leads_to_one_place",
                violation_error_message="Give a web address or one of our briefs, not both.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("brief")),
                name="link_leads_elsewhere",
                violation_error_message="A brief cannot be related reading for itself.",
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__istartswith="https://") | Q(url__istartswith="http://"),
                name="link_is_a_web_address",
                violation_error_message="A web address starts with https:// or http://.",
            ),
        ]
        indexes = [where_given("link_to_one_of_ours", "target")]

    def __str__(self) -> str:
        return self.title or "Link without a title"

    def author_names(self) -> tuple[str, ...]:
        return tuple(name for part in self.authors.split(";") if (name := part.strip()))

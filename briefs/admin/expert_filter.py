"""Narrowing the list of briefs by an expert, of whom there are hundreds: found by typing part of a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse

from briefs.admin.counting import WEIGHED, Tally, those
from briefs.admin.filters import BriefFilter
from briefs.models import Brief
from briefs.richtext import without_controls
from experts.models import Expert, ExpertQuote

OFFERED = 12


class ExpertFilter(BriefFilter):
    """Briefs that quote someone: `?expert=mara-quist`. Part of a name will do when one person alone has it."""

    title = "expert"
    parameter = "expert"
    template = "admin/filter_expert.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Brief], model_admin: Any
    ) -> None:
        self.typed = without_controls((params.get(self.parameter) or [""])[-1]).strip()[:150]
        self.meant = meant(self.typed)
        if self.typed and len(self.meant) == 1:
            params[self.parameter] = [self.meant[0].slug]
        elif self.meant:
            params.pop(self.parameter)
            messages.warning(
                request,
                f"Several experts could be “{self.typed}”. Choose one of them; the list is not narrowed yet.",
            )
        super().__init__(request, params, model, model_admin)

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from what was typed."""
        return len(self.meant) > 1

    def known(self, asked: list[str]) -> dict[str, str]:
        self.experts = {expert.slug: expert for expert in self.meant}
        return {slug: expert.name for slug, expert in self.experts.items()}

    def narrow(self, briefs: QuerySet[Brief], value: str) -> QuerySet[Brief]:
        return briefs.filter(pk__in=self.experts[value].quotes.order_by().values("brief"))

    def tally(self, changelist: Any) -> Tally:
        """How many of some briefs of the list, of all the newest, quote those who were meant or are quoted most."""
        keys = changelist.weighed(self)
        newest = Brief.objects.order_by("-changed_at", "-pk").values("pk")[:WEIGHED]
        base: Any = newest if keys is None else those(keys)
        rows = ExpertQuote.objects.filter(brief__in=base, expert__isnull=False)
        if self.meant:
            rows = rows.filter(expert__in=self.meant)
        most = rows.order_by().values("expert").annotate(n=Count("brief", distinct=True))
        counts = {row["expert"]: row["n"] for row in most.order_by("-n", "expert")[:OFFERED]}
        named = {expert.pk: expert for expert in Expert.objects.defer("biography").filter(pk__in=counts)}
        for expert in sorted(named.values(), key=lambda expert: (-counts[expert.pk], expert.name)):
            self.names.setdefault(expert.slug, expert.name)
        found = {named[key].slug: n for key, n in counts.items() if key in named}
        return Tally(found, cut=changelist.is_cut(self) or changelist.holds_more_than(WEIGHED))

    def offered(self, counts: Tally) -> Iterable[str]:
        return self.names

    def others(self) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, value in super().others() if name != "p")


def meant(typed: str) -> list[Expert]:
    """Whom someone means who typed this: an address, a name or an alias in full, or a part of one."""
    if not typed:
        return []
    people = Expert.objects.defer("biography")
    address = Q(slug=typed) | Q(former_addresses__slug=typed)
    exact = people.filter(address | Q(name__iexact=typed) | Q(aliases__name__iexact=typed)).distinct()
    return list(exact[:OFFERED]) or list(beginning(typed)[:OFFERED])


def beginning(typed: str) -> QuerySet[Expert]:
    """The experts in whose name, or in another form of it, every word of `typed` stands."""
    found = Expert.objects.defer("biography")
    for word in typed.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word))
    return found.distinct().order_by("name", "pk")


def names(request: HttpRequest) -> JsonResponse:
    """The names that begin as was typed, for the page's script to suggest: `{"names": […]}`."""
    typed = without_controls(request.GET.get("typed", "")).strip()[:150]
    found = beginning(typed)[:OFFERED] if typed else []
    return JsonResponse({"names": list(dict.fromkeys(expert.name for expert in found))})

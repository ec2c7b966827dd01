"""What was worked out already, kept in a worker's memory (decision 26)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """The `most` things that were asked for last. Each stands under all that it depends on, so that none can be stale,
    and nobody who gets one may change it.
    """

    everything: ClassVar[list[Kept[Any]]] = []

    def __init__(self, most: int) -> None:
        self._most = most
        self.everything.append(self)
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """What stands under `key`; `make` works it out where nothing does, at the same time by several threads if need
        be.
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made

    def forget(self) -> None:
        self._things.clear()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._things


class Answers:
    """The answers that one value gave already, for as long as that value is asked: within one request."""

    def __init__(self) -> None:
        self._given: dict[Hashable, Any] = {}

    def once(self, question: Callable[P, Thing], *args: P.args, **named: P.kwargs) -> Thing:
        """What `question`, a method of that value, answers, worked out but once."""
        asked = (question.__name__, args)
        if asked not in self._given:
            self._given[asked] = question(*args, **named)
        answer: Thing = self._given[asked]
        return answer

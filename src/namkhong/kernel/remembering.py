"""Answers that hardly ever change, remembered by this process for a few seconds, so that a deed does not ask them again.

A room that changes what it remembers forgets it in the same deed. Then this thread remembers nothing for as long as an
answer would have been kept, so neither its own uncommitted rows nor a rollback can leave a wrong answer behind; other
processes see the change when their answer has grown old.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Final, Generic, ParamSpec, TypeVar

SECONDS: Final = 10.0
P = ParamSpec("P")
R = TypeVar("R")
_all: Final[weakref.WeakSet[Remembered[..., Any]]] = weakref.WeakSet()
_alone = False


class Remembered(Generic[P, R]):
    """A question whose answers are kept; called like the function it is made of."""

    def __init__(self, ask: Callable[P, R], *, seconds: float, most: int) -> None:
        self._ask = ask
        self._seconds = seconds
        self._most = most
        self._kept: dict[Hashable, tuple[float, R]] = {}
        self._lock = threading.Lock()
        self._here = threading.local()
        update_wrapper(self, ask)
        _all.add(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer, asked or remembered. What was refused with an exception is asked again."""
        now = time.monotonic()
        if now < getattr(self._here, "quiet_until", 0.0):
            return self._ask(*args, **kwargs)
        key = (args, tuple(sorted(kwargs.items())))
        known = self._kept.get(key)
        if known is not None and (_alone or now < known[0]):
            return known[1]
        answer = self._ask(*args, **kwargs)
        with self._lock:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = (now + self._seconds, answer)
        return answer

    def forget(self) -> None:
        """What was asked about is changing in this thread."""
        self._here.quiet_until = time.monotonic() + self._seconds
        with self._lock:
            self._kept.clear()

    def begin_anew(self) -> None:
        """Nothing is remembered and nothing is changing: how a process, or a test, begins."""
        self._here.quiet_until = 0.0
        with self._lock:
            self._kept.clear()


def remember(*, seconds: float = SECONDS, most: int = 1_024) -> Callable[[Callable[P, R]], Remembered[P, R]]:
    """Decorate a question whose arguments can be compared and whose answer nobody changes."""

    def made(ask: Callable[P, R]) -> Remembered[P, R]:
        return Remembered(ask, seconds=seconds, most=most)

    return made


@contextmanager
def alone() -> Iterator[None]:
    """No other process changes anything meanwhile: answers do not grow old, and go only when forgotten here.

    For one-time loads into a database that nobody else uses yet.
    """
    global _alone
    _alone = True
    try:
        yield
    finally:
        _alone = False


def begin_anew() -> None:
    """Every room forgets; between tests, and after a fork."""
    for one in list(_all):
        one.begin_anew()

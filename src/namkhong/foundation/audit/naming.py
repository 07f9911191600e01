"""What a subject of the record is called. The rooms above know; ``config.wiring`` tells, nobody here asks up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from namkhong.foundation.audit.types import Subject

# Ids, as the record keeps them → what people call them. What is gone or has no name yet is left out.
Namer = Callable[[Sequence[str]], Mapping[str, str]]

_namers: dict[str, Namer] = {}


def named(kind: str, namer: Namer) -> None:
    """Say who names the subjects of a kind; one question for many of them."""
    _namers[kind] = namer


def names_of(subjects: Iterable[Subject]) -> dict[tuple[str, str], str]:
    """What these subjects are called, one question for each kind; those nobody can name are left out."""
    wanted: dict[str, list[str]] = {}
    for kind, subject_id in dict.fromkeys((kind, str(given)) for kind, given in subjects):
        wanted.setdefault(kind, []).append(subject_id)
    return {
        (kind, subject_id): name
        for kind, ids in wanted.items()
        if kind in _namers
        for subject_id, name in _namers[kind](ids).items()
        if name
    }

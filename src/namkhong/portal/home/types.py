"""What the first page shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that lead to the catalogue; ``codes`` are the procedures usually meant."""

    name: str
    name_en: str
    search: str
    hint: str = ""
    hint_en: str = ""
    key: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeEvents:
    """Events in the order of the page, and the procedures that are asked for most."""

    events: tuple[Suggestion, ...]
    often: tuple[Suggestion, ...]

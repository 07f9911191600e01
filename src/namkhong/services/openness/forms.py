"""Reading what an address asks for: nothing here decides, everything here is typed."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from namkhong.services.openness.errors import NoSuchPeriod
from namkhong.services.openness.types import Period

Choice = TypeVar("Choice", bound=StrEnum)


def number(asked: QueryDict, name: str) -> int | None:
    """A whole number of the address; nothing where there is none or it is none of ours."""
    given = asked.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def choice(asked: QueryDict, name: str, otherwise: Choice) -> Choice:
    """One of a few words; the first where the address says nothing sensible."""
    try:
        return type(otherwise)(asked.get(name, otherwise))
    except ValueError:
        return otherwise


def period(written: str) -> Period:
    """The period an address names.

    :raises NoSuchPeriod: when it names none.
    """
    found = Period.read(written)
    if found is None:
        raise NoSuchPeriod
    return found

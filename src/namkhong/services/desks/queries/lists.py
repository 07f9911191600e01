"""What an official has chosen for her list."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.services.desks.models import ChosenColumns, SavedFilter
from namkhong.services.desks.types import MOST_FILTERS
from namkhong.services.dossiers.types import USUAL_COLUMNS, Column

_NAMES: Final = ("xem", "q", "thu-tuc", "buoc", "hinh-thuc")
_LONGEST: Final = 200


def clean_query(given: QueryDict) -> str:
    """The part of a list's address that says what is looked for; page cursors and strangers are left out."""
    kept = QueryDict(mutable=True)
    for name in _NAMES:
        value = text.one_line(given.get(name, ""))[:_LONGEST]
        if value:
            kept[name] = value
    return kept.urlencode()


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """Her filters by name; there are never more than thirty."""
    return list(SavedFilter.objects.filter(account_id=actor.account_id or 0).order_by("name")[:MOST_FILTERS])


def columns_of(account_id: int) -> tuple[Column, ...]:
    """The columns this account has chosen, the usual ones until then."""
    row = ChosenColumns.objects.filter(account_id=account_id).first()
    if row is None:
        return USUAL_COLUMNS
    known = {column.value: column for column in Column}
    return tuple(known[name] for name in row.columns if name in known) or USUAL_COLUMNS

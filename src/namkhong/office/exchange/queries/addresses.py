"""Who can be written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from namkhong.kernel import text
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.office.exchange.bodies import same_code
from namkhong.office.exchange.models import AddressEntry
from namkhong.office.exchange.types import Party

PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An agency of the address book, in force from–to."""

    party: Party
    pseudo: bool
    source: str
    valid_from: date
    valid_to: date | None


def find_addresses(words: str = "", cursor: str = "") -> Page[AddressLine]:
    """Agencies that can be written to now, whose name or code holds all the words, with or without accents; by name.

    Pseudo units are left out. One query.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = AddressEntry.objects.filter(valid_to__isnull=True, pseudo=False)
    for word in text.fold(words)[:200].split():
        rows = rows.filter(search_key__contains=word)
    if cursor:
        name, last = decode_cursor(cursor, str, int)
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=last))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].name, found[-1].pk)
    return Page([_line(row) for row in found], following)


def address_history(code: str) -> list[AddressLine]:
    """All rows of a code, the newest first."""
    return [
        _line(row) for row in AddressEntry.objects.filter(code=same_code(code)).order_by("-valid_from", "-pk")[:200]
    ]


def named(codes: Iterable[str]) -> dict[str, str]:
    """The names of these codes as of now; unknown codes are left out."""
    wanted = [same_code(code) for code in codes]
    rows = AddressEntry.objects.filter(valid_to__isnull=True, code__in=wanted)
    return dict(rows.values_list("code", "name"))


def _line(row: AddressEntry) -> AddressLine:
    party = Party(row.code, row.name, row.in_charge, row.address, row.email, row.phone, row.fax, row.website)
    return AddressLine(party, row.pseudo, row.source, row.valid_from, row.valid_to)

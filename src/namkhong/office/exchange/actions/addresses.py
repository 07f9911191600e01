"""The address book: who can be written to, from which day on; what changes closes a row and opens one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import connection, transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.office.exchange import policies
from namkhong.office.exchange.bodies import is_pseudo, same_code
from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.connectors import connector
from namkhong.office.exchange.errors import AddressBookShrunk
from namkhong.office.exchange.models import AddressEntry
from namkhong.office.exchange.types import Party

_PIECE: Final = 1_000
_FIELDS: Final = ("code", "name", "in_charge", "address", "email", "phone", "fax", "website")
_LONGEST: Final = (60, 300, 300, 300, 200, 60, 60, 200)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading changed."""

    added: int
    changed: int
    ended: int


@transaction.atomic
def load_address_book(
    *, entries: Iterable[Party], source: str, actor: Actor, now: datetime, complete: bool = True
) -> Loaded:
    """Take in an address book. ``complete``: who is not in it any more ends today.

    Loading the same twice changes nothing. Pseudo units (W00) are kept and never offered.

    :raises KeeperOnly: for everybody but the administrator of the province, and the nightly job.
    :raises AddressBookShrunk: a complete one with less than half of what is known; nothing is changed.
    """
    policies.require_keeper(actor)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('exchange addresses', 0))")
    day = clock.local_date(now)
    known = AddressEntry.objects.filter(valid_to__isnull=True, source=source)
    before = known.count()
    seen: set[str] = set()
    added = changed = 0
    for piece in _pieces(entries):
        new = [party for party in piece if party.code not in seen]
        seen |= {party.code for party in new}
        more, other = _take(new, source, day)
        added, changed = added + more, changed + other
    ended = 0
    if complete:
        if before > 100 and len(seen) * 2 < before:
            raise AddressBookShrunk(before, len(seen))
        gone = [row for row in known.values_list("pk", "code").iterator() if row[1] not in seen]
        for place in range(0, len(gone), _PIECE):
            ended += AddressEntry.objects.filter(pk__in=[pk for pk, _code in gone[place : place + _PIECE]]).update(
                valid_to=day
            )
    if added or changed or ended:
        audit.record(
            actor,
            "exchange.address_book_loaded",
            ("address_book", source),
            now=now,
            detail={"added": added, "changed": changed, "ended": ended},
        )
    return Loaded(added, changed, ended)


def sync_address_book(*, actor: Actor, now: datetime) -> Loaded:
    """Ask the other side for its address book and take it in.

    :raises Unreachable: nobody answered; what is known stays.
    """
    policies.require_keeper(actor)
    name = conf().connector
    return load_address_book(entries=connector(name).agencies(), source=name, actor=actor, now=now)


def _take(parties: list[Party], source: str, day: date) -> tuple[int, int]:
    rows = AddressEntry.objects.filter(valid_to__isnull=True, code__in=[party.code for party in parties])
    known = {row.code: row for row in rows}
    opened, closed = [], []
    for party in parties:
        row = known.get(party.code)
        if row is not None and all(getattr(row, name) == getattr(party, name) for name in _FIELDS):
            continue
        if row is not None:
            closed.append(row.pk)
        key = text.fold(" ".join((party.name, party.in_charge, party.code)))
        opened.append(
            AddressEntry(
                **{name: getattr(party, name) for name in _FIELDS},
                pseudo=is_pseudo(party.code),
                source=source,
                search_key=key[:700],
                valid_from=day,
            )
        )
    AddressEntry.objects.filter(pk__in=closed).update(valid_to=day)
    AddressEntry.objects.bulk_create(opened)
    return len(opened) - len(closed), len(closed)


def _pieces(entries: Iterable[Party]) -> Iterator[list[Party]]:
    """A thousand at a time, in our way of writing; without a code nobody can be written to."""
    rest = iter(entries)
    while piece := list(islice(rest, _PIECE)):
        cleaned = (_cleaned(party) for party in piece)
        yield list({party.code: party for party in cleaned if party.code}.values())


def _cleaned(party: Party) -> Party:
    code, *others = astuple(party)
    values = [same_code(text.one_line(code)), *map(text.one_line, others)]
    return Party(*(value[:longest] for value, longest in zip(values, _LONGEST, strict=True)))

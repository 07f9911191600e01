"""The queue of one Centre on one day. Every question reads an index of that day and stops counting at a thousand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core import signing
from django.db import connection

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.pages import COUNT_LIMIT
from namkhong.services.desks.errors import KioskClosed, NoSuchCentre, NoSuchTicket
from namkhong.services.desks.models import Seat, Ticket
from namkhong.services.desks.types import Call, Queue, Waiting

_SALT: Final = "desks.kiosk"
_MEASURED: Final = 50
_CENTRES: Final = (AgencyKind.CENTRE, AgencyKind.PROVINCIAL_CENTRE)
_QUEUE: Final = f"""
select (select count(*) from (select 1 from {Ticket._meta.db_table} where agency_id = %(agency)s and day = %(day)s
          and state = 'waiting' limit %(most)s) a),
       (select count(*) from (select 1 from {Ticket._meta.db_table} where agency_id = %(agency)s and day = %(day)s
          and last_called_at is not null limit %(most)s) b),
       (select avg(extract(epoch from called_at - taken_at)) from (select called_at, taken_at
          from {Ticket._meta.db_table} where agency_id = %(agency)s and day = %(day)s and last_called_at is not null
          order by last_called_at desc limit %(measured)s) c),
       (select extract(epoch from %(now)s - taken_at) from {Ticket._meta.db_table} where agency_id = %(agency)s
          and day = %(day)s and state = 'waiting' order by id limit 1)
"""  # noqa: S608 - our own table's name


def queue_of(agency_id: int, now: datetime) -> Queue:
    """How it stands today: one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            _QUEUE,
            {
                "agency": agency_id,
                "day": clock.local_date(now),
                "most": COUNT_LIMIT,
                "measured": _MEASURED,
                "now": now,
            },
        )
        waiting, served, average, longest = cursor.fetchone()
    return Queue(waiting, served, _minutes(average), _minutes(longest))


def _minutes(seconds: float | None) -> int | None:
    return None if seconds is None else max(round(float(seconds) / 60), 0)


def calls(agency_id: int, now: datetime, limit: int = 6) -> list[Call]:
    """The latest calls, the newest first; each window with its latest number only."""
    rows = Ticket.objects.filter(agency_id=agency_id, day=clock.local_date(now), last_called_at__isnull=False).exclude(
        state=Waiting.MISSED
    )
    newest: dict[int, Call] = {}
    for label, window, at in rows.order_by("-last_called_at").values_list("label", "window", "last_called_at")[
        :_MEASURED
    ]:
        if window is not None and at is not None:  # called they have both; the database says so too
            newest.setdefault(window, Call(label, window, at))
    return list(newest.values())[:limit]


def seat_of(actor: Actor) -> Seat | None:
    """Where she sits, while she still works at the counter of that Centre."""
    row = Seat.objects.filter(account_id=actor.account_id or 0).first()
    return row if row is not None and actor.holds_at(row.agency_id, Role.COUNTER) else None


def current(actor: Actor, now: datetime) -> Ticket | None:
    """The number at her window."""
    return Ticket.objects.filter(
        official_id=actor.account_id or 0, day=clock.local_date(now), state=Waiting.CALLED
    ).first()


def missed(agency_id: int, now: datetime, limit: int = 10) -> list[Ticket]:
    """Whose turn came and who was not there, the latest first."""
    rows = Ticket.objects.filter(
        agency_id=agency_id, day=clock.local_date(now), last_called_at__isnull=False, state=Waiting.MISSED
    )
    return list(rows.order_by("-last_called_at")[:limit])


def ticket(public_id: UUID, now: datetime, *, agency_id: int | None = None) -> Ticket:
    """One number of today.

    :raises NoSuchTicket: of another day or another Centre.
    """
    row = Ticket.objects.filter(public_id=public_id, day=clock.local_date(now)).first()
    if row is None or (agency_id is not None and row.agency_id != agency_id):
        raise NoSuchTicket
    return row


def ticket_of(actor: Actor, now: datetime) -> Ticket | None:
    """The number a citizen took from home today: the one that still counts, else the latest."""
    rows = Ticket.objects.filter(holder_id=actor.account_id or 0, day=clock.local_date(now))
    return min(rows.order_by("-pk")[:5], key=lambda row: row.state not in {"waiting", "called"}, default=None)


def ahead_of(row: Ticket) -> int:
    """How many wait before this number; counting stops at a thousand."""
    before = Ticket.objects.filter(agency_id=row.agency_id, day=row.day, state=Waiting.WAITING, pk__lt=row.pk)
    return len(before.values_list("pk", flat=True)[:COUNT_LIMIT])


def kiosk_of(agency_id: int, now: datetime) -> str:
    """What opens the page for taking a number at this Centre, today and no longer."""
    return signing.dumps([agency_id, clock.local_date(now).isoformat()], salt=_SALT)


def centre_of_kiosk(kiosk: str, now: datetime) -> int:
    """The Centre whose page it is.

    :raises KioskClosed: of another day, or not ours.
    """
    try:
        agency_id, day = signing.loads(kiosk, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise KioskClosed from error
    if date.fromisoformat(day) != clock.local_date(now):
        raise KioskClosed
    return int(agency_id)


def centre(agency_id: int) -> AgencyCard:
    """A Public Administration Service Centre.

    :raises NoSuchCentre: some other agency, or none.
    """
    found = organisations.cards_of([agency_id]).get(agency_id)
    if found is None or found.kind not in _CENTRES:
        raise NoSuchCentre
    return found


def centres() -> list[AgencyCard]:
    """Where one can take a number, by name."""
    found = [card for kind in _CENTRES for card in organisations.agencies(kind)]
    return sorted(found, key=lambda card: card.name)


def serves_now(agency_id: int, now: datetime) -> bool:
    """Is today a working day there, and not over?"""
    calendar = calendars.work_calendar(organisations.calendar_of(agency_id), now=now)
    local = clock.local(now)
    periods = calendar.periods_of(local.date())
    return bool(periods) and local.time() < periods[-1].closes

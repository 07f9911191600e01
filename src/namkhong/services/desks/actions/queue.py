"""People take numbers, a window calls the next one. Two windows that call at once never get the same person."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.numbering import actions as numbering
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.services.desks import queries
from namkhong.services.desks.errors import (
    NoSuchTicket,
    NotAtThisCounter,
    NoWindow,
    QueueClosed,
    QueueFull,
    StillServing,
    TicketMoved,
)
from namkhong.services.desks.models import Seat, Ticket
from namkhong.services.desks.types import Waiting

SERIES: Final = "counter_ticket"  # facts/numbering.json
MOST_A_DAY: Final = 2_000
_PRESSES: Final = (90, 60)  # of one kiosk in a minute: faster than people walk up to it
_FROM_HOME: Final = (6, 3_600)
_TOLD_BEFORE: Final = 3  # whoever took a number from home is told when so many people, or fewer, are before her


@transaction.atomic
def take_number(*, agency_id: int, key: str, actor: Actor, now: datetime, kiosk: str = "") -> Ticket:
    """The next number of this Centre today: at its kiosk, from a clerk of its counter, or from home signed in.

    ``key`` names the page that was sent: pressed twice, it is one number. A citizen has one number a day that counts.

    :raises KioskClosed: the kiosk's page is not of today. :raises NotAtThisCounter: neither kiosk, clerk nor citizen.
    :raises NoSuchCentre: no counter stands there. :raises QueueClosed: from home, when nobody serves any more today.
    :raises QueueFull: more numbers than any counter serves. :raises TooMany: pressed faster than people come.
    """
    from_home = actor.is_citizen and not kiosk
    if kiosk:
        agency_id = queries.centre_of_kiosk(kiosk, now)
    elif not from_home and not (actor.is_official and actor.holds_at(agency_id, Role.COUNTER)):
        raise NotAtThisCounter
    centre = queries.centre(agency_id)
    day = clock.local_date(now)
    pressed = hashlib.sha256(f"{actor.account_id or ''}:{key}"[:300].encode()).hexdigest()
    if (again := Ticket.objects.filter(agency_id=agency_id, day=day, key=pressed).first()) is not None:
        return again
    if from_home:
        if (held := _live(actor, now)) is not None:
            return held
        if not queries.serves_now(agency_id, now):
            raise QueueClosed
    limit, seconds = _FROM_HOME if from_home else _PRESSES
    accounts.spend(f"desks.number:{actor.account_id or agency_id}", limit=limit, seconds=seconds, now=now)
    label = numbering.take(kind=SERIES, agency_code=centre.code, now=now)  # the others wait here: one after another
    if Ticket.objects.filter(agency_id=agency_id, day=day)[:MOST_A_DAY].count() >= MOST_A_DAY:
        raise QueueFull
    try:
        with transaction.atomic():
            made = Ticket.objects.create(
                agency_id=agency_id,
                day=day,
                label=label,
                key=pressed,
                holder_id=actor.account_id if from_home else None,
                taken_at=now,
            )
    except IntegrityError:  # the same press, or the same person, a moment before
        kept = Ticket.objects.filter(agency_id=agency_id, day=day, key=pressed).first() or _live(actor, now)
        if kept is None:
            raise
        return kept
    how = "home" if from_home else "kiosk" if kiosk else "counter"
    audit.record(actor, "desks.number_taken", ("ticket", made.pk), now=now, detail={"agency": agency_id, "how": how})
    return made


def _live(actor: Actor, now: datetime) -> Ticket | None:
    held = queries.ticket_of(actor, now)
    return held if held is not None and held.state in {Waiting.WAITING, Waiting.CALLED} else None


@transaction.atomic
def sit_at(*, agency_id: int, window: int, actor: Actor, now: datetime) -> None:
    """Say at which window she sits, until she says another.

    :raises NotAtThisCounter: :raises NoWindow: not a number from 1 to 99.
    """
    _require_counter(actor, agency_id)
    queries.centre(agency_id)
    if not 1 <= window <= 99:
        raise NoWindow
    Seat.objects.update_or_create(
        account_id=actor.account_id or 0, defaults={"agency_id": agency_id, "window": window, "changed_at": now}
    )
    audit.record(actor, "desks.seated", ("agency", agency_id), now=now, detail={"window": window})


@transaction.atomic
def call_next(*, after: int | None, actor: Actor, now: datetime) -> Ticket | None:
    """The person at the window is done, the one who has waited longest is called; ``None`` when nobody waits.

    ``after`` is the number (its id) the screen showed at her window, ``None`` for an empty one: pressed twice, or from
    a forgotten tab, nobody is called past. Rows another window is just taking are skipped, never waited for.

    :raises NoWindow: she has not said where she sits.
    """
    seat = _seat(actor)
    here = queries.current(actor, now)
    if here is not None and here.pk != after:
        return here
    if here is not None:
        _end(here, Waiting.DONE, actor, now)
    queue = Ticket.objects.filter(agency_id=seat.agency_id, day=clock.local_date(now), state=Waiting.WAITING)
    found = queue.select_for_update(skip_locked=True).order_by("pk").first()
    if found is None:
        return None
    _call(found, seat, actor, now)
    _tell_those_who_are_next(seat.agency_id, now)
    return found


@transaction.atomic
def call_again(*, ticket_id: int, actor: Actor, now: datetime) -> Ticket:
    """Call the number at her window once more, or one whose turn was missed, if her window is free.

    :raises NoSuchTicket: :raises TicketMoved: it is served elsewhere, or done. :raises StillServing: somebody stands there.
    """
    seat = _seat(actor)
    found = _locked(ticket_id, seat, now)
    mine = found.state == Waiting.CALLED and found.official_id == actor.account_id
    if not mine:
        if found.state != Waiting.MISSED:
            raise TicketMoved(found.label)
        if (here := queries.current(actor, now)) is not None:
            raise StillServing(here.label)
    _call(found, seat, actor, now)
    return found


@transaction.atomic
def miss(*, ticket_id: int, actor: Actor, now: datetime) -> Ticket:
    """Nobody came; the number can be called again later in the day.

    :raises NoSuchTicket: :raises TicketMoved: it is not at her window.
    """
    return _let_go(ticket_id, Waiting.MISSED, actor, now)


@transaction.atomic
def finish(*, ticket_id: int, actor: Actor, now: datetime) -> Ticket:
    """The person goes, nobody is called yet.

    :raises NoSuchTicket: :raises TicketMoved: it is not at her window.
    """
    return _let_go(ticket_id, Waiting.DONE, actor, now)


def _let_go(ticket_id: int, state: Waiting, actor: Actor, now: datetime) -> Ticket:
    found = _locked(ticket_id, _seat(actor), now)
    if found.official_id != actor.account_id:
        raise TicketMoved(found.label)
    if found.state == state:  # the same click again
        return found
    if found.state != Waiting.CALLED:
        raise TicketMoved(found.label)
    _end(found, state, actor, now)
    return found


def _require_counter(actor: Actor, agency_id: int) -> None:
    if not (actor.is_official and actor.holds_at(agency_id, Role.COUNTER)):
        raise NotAtThisCounter


def _seat(actor: Actor) -> Seat:
    """Her window, locked: what she presses in two tabs happens one after the other."""
    if not (actor.is_official and actor.holds(Role.COUNTER)):
        raise NotAtThisCounter
    seat = Seat.objects.select_for_update().filter(account_id=actor.account_id or 0).first()
    if seat is None or not actor.holds_at(seat.agency_id, Role.COUNTER):
        raise NoWindow
    return seat


def _locked(ticket_id: int, seat: Seat, now: datetime) -> Ticket:
    rows = Ticket.objects.select_for_update().filter(agency_id=seat.agency_id, day=clock.local_date(now))
    found = rows.filter(pk=ticket_id).first()
    if found is None:
        raise NoSuchTicket
    return found


def _call(row: Ticket, seat: Seat, actor: Actor, now: datetime) -> None:
    Ticket.objects.filter(pk=row.pk).update(
        state=Waiting.CALLED, window=seat.window, official_id=actor.account_id, calls=F("calls") + 1,
        called_at=row.called_at or now, last_called_at=now, ended_at=None,
    )  # fmt: skip
    row.refresh_from_db()
    audit.record(actor, "desks.number_called", ("ticket", row.pk), now=now, detail={"window": seat.window})
    person = citizens.person_of(row.holder_id) if row.holder_id is not None else None
    if person is not None:  # her name stands on the clerk's screen
        audit.record_access(actor, person_id=person.id, purpose=_("Gọi số ở quầy"), subject=("ticket", row.pk), now=now)


def _end(row: Ticket, state: Waiting, actor: Actor, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at"])
    action = "desks.number_done" if state is Waiting.DONE else "desks.number_missed"
    audit.record(actor, action, ("ticket", row.pk), now=now)


def _tell_those_who_are_next(agency_id: int, now: datetime) -> None:
    """Whoever took a number from home, once: it is nearly her turn."""
    queue = Ticket.objects.filter(agency_id=agency_id, day=clock.local_date(now), state=Waiting.WAITING)
    for before, (pk, label, holder) in enumerate(
        queue.order_by("pk").values_list("pk", "label", "holder_id")[: _TOLD_BEFORE + 1]
    ):
        if holder is not None:
            notifications.notify(
                account_id=holder,
                title=_("Sắp đến số %s của ông/bà") % label,
                text=_("Còn %d người trước ông/bà ở quầy. Xin có mặt để không lỡ lượt.") % before,
                link=reverse("take_number"),
                about=("ticket", pk),
                key=f"desks.soon:{pk}",
                now=now,
            )

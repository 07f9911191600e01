"""Asking the other side what waits for our agencies, and taking it in."""

from __future__ import annotations

from datetime import datetime

import structlog

from namkhong.office.exchange.actions.addresses import sync_address_book
from namkhong.office.exchange.actions.receiving import accept_packet
from namkhong.office.exchange.cards import SYSTEM
from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.connectors import connector
from namkhong.office.exchange.errors import AxisRefused, Unreachable
from namkhong.office.exchange.models import AddressEntry
from namkhong.office.exchange.states import PacketState

_log = structlog.get_logger("exchange")


def receive(*, now: datetime) -> int:
    """Fetch and store all that waits; how many were taken. One that fails does not stop the others.

    A packet is stored first and taken from the other side after that: a process that dies between fetches it once more,
    and it is stored once.
    """
    name = conf().connector
    if not name:
        return 0
    _know_the_others(name, now)
    way = connector(name)
    done = 0
    for waiting in way.waiting():
        try:
            cards = accept_packet(data=way.fetch(waiting), via=name, axis_id=waiting.axis_id, now=now)
            way.taken(waiting, readable=all(card.state is not PacketState.REJECTED for card in cards))
        except (Unreachable, AxisRefused) as problem:
            _log.warning("packet not fetched", axis_id=waiting.axis_id, why=str(problem))
            continue
        done += 1
    return done


def _know_the_others(name: str, now: datetime) -> None:
    """Newly joined, its address book is not waited for until the night."""
    if AddressEntry.objects.filter(source=name).exists():
        return
    try:
        sync_address_book(actor=SYSTEM, now=now)
    except (Unreachable, AxisRefused) as problem:
        _log.warning("no address book yet", why=str(problem))

"""Jobs: try what is to go, look for what is due, ask what waits for us, keep the address book."""

from __future__ import annotations

from typing import Final

import structlog
from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.office.exchange import actions
from namkhong.office.exchange.cards import SYSTEM
from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.errors import AddressBookShrunk, AxisRefused, Unreachable

# Jobs that wait for other systems are done beside all other work (``config.jobs``).
QUEUE: Final = "webhooks"
_log = structlog.get_logger("exchange")


@app.task(name="exchange.deliver", queue=QUEUE)
def deliver(dispatch_id: int) -> None:
    """Try one dispatch; failures are written on the dispatch itself."""
    actions.deliver(dispatch_id=dispatch_id, now=clock.now())


@app.periodic(cron="* * * * *", periodic_id="exchange.sweep")
@app.task(name="exchange.sweep", queue=QUEUE, queueing_lock="exchange.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Whatever should go and has no job."""
    del timestamp
    actions.sweep(now=clock.now())


@app.periodic(cron="* * * * *", periodic_id="exchange.receive")
@app.task(
    name="exchange.receive", queue=QUEUE, queueing_lock="exchange.receive", lock="exchange.receive", pass_context=False
)
def receive(timestamp: int) -> None:
    """Fetch what waits for our agencies; an axis that is away is asked again in a minute."""
    del timestamp
    try:
        actions.receive(now=clock.now())
    except (Unreachable, AxisRefused) as problem:
        _log.warning("axis not asked", why=str(problem))


@app.periodic(cron="35 1 * * *", periodic_id="exchange.sync_addresses")
@app.task(name="exchange.sync_addresses", queue=QUEUE, queueing_lock="exchange.sync_addresses", pass_context=False)
def sync_addresses(timestamp: int) -> None:
    """Every night the address book of the axis is taken in."""
    del timestamp
    if not conf().connector:
        return
    try:
        actions.sync_address_book(actor=SYSTEM, now=clock.now())
    except (Unreachable, AxisRefused, AddressBookShrunk) as problem:
        _log.warning("address book kept as it is", why=str(problem))

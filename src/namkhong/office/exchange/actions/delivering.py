"""Trying what waits. The axis is waited for outside any transaction; what it said, and nothing else, is written down.

A process that dies between the axis's answer and our writing leaves the dispatch ``sending``: after its lease it is sent
again under the same key and with the same bytes, so the receiver has it once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.problems import Problem
from namkhong.office.exchange.cards import SYSTEM
from namkhong.office.exchange.connectors import Receipt, connector, inside
from namkhong.office.exchange.errors import AxisRefused
from namkhong.office.exchange.models import Consignment, Dispatch
from namkhong.office.exchange.queueing import INSIDE, NOWHERE, step, wake, way_to
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.saying import parcel_of
from namkhong.office.exchange.states import ON_THE_WAY, OPEN, ConsignmentState, DispatchState

_log = structlog.get_logger("exchange")
_AT_ONCE: Final = 500
_STATUS_KEPT: Final = timedelta(days=14)
# Nothing passes a document that could not be sent; of a packet's statuses the next may still arrive.
_IN_THE_WAY: Final = Q(state__in=sorted(OPEN)) | Q(state=DispatchState.DEAD, consignment__isnull=False)


def deliver(*, dispatch_id: int, now: datetime) -> DispatchState | None:
    """Try one dispatch; its state afterwards, ``None`` when it was not its turn."""
    with translation.override(settings.LANGUAGE_CODE):  # the words are kept
        dispatch = _claimed(dispatch_id, now)
        if dispatch is None:
            return None
        if dispatch.via == INSIDE:
            return _inside(dispatch, now)
        try:
            receipt = connector(dispatch.via).send(parcel_of(dispatch))
        except Problem as problem:  # Unreachable, AxisRefused, a file that waits for the scanner
            return _failed(dispatch.pk, problem, now)
        return _settled(dispatch.pk, receipt, now)


@transaction.atomic
def _claimed(dispatch_id: int, now: datetime) -> Dispatch | None:
    """Mark it as being sent, unless it is not due, another has it, or something of its line stands before it."""
    row = Dispatch.objects.select_for_update(of=("self",)).select_related("message").filter(pk=dispatch_id).first()
    if row is None or row.state not in OPEN or row.next_at is None or row.next_at > now:
        return None
    if Dispatch.objects.filter(_IN_THE_WAY, line=row.line, pk__lt=row.pk).exists():
        return None
    row.state, row.attempts = DispatchState.SENDING, row.attempts + 1
    row.next_at = now + timedelta(seconds=rules().lease_seconds)
    row.via = way_to(inside=False) if row.via == NOWHERE else row.via  # a connector may have been set since
    row.save(update_fields=["state", "attempts", "next_at", "via"])
    if row.consignment_id is not None:
        Consignment.objects.filter(pk=row.consignment_id, state__in=sorted(ON_THE_WAY)).update(
            state=ConsignmentState.SENDING
        )
    return row


def _inside(dispatch: Dispatch, now: datetime) -> DispatchState:
    """Delivered and written down in one transaction: both agencies have it, or neither."""
    try:
        with transaction.atomic():
            receipt = inside.deliver(dispatch, now=now)
            return _settled(dispatch.pk, receipt, now)
    except Problem as problem:
        return _failed(dispatch.pk, problem, now)


@transaction.atomic
def _settled(dispatch_id: int, receipt: Receipt, now: datetime) -> DispatchState:
    row = Dispatch.objects.select_for_update().get(pk=dispatch_id)
    if row.state == DispatchState.SENT:
        return DispatchState.SENT  # another try of the same was faster
    row.state, row.next_at, row.why, row.sent_at = DispatchState.SENT, None, "", now
    row.axis_id = receipt.axis_id
    row.save(update_fields=["state", "next_at", "why", "sent_at", "axis_id"])
    if row.consignment_id is not None:
        _sent(row.consignment_id, row, now)
    following = Dispatch.objects.filter(line=row.line, pk__gt=row.pk, state=DispatchState.QUEUED).order_by("pk").first()
    if following is not None:
        wake([following.pk])
    return DispatchState.SENT


def _sent(consignment_id: int, row: Dispatch, now: datetime) -> None:
    consignment = Consignment.objects.select_for_update().get(pk=consignment_id)
    if consignment.message_id == row.message_id and consignment.state in ON_THE_WAY:
        # A status that was faster than the axis's answer has moved it on already.
        consignment.state = ConsignmentState.SENT
    consignment.sent_at = consignment.sent_at or now
    consignment.changed_at = now
    consignment.save(update_fields=["state", "sent_at", "changed_at"])
    step(consignment, now, note=_("Bên nhận đã ghi nhận"))
    audit.record(SYSTEM, "exchange.taken", ("consignment", consignment.pk), now=now, detail={"key": str(row.key)})


@transaction.atomic
def _failed(dispatch_id: int, problem: Problem, now: datetime) -> DispatchState:
    """Later, ever later; after the last rung, or when it was refused, dead: the văn thư sees it and may send it again."""
    row = Dispatch.objects.select_for_update().get(pk=dispatch_id)
    if row.state not in OPEN:
        return DispatchState(row.state)
    row.why = str(problem)
    ladder = rules().retry_seconds
    if isinstance(problem, AxisRefused) or _given_up(row, now):
        row.state, row.next_at = DispatchState.DEAD, None
        _log.warning("dispatch dead", dispatch=row.pk, attempts=row.attempts)
    else:
        pause = ladder[min(row.attempts, len(ladder)) - 1]
        row.state, row.next_at = DispatchState.QUEUED, now + timedelta(seconds=pause)
        wake([row.pk], pause)
    row.save(update_fields=["why", "state", "next_at"])
    if row.consignment_id is not None:
        consignment = Consignment.objects.select_for_update().get(pk=row.consignment_id)
        if consignment.state in ON_THE_WAY:
            dead = row.state == DispatchState.DEAD
            consignment.state = ConsignmentState.DEAD if dead else ConsignmentState.QUEUED
        consignment.changed_at = now
        consignment.save(update_fields=["state", "changed_at"])
        if row.state == DispatchState.DEAD:
            step(consignment, now, note=row.why)
            audit.record(SYSTEM, "exchange.dead", ("consignment", consignment.pk), now=now, reason=row.why)
    return DispatchState(row.state)


def _given_up(row: Dispatch, now: datetime) -> bool:
    """A document is given up to the văn thư, who sees it; a status, which nobody would send again, is tried for two weeks."""
    if row.consignment_id is None:
        return now - row.created_at > _STATUS_KEPT
    return row.via == NOWHERE or row.attempts > len(rules().retry_seconds)


def sweep(*, now: datetime) -> int:
    """Wake whatever is due: a retry, a try whose process died, what was queued and lost its job. How many.

    What waits behind another of its line is woken by that one.
    """
    before = Dispatch.objects.filter(_IN_THE_WAY, line=OuterRef("line"), pk__lt=OuterRef("pk"))
    rows = Dispatch.objects.filter(~Exists(before), state__in=sorted(OPEN), next_at__lte=now)
    due = list(rows.order_by("next_at").values_list("pk", flat=True)[:_AT_ONCE])
    wake(due)
    return len(due)

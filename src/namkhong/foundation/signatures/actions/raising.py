"""Raising a signature to the level that was wanted: a time stamp, then what the issuers say. Nothing is ever left weaker
in silence: what could not be had now is tried again every few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as stored
from namkhong.foundation.signatures import pades, queries, trust
from namkhong.foundation.signatures.actions.documents import keep, locked
from namkhong.foundation.signatures.conf import conf
from namkhong.foundation.signatures.errors import NoSuchSigning, ServerSilent
from namkhong.foundation.signatures.events import LevelReached
from namkhong.foundation.signatures.models import Signing
from namkhong.foundation.signatures.states import SigningState
from namkhong.foundation.signatures.types import Level
from namkhong.kernel import events
from namkhong.kernel.actor import Actor

_TIMEOUT: Final = 10  # seconds
_AGAIN: Final = timedelta(minutes=4)
_MOST: Final = 200  # in one round


def raised(pdf: bytes, field: str, reached: Level, wanted: Level, now: datetime) -> tuple[bytes, Level]:
    """The file with as much of the wanted proof as the servers give now, and how far that is."""
    address = conf().tsa_url
    try:
        if wanted.rank >= Level.T.rank and reached is Level.B:
            if not address:
                return pdf, reached
            pdf, reached = pades.stamped(pdf, tsa=_tsa(address), context=None), Level.T
        if wanted.rank >= Level.LT.rank and reached is Level.T:
            pdf, reached = pades.with_evidence(pdf, field=field, context=_context(now)), Level.LT
        if wanted is Level.LTA and reached is Level.LT and address:
            pdf, reached = pades.stamped(pdf, tsa=_tsa(address), context=_context(now)), Level.LTA
    except ServerSilent:
        return pdf, reached
    return pdf, reached


def _tsa(address: str) -> RequestsHTTPTimeStamper:
    return RequestsHTTPTimeStamper(address, timeout=_TIMEOUT)


def _context(now: datetime) -> ValidationContext:
    return trust.collecting(queries.stores(), (), now)


@transaction.atomic
def raise_level(*, signing_id: UUID, actor: Actor, now: datetime) -> Level:
    """Try once to bring a signature to its level; how far it is now. Twice is once.

    :raises NoSuchSigning: when there is none, or it is not signed.
    """
    document_id = Signing.objects.filter(pk=signing_id).values_list("document_id", flat=True).first()
    if document_id is None:
        raise NoSuchSigning
    document = locked(document_id)
    row = Signing.objects.select_related("certificate").get(pk=signing_id)
    if row.state == SigningState.SIGNED:
        return Level(row.reached)
    if row.state != SigningState.WAITING_UPGRADE:
        raise NoSuchSigning
    before, wanted = Level(row.reached), Level(row.wanted)
    busy = document.signings.filter(state=SigningState.SIGNING).exists()
    pdf, reached = (b"", before) if busy else raised(stored.read(document.file_id), row.field, before, wanted, now)
    row.tried_at = now
    if reached is not before:
        document.file_id = row.file_id = keep(pdf, stored.file(document.file_id).name, now)
        document.save(update_fields=["file_id"])
        row.reached = reached
        row.state = SigningState.SIGNED if reached.rank >= wanted.rank else SigningState.WAITING_UPGRADE
        detail = {"file": str(row.file_id), "reached": reached.value, "wanted": wanted.value}
        audit.record(actor, "signatures.level_raised", ("signing", str(row.pk)), now=now, detail=detail)
    row.save(update_fields=["tried_at", "reached", "state", "file_id"])
    if row.state == SigningState.SIGNED:
        events.publish(
            LevelReached(document_id=str(document.pk), signing_id=str(row.pk), file_id=str(row.file_id), at=now)
        )
    return reached


def raise_waiting(*, actor: Actor, now: datetime) -> int:
    """Try all that wait; how many have reached their level. Each is its own transaction."""
    waiting = Signing.objects.filter(state=SigningState.WAITING_UPGRADE, tried_at__lte=now - _AGAIN)
    reached = 0
    for signing_id, wanted in list(waiting.order_by("tried_at", "id").values_list("id", "wanted")[:_MOST]):
        reached += raise_level(signing_id=signing_id, actor=actor, now=now).rank >= Level(wanted).rank
    return reached

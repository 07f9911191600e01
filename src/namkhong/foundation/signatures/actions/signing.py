"""Signing: claimed under a lock, signed by the provider without one, embedded under a lock again.

Many documents are one authorisation. What fails for one document does not stop the others; nothing is signed twice.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as stored
from namkhong.foundation.signatures import certificates, marks, pades, policies, preparing, providers, queries
from namkhong.foundation.signatures.actions import raising
from namkhong.foundation.signatures.actions.documents import keep, locked
from namkhong.foundation.signatures.certificates import Parsed
from namkhong.foundation.signatures.conf import conf
from namkhong.foundation.signatures.errors import (
    AlreadySigned,
    KeyUnavailable,
    NoSuchCertificate,
    NoSuchSigning,
    ServerSilent,
    SignedElsewhere,
    ValueRefused,
    WrongSecret,
)
from namkhong.foundation.signatures.events import FieldSigned
from namkhong.foundation.signatures.models import Certificate, SignedDocument, Signing
from namkhong.foundation.signatures.pades import Begun
from namkhong.foundation.signatures.states import DONE, SigningState, may_move
from namkhong.foundation.signatures.types import FieldKind, Handed, Level, SigningCard
from namkhong.kernel import events
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem

_ABANDONED: Final = timedelta(minutes=15)  # a claim nobody finished: the process died, or the token was never used
_TSA_TIMEOUT: Final = 10  # seconds


@dataclass(frozen=True, slots=True)
class _Claim:
    signing_id: UUID
    begun: Begun
    base_file: UUID
    begun_at: datetime


def _certificate(certificate_id: int) -> tuple[Certificate, Parsed]:
    row = Certificate.objects.filter(pk=certificate_id).first()
    if row is None:
        raise NoSuchCertificate
    return row, certificates.parsed(bytes(row.der), bytes(row.chain))


def _row(signing_id: UUID, actor: Actor) -> Signing:
    """The signing, its document locked for this transaction."""
    document_id = Signing.objects.filter(pk=signing_id).values_list("document_id", flat=True).first()
    if document_id is None or not actor.is_official:
        raise NoSuchSigning
    locked(document_id)
    return Signing.objects.select_related("document", "certificate").get(pk=signing_id)


@transaction.atomic
def _claim(signing_id: UUID, certificate: Certificate, parsed: Parsed, actor: Actor, now: datetime) -> _Claim:
    row = _row(signing_id, actor)
    block = policies.require_signer(actor, row, now)
    policies.require_certificate(certificate, row, actor, now)
    others = list(row.document.signings.all())
    if any(_busy(other, now) for other in others) or row.state in DONE:
        raise AlreadySigned
    pdf = stored.read(row.document.file_id)
    policies.require_turn(row, others, queries.box_values(pdf, row.document.boxes))
    with marks.Style(_mark(row, certificate, pdf, now)) as style:
        begun = pades.begin(pdf, field=row.field, parsed=parsed, now=now, style=style)
    row.state, row.begun_at, row.certificate, row.block = SigningState.SIGNING, now, certificate, list(block)
    row.save(update_fields=["state", "begun_at", "certificate", "block"])
    detail = {"field": row.field, "certificate": certificate.fingerprint, "block": list(block)}
    audit.record(actor, "signatures.begun", ("signing", str(row.pk)), now=now, detail=detail)
    return _Claim(row.pk, begun, row.document.file_id, now)


def _busy(row: Signing, now: datetime) -> bool:
    fresh = row.begun_at is not None and row.begun_at > now - _ABANDONED
    return row.state == SigningState.SIGNING and fresh


def _mark(row: Signing, certificate: Certificate, pdf: bytes, now: datetime) -> bytes:
    """The page drawn into the field."""
    place, kind = preparing.place_of(pdf, row.field), FieldKind(row.kind)
    if kind is FieldKind.COPY:
        return marks.drawn(
            place, lines=marks.copy_lines(marks.copy_kind(row.field), certificate.subject, now), right=True
        )
    if kind is FieldKind.ATTACHMENT:
        values = [value for value in queries.box_values(pdf, row.document.boxes).values() if value]
        lines = marks.attachment_lines(values[0], now) if values else marks.plain_lines(certificate.subject, now)
        return marks.drawn(place, lines=lines, right=True)
    if certificate.image_file_id is not None:
        return marks.drawn(place, image=stored.read(certificate.image_file_id))
    return marks.drawn(place, lines=marks.plain_lines(certificate.subject, now), size=8.0)


def sign(
    *, signing_ids: Sequence[UUID], certificate_id: int, secret: str, actor: Actor, now: datetime
) -> dict[UUID, SigningCard | Problem]:
    """Sign one or many with one key and one authorisation; for each what became of it: its card, or the refusal.

    :raises NoSuchCertificate: no such certificate.
    :raises WrongSecret, KeyUnavailable, SignedElsewhere: nothing was signed, every document is as before.
    """
    certificate, parsed = _certificate(certificate_id)
    if certificate.provider == "elsewhere":
        raise SignedElsewhere
    done: dict[UUID, SigningCard | Problem] = {}
    claims: list[_Claim] = []
    for signing_id in dict.fromkeys(signing_ids):
        try:
            claims.append(_claim(signing_id, certificate, parsed, actor, now))
        except Problem as problem:
            done[signing_id] = problem
    if not claims:
        return done
    key = providers.Key(certificate.key_label, parsed)
    try:
        values = providers.provider(certificate.provider)(key, [one.begun.signed_attrs for one in claims], secret)
    except (WrongSecret, KeyUnavailable):
        for claim in claims:
            _give_up(claim, SigningState.PREPARED, actor, now)
        raise
    for claim, value in zip(claims, values, strict=True):
        try:
            done[claim.signing_id] = _embedded(claim, value, parsed, actor, now)
        except Problem as problem:
            _give_up(claim, SigningState.FAILED, actor, now)
            done[claim.signing_id] = problem
    return done


@transaction.atomic
def _give_up(claim: _Claim, state: SigningState, actor: Actor, now: datetime) -> None:
    row = _row(claim.signing_id, actor)
    if (
        row.state != SigningState.SIGNING
        or row.begun_at != claim.begun_at
        or not may_move(SigningState(row.state), state)
    ):
        return
    row.state, row.begun_at = state, None
    row.save(update_fields=["state", "begun_at"])
    audit.record(actor, "signatures.not_signed", ("signing", str(row.pk)), now=now, detail={"state": state.value})


def _embedded(claim: _Claim, value: bytes, parsed: Parsed, actor: Actor, now: datetime) -> SigningCard:
    """Put the value into the file, with as much proof as can be had now, and keep it."""
    wanted = Level(Signing.objects.values_list("wanted", flat=True).get(pk=claim.signing_id))
    pdf, reached = _with_value(claim.begun, value, parsed, wanted)
    return _kept(claim, pdf, reached, actor, now)


def _with_value(begun: Begun, value: bytes, parsed: Parsed, wanted: Level) -> tuple[bytes, Level]:
    address = conf().tsa_url
    if wanted.rank >= Level.T.rank and address:
        try:
            tsa = RequestsHTTPTimeStamper(address, timeout=_TSA_TIMEOUT)
            return pades.embed(begun, value, parsed=parsed, tsa=tsa), Level.T
        except ServerSilent:
            pass  # signed without; the upgrade waits and says so
    return pades.embed(begun, value, parsed=parsed), Level.B


@transaction.atomic
def _kept(claim: _Claim, pdf: bytes, reached: Level, actor: Actor, now: datetime) -> SigningCard:
    row = _row(claim.signing_id, actor)
    document: SignedDocument = row.document
    current = row.state == SigningState.SIGNING and row.begun_at == claim.begun_at
    if not current or document.file_id != claim.base_file:
        raise AlreadySigned
    wanted = Level(row.wanted)
    pdf, reached = raising.raised(pdf, row.field, reached, wanted, now) if reached is not Level.B else (pdf, reached)
    name = stored.file(document.file_id).name
    document.file_id = row.file_id = keep(pdf, name, now)
    document.save(update_fields=["file_id"])
    row.state = SigningState.SIGNED if reached.rank >= wanted.rank else SigningState.WAITING_UPGRADE
    row.reached, row.signed_at, row.account_id = reached, now, actor.account_id
    row.value_sha256 = pades.value_digest(pdf, row.field)
    row.begun, row.begun_file_id = {}, None
    row.tried_at = now if row.state == SigningState.WAITING_UPGRADE else None
    row.save()
    detail = {"file": str(row.file_id), "reached": reached.value, "wanted": wanted.value, "value": row.value_sha256}
    audit.record(actor, "signatures.signed", ("signing", str(row.pk)), now=now, detail=detail)
    events.publish(FieldSigned(document_id=str(document.pk), signing_id=str(row.pk), file_id=str(row.file_id), at=now))
    return queries.signing_card(row)


def hand_out(*, signing_id: UUID, certificate_id: int, actor: Actor, now: datetime) -> Handed:
    """What a token on the signer's own machine is to sign. The place in the file is kept free until it comes back.

    Asking again within a quarter of an hour gives the same bytes again.
    """
    certificate, parsed = _certificate(certificate_id)
    again = Signing.objects.filter(pk=signing_id, state=SigningState.SIGNING, certificate=certificate).first()
    if again is not None and again.begun and _busy(again, now):
        policies.require_signer(actor, again, now)
        return _handed(signing_id, _begun(again))
    claim = _claim(signing_id, certificate, parsed, actor, now)
    with transaction.atomic():
        row = _row(signing_id, actor)
        begun = claim.begun
        row.begun_file_id = keep(begun.pdf, "dang-ky.pdf", now)
        row.begun = {
            "digest": begun.document_digest.hex(),
            "start": begun.start,
            "end": begun.end,
            "attrs": base64.b64encode(begun.signed_attrs).decode(),
            "base": str(claim.base_file),
        }
        row.save(update_fields=["begun", "begun_file_id"])
    return _handed(signing_id, begun)


def _handed(signing_id: UUID, begun: Begun) -> Handed:
    return Handed(signing_id, begun.signed_attrs, hashlib.sha256(begun.signed_attrs).digest())


def _begun(row: Signing) -> Begun:
    if row.begun_file_id is None:
        raise NoSuchSigning
    return Begun(
        pdf=stored.read(row.begun_file_id),
        document_digest=bytes.fromhex(row.begun["digest"]),
        start=row.begun["start"],
        end=row.begun["end"],
        signed_attrs=base64.b64decode(row.begun["attrs"]),
    )


def take_back(*, signing_id: UUID, value: bytes, actor: Actor, now: datetime) -> SigningCard:
    """Embed what the token signed. A value that does not fit is refused and the place stays open; the same value again
    gives the same answer.

    :raises ValueRefused: not this document's or not this certificate's.
    """
    row = Signing.objects.select_related("document", "certificate").filter(pk=signing_id).first()
    if row is None or row.certificate is None:
        raise NoSuchSigning
    policies.require_signer(actor, row, now)
    if row.state in DONE and row.value_sha256 == hashlib.sha256(value).hexdigest():
        return queries.signing_card(row)
    if row.state != SigningState.SIGNING or row.begun_at is None or not row.begun:
        raise AlreadySigned
    policies.require_certificate(row.certificate, row, actor, now)
    parsed = certificates.parsed(bytes(row.certificate.der), bytes(row.certificate.chain))
    claim = _Claim(row.pk, _begun(row), UUID(row.begun["base"]), row.begun_at)
    if not certificates.matches(parsed.certificate, value, claim.begun.signed_attrs):
        raise ValueRefused
    return _embedded(claim, value, parsed, actor, now)

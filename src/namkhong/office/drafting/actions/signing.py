"""Initials, the leader's signature, the agency's: one authorisation for many drafts, what fails for one stops no other.

The keys are ``signatures``'; here a draft goes on when its file carries what it must. If this process dies after the key has
signed, the event of ``signatures`` brings the draft on (``note_signed``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import MayNotSign
from namkhong.foundation.signatures import actions as signatures
from namkhong.foundation.signatures import queries as signed
from namkhong.foundation.signatures.types import FieldKind
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem
from namkhong.kernel.worktime import closing_of
from namkhong.office.drafting import policies, queries
from namkhong.office.drafting.actions.doing import Doing
from namkhong.office.drafting.errors import BlockChanged, ChangedMeanwhile, NoSuchDraft, NotYours
from namkhong.office.drafting.models import Draft, DraftFile
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.queries.signing import DONE, SIGNER, seals_of
from namkhong.office.drafting.states import Move, State
from namkhong.office.drafting.types import DraftCard

Outcomes = dict[int, DraftCard | Problem]


def sign(*, draft_ids: Sequence[int], certificate_id: int, secret: str, actor: Actor, now: datetime) -> Outcomes:
    """Put her initials or her signature on drafts; for each its card, or why not.

    :raises WrongSecret, KeyUnavailable, SignedElsewhere, NoSuchCertificate: nothing was signed.
    """
    done: Outcomes = {}
    wanted: dict[int, UUID] = {}
    for draft_id in dict.fromkeys(draft_ids):
        try:
            wanted[draft_id] = _next_field(draft_id, actor, now)
        except Problem as problem:
            done[draft_id] = problem
    if wanted:
        ids = list(wanted.values())
        answers = signatures.sign(signing_ids=ids, certificate_id=certificate_id, secret=secret, actor=actor, now=now)
        for draft_id, signing_id in wanted.items():
            answer = answers[signing_id]
            done[draft_id] = answer if isinstance(answer, Problem) else _went_on(draft_id, actor, now)
    return done


def _next_field(draft_id: int, actor: Actor, now: datetime) -> UUID:
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None or not policies.sees(actor, draft):
        raise NoSuchDraft
    if draft.now_in is not State.SIGNING:
        raise ChangedMeanwhile
    policies.require(actor, Ability.SIGN, draft)
    fields = queries.fields_for(draft, actor)
    if not fields:
        raise NotYours
    if draft.signer_id == actor.account_id:
        _same_block(draft, now)
    return fields[0]


def _same_block(draft: Draft, now: datetime) -> None:
    """What stands above the signature must be what she may sign as today."""
    try:
        block = organisations.signature_block(draft.signer_id or 0, draft.agency_id, clock.local_date(now))
    except MayNotSign as error:
        raise BlockChanged from error
    if list(block.lines) != draft.block:
        raise BlockChanged


def _went_on(draft_id: int, actor: Actor, now: datetime) -> DraftCard:
    document = Draft.objects.values_list("signed_document", flat=True).get(pk=draft_id)
    if document is not None:
        note_signed(signed_document=document, actor=actor, now=now)
    return queries.card(Draft.objects.get(pk=draft_id))


def seal(*, draft_ids: Sequence[int], certificate_id: int, secret: str, actor: Actor, now: datetime) -> Outcomes:
    """The agency's signature on documents that have their number, and on each annex in a file of its own.

    A document of which an annex failed stays to be sealed; the next attempt signs only what is missing.

    :raises WrongSecret, KeyUnavailable, SignedElsewhere, NoSuchCertificate: nothing was signed.
    """
    done: Outcomes = {}
    wanted: dict[int, list[UUID]] = {}
    for draft_id in dict.fromkeys(draft_ids):
        try:
            wanted[draft_id] = _seals(draft_id, actor)
        except Problem as problem:
            done[draft_id] = problem
    if wanted:
        ids = [one for fields in wanted.values() for one in fields]
        answers = signatures.sign(signing_ids=ids, certificate_id=certificate_id, secret=secret, actor=actor, now=now)
        for draft_id, fields in wanted.items():
            refused = [answer for one in fields if isinstance(answer := answers[one], Problem)]
            card = _went_on(draft_id, actor, now)
            done[draft_id] = refused[0] if refused else card
    return done


def _seals(draft_id: int, actor: Actor) -> list[UUID]:
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None or not policies.sees(actor, draft) or draft.signed_document is None:
        raise NoSuchDraft
    if draft.now_in is not State.SEALING:
        raise ChangedMeanwhile
    policies.require(actor, Ability.SEAL, draft)
    annexes = DraftFile.objects.filter(draft=draft, signed_document__isnull=False).order_by("position")
    files = [draft.signed_document, *(one.signed_document for one in annexes if one.signed_document)]
    return [card.id for card in seals_of(files, actor)]


@transaction.atomic
def note_signed(*, signed_document: UUID, actor: Actor, now: datetime) -> None:
    """A field of a file carries a signature: bring the draft as far as its file is. Twice is once; other rooms' files are nothing here."""
    annex = DraftFile.objects.filter(signed_document=signed_document).values_list("draft_id", flat=True).first()
    rows = Draft.objects.select_for_update()
    draft = rows.filter(pk=annex).first() if annex else rows.filter(signed_document=signed_document).first()
    if draft is None or draft.signed_document is None:
        return
    cards = signed.signings(draft.signed_document, Actor.system("Hệ thống"))
    finished = [card.field for card in cards if card.state in DONE]
    new = [name for name in finished if name not in draft.signed_fields]
    draft.signed_fields = [*draft.signed_fields, *new]
    doing = Doing(draft, actor, max(now, draft.moved_at))
    if draft.now_in is State.SIGNING and new:
        if SIGNER in finished:
            calendar = calendars.work_calendar(organisations.calendar_of(draft.agency_id), now=doing.now)
            draft.signed_at, draft.issue_by = doing.now, closing_of(calendar, doing.now, 1)
            doing.move(Move.ALL_SIGNED, State.NUMBERING, fields=("signed_fields", "signed_at", "issue_by"))
        else:
            doing.move(Move.SIGNED, State.SIGNING, fields=("signed_fields",))
    elif draft.now_in is State.SEALING and _sealed(draft, {card.kind for card in cards if card.state in DONE}):
        doing.move(Move.SEALED, State.ISSUING, fields=("signed_fields",))


def _sealed(draft: Draft, kinds: set[FieldKind]) -> bool:
    """The agency has signed the document and every annex of it."""
    if FieldKind.SEAL not in kinds:
        return False
    annexes = DraftFile.objects.filter(draft=draft, signed_document__isnull=False)
    system = Actor.system("Hệ thống")
    return not seals_of([one.signed_document for one in annexes if one.signed_document], system)

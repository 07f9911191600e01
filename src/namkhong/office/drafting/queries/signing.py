"""What waits for somebody's signature, and which fields of a file are hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from namkhong.foundation.signatures import queries as signatures
from namkhong.foundation.signatures.types import FieldKind, SigningCard, SigningState
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.queries.lists import PAGE, line
from namkhong.office.drafting.states import State
from namkhong.office.drafting.types import DraftLine

DONE: Final = frozenset({SigningState.SIGNED, SigningState.WAITING_UPGRADE})
INITIALS: Final = "KyNhay"
SIGNER: Final = "NguoiKy"


@dataclass(frozen=True, slots=True)
class ToSign:
    """One draft on somebody's list; ``turn`` = nothing comes before her; ``initials`` = it is her initials that are missing."""

    line: DraftLine
    turn: bool
    initials: bool


def rows_to_sign(actor: Actor) -> QuerySet[Draft]:
    """Drafts whose file has a place for her that is still empty."""
    account = actor.account_id or 0
    hers = Q(signer=account) | Q(initialers__contains=[account])
    return Draft.objects.filter(hers, state=State.SIGNING)


def to_sign(actor: Actor, cursor: str = "", *, now: datetime) -> Page[ToSign]:
    """What she is to sign, the oldest first; two queries.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = rows_to_sign(actor)
    if cursor:
        moved, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(moved_at__gt=moved) | Q(moved_at=moved, pk__gt=last))
    found = list(rows.select_related("unit").order_by("moved_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].moved_at, found[-1].pk)
    lines = [ToSign(line(row, now), _turn(row, actor), _initials(row, actor)) for row in found if _open(row, actor)]
    return Page(lines, following)


def count_to_sign(actor: Actor) -> BoundedCount:
    """How many, never counted past a thousand."""
    return BoundedCount(len(rows_to_sign(actor).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]))


def own_fields(draft: Draft, actor: Actor) -> list[str]:
    """The names of the fields that are hers and empty, initials before the signature."""
    mine = [
        f"{INITIALS}{index}" for index, account in enumerate(draft.initialers, 1) if account == actor.account_id
    ] + ([SIGNER] if draft.signer_id == actor.account_id else [])
    return [name for name in mine if name not in draft.signed_fields]


def _open(draft: Draft, actor: Actor) -> bool:
    return bool(own_fields(draft, actor))


def _initials(draft: Draft, actor: Actor) -> bool:
    return own_fields(draft, actor)[:1] != [SIGNER]


def _turn(draft: Draft, actor: Actor) -> bool:
    """The signer signs when all initials are there."""
    missing = [f"{INITIALS}{index}" for index in range(1, len(draft.initialers) + 1)]
    return _initials(draft, actor) or all(name in draft.signed_fields for name in missing)


def fields_for(draft: Draft, actor: Actor) -> list[UUID]:
    """The signings this actor may do now on a draft's file, in their order."""
    if draft.signed_document is None:
        return []
    names = own_fields(draft, actor)
    cards = signatures.signings(draft.signed_document, actor)
    return [card.id for card in cards if card.field in names and card.state not in DONE]


def seals_of(documents: list[UUID], actor: Actor) -> list[SigningCard]:
    """The agency's fields on these files that are still empty."""
    cards = [card for document in documents for card in signatures.signings(document, actor)]
    agency = {FieldKind.SEAL, FieldKind.ATTACHMENT}
    return [card for card in cards if card.kind in agency and card.state not in DONE]

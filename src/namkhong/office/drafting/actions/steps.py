"""The way of a draft up to the signature: submitted, checked, sent back, given up; and the file that is signed."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import MayNotSign
from namkhong.foundation.signatures import actions as signatures
from namkhong.foundation.signatures.types import FieldKind, Level, Place, Slot
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.drafting import chains, composing, queries
from namkhong.office.drafting.actions.doing import Doing, begin, words
from namkhong.office.drafting.errors import Missing
from namkhong.office.drafting.models import Draft, DraftFile, Step
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.previewing import frame_of
from namkhong.office.drafting.queries.drafts import content_of
from namkhong.office.drafting.states import CHECKING, Check, Move, State, after
from namkhong.office.drafting.types import DraftCard

SEAL_MM: Final = 36.0  # the real size of a round seal
_MM: Final = 72 / 25.4
_PDF: Final = "application/pdf"
_PASSES: Final = {State.CHECKING_CONTENT: Move.PASS_CONTENT, State.CHECKING_FORMAT: Move.PASS_FORMAT}
_OF_STATE: Final = {State.CHECKING_CONTENT: Check.CONTENT, State.CHECKING_FORMAT: Check.FORMAT}
_TOP_RIGHT: Final = Place(0, 365.0, 790.0, 552.0, 830.0)  # box 14: within the top margin
_HIDDEN: Final = Place(0, 0.0, 0.0, 1.0, 1.0)  # an annex knows the number of its document; its mark shows it


@transaction.atomic
def submit(*, draft_id: int, actor: Actor, now: datetime, note: str = "", revision: int | None = None) -> DraftCard:
    """Send it on: to the first check of the agency's chain, or to be signed where it has none.

    :raises Missing: it has no words, no signer, no receiver.
    """
    doing = begin(draft_id, Ability.CHANGE, Move.SUBMIT, revision, actor, now)
    draft = doing.draft
    if doing.done_before:
        return queries.card(draft)
    _complete(draft)
    checks, initials = chains.chain_of(organisations.agency(draft.agency_id), clock.local_date(doing.now))
    draft.checks, draft.initials = [one.value for one in checks], [one.value for one in initials]
    said = words(note, "note")
    target = after(checks, None)
    if target is State.SIGNING:
        _lock(doing, ())
    doing.move(Move.SUBMIT, target, note=said, fields=("checks", "initials", *_LOCKED))
    return queries.card(draft)


@transaction.atomic
def pass_check(*, draft_id: int, actor: Actor, now: datetime, note: str = "", revision: int | None = None) -> DraftCard:
    """Content or form is right: on to the next check, or into the file that is signed.

    :raises Missing: who is to sign may not today.
    """
    draft = Draft.objects.filter(pk=draft_id).first()
    state = draft.now_in if draft is not None else State.CHECKING_CONTENT
    move = _PASSES.get(state, Move.PASS_CONTENT)
    if revision is not None and draft is not None and draft.now_in not in CHECKING:
        last = Step.objects.filter(draft=draft, revision=revision + 1).first()
        move = Move(last.move) if last is not None and last.move in _PASSES.values() else move
    doing = begin(draft_id, Ability.CHECK, move, revision, actor, now)
    if doing.done_before:
        return queries.card(doing.draft)
    locked = doing.draft
    checks = tuple(Check(one) for one in locked.checks)
    target = after(checks, _OF_STATE[locked.now_in])
    said = words(note, "note")
    if target is State.SIGNING:
        _lock(doing, _initialers(doing))
    doing.move(move, target, note=said, fields=_LOCKED)
    return queries.card(locked)


_LOCKED: Final = ("signed_document", "signed_fields", "initialers", "block")


def _complete(draft: Draft) -> None:
    wrong = {}
    version = queries.newest(draft)
    family = queries.family_of(draft, clock.local_date(draft.created_at))
    if not version.body.strip() and not family.fields:
        wrong["body"] = _("Văn bản chưa có nội dung.")
    if draft.signer_id is None:
        wrong["signer"] = _("Xin chọn người ký.")
    if not draft.abbreviation and not draft.symbol:
        wrong["symbol"] = _("Xin ghi ký hiệu đơn vị soạn thảo, ví dụ VP, KT.")
    if not draft.recipients.exists():
        wrong["receivers"] = _("Xin ghi nơi nhận.")
    if wrong:
        raise Missing(wrong)


def _initialers(doing: Doing) -> tuple[int, ...]:
    """Whose initials go onto the page: those whose check asks for them, in the order of the checks, each once."""
    draft = doing.draft
    of_move = {Check.CONTENT.value: Move.PASS_CONTENT, Check.FORMAT.value: Move.PASS_FORMAT}
    submitted = Step.objects.filter(draft=draft, move=Move.SUBMIT).order_by("-revision").first()
    since = submitted.revision if submitted else 0
    who: list[int] = []
    for check in draft.initials:
        if of_move[check] is _PASSES.get(draft.now_in):
            by: int | None = doing.actor.account_id
        else:
            step = (
                Step.objects.filter(draft=draft, move=of_move[check], revision__gt=since).order_by("-revision").first()
            )
            by = step.by_id if step else None
        if by is not None and by != draft.signer_id and by not in who:
            who.append(by)
    return tuple(who)


def _lock(doing: Doing, initialers: tuple[int, ...]) -> None:
    """Lay the document out, put every field into it, and do the same for its annexes. From here only signatures are added."""
    draft, now = doing.draft, doing.now
    if draft.signer_id is None:
        raise Missing({"signer": _("Xin chọn người ký.")})
    try:
        block = organisations.signature_block(draft.signer_id, draft.agency_id, clock.local_date(now))
    except MayNotSign as error:
        raise Missing(
            {"signer": _("Người ký hôm nay không còn thẩm quyền. Xin trả lại để chọn người khác.")}
        ) from error
    frame = frame_of(draft, block=block.lines, signer=block.name, initials=len(initialers))
    version = queries.newest(draft)
    laid = composing.composed(frame, content_of(version, draft.urgency), queries.receivers_of(draft), at=now)
    slots = [
        Slot(
            f"KyNhay{index}",
            FieldKind.INITIALS,
            laid.places.get(f"KyNhay{index}", _beside(laid.places, index)),
            account,
        )
        for index, account in enumerate(initialers, 1)
    ]
    signer = laid.places["NguoiKy"]
    slots.append(Slot("NguoiKy", FieldKind.SIGNER, signer, draft.signer_id))
    slots += [
        Slot(name, kind, laid.places[name])
        for name, kind in (("So", FieldKind.NUMBER), ("Ngay", FieldKind.DATE))
        if name in laid.places
    ]
    slots.append(Slot("CoQuan", FieldKind.SEAL, seal_over(signer)))
    draft.signed_document = _prepared(doing, "van-ban.pdf", laid.pdf, slots)
    for annex in DraftFile.objects.filter(draft=draft).order_by("position"):
        fields = [Slot("So", FieldKind.NUMBER, _HIDDEN), Slot("PhuLuc", FieldKind.ATTACHMENT, _TOP_RIGHT)]
        annex.signed_document = signatures.prepare(
            file_id=annex.file, agency_id=draft.agency_id, slots=fields, wanted=Level.LT, actor=doing.actor, now=now
        )
        annex.save(update_fields=["signed_document"])
    draft.initialers, draft.signed_fields, draft.block = list(initialers), [], list(block.lines)


def _prepared(doing: Doing, name: str, pdf: bytes, slots: list[Slot]) -> UUID:
    card = files.store_generated(name=name, content=pdf, media_type=_PDF, now=doing.now, purpose="drafting")
    return signatures.prepare(
        file_id=card.id,
        agency_id=doing.draft.agency_id,
        slots=slots,
        wanted=Level.LT,
        actor=doing.actor,
        now=doing.now,
    )


def _beside(places: dict[str, Place], index: int) -> Place:
    """Where a layout keeps no place of its own for initials: left of the first, on the same line."""
    first = places["KyNhay1"]
    shift = (index - 1) * (first.width + 2)
    return Place(first.page, first.left + shift, first.bottom, first.right + shift, first.top)


def seal_over(signer: Place) -> Place:
    """The seal covers about a third of the signature on its left, at the same height (Decree 30/2020, Annex I, II.8)."""
    side = SEAL_MM * _MM
    right = signer.left + signer.width / 3
    middle = (signer.bottom + signer.top) / 2
    return Place(signer.page, right - side, middle - side / 2, right, middle + side / 2)


@transaction.atomic
def send_back(*, draft_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None) -> DraftCard:
    """Back to the drafter, with the reason. A file with signatures on it is not used again.

    :raises Missing: without a reason.
    """
    doing = begin(draft_id, Ability.RETURN, Move.RETURN, revision, actor, now)
    draft = doing.draft
    if doing.done_before:
        return queries.card(draft)
    why = words(reason, "reason", needed=_("Xin ghi lý do để người soạn biết sửa gì."))
    draft.signed_document, draft.signed_fields, draft.initialers, draft.block = None, [], [], []
    draft.signed_at, draft.issue_by = None, None
    DraftFile.objects.filter(draft=draft).update(signed_document=None)
    doing.move(Move.RETURN, State.RETURNED, note=why, fields=(*_LOCKED, "signed_at", "issue_by"))
    return queries.card(draft)


@transaction.atomic
def withdraw(*, draft_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None) -> DraftCard:
    """Give it up. It stays to be read."""
    doing = begin(draft_id, Ability.CHANGE, Move.WITHDRAW, revision, actor, now)
    if not doing.done_before:
        doing.move(Move.WITHDRAW, State.WITHDRAWN, note=words(reason, "reason"))
    return queries.card(doing.draft)

"""A step in which the applicant confirms a draft: sent, agreed, corrected, or agreed by silence at the exact moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import add_working_time
from namkhong.services.dossiers.actions.moving import Moving, begin, card, locked
from namkhong.services.dossiers.actions.papers import take
from namkhong.services.dossiers.errors import DraftClosed, DraftIsWaiting, Missing, WrongState
from namkhong.services.dossiers.events import DraftAnswered, DraftLapsed, DraftSent
from namkhong.services.dossiers.models import Dossier, DraftRound
from namkhong.services.dossiers.states import CONFIRMING, Move, State
from namkhong.services.dossiers.types import DossierCard, DraftAnswer, NewFile
from namkhong.services.procedures.types import ConfirmRule

_AT_ONCE: Final = 500
_SILENT: Final = frozenset({DraftAnswer.AGREED, DraftAnswer.SILENT})


@transaction.atomic
def send_draft(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    fields: Sequence[tuple[str, str]] = (),
    file: NewFile | UUID | None = None,
    revision: int | None = None,
) -> DossierCard:
    """Show the applicant the draft, as lines or as a file. She has the time the process gives her; silence is a yes.

    :raises Missing: nothing to show, or she was asked as often as the process allows.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.SEND_DRAFT, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    rule = _rule(moving)
    shown = [[text.one_line(label)[:200], text.clean(said)[:2_000]] for label, said in fields if text.clean(said)]
    if not shown and file is None:
        raise Missing("file", _("Xin điền nội dung bản dự thảo hoặc tải lên tệp để người nộp xem."))
    # Whatever is still open was left behind when the dossier was stopped in between.
    DraftRound.objects.filter(dossier=dossier, closed_at=None).update(closed_at=moving.now, answer=DraftAnswer.VOID)
    asked = list(DraftRound.objects.filter(dossier=dossier).order_by("number"))
    if sum(row.answer != DraftAnswer.VOID for row in asked) >= rule.rounds:
        raise Missing("file", _("Đã hỏi người nộp đủ %d lần. Xin sửa bản dự thảo rồi chuyển xử lý.") % rule.rounds)
    kept = None if file is None else take(file, actor=actor, now=moving.now, purpose="dossiers.draft")
    due = _until(moving, rule)
    DraftRound.objects.create(
        dossier=dossier,
        number=asked[-1].number + 1 if asked else 1,
        step_code=dossier.step_code,
        fields=shown,
        file_id=kept.id if kept else None,
        file_name=kept.name[:255] if kept else "",
        sent_at=moving.now,
        sent_by_id=actor.account_id,
        due_at=due,
    )
    step = moving.step(Move.SEND_DRAFT, public=False)
    dossier.step_kind = CONFIRMING
    dossier.step_started_at = moving.now
    legal = dossier.due_at
    dossier.step_due_at = legal if legal is not None and moving.now < legal < due else due
    moving.save("draft_sent")
    publish(DraftSent(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def answer_draft(
    *, dossier_id: int, actor: Actor, now: datetime, agreed: bool, words: str = "", revision: int | None = None
) -> DossierCard:
    """The applicant says that the draft is right, or what is wrong in it; the latter gives it back to the specialist.

    :raises Missing: wrong, but not what.
    :raises DraftClosed: her time is over.
    """
    move = Move.CONFIRM_DRAFT if agreed else Move.CORRECT_DRAFT
    moving = begin(dossier_id=dossier_id, actor=actor, move=move, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    asked = DraftRound.objects.select_for_update().filter(dossier=dossier, closed_at=None).first()
    if asked is None or moving.now > asked.due_at:
        raise DraftClosed
    if agreed:
        _close(asked, DraftAnswer.AGREED, moving.now, actor)
        _on(moving, "")
        return card(dossier)
    if not text.clean(words):
        raise Missing("words", _("Xin ghi chỗ nào chưa đúng và phải sửa thế nào."))
    asked.words = text.clean(words)
    _close(asked, DraftAnswer.CORRECTION, moving.now, actor)
    step = moving.step(Move.CORRECT_DRAFT, note=words)
    named = dossier.holder_account_id
    moving.give_to(dossier.step_index, agency_id=dossier.holder_agency_id)
    dossier.holder_account_id = named
    moving.save("draft_corrected")
    publish(DraftAnswered(step_id=step.pk, at=moving.now))
    return card(dossier)


def close_silent_drafts(now: datetime, *, dossier_id: int | None = None) -> int:
    """Every draft whose time is over counts as agreed, at the moment the time was over. Returns how many were closed.

    With ``dossier_id``, only that dossier's.
    """
    due = DraftRound.objects.filter(closed_at=None, due_at__lt=now).order_by("due_at", "pk")
    if dossier_id is not None:
        due = due.filter(dossier_id=dossier_id)
    found = list(due.values_list("pk", "dossier_id")[:_AT_ONCE])
    return sum(_close_silent(round_id, dossier_id, now) for round_id, dossier_id in found)


@transaction.atomic
def _close_silent(round_id: int, dossier_id: int, now: datetime) -> bool:
    dossier = locked(dossier_id)  # the applicant may be answering this very moment
    asked = DraftRound.objects.select_for_update().get(pk=round_id)
    if dossier is None or asked.closed_at is not None:
        return False
    system = Actor.system("Hệ thống")
    if not is_waiting(dossier) or dossier.step_code != asked.step_code:
        _close(asked, DraftAnswer.VOID, now, system)
        return True
    moving = Moving(dossier, system, max(asked.due_at, dossier.step_started_at or asked.due_at))
    _close(asked, DraftAnswer.SILENT, moving.now, system)
    with translation.override(settings.LANGUAGE_CODE):  # it is kept
        words = _("Không trả lời trong thời hạn, được coi là đồng ý.")
    _on(moving, words)
    return True


def is_waiting(dossier: Dossier) -> bool:
    """Does the applicant have the draft just now?"""
    return dossier.now_in is State.IN_PROGRESS and dossier.step_kind == CONFIRMING


def require_confirmed(moving: Moving, note: str) -> None:
    """May the specialist go on by hand: after a yes she was sent back behind, or when she may ask no more.

    :raises DraftIsWaiting: the applicant has it.
    :raises Missing: she was not asked yet, or there is no word on what was corrected.
    """
    rule = _rule(moving)
    asked = list(DraftRound.objects.filter(dossier=moving.dossier).order_by("number"))
    if asked and asked[-1].closed_at is None:
        raise DraftIsWaiting(asked[-1].due_at)
    counted = [row for row in asked if row.answer != DraftAnswer.VOID]
    if counted and counted[-1].answer in _SILENT:
        return
    if len(counted) < rule.rounds:
        raise Missing("note", _("Xin gửi bản dự thảo cho người nộp xác nhận trước khi chuyển xử lý."))
    if not text.clean(note):
        raise Missing("note", _("Người nộp đã báo chỗ sai. Xin ghi đã sửa thế nào rồi mới chuyển xử lý."))


def _rule(moving: Moving) -> ConfirmRule:
    step = moving.process.steps[moving.dossier.step_index]
    if step.confirm is None or moving.dossier.step_kind == CONFIRMING:
        raise WrongState(moving.dossier.step_name)
    return step.confirm


def _until(moving: Moving, rule: ConfirmRule) -> datetime:
    if rule.counting == "calendar":
        return moving.now + timedelta(hours=rule.hours)
    return add_working_time(moving.hours.calendar, moving.now, rule.hours * 3_600)


def _close(asked: DraftRound, answer: DraftAnswer, now: datetime, actor: Actor) -> None:
    asked.answer, asked.closed_at, asked.answered_by_id = answer, now, actor.account_id
    asked.save(update_fields=["answer", "closed_at", "answered_by", "words"])


def _on(moving: Moving, note: str) -> None:
    """She agrees: the next step begins."""
    step = moving.step(Move.CONFIRM_DRAFT, note=note)
    moving.give_to(moving.dossier.step_index + 1)
    moving.save("draft_lapsed" if note else "draft_confirmed")
    event = DraftLapsed if note else DraftAnswered
    publish(event(step_id=step.pk, at=moving.now))

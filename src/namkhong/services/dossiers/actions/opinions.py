"""Parallel opinions: several agencies are asked at once; the step waits for each as its rule says, the law's clock runs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Limit, LimitUnit, parse_limit, reckon
from namkhong.services.dossiers import clocks, frozen
from namkhong.services.dossiers.actions.moving import Moving, begin, card, locked
from namkhong.services.dossiers.actions.papers import take
from namkhong.services.dossiers.errors import Missing, NoSuchQuestion, NotYours, OpinionsOpen, WrongState
from namkhong.services.dossiers.errors import OpinionClosed as AlreadyClosed
from namkhong.services.dossiers.events import OpinionAsked, OpinionClosed, OpinionDrafted, OpinionOverdue
from namkhong.services.dossiers.models import Dossier, Opinion, OpinionRequest
from namkhong.services.dossiers.policies import asked as policies_asked
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import Closing, DossierCard, NewFile, Verdict
from namkhong.services.procedures.types import OpinionRule, ProcessStep, Silence

ASKED_AT_MOST: Final = 2  # "asked again": once more, then it blocks
AGENCIES_AT_ONCE: Final = 20
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, for how long, and what silence means."""

    text: str
    limit: Limit
    silence: Silence


@transaction.atomic
def ask_opinions(
    *, dossier_id: int, agency_ids: Collection[int], question: Question, actor: Actor, now: datetime,
    revision: int | None = None,
) -> DossierCard:  # fmt: skip
    """Ask several agencies at once. One that was asked and has not answered is not asked a second time.

    Those the process prescribes get the time and the rule of the process, whatever else was chosen.

    :raises Missing: without a question, an agency, or a time in working hours or days.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.FORWARD, revision=revision, now=now)
    dossier = moving.dossier
    if not actor.is_official:  # a program may forward, but what is asked of another agency is asked by a person
        raise NotYours
    if moving.done_before or dossier.step_kind != "work":
        raise WrongState(dossier.step_name)
    said = text.clean(question.text)
    if not said:
        raise Missing("question", _("Xin ghi rõ cần hỏi ý kiến về việc gì."))
    if question.limit.unit not in {LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY}:
        raise Missing("limit", _("Thời hạn trả lời tính bằng giờ hoặc ngày làm việc."))
    wanted = sorted(set(agency_ids))
    if not wanted:
        raise Missing("agency", _("Xin chọn cơ quan, đơn vị cần hỏi."))
    if len(wanted) > AGENCIES_AT_ONCE:
        raise Missing("agency", _("Mỗi lần hỏi tối đa %d cơ quan.") % AGENCIES_AT_ONCE)
    rules = prescribed(moving.process.steps[dossier.step_index], dossier)
    waiting = set(OpinionRequest.objects.filter(dossier=dossier, closed_at=None).values_list("agency_id", flat=True))
    for agency_id in wanted:
        if agency_id not in waiting:
            _ask(moving, agency_id, said, question, rules.get(agency_id))
    return card(dossier)


@transaction.atomic
def draft_opinion(
    *, request_id: int, verdict: Verdict, words: str, actor: Actor, now: datetime, file: NewFile | UUID | None = None
) -> int:
    """A specialist of the asked agency writes the answer; her head is told. Returns the id of what she wrote."""
    request, _dossier = _for_answer(request_id, actor, sign=False)
    written = _write(request, verdict, words, actor, now, file=file, signed=False)
    _record("opinion_drafted", request, actor, now)
    publish(OpinionDrafted(request_id=request.pk, opinion_id=written.pk, at=now))
    return written.pk


@transaction.atomic
def sign_opinion(
    *, request_id: int, verdict: Verdict, words: str, actor: Actor, now: datetime, file: NewFile | UUID | None = None
) -> int:
    """The head of the asked agency answers for it: final. A file of the last draft goes along unless a new one comes.

    :raises AlreadyClosed: somebody signed before, or it is no longer asked for.
    """
    request, dossier = _for_answer(request_id, actor, sign=True)
    written = _write(request, verdict, words, actor, now, file=file, signed=True)
    _close(request, dossier, Closing.ANSWERED, now)
    _record("opinion_signed", request, actor, now)
    publish(OpinionClosed(request_id=request.pk, at=now))
    return written.pk


@transaction.atomic
def withdraw_opinion(*, request_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Whoever holds the step no longer asks; what the process prescribes is asked all the same.

    :raises Missing: without a reason, or for a prescribed opinion.
    """
    request, dossier = _locked(request_id)
    policies_asked.require_asker(actor, dossier)
    if request.closed_at is not None:
        return
    if request.prescribed:
        raise Missing("reason", _("Quy trình bắt buộc lấy ý kiến này, không thôi hỏi được."))
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi lý do thôi hỏi ý kiến."))
    request.reason = text.clean(reason)
    _close(request, dossier, Closing.WITHDRAWN, now)
    _record("opinion_withdrawn", request, actor, now, reason=request.reason)
    publish(OpinionClosed(request_id=request.pk, at=now))


def close_silent_opinions(now: datetime) -> int:
    """What was asked and not answered in time, each by its own rule. Returns how many were dealt with."""
    due = OpinionRequest.objects.filter(closed_at=None, lapsed_at=None, due_at__lt=now).order_by("due_at", "pk")
    return sum(_lapse(request_id, now) for request_id in list(due.values_list("pk", flat=True)[:_AT_ONCE]))


def prescribed(step: ProcessStep, dossier: Dossier) -> dict[int, OpinionRule]:
    """The agencies a step must ask, with the rule for each; one that does not exist here cannot be asked."""
    found: dict[int, OpinionRule] = {}
    for rule in step.opinions:
        try:
            if rule.agency[:1].isupper():
                agency_id = int(organisations.agency_by_code(rule.agency).id)
            else:
                agency_id = frozen.unit(dossier.decider_agency_id, rule.agency)
        except NoSuchAgency:
            continue
        found[agency_id] = rule
    return found


def require_none_open(moving: Moving) -> None:
    """Has everybody answered who was asked, and was everybody asked whom the process names?

    :raises OpinionsOpen: somebody has not answered.
    :raises Missing: somebody was not asked.
    """
    dossier = moving.dossier
    if dossier.open_opinions:
        raise OpinionsOpen
    step = moving.process.steps[dossier.step_index]
    if not step.opinions:
        return
    asked = OpinionRequest.objects.filter(dossier=dossier, step_code=step.code).exclude(closing=Closing.WITHDRAWN)
    missing = set(prescribed(step, dossier)) - set(asked.values_list("agency_id", flat=True))
    if missing:
        names = ", ".join(sorted(frozen.agency(agency_id).name for agency_id in missing))
        raise Missing("note", _("Quy trình yêu cầu lấy ý kiến của %s trước khi chuyển xử lý.") % names)


def _ask(moving: Moving, agency_id: int, said: str, question: Question, rule: OpinionRule | None) -> None:
    dossier, limit = moving.dossier, rule.limit if rule else question.limit
    try:
        asked = frozen.agency(agency_id)
    except NoSuchAgency as unknown:
        raise Missing("agency", _("Không có cơ quan này. Xin chọn lại.")) from unknown
    request = OpinionRequest.objects.create(
        dossier=dossier,
        step_code=dossier.step_code,
        agency_id=asked.id,
        question=said,
        prescribed=rule is not None,
        limit=str(limit),
        silence=rule.silence if rule else question.silence,
        asked_at=moving.now,
        asked_by_id=moving.actor.account_id,
        asked_name=text.one_line(moving.actor.label)[:200],
        due_at=reckon(limit, moving.now, moving.hours.calendar).due_at,
    )
    Dossier.objects.filter(pk=dossier.pk).update(open_opinions=F("open_opinions") + 1)
    dossier.open_opinions += 1
    _record("opinion_asked", request, moving.actor, moving.now)
    publish(OpinionAsked(request_id=request.pk, times=1, at=moving.now))


def _locked(request_id: int) -> tuple[OpinionRequest, Dossier]:
    """The question and its dossier; the dossier first, as every deed does."""
    found = OpinionRequest.objects.filter(pk=request_id).values_list("dossier_id", flat=True).first()
    dossier = None if found is None else locked(found)
    if dossier is None:
        raise NoSuchQuestion
    return OpinionRequest.objects.select_for_update().get(pk=request_id), dossier


def _for_answer(request_id: int, actor: Actor, *, sign: bool) -> tuple[OpinionRequest, Dossier]:
    request, dossier = _locked(request_id)
    policies_asked.require_answering(actor, request, sign=sign)
    if request.closed_at is not None:
        signed = Opinion.objects.filter(request=request, signed=True).first()
        raise AlreadyClosed(signed.by_name if signed else "")
    return request, dossier


def _write(
    request: OpinionRequest, verdict: Verdict, words: str, actor: Actor, now: datetime, *,
    file: NewFile | UUID | None, signed: bool,
) -> Opinion:  # fmt: skip
    said = text.clean(words)
    if not said and verdict is not Verdict.AGREE:
        raise Missing("words", _("Xin ghi rõ điều kiện hoặc lý do không đồng ý."))
    kept = None if file is None else take(file, actor=actor, now=now, purpose="dossiers.opinion")
    before = None if kept else Opinion.objects.filter(request=request).order_by("-pk").first()
    post = next((post for post in actor.posts if policies_asked.inside(post, request.agency_id)), None)
    written = Opinion(
        request=request,
        verdict=verdict,
        text=said,
        file_id=kept.id if kept else before.file_id if before else None,
        file_name=kept.name[:255] if kept else before.file_name if before else "",
        signed=signed,
        by_id=actor.account_id,
        by_name=text.one_line(actor.label)[:200],
        by_title=post.title[:300] if post else "",
        at=now,
    )
    written.save(force_insert=True)
    return written


def _close(request: OpinionRequest, dossier: Dossier, how: Closing, now: datetime) -> None:
    request.closed_at, request.closing = now, how
    request.save(update_fields=["closed_at", "closing", "reason"])
    Dossier.objects.filter(pk=dossier.pk).update(open_opinions=F("open_opinions") - 1)


@transaction.atomic
def _lapse(request_id: int, now: datetime) -> bool:
    request, dossier = _locked(request_id)
    if request.closed_at is not None or request.lapsed_at is not None or request.due_at >= now:
        return False
    system, over = Actor.system("Hệ thống"), request.due_at
    if not dossier.is_open:  # it ended some other way: nobody waits any more
        _close(request, dossier, Closing.WITHDRAWN, now)
        _record("opinion_withdrawn", request, system, now)
    elif request.silence == Silence.AGREED:
        with translation.override(settings.LANGUAGE_CODE):  # it is kept
            words = _("Không trả lời trong thời hạn, được coi là đồng ý.")
        Opinion(
            request=request,
            verdict=Verdict.AGREE,
            text=words,
            signed=True,
            by_silence=True,
            by_name=system.label,
            at=over,
        ).save(force_insert=True)
        _close(request, dossier, Closing.SILENT, over)
        _record("opinion_silent", request, system, now)
        publish(OpinionClosed(request_id=request.pk, at=now))
    elif request.silence == Silence.ASK_AGAIN and request.times < ASKED_AT_MOST:
        request.times += 1
        calendar = clocks.hours_of(dossier.decider_agency_id, now).calendar
        request.due_at = reckon(parse_limit(request.limit), now, calendar).due_at
        request.save(update_fields=["times", "due_at"])
        _record("opinion_asked_again", request, system, now)
        publish(OpinionAsked(request_id=request.pk, times=request.times, at=now))
    else:
        request.lapsed_at = over
        request.save(update_fields=["lapsed_at"])
        _record("opinion_overdue", request, system, now)
        publish(OpinionOverdue(request_id=request.pk, at=now))
    return True


def _record(word: str, request: OpinionRequest, actor: Actor, now: datetime, *, reason: str = "") -> None:
    detail = {"request": request.pk, "agency": request.agency_id}
    audit.record(actor, f"dossiers.{word}", ("dossier", request.dossier_id), now=now, detail=detail, reason=reason)

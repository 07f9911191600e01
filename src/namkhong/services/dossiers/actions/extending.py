"""The one new date: drafted by a job or an official, signed by the leader, told to the applicant with the apology."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import extensions, policies
from namkhong.services.dossiers.actions.issuing import issue
from namkhong.services.dossiers.actions.moving import Moving, begin, card, seen_locked
from namkhong.services.dossiers.errors import Missing, MovedMeanwhile
from namkhong.services.dossiers.events import DossierExtended
from namkhong.services.dossiers.models import ClockEvent, Dossier, Extension
from namkhong.services.dossiers.paper import form04
from namkhong.services.dossiers.states import ClockEffect, Move
from namkhong.services.dossiers.types import DossierCard, Fault


@transaction.atomic
def propose_extension(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    new_day: date | None,
    reason: str,
    fault: Fault | None,
    late_reason: str = "",
    draft_revision: int | None = None,
) -> DossierCard:
    """Write the draft of form 04, or change it while nobody has signed it. Nothing moves until the leader signs.

    :raises Missing: no reason, whose fault it is, or a new day that is off or not after the promise.
    :raises MovedMeanwhile: somebody changed the draft after ``draft_revision`` was shown.
    :raises ExtendedAlready: a date is given anew once.
    """
    dossier = seen_locked(dossier_id, actor)
    policies.require_able(actor, dossier, policies.Ability.PROPOSE_EXTENSION, Move.EXTEND)
    draft = Extension.objects.filter(dossier=dossier).first()
    words = {
        "new_due_at": _new_due(dossier, new_day, now),
        "reason": text.clean(reason),
        "fault": str(fault or ""),
        "late_reason": text.clean(late_reason),
    }
    if draft is not None and draft_revision != draft.revision:
        if all(getattr(draft, name) == value for name, value in words.items()):
            return card(dossier)  # the same click again
        if draft_revision is not None:
            raise _changed(draft)
    if not words["reason"]:
        raise Missing("reason", _("Xin ghi lý do chậm để người nộp hiểu; người nộp đọc nguyên văn."))
    if fault is None:
        raise Missing("fault", _("Xin chọn vì sao chậm."))
    if draft is None:
        draft = Extension(dossier=dossier, revision=0, drafted_at=now, drafted_by_id=actor.account_id)
    for name, value in words.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.changed_at, draft.changed_by_name = now, text.one_line(actor.label)[:200]
    draft.save()
    audit.record(
        actor,
        "dossiers.extension_drafted",
        ("dossier", dossier.pk),
        now=now,
        detail={"code": dossier.code or "", "draft": draft.revision},
    )
    return card(dossier)


@transaction.atomic
def sign_extension(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    draft_revision: int | None = None,
) -> DossierCard:
    """Sign the draft: form 04 is issued and the applicant told.

    Signed at least one working day before the due day it moves the date, once. Signed later it is an apology with a
    new date only: the promise stays broken and counts as late, and the letter keeps why it came too late.

    :raises Missing: there is no draft, its day is past, or a late letter does not say why.
    :raises MovedMeanwhile: the draft is not the one that was read.
    :raises MayNotSign: no post and no authority of today lets her sign for the agency.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.EXTEND, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    draft = Extension.objects.select_for_update().filter(dossier=dossier, signed_at=None).first()
    if draft is None or dossier.due_at is None:
        raise Missing("reason", _("Chưa có dự thảo phiếu xin lỗi. Xin soạn dự thảo trước khi ký."))
    if draft_revision is not None and draft_revision != draft.revision:
        raise _changed(draft)
    day = clock.local_date(moving.now)
    block = organisations.signature_block(actor.account_id or 0, dossier.decider_agency_id, day)
    if draft.new_due_at <= max(dossier.due_at, moving.now):
        raise Missing("new_day", _("Ngày hẹn mới phải sau ngày đã hẹn và sau hôm nay. Xin sửa dự thảo."))
    late = not extensions.in_time(moving.hours.calendar, dossier.due_at, moving.now)
    if late and not draft.late_reason:
        raise Missing("late_reason", _("Đã quá lúc gia hạn. Xin ghi vì sao phiếu xin lỗi gửi muộn."))
    draft.old_due_at, draft.late = dossier.due_at, late
    draft.signed_at, draft.signed_by_id = moving.now, actor.account_id
    step = moving.step(Move.APOLOGISE if late else Move.EXTEND, note=draft.reason)
    step.due_at, step.timeliness = None, ""  # the step under way goes on; nothing of it is done by this
    event = None if late else _extend(moving, draft)
    dossier.new_due_at = draft.new_due_at
    moving.save("apologised" if late else "extended", clock_event=event)
    draft.form = issue(
        dossier,
        step,
        extensions.FORM,
        lambda template: form04.content(dossier, draft, block, template),
        agency_id=dossier.decider_agency_id,
        now=moving.now,
    )
    draft.save()
    publish(DossierExtended(step_id=step.pk, at=moving.now))
    return card(dossier)


def _extend(moving: Moving, draft: Extension) -> ClockEvent:
    """The clock has the one new appointment; the step under way gets what the steps after it do not need."""
    dossier, calendar = moving.dossier, moving.hours.calendar
    extended = Clock.from_json(dossier.clock).extend(moving.now, draft.reason, to=draft.new_due_at)
    standing = extended.standing(calendar)
    due_at = max(standing.due_at or draft.new_due_at, draft.new_due_at)
    dossier.clock, dossier.due_at = extended.to_json(), due_at
    draft.new_due_at = due_at
    dossier.step_due_at = extensions.step_due(calendar, dossier, moving.process, due_at)
    return moving.clock_event(ClockEffect.EXTEND, limit=str(extended.limit), due_at=due_at, why=standing.explain())


def _new_due(dossier: Dossier, day: date | None, now: datetime) -> datetime:
    """The close of business of the day that is promised anew."""
    if day is None:
        raise Missing("new_day", _("Xin ghi ngày hẹn mới."))
    due_at = extensions.close_of(extensions.calendar_of(dossier, now), day)
    if due_at is None:
        raise Missing("new_day", _("Ngày hẹn mới là ngày nghỉ. Xin chọn một ngày làm việc."))
    if due_at <= max(dossier.due_at or now, now):
        raise Missing("new_day", _("Ngày hẹn mới phải sau ngày đã hẹn và sau hôm nay."))
    return due_at


def _changed(draft: Extension) -> MovedMeanwhile:
    return MovedMeanwhile(who=draft.changed_by_name, what=_("Sửa dự thảo phiếu xin lỗi"), at=draft.changed_at)

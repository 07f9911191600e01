"""Asking for what is missing: all at once, through the counter, in time; a second time only with the leader's consent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.problems import Invalid
from namkhong.kernel.worktime import Clock, Limit, LimitUnit
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.actions.issuing import issue
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.errors import Missing, NobodyToDecide, SecondRequest, WrongState
from namkhong.services.dossiers.events import DossierForwarded, SupplementRequested
from namkhong.services.dossiers.models import ClockEvent, Dossier, RequestState, Step, SupplementItem, SupplementRequest
from namkhong.services.dossiers.paper import notices
from namkhong.services.dossiers.queries.supplements import askable, open_request
from namkhong.services.dossiers.states import PENDING, ClockEffect, Move, Pending, State
from namkhong.services.dossiers.types import DossierCard, MissingItem
from namkhong.services.procedures import queries as procedures

FORM: Final = "02"
MOST_ITEMS: Final = 20
# The names of the waiting steps are kept as they were, like those of a process: always Vietnamese.
_WAITS: Final = {
    Pending.LEADER: "Chờ lãnh đạo đồng ý yêu cầu bổ sung",
    Pending.SENDING: "Chờ một cửa gửi yêu cầu bổ sung",
    Pending.AGAIN: "Chờ Giám đốc Trung tâm đồng ý yêu cầu bổ sung",
    Pending.REFUSAL: "Chờ Giám đốc Trung tâm đồng ý không tiếp nhận",
}


@transaction.atomic
def request_supplement(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    items: Sequence[MissingItem],
    reason: str = "",
    revision: int | None = None,
) -> DossierCard:
    """Say everything that is missing. Before reception the counter sends it; later it goes out through the counter.

    Received elsewhere and not complete, it is asked for by the competent agency's counter, once, instead of taking it
    over: the clock has not started (NĐ 118/2025/NĐ-CP art. 17.3), and the receiving counter sends it on again.

    A second request waits for the leader, or before reception for the Centre's director.

    :raises SecondRequest: on its way, when something was asked for already.
    :raises Invalid: nothing asked for, or an item without its article or its sample; ``fields`` say which.
    :raises NobodyToDecide: the post that has to agree is empty.
    """
    stands = Dossier.objects.filter(pk=dossier_id).values_list("state", flat=True).first()
    early, on_its_way = stands == State.FILED, stands == State.RECEIVED
    move = Move.REQUEST_SUPPLEMENT if early or on_its_way else Move.PROPOSE_SUPPLEMENT
    moving = begin(dossier_id=dossier_id, actor=actor, move=move, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if dossier.step_kind in PENDING:
        raise WrongState(dossier.step_name)
    clean = _checked(dossier, items)
    settings = frozen.template(FORM, clock.local_date(now)).settings
    request = _written(moving, clean, reason, int(settings.get("notice_days", 3)))
    again = request.number > int(settings.get("without_leader", 1))
    if on_its_way and again:
        raise SecondRequest
    if not again and (early or on_its_way):
        return _send(moving, request)
    if early:
        step = moving.step(Move.PROPOSE_AGAIN, note=told(clean), public=False)
        wait_for(moving, Pending.AGAIN, dossier.receiver_agency_id, Role.CENTRE_DIRECTOR, dossier.step_due_at)
    else:
        step = moving.step(Move.PROPOSE_SUPPLEMENT, note=told(clean), public=False)
        if again:
            wait_for(moving, Pending.LEADER, dossier.decider_agency_id, Role.LEADER, request.notify_by)
        else:
            wait_for(moving, Pending.SENDING, dossier.receiver_agency_id, Role.COUNTER, request.notify_by)
    moving.save("supplement_proposed")
    publish(DossierForwarded(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def approve_supplement(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DossierCard:
    """The leader agrees that the applicant is asked once more; the counter sends it."""
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.APPROVE_SUPPLEMENT, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    request = open_request(dossier, lock=True)
    request.state, request.approved_by_name, request.approved_at = RequestState.APPROVED, actor.label[:200], moving.now
    request.save(update_fields=["state", "approved_by_name", "approved_at"])
    step = moving.step(Move.APPROVE_SUPPLEMENT, public=False)
    wait_for(moving, Pending.SENDING, dossier.receiver_agency_id, Role.COUNTER, request.notify_by)
    moving.save("supplement_approved")
    publish(DossierForwarded(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def send_supplement(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DossierCard:
    """The counter gives the applicant what the specialist asked for (form 02); the director so agrees to a second one."""
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.REQUEST_SUPPLEMENT, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    request = open_request(dossier, lock=True)
    if dossier.step_kind == Pending.AGAIN:
        request.approved_by_name, request.approved_at = actor.label[:200], moving.now
    return _send(moving, request)


@transaction.atomic
def return_proposal(
    *, dossier_id: int, actor: Actor, now: datetime, reason: str, revision: int | None = None
) -> DossierCard:
    """Do not agree: the dossier goes back to whoever proposed it, with the reason.

    :raises Missing: without a reason.
    """
    early = Dossier.objects.filter(pk=dossier_id, state=State.FILED.value).exists()
    move = Move.RETURN_TO_COUNTER if early else Move.RETURN_SUPPLEMENT
    moving = begin(dossier_id=dossier_id, actor=actor, move=move, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi vì sao không đồng ý, để người đề nghị biết phải làm gì."))
    request = open_request(dossier, lock=True) if dossier.step_kind != Pending.REFUSAL else None
    answer_due = dossier.step_due_at
    step = moving.step(move, note=reason, public=False)
    moving.give_to(request.back_to if request else 0)
    if request is not None:
        dossier.holder_account_id = request.back_to_account_id
        drop(request, RequestState.DROPPED)
    if early:  # the eight hours of the reception go on
        dossier.step_due_at = answer_due
    moving.save("proposal_returned")
    publish(DossierForwarded(step_id=step.pk, at=moving.now))
    return card(dossier)


def wait_for(moving: Moving, pending: Pending, agency_id: int, role: Role, due: datetime | None) -> None:
    """Somebody else has to agree before it goes on; the place in the process stays where it is.

    :raises NobodyToDecide: nobody holds that post.
    """
    dossier = moving.dossier
    if role is not Role.COUNTER and not organisations.officials_at(agency_id, role, clock.local_date(moving.now)):
        raise NobodyToDecide(_("Giám đốc Trung tâm") if role is Role.CENTRE_DIRECTOR else _("lãnh đạo cơ quan"))
    dossier.holder_agency_id, dossier.holder_role, dossier.holder_account_id = agency_id, role.value, None
    dossier.step_code, dossier.step_name, dossier.step_kind = "", _WAITS[pending], pending.value
    dossier.step_started_at = moving.now
    soon = moving.hours.step_due(1, moving.now, dossier.due_at)
    capped = min(due, dossier.due_at) if due and dossier.due_at and dossier.due_at > moving.now else due
    dossier.step_due_at = capped if capped is not None and capped > moving.now else soon


def drop(request: SupplementRequest, state: RequestState) -> None:
    """It is not under way any more; one that never went out gives its number back."""
    request.state = state
    if request.sent_at is None:
        request.number = 0
    request.save(update_fields=["state", "number"])


def told(items: Iterable[MissingItem | SupplementItem]) -> str:
    """The items one under another, as the applicant reads them on her page."""
    return "\n".join(f"{number}. {item.what} ({item.law})" for number, item in enumerate(items, 1))


def _checked(dossier: Dossier, items: Sequence[MissingItem]) -> list[MissingItem]:
    known = {component.id for component in askable(dossier)}
    errors: dict[str, str] = {}
    clean = []
    for number, item in enumerate(items):
        row = MissingItem(
            text.one_line(item.what), text.one_line(item.law), text.one_line(item.sample), item.component_id
        )
        for name, value, longest, sentence in (
            ("what", row.what, 500, _("Xin ghi cần bổ sung gì.")),
            ("law", row.law, 300, _("Xin ghi điều, khoản, tên văn bản đòi hỏi mục này.")),
            ("sample", row.sample, 500, _("Xin ghi mẫu hoặc cách làm đúng để người nộp làm theo.")),
        ):
            if not value:
                errors[f"{name}-{number}"] = sentence
            elif len(value) > longest:
                errors[f"{name}-{number}"] = _("Xin viết ngắn lại, không quá %d chữ.") % longest
        if row.component_id is not None and row.component_id not in known:
            errors[f"component-{number}"] = _("Chỉ được yêu cầu giấy tờ có trong thành phần hồ sơ của thủ tục.")
        clean.append(row)
    if not clean:
        errors["what-0"] = _("Xin ghi ít nhất một mục cần bổ sung.")
    if len(clean) > MOST_ITEMS:
        errors["what-0"] = _("Mỗi phiếu nhận tối đa %d mục. Xin gộp các mục giống nhau.") % MOST_ITEMS
    if errors:
        raise Invalid(_("Phiếu yêu cầu bổ sung chưa đủ. Xin xem các mục dưới đây."), fields=errors)
    return clean


def _written(moving: Moving, items: Sequence[MissingItem], reason: str, notice_days: int) -> SupplementRequest:
    dossier = moving.dossier
    earlier = SupplementRequest.objects.filter(dossier=dossier, number__gt=0).count()
    version = procedures.version(dossier.procedure_version_id)
    notify_by = dossier.step_due_at
    if dossier.clock_started_at is not None:
        limit = Limit(notice_days, LimitUnit.WORKING_DAY)
        notify_by = moving.hours.promise(limit, dossier.clock_started_at).due_at
    request = SupplementRequest(
        dossier=dossier,
        number=earlier + 1,
        state=RequestState.PROPOSED,
        reason=text.clean(reason),
        policy=version.supplement_policy,
        after_reception=dossier.received_at is not None,
        asked_by_id=moving.actor.account_id,
        asked_by_name=text.one_line(moving.actor.label)[:200],
        asked_by_title=(moving.actor.posts[0].title if moving.actor.posts else "")[:300],
        asked_at=moving.now,
        notify_by=notify_by,
        back_to=dossier.step_index,
        back_to_account_id=dossier.holder_account_id,
    )
    request.save(force_insert=True)
    SupplementItem.objects.bulk_create(
        SupplementItem(
            request=request,
            position=position,
            component_id=item.component_id,
            what=item.what,
            law=item.law,
            sample=item.sample,
        )
        for position, item in enumerate(items)
    )
    return request


def _send(moving: Moving, request: SupplementRequest) -> DossierCard:
    """The applicant is told; the clock stands still, the counter keeps the dossier until everything has come."""
    dossier = moving.dossier
    items = list(SupplementItem.objects.filter(request=request).order_by("position"))
    days = procedures.version(dossier.procedure_version_id).close_after_days
    request.state, request.sent_at, request.due_before = RequestState.SENT, moving.now, dossier.due_at
    if days:
        request.answer_by = moving.hours.promise(Limit(days, LimitUnit.WORKING_DAY), moving.now).due_at
    request.save()
    step: Step = moving.step(Move.REQUEST_SUPPLEMENT, note=told(items))
    event = _stop_clock(moving)
    moving.release()
    dossier.due_at = None  # nothing is promised while it stands still; the old date is kept with the request
    dossier.holder_agency_id, dossier.holder_role = dossier.receiver_agency_id, Role.COUNTER.value
    dossier.step_started_at, dossier.step_due_at = moving.now, request.answer_by
    moving.save("supplement_requested", clock_event=event)
    issue(
        dossier,
        step,
        FORM,
        lambda template: notices.supplement(dossier, request, items, step),
        agency_id=dossier.receiver_agency_id,
        now=moving.now,
    )
    publish(SupplementRequested(step_id=step.pk, at=moving.now))
    return card(dossier)


def _stop_clock(moving: Moving) -> ClockEvent | None:
    dossier = moving.dossier
    if not dossier.clock:
        return None
    stopped = Clock.from_json(dossier.clock).stop(moving.now, "chờ bổ sung hồ sơ")
    known = calendars.work_calendar_of(dossier.calendar_version or 0, dossier.calendar_key)
    dossier.clock = stopped.to_json()
    return moving.clock_event(ClockEffect.STOP, limit=str(stopped.limit), due_at=None, why=stopped.explain(known))

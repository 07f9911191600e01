"""Telling officials what waits for them: a step given to them, a draft answered, an opinion asked for or given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, Opinion, OpinionRequest, Step
from namkhong.services.dossiers.policies.asked import DRAFTING, SIGNING
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import VERDICTS, Verdict
from namkhong.web.words import moment

_TOLD_AT_MOST: Final = 50


@transaction.atomic
def tell_holder(*, step_id: int, now: datetime) -> None:
    """Tell whoever has the dossier after this step; a repeated event tells nobody twice."""
    step = Step.objects.select_related("dossier").get(pk=step_id)
    dossier = step.dossier
    if dossier.revision != step.revision:
        return  # it has gone on since: the holder of now has his own notice
    with translation.override(settings.LANGUAGE_CODE):  # it is kept
        words = _about_step(step)
        if words is None:
            return
        for account_id in _holders(dossier, now):
            if account_id != step.by_id:
                _notify(account_id, *words, dossier, reverse("officer_dossier", kwargs={"code": dossier.code}),
                        f"dossiers.step:{step.pk}:{account_id}", now)  # fmt: skip


@transaction.atomic
def tell_asked(*, request_id: int, times: int, now: datetime) -> None:
    """Tell the asked agency: those who write the answer and those who sign it."""
    request = OpinionRequest.objects.select_related("dossier").get(pk=request_id)
    if request.closed_at is not None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = {"code": request.dossier.code, "name": request.dossier.procedure_name, "due": moment(request.due_at)}
        title = _("Xin cho ý kiến về hồ sơ %(code)s") if times == 1 else _("Hỏi lại ý kiến về hồ sơ %(code)s")
        text = _("%(name)s. Xin trả lời trước %(due)s.")
        for account_id in _inside(request.agency_id, DRAFTING, now):
            _notify(account_id, title % words, text % words, request.dossier, _page(request),
                    f"dossiers.opinion:{request.pk}:{times}:{account_id}", now)  # fmt: skip


@transaction.atomic
def tell_signers(*, request_id: int, opinion_id: int, now: datetime) -> None:
    """The answer is written: tell those who sign for the agency."""
    request = OpinionRequest.objects.select_related("dossier").get(pk=request_id)
    opinion = Opinion.objects.get(pk=opinion_id)
    if request.closed_at is not None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = {"who": opinion.by_name, "code": request.dossier.code, "due": moment(request.due_at)}
        for account_id in _at(request.agency_id, SIGNING, now):
            if account_id != opinion.by_id:
                _notify(account_id, _("Ý kiến về hồ sơ %(code)s chờ ký") % words,
                        _("%(who)s đã soạn ý kiến. Xin xem và ký trước %(due)s.") % words, request.dossier,
                        _page(request), f"dossiers.opinion_draft:{opinion.pk}:{account_id}", now)  # fmt: skip


@transaction.atomic
def tell_asker(*, request_id: int, now: datetime) -> None:
    """Tell whoever asked, and those who hold the step: it is answered, agreed by silence, or overdue."""
    request = OpinionRequest.objects.select_related("dossier").get(pk=request_id)
    with translation.override(settings.LANGUAGE_CODE):
        words = {"agency": frozen.agency(request.agency_id).name, "code": request.dossier.code}
        signed = Opinion.objects.filter(request=request, signed=True).first()
        if signed is not None and signed.by_silence:
            title, text = _("Không có ý kiến trong thời hạn"), _("%(agency)s không trả lời, được coi là đồng ý.")
        elif signed is not None:
            words["verdict"] = str(VERDICTS[Verdict(signed.verdict)])
            title, text = _("Đã có ý kiến về hồ sơ %(code)s"), "%(agency)s: %(verdict)s."
        elif request.lapsed_at is not None and request.closed_at is None:
            title, text = (
                _("Quá hạn cho ý kiến về hồ sơ %(code)s"),
                _("%(agency)s chưa trả lời; bước này còn phải chờ."),
            )
        else:
            return
        told = {request.asked_by_id} if request.asked_by_id else set(_holders(request.dossier, now))
        late = signed is None
        if late:
            told |= set(_at(request.agency_id, SIGNING, now))
        for account_id in told:
            if account_id is not None:
                link = reverse("officer_dossier", kwargs={"code": request.dossier.code})
                there = link if account_id == request.asked_by_id or not late else _page(request)
                _notify(account_id, title % words, text % words, request.dossier, there,
                        f"dossiers.opinion_end:{request.pk}:{int(late)}:{account_id}", now)  # fmt: skip


def _about_step(step: Step) -> tuple[str, str] | None:
    words = {"code": step.dossier.code, "who": step.by_name, "name": step.dossier.procedure_name}
    match Move(step.move):
        case Move.ASSIGN:
            title, text = _("Hồ sơ %(code)s được giao cho ông/bà"), _("%(who)s giao: %(name)s.")
        case Move.CORRECT_DRAFT:
            title, text = _("Người nộp báo chỗ sai trong bản dự thảo"), _("Hồ sơ %(code)s. Xin sửa và gửi lại.")
        case Move.CONFIRM_DRAFT:
            title, text = _("Bản dự thảo đã được xác nhận"), _("Hồ sơ %(code)s đi tiếp sang bước sau.")
        case _:
            return None
    return title % words, text % words


def _holders(dossier: Dossier, now: datetime) -> list[int]:
    if dossier.holder_account_id is not None:
        return [dossier.holder_account_id]
    if dossier.holder_agency_id is None:
        return []
    return _at(dossier.holder_agency_id, (Role(dossier.holder_role),), now)


def _at(agency_id: int, roles: Iterable[Role], now: datetime) -> list[int]:
    on = clock.local_date(now)
    found = {card.account_id for role in roles for card in organisations.officials_at(agency_id, role, on)}
    return sorted(found)[:_TOLD_AT_MOST]


def _inside(agency_id: int, roles: Iterable[Role], now: datetime) -> list[int]:
    path = frozen.agency(agency_id).path
    held = organisations.officials_inside(path, clock.local_date(now), *roles)
    return sorted({card.account_id for card in held})[:_TOLD_AT_MOST]


def _page(request: OpinionRequest) -> str:
    return reverse("opinion", kwargs={"request_id": request.pk})


def _notify(account_id: int, title: str, text: str, dossier: Dossier, link: str, key: str, now: datetime) -> None:
    notifications.notify(
        account_id=account_id, title=title, text=text, link=link, about=("dossier", dossier.pk), key=key, now=now
    )

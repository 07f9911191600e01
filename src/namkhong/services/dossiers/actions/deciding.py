"""The decision, and giving its result to the applicant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers.actions.fees import require_paid
from namkhong.services.dossiers.actions.moving import begin, card
from namkhong.services.dossiers.actions.papers import drop_draft_result, keep_result
from namkhong.services.dossiers.actions.results import conclude
from namkhong.services.dossiers.errors import Missing, WrongState
from namkhong.services.dossiers.events import DossierForwarded, ResultHandedOver
from namkhong.services.dossiers.models import Attachment
from namkhong.services.dossiers.states import Move, Outcome
from namkhong.services.dossiers.types import RETURN_WAYS, DossierCard, NewFile, PayBefore, ReturnWay


@transaction.atomic
def decide(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    approved: bool,
    revision: int | None = None,
    reason: str = "",
    result: NewFile | UUID | None = None,
) -> DossierCard:
    """Say yes with the result file, or no with the reason. The legal clock ends; the counter has it for handing over.

    :raises Missing: yes without a result file, or no without a reason.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.DECIDE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if dossier.step_kind != "decide":
        raise WrongState(dossier.step_name)
    if result is not None:
        keep_result(dossier, result, actor=actor, now=moving.now)
    elif approved and not Attachment.objects.filter(dossier=dossier, kind="result", refused_at=None).exists():
        raise Missing("result", _("Xin tải lên tệp kết quả đã ký."))
    if not approved and not text.clean(reason):
        raise Missing("reason", _("Xin ghi lý do từ chối để người nộp hiểu và biết phải làm gì."))
    if not approved and result is None:
        drop_draft_result(dossier)
    dossier.outcome = Outcome.APPROVED if approved else Outcome.REFUSED
    if moving.process.steps[dossier.step_index + 1].kind != "hand_over":
        step = moving.step(Move.SIGN, note=reason)
        moving.give_to(dossier.step_index + 1)
        moving.save("signed")
        publish(DossierForwarded(step_id=step.pk, at=moving.now))
    else:
        conclude(moving, Move.DECIDE, note=reason)
    return card(dossier)


@transaction.atomic
def hand_over(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    way: ReturnWay | None = None,
    taken_by: str = "",
    revision: int | None = None,
) -> DossierCard:
    """The applicant has the result: how, and who took it.

    :raises Missing: at the counter without the name of whoever took it, by post without the number of the item.
    :raises Unpaid: the version wants its fee first, and it is not paid.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.HAND_OVER, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    require_paid(dossier, PayBefore.HAND_OVER)
    way = way or ReturnWay(dossier.return_way)
    taker = text.one_line(taken_by)[:200]
    if not taker and way is ReturnWay.COUNTER:
        raise Missing("taken_by", _("Xin ghi họ tên người nhận kết quả."))
    if not taker and way is ReturnWay.POST:
        raise Missing("taken_by", _("Xin ghi số hiệu bưu gửi để người nộp theo dõi."))
    words = {
        ReturnWay.ONLINE: str(RETURN_WAYS[ReturnWay.ONLINE]),
        ReturnWay.COUNTER: _("Người nhận tại quầy: %s") % taker,
        ReturnWay.POST: _("Gửi qua bưu chính, số hiệu bưu gửi: %s") % taker,
    }
    dossier.handed_over_at = moving.now
    dossier.return_way = way
    step = moving.step(Move.HAND_OVER, note=words[way])
    moving.release()
    moving.save("handed_over")
    publish(ResultHandedOver(step_id=step.pk, at=moving.now))
    return card(dossier)

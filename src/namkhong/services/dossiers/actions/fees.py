"""Money at the counter: a receipt recorded, a receipt voided. Whole đồng; Luật Phí và lệ phí 97/2015/QH13."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import rows, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.money import Vnd
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.errors import (
    Missing,
    NoMoneyDue,
    NoSuchReceipt,
    NotYours,
    ReceiptUsed,
    ReceiptVoided,
    Unpaid,
)
from namkhong.services.dossiers.events import FeeReceiptRecorded, FeeReceiptWasVoided
from namkhong.services.dossiers.models import Dossier, DossierFee, FeeReceipt
from namkhong.services.dossiers.queries.fees import fees_of, lines_of_draft, pay_before, state_of
from namkhong.services.dossiers.types import Money, PayBefore, PayWay
from namkhong.services.procedures import queries as procedures

LARGEST: Final = 10**12  # đồng; more than any fee, less than a slip of the keyboard


def write_fees(dossier: Dossier) -> None:
    """Keep the fees of the version the dossier is filed under; part of filing."""
    lines = lines_of_draft(dossier)
    dossier.money = state_of(lines)
    rows.insert_all(
        [
            DossierFee(
                dossier=dossier,
                place=place,
                name=line.name[:300],
                amount=line.amount,
                note=line.note,
                rule=line.rule.to_plain() if line.rule else {},
                counted=[[one.copies, one.pages] for one in line.counted],
            )
            for place, line in enumerate(lines)
        ]
    )


def require_paid(dossier: Dossier, before: PayBefore) -> None:
    """Where the version wants the money first, and only there.

    :raises Unpaid: when it is not paid.
    """
    if dossier.money != Money.TO_PAY:
        return
    wanted = pay_before(procedures.version(dossier.procedure_version_id))
    if wanted is PayBefore.NEVER or (wanted is PayBefore.HAND_OVER and before is PayBefore.RECEPTION):
        return
    said = {
        PayBefore.RECEPTION: _("Thủ tục này phải nộp phí, lệ phí trước khi tiếp nhận. Xin thu tiền và ghi biên lai."),
        PayBefore.HAND_OVER: _("Thủ tục này phải nộp phí, lệ phí trước khi trả kết quả. Xin thu tiền và ghi biên lai."),
    }
    raise Unpaid(said[before])


@transaction.atomic
def record_receipt(
    *,
    dossier_id: int,
    number: str,
    amount: int,
    way: PayWay,
    payer: str,
    note: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Money taken at the counter, or (``amount`` 0 with the reason) the decision that none is due. Returns the receipt.

    The same receipt twice is there once.

    :raises Missing: a number, an amount or a reason is missing.
    :raises NoMoneyDue: nothing is due any more.
    :raises ReceiptUsed: the number stands on another receipt of this counter.
    """
    dossier, agency_id = _at_counter(dossier_id, actor)
    number, note = text.one_line(number).upper(), text.one_line(note)
    standing = FeeReceipt.objects.filter(dossier=dossier, voided_at=None).first()
    if standing is not None and (standing.number, standing.amount) == (number, amount):
        return standing.pk
    if dossier.money != Money.TO_PAY:
        raise NoMoneyDue
    _look(dossier, number, amount, note)
    _refuse_used(agency_id, number)
    receipt = FeeReceipt(
        dossier=dossier,
        number=number,
        amount=amount,
        way=way,
        payer=text.one_line(payer)[:200] or dossier.applicant_name,
        note=note,
        agency_id=agency_id,
        by_id=actor.account_id or 0,
        by_name=text.one_line(actor.label)[:200],
        at=now,
    )
    try:
        with transaction.atomic():
            receipt.save(force_insert=True)
    except IntegrityError:  # a desk of the same counter typed the number at the same moment
        _refuse_used(agency_id, number)
        raise
    _stand(dossier, Money.PAID if amount else Money.WAIVED)
    detail = {"code": dossier.code or "", "number": number, "amount": amount}
    audit.record(actor, "dossiers.fee_received", ("dossier", dossier.pk), now=now, detail=detail, reason=note)
    publish(FeeReceiptRecorded(receipt_id=receipt.pk, at=now))
    return receipt.pk


def _refuse_used(agency_id: int, number: str) -> None:
    same = FeeReceipt.objects.filter(agency_id=agency_id, number=number, voided_at=None).first() if number else None
    if same is not None:
        raise ReceiptUsed(number, same.by_name, same.at)


@transaction.atomic
def void_receipt(*, dossier_id: int, receipt_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """A receipt written wrongly is voided with the reason, never changed; what was due is due again.

    :raises Missing: without a reason.
    :raises ReceiptVoided: it was voided before.
    """
    dossier, _agency = _at_counter(dossier_id, actor)
    receipt = FeeReceipt.objects.select_for_update().filter(pk=receipt_id, dossier=dossier).first()
    if receipt is None:
        raise NoSuchReceipt
    if receipt.voided_at is not None:
        raise ReceiptVoided
    if not (reason := text.one_line(reason)):
        raise Missing("reason", _("Xin ghi vì sao hủy biên lai này."))
    if len(reason) > 300:
        raise Missing("reason", _("Lý do dài quá 300 ký tự, xin viết ngắn lại."))
    receipt.voided_at, receipt.voided_by_id, receipt.void_reason = now, actor.account_id, reason
    receipt.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _stand(dossier, Money.TO_PAY)
    detail = {"code": dossier.code or "", "number": receipt.number, "amount": receipt.amount}
    audit.record(actor, "dossiers.receipt_voided", ("dossier", dossier.pk), now=now, detail=detail, reason=reason)
    publish(FeeReceiptWasVoided(receipt_id=receipt.pk, at=now))


def _at_counter(dossier_id: int, actor: Actor) -> tuple[Dossier, int]:
    """The locked dossier and the counter of this actor that takes its money."""
    dossier = policies.require_seen(actor, Dossier.objects.select_for_update().filter(pk=dossier_id).first())
    agency_id = policies.collecting_agency(actor, dossier)
    if agency_id is None or dossier.is_draft:
        raise NotYours
    return dossier, agency_id


def _stand(dossier: Dossier, money: Money) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(money=money)


def _look(dossier: Dossier, number: str, amount: int, note: str) -> None:
    if not 0 <= amount <= LARGEST:
        raise Missing("amount", _("Số tiền phải là số tròn đồng, từ 0 trở lên."))
    if len(number) > 40 or len(note) > 300:
        raise Missing("note", _("Số biên lai hoặc ghi chú dài quá, xin viết ngắn lại."))
    if amount and not number:
        raise Missing("number", _("Xin ghi số biên lai đã giao cho người nộp."))
    if not amount and number:
        raise Missing("number", _("Được miễn thì không có biên lai. Xin xóa số biên lai, hoặc ghi số tiền đã thu."))
    total = fees_of(dossier).total
    if (not amount or (total is not None and Vnd(amount) != total)) and not note:
        raise Missing(
            "note", _("Số tiền khác với mức của thủ tục: xin ghi lý do, ví dụ được miễn, giảm, thêm bản sao.")
        )

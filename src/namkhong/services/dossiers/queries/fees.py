"""The money side of a dossier, and what a version asks for before anything is filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from namkhong.kernel.money import Vnd
from namkhong.services.dossiers.models import Dossier, DossierFee, FeeReceipt, Submission
from namkhong.services.dossiers.types import PAY_WAYS, FeeLine, Fees, Money, PayBefore, PayWay, ReceiptLine
from namkhong.services.eforms import queries as forms
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import Counted, FeeCard, FeeRule, VersionCard


def fees_of(dossier: Dossier, *, history: bool = False) -> Fees:
    """What is due, what was paid. A draft shows what the version in its hands asks for.

    What is not paid has no receipts but voided ones: they are read only with ``history``.
    """
    if dossier.is_draft:
        lines = lines_of_draft(dossier)
        return Fees(state_of(lines), lines, total_of(lines), ())
    if dossier.money == Money.NONE:
        return Fees(Money.NONE, (), Vnd(0), ())
    rows = DossierFee.objects.filter(dossier=dossier).order_by("place")
    lines = tuple(_kept(row) for row in rows)
    receipts = _receipts(dossier) if history or dossier.money != Money.TO_PAY else ()
    return Fees(Money(dossier.money), lines, total_of(lines), receipts)


def lines_of(
    version: VersionCard, answers: Mapping[str, Any] | None = None, entered: tuple[Counted, ...] = ()
) -> tuple[FeeLine, ...]:
    """The fees of a version; what is counted by copies, from the answers, else from what the clerk entered."""
    return tuple(_line(fee, answers or {}, entered) for fee in version.fees)


def lines_of_draft(dossier: Dossier) -> tuple[FeeLine, ...]:
    """The fees of a draft as it stands now; nothing is looked up where nothing is counted."""
    version = procedures.version(dossier.procedure_version_id)
    if all(fee.rule is None for fee in version.fees):
        return lines_of(version)
    answers = forms.answers(dossier.answers_id).data if dossier.answers_id else {}
    return lines_of(version, answers, entered_for(dossier))


def entered_for(dossier: Dossier) -> tuple[Counted, ...]:
    """What the clerk counted."""
    kept = Submission.objects.filter(dossier=dossier).values_list("counted", flat=True).first()
    return tuple(Counted(*one) for one in kept or ())


def _line(fee: FeeCard, answers: Mapping[str, Any], entered: tuple[Counted, ...]) -> FeeLine:
    if fee.rule is None:
        return FeeLine(fee.name, None if fee.amount is None else Vnd(fee.amount), fee.note)
    said = fee.rule.counted_in(answers)
    counted = said if said is not None else entered
    amount = fee.rule.total(counted) if counted else None
    return FeeLine(fee.name, amount, fee.note, fee.rule, counted, by_clerk=said is None)


def _kept(row: DossierFee) -> FeeLine:
    amount = None if row.amount is None else Vnd(row.amount)
    if not row.rule:
        return FeeLine(row.name, amount, row.note)
    counted = tuple(Counted(*one) for one in row.counted)
    return FeeLine(row.name, amount, row.note, FeeRule.from_plain(row.rule), counted)


def total_of(lines: Iterable[FeeLine]) -> Vnd | None:
    """All of it in đồng; ``None`` while one of them has no stated amount."""
    amounts = [line.amount for line in lines]
    return None if None in amounts else Vnd(sum(amount for amount in amounts if amount is not None))


def state_of(lines: Iterable[FeeLine]) -> Money:
    """How it stands when a dossier is filed."""
    return Money.NONE if total_of(lines) == 0 else Money.TO_PAY


def pay_before(version: VersionCard) -> PayBefore:
    """Until when this version wants the money; most do not say."""
    try:
        return PayBefore(str(version.source.get("payment_before") or ""))
    except ValueError:
        return PayBefore.NEVER


def _receipts(dossier: Dossier) -> tuple[ReceiptLine, ...]:
    return tuple(
        ReceiptLine(
            id=row.pk,
            number=row.number,
            amount=Vnd(row.amount),
            way=str(PAY_WAYS[PayWay(row.way)]),
            payer=row.payer,
            note=row.note,
            by_name=row.by_name,
            at=row.at,
            voided_at=row.voided_at,
            void_reason=row.void_reason,
        )
        for row in FeeReceipt.objects.filter(dossier=dossier).order_by("-pk")
    )

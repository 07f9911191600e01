"""Filing at a counter, mandates and money: the words and values others may see (``types`` gives them out)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.money import Vnd
from namkhong.services.dossiers.types.dossier import ReturnWay
from namkhong.services.procedures.types import Counted, FeeRule
from namkhong.web import words


class Consent(StrEnum):
    """How somebody agreed to be helped at the counter, or to have her dossier sent by another system."""

    SPOKEN = "spoken"
    SIGNED = "signed"
    MANDATE = "mandate"  # the attorney stood at the counter with the paper
    ELSEWHERE = "elsewhere"  # on the system that sent the dossier, which keeps the proof


CONSENTS: dict[Consent, Promise] = {
    Consent.SPOKEN: _("Người nộp có mặt, đồng ý bằng lời"),
    Consent.SIGNED: _("Người nộp đã ký giấy đồng ý"),
    Consent.MANDATE: _("Người được ủy quyền nộp thay"),
    Consent.ELSEWHERE: _("Người nộp đồng ý trên hệ thống đã gửi hồ sơ"),
}


class Money(StrEnum):
    """How it stands with the fees of a dossier: kept apart from where the dossier stands."""

    NONE = "none"  # nothing to pay
    TO_PAY = "to_pay"
    PAID = "paid"
    WAIVED = "waived"  # something would be due, but not from this person


MONEY: dict[Money, Promise] = {
    Money.NONE: _("Không phải nộp tiền"),
    Money.TO_PAY: _("Chưa nộp phí, lệ phí"),
    Money.PAID: _("Đã nộp phí, lệ phí"),
    Money.WAIVED: _("Được miễn phí, lệ phí"),
}


class PayWay(StrEnum):
    """How money was taken at the counter. Payment on the national platform is recorded by its own connector."""

    CASH = "cash"
    TRANSFER = "transfer"


PAY_WAYS: dict[PayWay, Promise] = {
    PayWay.CASH: _("Tiền mặt"),
    PayWay.TRANSFER: _("Chuyển khoản đến tài khoản của cơ quan"),
}


class PayBefore(StrEnum):
    """Until when the law wants the money: a rule of the version (``payment_before`` in the facts)."""

    RECEPTION = "reception"
    HAND_OVER = "hand_over"
    NEVER = ""  # the version does not say


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of a dossier. ``amount`` is whole đồng; ``None`` when the province sets it, or nobody has counted yet.

    With a ``rule`` it is counted by copies; ``by_clerk``: the form does not say how many, the counter does.
    """

    name: str
    amount: Vnd | None
    note: str = ""
    rule: FeeRule | None = None
    counted: tuple[Counted, ...] = ()
    by_clerk: bool = False

    @property
    def text(self) -> str:
        """The amount in words; of a counted one also how it came about."""
        if self.rule is not None and self.amount is None:
            return gettext("%s, tính theo số bản") % self.rule.price_in_words()
        if self.rule is not None and self.amount is not None:
            counted = self.rule.counted_in_words(self.counted)
            return f"{words.vnd(self.amount)} ({counted}; {self.rule.price_in_words()})"
        if self.amount is None:
            return gettext("Mức thu do Hội đồng nhân dân tỉnh quyết định; cán bộ báo cho ông/bà trước khi thu.")
        return words.vnd(self.amount) if self.amount else gettext("Không mất tiền")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt as a screen shows it."""

    id: int
    number: str
    amount: Vnd
    way: str
    payer: str
    note: str
    by_name: str
    at: datetime
    voided_at: datetime | None
    void_reason: str

    @property
    def text(self) -> str:
        """The amount, or that nothing is due."""
        return words.vnd(self.amount) if self.amount else gettext("Được miễn")


@dataclass(frozen=True, slots=True)
class Fees:
    """The money side of one dossier. ``total`` is ``None`` while a fee has no stated amount."""

    state: Money
    lines: tuple[FeeLine, ...]
    total: Vnd | None
    receipts: tuple[ReceiptLine, ...]

    @property
    def words(self) -> str:
        """How it stands, on one line."""
        if self.state is Money.TO_PAY and self.total is not None:
            return gettext("Chưa nộp phí, lệ phí: %s") % words.vnd(self.total)
        if self.state is Money.TO_PAY:
            return gettext("Phí, lệ phí: chờ cơ quan báo mức thu")
        if self.state is Money.PAID and (kept := self.standing) is not None:
            return gettext("Đã nộp phí, lệ phí %(amount)s, biên lai số %(number)s") % {
                "amount": kept.text,
                "number": kept.number,
            }
        return str(MONEY[self.state])

    @property
    def standing(self) -> ReceiptLine | None:
        """The receipt that holds."""
        return next((line for line in self.receipts if line.voided_at is None), None)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who came to a counter, as her card or the clerk says; ``person_id`` when she is known already."""

    personal_number: str = ""
    full_name: str = ""
    date_of_birth: date | None = None
    gender: str = ""
    address: str = ""
    phone: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What came by post: the day on the envelope, who sent it, the number of the item when it has one."""

    posted_on: date
    sent_by: str
    item_number: str = ""


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One mandate as a screen shows it. ``usable`` today; else ``why_not`` is the sentence that says so."""

    id: int
    mandator_id: int
    mandator: str
    attorney_id: int
    attorney: str
    scope: str
    number: str
    signed_on: date
    certified_by: str
    valid_from: date
    valid_to: date  # the last day, by the paper or by law
    registered_at: datetime
    ended_at: datetime | None
    end_reason: str
    why_not: str

    @property
    def usable(self) -> bool:
        """Does it hold today?"""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class AgreedElsewhere:
    """The applicant's agreement on the system that sends her dossier: when, and by what that system finds the proof."""

    at: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A dossier as another system sends it: whole, with everything a person fills in page by page.

    ``commune_agency_id`` is the competent commune; ``files`` are (component, stored file of this very program).
    """

    procedure_code: str
    applicant: Stranger
    agreed: AgreedElsewhere
    answers: Mapping[str, Any]
    files: tuple[tuple[int, UUID], ...] = ()
    commune_agency_id: int | None = None
    return_way: ReturnWay | None = None
    declared: bool = False

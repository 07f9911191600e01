"""Sending a question, a proposal or a complaint: it gets a code, a desk and a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.feedback import policies, rules
from namkhong.services.feedback.bodies import body_of
from namkhong.services.feedback.errors import Missing, SignInFirst
from namkhong.services.feedback.events import InquirySent
from namkhong.services.feedback.models import Inquiry, InquiryStep
from namkhong.services.feedback.states import Move, State
from namkhong.services.feedback.types import ANONYMOUS, InquiryCard, InquiryId, Kind, NewInquiry
from namkhong.services.procedures import queries as procedures

LONGEST: Final = 5_000


@dataclass(slots=True)
class _About:
    """What it is about."""

    agency_id: int
    dossier_id: int | None = None
    dossier_code: str = ""
    procedure_id: int | None = None
    procedure_name: str = ""
    official_id: int | None = None
    official_name: str = ""


@transaction.atomic
def send(*, new: NewInquiry, actor: Actor, now: datetime) -> InquiryCard:
    """Send it; the same form sent twice is one inquiry.

    A complaint goes to the body above the one it is about (NĐ 20/2008/NĐ-CP, to be confirmed), everything else to the body
    it is about; what is about no agency goes to the province.

    :raises SignInFirst: a proposal or complaint of somebody who has not signed in.
    :raises NoSuchDossier: it is about a dossier that is not for this actor.
    :raises Missing: something is missing; the fields say what.
    """
    if not actor.is_citizen and new.kind not in ANONYMOUS:
        raise SignInFirst
    before = Inquiry.objects.filter(token=new.token).first()
    if before is not None:
        return card(before)
    email, phone = _checked(new, actor)
    about = _about(new, actor, now)
    desk = policies.desk_of(new.kind, about.agency_id)
    rule = rules.rule_of(new.kind.value, clock.local_date(now))
    due = rules.due(rule, now, organisations.calendar_of(desk))
    inquiry = Inquiry(
        token=new.token,
        code=numbering.take(kind="inquiry", agency_code=organisations.province().code, now=now),
        kind=new.kind.value,
        state=State.SENT.value,
        title=text.one_line(new.title),
        text=text.clean(new.text),
        dossier_id=about.dossier_id,
        dossier_code=about.dossier_code,
        procedure_id=about.procedure_id,
        procedure_name=about.procedure_name,
        about_agency_id=about.agency_id,
        about_official_id=about.official_id,
        about_name=about.official_name,
        about_key=text.fold(about.official_name),
        sender_id=actor.account_id if actor.is_citizen else None,
        sender_name=text.one_line(actor.label if actor.is_citizen else new.contact_name)[:200],
        contact_email=email,
        contact_phone=phone,
        sent_at=now,
        rule=rule,
        due_at=due.due_at,
        due_why=[str(line) for line in due.explain()],
        desk_agency_id=desk,
        may_publish=new.may_publish and new.kind is not Kind.COMPLAINT,
    )
    inquiry.save(force_insert=True)
    step = InquiryStep.objects.create(inquiry=inquiry, revision=1, move=Move.SEND, at=now, by_id=inquiry.sender_id)
    audit.record(actor, "feedback.inquiry_sent", ("inquiry", inquiry.pk), now=now, detail={"code": inquiry.code})
    publish(InquirySent(inquiry_step_id=step.pk, at=now))
    return card(inquiry)


def card(inquiry: Inquiry) -> InquiryCard:
    """The inquiry as others see it."""
    return InquiryCard(InquiryId(inquiry.pk), inquiry.code, inquiry.public_id, inquiry.now_in, inquiry.revision)


def _checked(new: NewInquiry, actor: Actor) -> tuple[str, str]:
    """The e-mail address and the telephone; everything that is missing or wrong at once."""
    wrong: dict[str, str] = {}
    if not text.one_line(new.title):
        wrong["title"] = _("Xin ghi ngắn gọn ông/bà hỏi hoặc phản ánh việc gì.")
    elif len(text.one_line(new.title)) > 200:
        wrong["title"] = _("Dòng này dài quá 200 chữ, xin viết ngắn lại.")
    if not text.clean(new.text):
        wrong["text"] = _("Xin viết nội dung.")
    elif len(text.clean(new.text)) > LONGEST:
        wrong["text"] = _("Nội dung dài quá %d chữ, xin viết ngắn lại.") % LONGEST
    email, phone = "", ""
    given = text.one_line(new.contact)
    if given and not actor.is_citizen:
        digits = "".join(char for char in given if char.isascii() and char.isdigit())
        if "@" in given:
            email = _email(given)
        elif 9 <= len(digits) <= 11:
            phone = digits
        if not (email or phone):
            wrong["contact"] = _("Xin ghi một địa chỉ thư điện tử hoặc một số điện thoại, hoặc để trống.")
    if wrong:
        raise Missing(wrong)
    return email, phone


def _email(given: str) -> str:
    try:
        validate_email(given)
    except ValidationError:
        return ""
    return given if len(given) <= 200 else ""


def _about(new: NewInquiry, actor: Actor, now: datetime) -> _About:
    if new.dossier_code:
        spoken = dossiers.speaking.about(new.dossier_code, actor)
        about = _About(spoken.agency_id, spoken.id, spoken.code, spoken.procedure_id, spoken.procedure_name)
        if new.official_id is not None and new.kind is Kind.COMPLAINT:
            _name_official(about, new.official_id)
    else:
        about = _About(_chosen(new.agency_id))
        if new.procedure_code:
            version = procedures.in_force(new.procedure_code, clock.local_date(now))
            about.procedure_id, about.procedure_name = version.procedure_id, version.name
    if new.kind is Kind.COMPLAINT and not about.official_name:
        about.official_name = text.one_line(new.official_name)[:200]
    return about


def _name_official(about: _About, official_id: int) -> None:
    """One of those who did something in the dossier; the complaint is then about the body she did it for."""
    found = next(
        (one for one in dossiers.speaking.handlers_of(about.dossier_id or 0) if one.account_id == official_id), None
    )
    if found is None:
        raise Missing({"official": _("Xin chọn một trong những cán bộ đã làm việc với hồ sơ.")})
    about.official_id, about.official_name = found.account_id, found.name
    if found.agency_id is not None:
        about.agency_id = body_of(found.agency_id).id


def _chosen(agency_id: int | None) -> int:
    if agency_id is None:
        return organisations.province().id
    try:
        return body_of(agency_id).id
    except NoSuchAgency as error:
        raise Missing({"agency": _("Xin chọn lại cơ quan.")}) from error

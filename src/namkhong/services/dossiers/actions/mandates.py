"""Mandates: registered at a counter from the notarised paper, ended by whoever gave it (Bộ luật Dân sự 2015, arts 562–569)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.foundation.notifications import actions as notifications
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers.actions.papers import take
from namkhong.services.dossiers.errors import MandateEnded, MandateUnusable, NoSuchMandate, NotAtCounter
from namkhong.services.dossiers.events import MandateRegistered, MandateWasEnded
from namkhong.services.dossiers.messages import mandate_ended_words, mandate_words
from namkhong.services.dossiers.models import Dossier, Mandate
from namkhong.services.dossiers.queries.mandates import lately_over, why_not
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import NewFile
from namkhong.services.procedures import queries as procedures


@transaction.atomic
def register_mandate(  # noqa: PLR0913 - what the paper says
    *,
    mandator_id: int,
    attorney_id: int,
    procedure_code: str,
    number: str,
    signed_on: date | None,
    certified_by: str,
    valid_from: date | None,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
    paper: NewFile | UUID | None = None,
) -> int:
    """Keep a mandate as its paper says; an empty ``procedure_code`` means every procedure. The same paper twice is one.

    :raises Invalid: naming every field that cannot be right.
    """
    if not actor.holds(Role.COUNTER):
        raise NotAtCounter
    number, certified_by = text.one_line(number), text.one_line(certified_by)
    wrong = _wrong(mandator_id, attorney_id, number, certified_by, (signed_on, valid_from, valid_to), now)
    if wrong or signed_on is None or valid_from is None:
        raise Invalid(_("Giấy ủy quyền còn chỗ chưa đúng, xin xem lại."), fields=wrong)
    version = procedures.in_force(procedure_code, clock.local_date(now)) if procedure_code else None
    scope = version.procedure_id if version else None
    same = Mandate.objects.select_for_update().filter(
        Q(procedure=None) if scope is None else Q(procedure_id=scope),
        mandator_id=mandator_id,
        attorney_id=attorney_id,
        number=number,
        signed_on=signed_on,
        ended_at=None,
    )
    if (known := same.first()) is not None:
        return known.pk
    kept = take(paper, actor=actor, now=now, purpose="dossiers.mandate") if paper is not None else None
    row = Mandate(
        mandator_id=mandator_id,
        attorney_id=attorney_id,
        procedure_id=scope,
        scope=version.name[:1000] if version else "",
        number=number,
        signed_on=signed_on,
        certified_by=certified_by,
        valid_from=valid_from,
        valid_to=valid_to,
        file_id=kept.id if kept else None,
        file_name=kept.name[:255] if kept else "",
        registered_at=now,
        registered_by_id=actor.account_id,
        agency_id=min(actor.agencies_as(Role.COUNTER)),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same paper at two desks at the same moment
        return same.get().pk
    audit.record(actor, "dossiers.mandate_registered", ("mandate", row.pk), now=now)
    _tell_mandator(row, now)
    publish(MandateRegistered(mandate_id=row.pk, at=now))
    return row.pk


@transaction.atomic
def end_mandate(*, mandate_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Whoever gave it takes it back; what was filed before stays filed and lies in her account from now on.

    :raises NoSuchMandate: it is not hers.
    :raises MandateEnded: it was ended before.
    """
    row = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if row is None or not actor.is_citizen or actor.person_id != row.mandator_id:
        raise NoSuchMandate
    if row.ended_at is not None:
        if row.ended_by_id == actor.account_id:
            return
        raise MandateEnded(row.ended_at)
    row.ended_at, row.ended_by_id = now, actor.account_id
    row.end_reason = text.one_line(reason)[:300]
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    returned = _return_dossiers(row)
    audit.record(
        actor,
        "dossiers.mandate_ended",
        ("mandate", row.pk),
        now=now,
        detail={"dossiers": returned},
        reason=row.end_reason,
    )
    _tell_attorney(row, now)
    publish(MandateWasEnded(mandate_id=row.pk, at=now))


def close_mandates(now: datetime) -> int:
    """What was filed under mandates whose last day is over goes to the accounts of those who gave them.

    Looks back sixty days, so that a worker that stood still loses nothing. Returns how many dossiers went.
    """
    return sum(_close(pk, now) for pk in lately_over(now))


@transaction.atomic
def _close(mandate_id: int, now: datetime) -> int:
    row = Mandate.objects.select_for_update().get(pk=mandate_id)
    returned = _return_dossiers(row)
    if returned:
        system = Actor.system(_("Hệ thống"))
        audit.record(system, "dossiers.mandate_over", ("mandate", row.pk), now=now, detail={"dossiers": returned})
    return returned


def _return_dossiers(row: Mandate) -> int:
    """A part of the deeds that end a mandate: the attorney keeps the receipt and the state (``policies.stood_in``).

    A draft stays nobody's: it was begun under a paper with which it can no longer be sent, and is thrown away in time.
    """
    people = citizens.people([row.mandator_id, row.attorney_id])
    attorney = people[row.attorney_id].account_id
    if attorney is None:
        return 0
    hers = Dossier.objects.filter(helper_id=attorney, owner_id=attorney, submission__mandate=row)
    drafts = hers.filter(state=State.DRAFT).update(owner_id=None)
    return drafts + hers.update(owner_id=people[row.mandator_id].account_id)


def usable_mandate(mandate_id: int, *, procedure_id: int, on: date) -> Mandate:
    """The mandate, when the procedure may be filed with it on this day.

    :raises NoSuchMandate: there is none.
    :raises MandateUnusable: ended, expired, not yet valid, or for another procedure.
    """
    row = Mandate.objects.filter(pk=mandate_id).first()
    if row is None:
        raise NoSuchMandate
    if sentence := why_not(row, procedure_id, on):
        raise MandateUnusable(sentence)
    return row


def _wrong(
    mandator_id: int,
    attorney_id: int,
    number: str,
    certified_by: str,
    days: tuple[date | None, date | None, date | None],
    now: datetime,
) -> dict[str, object]:
    signed_on, valid_from, valid_to = days
    wrong: dict[str, object] = {}
    if mandator_id == attorney_id:
        wrong["attorney-the"] = _("Người ủy quyền và người được ủy quyền phải là hai người khác nhau.")
    if not number or len(number) > 60:
        wrong["number"] = _("Xin ghi số công chứng hoặc số chứng thực trên giấy ủy quyền.")
    if not certified_by or len(certified_by) > 200:
        wrong["certified_by"] = _("Xin ghi nơi công chứng hoặc chứng thực.")
    if signed_on is None or not date(1990, 1, 1) <= signed_on <= clock.local_date(now):
        wrong["signed_on"] = _("Ngày lập giấy phải là một ngày đã qua hoặc hôm nay.")
    if valid_from is None or not date(1990, 1, 1) <= valid_from <= date(2200, 1, 1):
        wrong["valid_from"] = _("Xin ghi ngày giấy ủy quyền bắt đầu có hiệu lực.")
    if valid_to is not None and (valid_to > date(2200, 1, 1) or (valid_from is not None and valid_to < valid_from)):
        wrong["valid_to"] = _("Ngày hết hạn phải sau ngày bắt đầu có hiệu lực.")
    return wrong


def _tell_mandator(row: Mandate, now: datetime) -> None:
    """Whoever is named as mandator learns of it at once, and may end it."""
    people = citizens.people([row.mandator_id, row.attorney_id])
    with translation.override(settings.LANGUAGE_CODE):  # it is sent and kept
        words = mandate_words(people[row.attorney_id].full_name, row.number)
    _tell(row, people[row.mandator_id], words, "registered", now)


def _tell_attorney(row: Mandate, now: datetime) -> None:
    """Whoever files no longer for somebody learns of it at once (Bộ luật Dân sự 2015 art. 569)."""
    people = citizens.people([row.mandator_id, row.attorney_id])
    with translation.override(settings.LANGUAGE_CODE):
        words = mandate_ended_words(people[row.mandator_id].full_name, row.number)
    _tell(row, people[row.attorney_id], words, "ended", now)


def _tell(row: Mandate, person: PersonCard, words: tuple[str, str], what: str, now: datetime) -> None:
    notifications.notify(
        account_id=person.account_id,
        phone=person.phone,
        email=person.email,
        title=words[0],
        text=words[1],
        link=reverse("my_mandates"),
        about=("mandate", row.pk),
        key=f"dossiers.mandate_{what}:{row.pk}",
        now=now,
    )

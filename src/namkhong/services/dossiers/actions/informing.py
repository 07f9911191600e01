"""Sending one message to the applicant of a dossier, and to whoever stands in for her: account, e-mail, text message."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.foundation.notifications import actions as notifications
from namkhong.kernel import clock
from namkhong.services.dossiers.messages import Message, for_attorney, under_mandate
from namkhong.services.dossiers.models import Dossier, Mandate, Step, Submission
from namkhong.services.dossiers.queries.mandates import why_not
from namkhong.services.dossiers.states import Move


def inform_applicant(
    dossier: Dossier, message: Message, *, now: datetime, key: str = "", step: Step | None = None
) -> None:
    """Queue the message with the deed that causes it; the same ``key`` is sent once.

    Under a mandate both are told: whoever gave it, always; the attorney while it holds (Bộ luật Dân sự 2015 arts 562, 563
    and 569: with the mandate her standing ends, and so do her notices).
    """
    used = _mandate(dossier)
    person = citizens.person(dossier.person_id)
    if used is None:
        _notify(dossier, person, dossier.owner_id or person.account_id, message, now, key)
        return
    attorney = citizens.person(used.attorney_id)
    with translation.override(settings.LANGUAGE_CODE):  # it is sent and kept
        first = step is not None and step.move == Move.FILE
        own = under_mandate(message, attorney.full_name, used.number) if first else message
        theirs = for_attorney(message, dossier, used.number, step.move if step else "", _page(dossier, attorney))
    _notify(dossier, person, person.account_id, own, now, key)
    if not why_not(used, None, clock.local_date(now)):
        _notify(dossier, attorney, attorney.account_id, theirs, now, f"{key}:attorney" if key else "")


def _notify(
    dossier: Dossier, person: PersonCard, account_id: int | None, message: Message, now: datetime, key: str
) -> None:
    notifications.notify(
        account_id=account_id,
        phone=person.phone,
        email=person.email,
        title=message.title,
        text=message.text,
        sms=message.sms,
        link=message.link,
        about=("dossier", dossier.pk),
        key=key,
        now=now,
    )


def _mandate(dossier: Dossier) -> Mandate | None:
    if dossier.helper_id is None:  # filed alone
        return None
    row = Submission.objects.select_related("mandate").filter(dossier=dossier).first()
    return row.mandate if row is not None else None


def _page(dossier: Dossier, attorney: PersonCard) -> str:
    """Filed at a counter, the dossier has no page in the attorney's account: she looks it up with what form 01 says."""
    if attorney.account_id is not None and attorney.account_id in {dossier.owner_id, dossier.helper_id}:
        return ""
    return reverse("lookup")

"""Sending one message to the applicant of a dossier: in her account, by e-mail and by text message."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.notifications import actions as notifications
from namkhong.services.dossiers.messages import Message
from namkhong.services.dossiers.models import Dossier


def inform_applicant(dossier: Dossier, message: Message, *, now: datetime, key: str = "") -> None:
    """Queue the message with the deed that causes it; the same ``key`` is sent once."""
    person = citizens.person(dossier.person_id)
    notifications.notify(
        account_id=dossier.owner_id or person.account_id,
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

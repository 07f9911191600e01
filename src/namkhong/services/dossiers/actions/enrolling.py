"""A person whom nobody signed in: told by the counter's card reader or by another system. The callers say who may."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.foundation.citizens import actions as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers.types import Stranger


def enrol(who: Stranger, *, actor: Actor, now: datetime) -> PersonCard:
    """The person, made the first time, in the caller's transaction.

    :raises Invalid: without a date of birth.
    :raises WrongDetails: naming what cannot be right.
    :raises PersonDiffers: the number is known with another name or date of birth.
    """
    if who.date_of_birth is None:
        sentence = _("Xin ghi đủ ngày, tháng, năm sinh.")
        raise Invalid(sentence, fields={"date_of_birth": sentence})
    return citizens.enrol_at_counter(
        personal_number=who.personal_number,
        full_name=who.full_name,
        date_of_birth=who.date_of_birth,
        gender=who.gender,
        address=who.address,
        phone=who.phone,
        actor=actor,
        now=now,
    )

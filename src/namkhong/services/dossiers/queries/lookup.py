"""What anybody may look up: the stage by code alone, the way with the secret printed on form 01."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel.codes import parse_dossier_code
from namkhong.kernel.remembering import remember
from namkhong.services.dossiers import secrets
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries.timeline import timeline_of
from namkhong.services.dossiers.states import STATES, State
from namkhong.services.dossiers.types import PublicStage, Timeline

_NOBODY: Final = UUID(int=0)


def public_stage(code: str) -> PublicStage | None:
    """The stage of a dossier, never whose it is nor what it is about; ``None`` for an unknown code."""
    parsed = parse_dossier_code(code)
    if parsed is None:
        return None
    state = Dossier.objects.filter(code=str(parsed)).values_list("state", flat=True).first()
    return None if state is None else PublicStage(str(parsed), str(STATES[State(state)].stage))


def agency_now(code: str) -> str:
    """What the agency in the code is now, when it has become another; else empty. The number itself never changes."""
    parsed = parse_dossier_code(code)
    if parsed is None:
        return ""
    try:
        old, new = _became(parsed.agency, parsed.day)
    except NoSuchAgency:
        return ""
    return _("%(old)s nay là %(new)s.") % {"old": old, "new": ", ".join(new)} if new else ""


@remember(seconds=60)
def _became(agency_code: str, day: date) -> tuple[str, tuple[str, ...]]:
    """How the agency that had this code on a day was called, and what it is now, when it has become another.

    :raises NoSuchAgency: none had it.
    """
    now = organisations.became(organisations.agency_by_code(agency_code, day).id)
    return (now.old_name, tuple(now.names)) if now else ("", ())


def with_secret(code: str, secret: str, *, now: datetime) -> Timeline | None:
    """The way of a dossier, without the applicant's data; ``None`` alike for an unknown code and a wrong secret."""
    dossier = dossier_with_secret(code, secret)
    return None if dossier is None else timeline_of(dossier, now=now, private=False)


def dossier_with_secret(code: str, secret: str) -> Dossier | None:
    """The dossier whose code and secret these are."""
    parsed = parse_dossier_code(code)
    dossier = None if parsed is None else Dossier.objects.filter(code=str(parsed)).first()
    # The same work is done for an unknown code, so that time does not tell it apart.
    right = secrets.is_secret(dossier.public_id if dossier else _NOBODY, secret)
    return dossier if right else None

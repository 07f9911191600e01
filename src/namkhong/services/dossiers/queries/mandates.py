"""Mandates: what somebody gave, what somebody holds, and whether it may be used for a procedure on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.dossiers.errors import filing as errors
from namkhong.services.dossiers.models import Dossier, Mandate, Submission
from namkhong.services.dossiers.types import MandateLine

PAGE: Final = 20
MOST: Final = 20  # mandates offered on a filing page
LOOKED_BACK: Final = timedelta(days=60)


def given_by(person_id: int, cursor: str = "", *, now: datetime) -> Page[MandateLine]:
    """What this person gave to others, newest first."""
    return _page(Q(mandator_id=person_id), cursor, now)


def held_by(person_id: int, cursor: str = "", *, now: datetime) -> Page[MandateLine]:
    """What others gave to this person, newest first."""
    return _page(Q(attorney_id=person_id), cursor, now)


def usable_by(person_id: int, procedure_id: int, *, now: datetime) -> list[MandateLine]:
    """The mandates this attorney may file the procedure with today."""
    return _usable(Q(attorney_id=person_id), procedure_id, now)


def usable_for(person_id: int, procedure_id: int, *, now: datetime) -> list[MandateLine]:
    """The mandates by which somebody else may file the procedure for this person today."""
    return _usable(Q(mandator_id=person_id), procedure_id, now)


def why_not(mandate: Mandate, procedure_id: int | None, on: date) -> str:
    """Why it may not be used on a day, in a sentence; empty when it may. Scope is not asked without a procedure."""
    if mandate.ended_at is not None:
        return errors.ended(mandate.number, clock.local_date(mandate.ended_at))
    if on < mandate.valid_from:
        return errors.not_yet_valid(mandate.number, mandate.valid_from)
    if on > (last := last_day(mandate)):
        return errors.expired(mandate.number, last)
    if procedure_id is not None and mandate.procedure_id not in {None, procedure_id}:
        return errors.out_of_scope(mandate.number, mandate.scope)
    return ""


def last_day(mandate: Mandate) -> date:
    """The last day it holds: as the paper says, else a year after it was made (Bộ luật Dân sự 2015 arts 563, 148)."""
    return mandate.valid_to or _a_year_after(mandate.signed_on)


def _a_year_after(day: date, years: int = 1) -> date:
    """The same date of another year; the last of February where that year has no 29th (art. 148.4)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def lately_over(now: datetime) -> list[int]:
    """The mandates that ended, or whose last day was, in the last :data:`LOOKED_BACK` days."""
    on = clock.local_date(now)
    since = on - LOOKED_BACK
    by_day = Q(valid_to__lt=on, valid_to__gte=since)
    by_law = Q(valid_to=None, signed_on__lt=_a_year_after(on, -1), signed_on__gte=_a_year_after(since, -1))
    over = Mandate.objects.filter(Q(ended_at__gte=now - LOOKED_BACK) | by_day | by_law)
    return list(over.order_by("pk").values_list("pk", flat=True))


def mandate_of(dossier: Dossier) -> MandateLine | None:
    """The mandate a dossier was filed under."""
    if dossier.helper_id is None:  # filed alone
        return None
    row = Submission.objects.select_related("mandate").filter(dossier=dossier).first()
    return None if row is None or row.mandate is None else _lines([row.mandate], row.recorded_at)[0]


def mandate(mandate_id: int, actor: Actor, *, now: datetime) -> MandateLine:
    """One mandate, for its two people.

    :raises NoSuchMandate: for everybody else.
    """
    row = Mandate.objects.filter(pk=mandate_id).first()
    if row is None or not actor.is_citizen or actor.person_id not in {row.mandator_id, row.attorney_id}:
        raise errors.NoSuchMandate
    return _lines([row], now)[0]


def _usable(whose: Q, procedure_id: int, now: datetime) -> list[MandateLine]:
    on = clock.local_date(now)
    holding = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    holding &= Q(valid_to__isnull=False) | Q(signed_on__gte=_a_year_after(on, -1))
    scope = Q(procedure_id=None) | Q(procedure_id=procedure_id)
    rows = Mandate.objects.filter(whose, holding, scope, ended_at=None).order_by("-registered_at", "-id")
    return _lines([row for row in rows[:MOST] if on <= last_day(row)], now)


def _page(whose: Q, cursor: str, now: datetime) -> Page[MandateLine]:
    rows = Mandate.objects.filter(whose)
    if cursor:
        moment, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(registered_at__lt=moment) | Q(registered_at=moment, pk__lt=last))
    found = list(rows.order_by("-registered_at", "-id")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].registered_at, found[-1].pk)
    return Page(_lines(found, now), following)


def _lines(rows: Iterable[Mandate], now: datetime) -> list[MandateLine]:
    kept, on = list(rows), clock.local_date(now)
    people = citizens.people(person for row in kept for person in (row.mandator_id, row.attorney_id)) if kept else {}
    return [
        MandateLine(
            id=row.pk,
            mandator_id=row.mandator_id,
            mandator=people[row.mandator_id].full_name,
            attorney_id=row.attorney_id,
            attorney=people[row.attorney_id].full_name,
            scope=row.scope or _("Mọi thủ tục"),
            number=row.number,
            signed_on=row.signed_on,
            certified_by=row.certified_by,
            valid_from=row.valid_from,
            valid_to=last_day(row),
            registered_at=row.registered_at,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
            why_not=why_not(row, None, on),
        )
        for row in kept
    ]

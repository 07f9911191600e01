"""What the room of feedback may know of a dossier: enough to say what a rating or a complaint is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.actor import Actor
from namkhong.kernel.codes import could_be_a_code
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.queries.lookup import dossier_with_secret


@dataclass(frozen=True, slots=True)
class Spoken:
    """One dossier as something is said about it; never whose it is."""

    id: int
    code: str
    procedure_id: int
    procedure_name: str
    agency_id: int  # who decides
    handed_over_at: datetime | None
    applicants: bool  # does it belong to the one who asks?


@dataclass(frozen=True, slots=True)
class Handler:
    """An official who did something in a dossier, as its applicant reads it on the timeline."""

    account_id: int
    name: str
    title: str
    agency_id: int | None


def about(code: str, actor: Actor) -> Spoken:
    """A dossier this actor may see.

    :raises NoSuchDossier: when there is none, or it is not for her.
    """
    if not could_be_a_code(code):
        raise NoSuchDossier
    return about_row(policies.require_seen(actor, Dossier.objects.filter(code=code.upper()).first()), actor)


def about_row(row: Dossier, actor: Actor) -> Spoken:
    """The same of a dossier that was found for this actor already."""
    return _spoken(row, applicants=_applicants(row, actor))


def about_with_secret(code: str, secret: str) -> Spoken:
    """A dossier by its code and the secret printed on form 01: whoever has both stands for the applicant.

    :raises NoSuchDossier: alike for an unknown code and a wrong secret.
    """
    row = dossier_with_secret(code, secret)
    if row is None:
        raise NoSuchDossier
    return _spoken(row, applicants=True)


def handlers_of(dossier_id: int) -> list[Handler]:
    """The officials who did something in a dossier, each once, in the order in which they came to it."""
    rows = Step.objects.filter(dossier=dossier_id, by__kind="official").order_by("revision")
    found: dict[int, Handler] = {}
    for account, name, title, agency in rows.values_list("by_id", "by_name", "by_title", "agency_id"):
        if account is not None:
            found.setdefault(account, Handler(account, name, title, agency))
    return list(found.values())


def _applicants(row: Dossier, actor: Actor) -> bool:
    """Hers as the applicant; who only helped to file it does not speak for her."""
    return actor.is_citizen and actor.person_id is not None and row.person_id == actor.person_id


def _spoken(row: Dossier, *, applicants: bool) -> Spoken:
    return Spoken(
        id=row.pk,
        code=row.code or "",
        procedure_id=row.procedure_id,
        procedure_name=row.procedure_name,
        agency_id=row.decider_agency_id,
        handed_over_at=row.handed_over_at,
        applicants=applicants,
    )

"""Who is away, and who does the work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from namkhong.foundation.organisations.models import Agency, Official, PostHolding, Substitution
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.queries.officials import cards
from namkhong.foundation.organisations.types import AgencyKind, OfficialCard
from namkhong.kernel.actor import Actor, Role

_HEADING = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)
_HOUSES = (AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE)
_MOST = 300


def house_path(official: Official) -> str:
    """The path of the agency she belongs to as a whole: the commune of a unit, the department of a division."""
    ids = [int(part) for part in official.home.path.strip("/").split("/")]
    paths = Agency.objects.filter(pk__in=ids, kind__in=_HOUSES).values_list("path", flat=True)
    return max(paths, key=len, default=official.home.path)


def headed_by(actor: Actor, on: date) -> QuerySet[Official]:
    """The officials whose leave she may arrange: of the unit she heads, of the agency she leads and its units."""
    inside = Q(pk__in=())
    for post in actor.posts:
        if post.for_account_id is None and post.role in _HEADING:
            inside |= Q(agency_id=post.agency_id)
        if post.for_account_id is None and post.role is Role.LEADER:
            inside |= Q(agency__path__startswith=post.agency_path)
    working = PostHolding.objects.filter(inside, holding(on))
    return Official.objects.filter(pk__in=working.values("official_id"), locked_at__isnull=True)


def people_of(actor: Actor, on: date) -> list[OfficialCard]:
    """Those whose work she may hand to one another, by given name, each once."""
    rows = PostHolding.objects.filter(holding(on), official__in=headed_by(actor, on)).select_related("official")
    found = cards(rows.order_by("official__given_key", "id")[:_MOST])
    return list({card.official_id: card for card in reversed(found)}.values())[::-1]


def absences(officials: Iterable[int] | QuerySet[Official], on: date, *, substitute_id: int = 0) -> list[Substitution]:
    """Who of these is or will be away, and for whom this one stands in; what is over is left out."""
    rows = Substitution.objects.filter(Q(absent__in=officials) | Q(substitute_id=substitute_id), valid_to__gt=on)
    return list(rows.select_related("absent", "substitute").order_by("valid_from", "pk")[:_MOST])


def colleagues(official: Official, on: date) -> list[OfficialCard]:
    """Who may stand in for her: those who work in the same house that day, by given name, each once."""
    places = PostHolding.objects.filter(holding(on), official=official).values("agency_id")
    rows = PostHolding.objects.filter(
        holding(on),
        Q(agency__path__startswith=house_path(official)) | Q(agency__in=places),
        official__locked_at__isnull=True,
    ).exclude(official=official)
    found = cards(rows.select_related("official").order_by("official__given_key", "id")[:_MOST])
    return list({card.official_id: card for card in reversed(found)}.values())[::-1]

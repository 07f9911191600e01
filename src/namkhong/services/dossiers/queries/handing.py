"""The work of a whole unit or of one post: counted for the preview, listed for the batch."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies.handing import may_hand_to_unit
from namkhong.services.dossiers.queries.taking import chosen_row
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import Chosen
from namkhong.services.dossiers.types.handed import HeldRow

_STEPS: Final = 100


def _held(actor: Actor, agency_id: int, role: str) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(
        policies.visible_to(actor), holder_agency_id=agency_id, state__in=policies.OPEN_STATES
    )
    return rows.filter(holder_role=role) if role else rows


def held_there(actor: Actor, agency_id: int, role: str = "", *, now: datetime) -> list[HeldRow]:
    """Step by step what lies there, of what the actor may know of; one question over the unit's open dossiers."""
    counted = (
        _held(actor, agency_id, role)
        .order_by()
        .values("holder_role", "step_name", "state")
        .annotate(many=Count("pk"), late=Count("pk", filter=Q(step_due_at__lt=as_printed(now))))
        .order_by("-many", "holder_role", "step_name")[:_STEPS]
    )
    return [
        HeldRow(row["holder_role"], row["step_name"], row["many"], row["late"], row["state"] != State.IN_PROGRESS.value)
        for row in counted
    ]


def chosen_there(actor: Actor, agency_id: int, role: str = "", *, limit: int) -> list[Chosen]:
    """The dossiers in work there, by their numbers."""
    rows = _held(actor, agency_id, role).filter(state=State.IN_PROGRESS.value)
    return [chosen_row(actor, row) for row in rows.order_by("pk")[:limit]]


def may_hand_over(actor: Actor, giver: AgencyCard, taker: AgencyCard) -> bool:
    """May this actor give the whole work of one unit to the other?"""
    return may_hand_to_unit(actor, giver, taker)

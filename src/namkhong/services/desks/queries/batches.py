"""Batches of one official: how far, and how it went with each dossier."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Count, IntegerField, Value, When

from namkhong.kernel.actor import Actor
from namkhong.services.desks.errors import NoSuchBatch
from namkhong.services.desks.models import Batch, BatchItem
from namkhong.services.desks.types import MOST, Outcome, Tally

_FIRST = Case(
    When(outcome=Outcome.REFUSED, then=Value(0)),
    When(outcome=Outcome.ALREADY, then=Value(1)),
    When(outcome=Outcome.WAITING, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


def batch(public_id: UUID, actor: Actor) -> Batch:
    """One batch.

    :raises NoSuchBatch: when it is not hers.
    """
    found = Batch.objects.filter(public_id=public_id, account_id=actor.account_id or 0).first()
    if found is None:
        raise NoSuchBatch
    return found


def recent(actor: Actor, limit: int = 20) -> list[Batch]:
    """Her latest batches."""
    return list(Batch.objects.filter(account_id=actor.account_id or 0).order_by("-created_at", "-pk")[:limit])


def tally(one: Batch) -> Tally:
    """How far it is. One query over at most five hundred rows."""
    counted = dict(BatchItem.objects.filter(batch=one).values_list("outcome").annotate(Count("pk")))
    return Tally(
        total=one.total,
        done=counted.get(Outcome.DONE.value, 0),
        already=counted.get(Outcome.ALREADY.value, 0),
        refused=counted.get(Outcome.REFUSED.value, 0),
    )


def items_of(one: Batch) -> list[BatchItem]:
    """Each dossier with its result, what needs somebody first; never more than five hundred."""
    return list(BatchItem.objects.filter(batch=one).order_by(_FIRST, "position")[:MOST])

"""A dossier went on: write down who is to be told. Heard twice, it is written once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from namkhong.services.dossiers import queries as dossiers
from namkhong.services.subscriptions import policies, queries
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.states import KIND_OF, TEST, SubscriptionState

# An event that is heard late brings the moves before it along, unless they are older than this.
_BROUGHT_ALONG: Final = timedelta(days=7)


@transaction.atomic
def take_note(*, step_id: int, now: datetime) -> list[int]:
    """Write a notice of this step for each subscription that wants and may know it; returns those that can be woken.

    Events may be heard out of their order. So the earlier moves of the dossier are written with it where they are
    missing, and nothing of a dossier is ever sent before what happened before it.
    """
    hearing = queries.hearing()
    told = dossiers.announced.up_to(step_id, since=now - _BROUGHT_ALONG) if hearing else None
    if told is None:
        return []
    wanted = [(subscription, _wanted(subscription, told)) for subscription in hearing]
    wanted = [(subscription, steps) for subscription, steps in wanted if steps]
    if not wanted:
        return []
    may = dossiers.announced.who_may_know(
        told.dossier_id, [policies.program_of(subscription) for subscription, _steps in wanted]
    )
    rows: list[Notice] = []
    woken: list[int] = []
    for (subscription, steps), allowed in zip(wanted, may, strict=True):
        if allowed:
            rows += [_notice(subscription, told, step, now) for step in steps]
            woken += [subscription.pk] if subscription.state == SubscriptionState.ACTIVE else []
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return woken


def _wanted(subscription: Subscription, told: dossiers.announced.Announced) -> list[dossiers.announced.AnnouncedStep]:
    return [
        step
        for step in told.steps
        if KIND_OF.get(step.move) in subscription.kinds and step.at >= subscription.created_at
    ]


def _notice(
    subscription: Subscription,
    told: dossiers.announced.Announced,
    step: dossiers.announced.AnnouncedStep,
    now: datetime,
) -> Notice:
    kind = KIND_OF[step.move]
    data = {
        "dossier": told.code,
        "revision": step.revision,
        "state": step.state,
        "national_status": step.national,
        "procedure": told.procedure_code,
        "agency": told.agency_code,
    }
    return Notice(
        subscription=subscription,
        kind=kind,
        step_id=step.step_id,
        dossier_id=told.dossier_id,
        dossier_code=told.code,
        revision=step.revision,
        at=step.at,
        body=body_of(kind, step.at, data),
        due_at=now,
    )


def test_notice(subscription: Subscription, now: datetime) -> Notice:
    """A notice about nothing, to see whether it arrives."""
    body = body_of(TEST, now, {"subscription": str(subscription.public_id)})
    return Notice(subscription=subscription, kind=TEST, at=now, body=body, due_at=now)


def body_of(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """The payload as Standard Webhooks recommends it: type, moment of the event, data; the same bytes for every try."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": kind, "timestamp": moment, "data": data}, separators=(",", ":"), ensure_ascii=False)

"""On its day a plan is applied: the tree and the posts in one transaction, then the rows of every room in batches.

A job that is cut off goes on where it was: each batch is one transaction that also keeps how far it came. A room is swept
until a sweep finds nothing left, so what was written to an old agency in the meantime is not left behind.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations.actions.planning import judge, plan_row
from namkhong.foundation.organisations.actions.transplanting import transplant
from namkhong.foundation.organisations.events import ReorganisationFinished
from namkhong.foundation.organisations.models import Reorganisation
from namkhong.foundation.organisations.types_reorganisation import AgencyMap, Moved, PlanState, Successor, followers
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish

MOVED_AT_ONCE: Final = 1_000  # rows stay locked for the length of one batch
_LATECOMERS: Final = timedelta(days=1)  # how long after the end rows are still looked for
_log = structlog.get_logger("organisations")


def _actor() -> Actor:
    return Actor.system("Sắp xếp đơn vị hành chính")


def reorganise_due(*, now: datetime) -> int:
    """Apply every approved plan whose day has come, go on with those begun, look for latecomers; returns how many plans."""
    day = clock.local_date(now)
    due = Reorganisation.objects.filter(on__lte=day, state__in=[PlanState.APPROVED, PlanState.APPLYING])
    ids = list(due.order_by("on", "pk").values_list("pk", flat=True))
    for pk in ids:
        apply_reorganisation(reorganisation_id=pk, now=now)
    just_done = Reorganisation.objects.filter(state=PlanState.DONE, finished_at__gt=now - _LATECOMERS).exclude(
        pk__in=ids
    )
    for pk in just_done.values_list("pk", flat=True):
        _latecomers(pk, now)
    return len(ids)


def apply_reorganisation(*, reorganisation_id: int, now: datetime) -> None:
    """Apply one approved plan, or go on with it; safe to begin again at any time."""
    if not _begin(reorganisation_id, now):
        return
    while _batch(reorganisation_id, now):
        pass


@transaction.atomic
def _begin(pk: int, now: datetime) -> bool:
    """The tree and the posts, once; is there anything to go on with?"""
    row = plan_row(pk)
    if row.state == PlanState.APPLYING:
        return True
    if row.state != PlanState.APPROVED or row.on > clock.local_date(now):
        return False
    made, posts = judge(row, now)
    if row.wrong:
        _not_now(row, now)
        return False
    agencies = transplant(made, posts, plan_id=row.pk, actor=_actor(), now=now)
    row.mapping = _written(agencies)
    row.state, row.started_at = PlanState.APPLYING, now
    row.phase, row.reached, row.swept = next(iter(followers()), ""), 0, 0
    row.save()
    detail = {"on": row.on.isoformat(), "ended": len(agencies.to), "created": len(made.created), "posts": len(posts)}
    subject = ("reorganisation", row.pk)
    audit.record(_actor(), "organisations.reorganisation_begun", subject, now=now, detail=detail, reason=row.basis)
    return True


def _not_now(row: Reorganisation, now: datetime) -> None:
    """Something has changed since it was approved: back to the drawing board, and whoever approved it is told."""
    row.state = PlanState.DRAFT
    row.save()
    audit.record(
        _actor(),
        "organisations.reorganisation_refused",
        ("reorganisation", row.pk),
        now=now,
        detail={"wrong": row.wrong},
    )
    with translation.override(settings.LANGUAGE_CODE):
        notifications.notify(
            account_id=row.approved_by_id,
            title=_("Phương án sắp xếp chưa làm được"),
            text=_("%(title)s: có %(wrong)d dòng không còn đúng. Xin sửa và duyệt lại.")
            % {"title": row.title, "wrong": row.wrong},
            link=reverse("reorganisation", args=[row.pk]),
            about=("reorganisation", row.pk),
            key=f"organisations.reorganisation:{row.pk}:{row.wrong}:{row.approved_at}",
            now=now,
        )


@transaction.atomic
def _batch(pk: int, now: datetime) -> bool:
    """The next rows of one room; is there more to do?"""
    row = plan_row(pk)
    rooms = followers()
    if row.state != PlanState.APPLYING:
        return False
    if row.phase not in rooms:
        _finish(row, now)
        return False
    moved = _move(row, row.phase, row.reached, now)
    row.swept += moved.count
    row.reached = moved.reached
    if not moved.more:
        if row.swept == 0:  # a whole sweep found nothing left
            keys = [*rooms, ""]
            row.phase = keys[keys.index(row.phase) + 1]
        row.reached, row.swept = 0, 0
    row.save(update_fields=["moved", "phase", "reached", "swept"])
    return True


def _move(row: Reorganisation, phase: str, after: int, now: datetime) -> Moved:
    room = followers()[phase][1]
    moved = room.move(
        read_map(row), after=after, most=MOVED_AT_ONCE, reason=row.basis, actor=_actor(), now=now
    )  # fmt: skip
    row.moved[phase] = row.moved.get(phase, 0) + moved.count
    return moved


def _finish(row: Reorganisation, now: datetime) -> None:
    row.state, row.finished_at = PlanState.DONE, now
    row.save(update_fields=["state", "finished_at"])
    subject = ("reorganisation", row.pk)
    audit.record(_actor(), "organisations.reorganisation_done", subject, now=now, detail=row.moved)
    publish(ReorganisationFinished(reorganisation_id=row.pk, at=now))


def _latecomers(pk: int, now: datetime) -> None:
    """What a page that was already under way wrote to an agency that has ended."""
    for phase in followers():
        after, more = 0, True
        while more:
            with transaction.atomic():
                row = plan_row(pk)
                moved = _move(row, phase, after, now)
                if moved.count:
                    row.save(update_fields=["moved"])
                    _log.info("reorganisation.latecomers", plan=pk, room=phase, count=moved.count)
            after, more = moved.reached, moved.more


def read_map(row: Reorganisation) -> AgencyMap:
    """What became what, as it was written when the plan was applied."""
    kept: dict[str, Any] = row.mapping
    return AgencyMap(
        plan_id=row.pk,
        on=row.on,
        to={
            old: tuple(Successor(new, frozenset(procedures)) for new, procedures in found)
            for old, found in kept.get("to", [])
        },
        kinds=dict(kept.get("kinds", [])),
        units={(agency, kind): unit for agency, kind, unit in kept.get("units", [])},
        posts=frozenset((account, agency, role) for account, agency, role in kept.get("posts", [])),
    )


def _written(agencies: AgencyMap) -> dict[str, Any]:
    return {
        "to": [[old, [[one.agency_id, sorted(one.procedures)] for one in found]] for old, found in agencies.to.items()],
        "kinds": [[old, kind] for old, kind in agencies.kinds.items()],
        "units": [[agency, kind, unit] for (agency, kind), unit in agencies.units.items()],
        "posts": [list(post) for post in sorted(agencies.posts)],
    }


__all__ = ["apply_reorganisation", "read_map", "reorganise_due"]

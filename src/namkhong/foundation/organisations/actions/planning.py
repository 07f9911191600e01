"""A plan is read and reported, approved in an elevated session, or cancelled. Nothing moves before its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import plans, policies, titles
from namkhong.foundation.organisations.actions.checks import required
from namkhong.foundation.organisations.errors import NoSuchPlan, PlanMovedOn, PlanWrong
from namkhong.foundation.organisations.events import ReorganisationApproved
from namkhong.foundation.organisations.models import PostHolding, Reorganisation
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.planned import Planned, plan
from namkhong.foundation.organisations.planned_posts import PostMove, moves, posts_after
from namkhong.foundation.organisations.types_reorganisation import (
    Forecast,
    PlanHead,
    PlanLine,
    PlanState,
    Severity,
    followers,
)
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.text import one_line


@transaction.atomic
def plan_reorganisation(*, head: PlanHead, lines: Sequence[PlanLine], actor: Actor, now: datetime) -> int:
    """Keep a plan with the report of every row and what it would move; returns its id. Nothing else changes.

    :raises NeedsElevation: outside an elevated session. :raises NotAdministrator: not the province's administrator.
    :raises WrongEntry: no title or basis.
    """
    policies.require_province(actor, now)
    title = required(one_line(head.title), "title", _("Xin ghi tên phương án."), 200)
    basis = required(one_line(head.basis), "basis", _("Xin ghi số, ký hiệu và ngày của nghị quyết, quyết định."))
    row = Reorganisation(
        title=title, basis=basis, on=head.on, lines=plans.kept(lines), created_by_id=actor.account_id, created_at=now
    )
    judge(row, now)
    row.save(force_insert=True)
    detail = {"on": head.on.isoformat(), "lines": len(lines), "wrong": row.wrong, "warnings": row.warnings}
    audit.record(actor, "organisations.reorganisation_planned", ("reorganisation", row.pk), now=now, detail=detail)
    return row.pk


@transaction.atomic
def approve_reorganisation(*, reorganisation_id: int, actor: Actor, now: datetime) -> None:
    """Let the plan be applied on its day; judged once more as things stand now. The same click again does nothing.

    :raises PlanWrong: a row is wrong, perhaps since it was read. :raises PlanMovedOn: it is no draft any more.
    :raises NeedsElevation: outside an elevated session. :raises NotAdministrator: not the province's administrator.
    """
    policies.require_province(actor, now)
    row = plan_row(reorganisation_id)
    if row.state == PlanState.APPROVED and row.approved_by_id == actor.account_id:
        return
    if row.state != PlanState.DRAFT:
        raise PlanMovedOn
    judge(row, now)
    if row.wrong:
        raise PlanWrong(row.wrong)
    row.state, row.approved_at = PlanState.APPROVED, now
    row.approved_by_id, row.approved_name = actor.account_id, one_line(actor.label)[:200]
    row.save()
    detail = {"on": row.on.isoformat(), "agencies": len(row.old_ids)}
    subject = ("reorganisation", row.pk)
    audit.record(
        actor, "organisations.reorganisation_approved", subject, now=now, detail=detail, reason=row.basis
    )  # fmt: skip
    publish(ReorganisationApproved(reorganisation_id=row.pk, at=now))


@transaction.atomic
def cancel_reorganisation(*, reorganisation_id: int, actor: Actor, now: datetime) -> None:
    """A plan that has not begun is not applied. The same click again does nothing.

    :raises PlanMovedOn: it has begun.
    """
    policies.require_province(actor, now)
    row = plan_row(reorganisation_id)
    if row.state == PlanState.CANCELLED:
        return
    if row.state not in {PlanState.DRAFT, PlanState.APPROVED}:
        raise PlanMovedOn
    row.state, row.finished_at = PlanState.CANCELLED, now
    row.save(update_fields=["state", "finished_at"])
    audit.record(actor, "organisations.reorganisation_cancelled", ("reorganisation", row.pk), now=now)


def plan_row(reorganisation_id: int) -> Reorganisation:
    """The plan, held until the end of the transaction.

    :raises NoSuchPlan: when there is none.
    """
    found = Reorganisation.objects.select_for_update().filter(pk=reorganisation_id).first()
    if found is None:
        raise NoSuchPlan
    return found


def judge(row: Reorganisation, now: datetime) -> tuple[Planned, list[PostMove]]:
    """Read the plan against the tree of today and write report and preview onto the row, unsaved."""
    made = plan(PlanHead(row.title, row.basis, row.on), plans.again(row.lines), plan_id=row.pk or 0)
    posts: list[PostMove] = []
    row.preview = {}
    if not any(one.severity is Severity.WRONG for one in made.findings):
        posts = moves(made, made.map(row.pk or 0))
        agencies = made.map(row.pk or 0, posts_after(posts))
        forecasts = {key: (str(name), room.forecast(agencies)) for key, (name, room) in followers().items()}
        row.preview = _preview(made, posts, forecasts)
        _posts_are_held(made, posts, [one for _name, one in forecasts.values()])
    if row.on < clock.local_date(now):
        made.say(None, Severity.WARNING, _("Ngày của phương án đã qua: duyệt xong là làm ngay."))
    made.findings.sort(key=lambda one: (one.severity is Severity.OK, one.severity is Severity.WARNING, one.number))
    row.report = [[one.number, one.about, one.severity.value, one.words] for one in made.findings]
    row.wrong = sum(one.severity is Severity.WRONG for one in made.findings)
    row.warnings = sum(one.severity is Severity.WARNING for one in made.findings)
    row.old_ids = sorted(set(made.to) | set(made.renamed) | {pk for pk in made.parents if pk > 0})
    return made, posts


def _preview(made: Planned, posts: Sequence[PostMove], forecasts: dict[str, tuple[str, Forecast]]) -> dict[str, Any]:
    """Counts per room and per agency, with names of today and of the plan."""
    rooms = []
    for name, forecast in forecasts.values():
        flows = sorted(forecast.flows, key=lambda flow: -flow.count)
        rooms.append(
            {
                "name": name,
                "count": sum(flow.count for flow in flows),
                "flows": [[_name(made, flow.old_id), _name(made, flow.new_id), flow.count] for flow in flows],
            }
        )
    agencies: dict[int, list[int]] = defaultdict(list)
    for old in sorted(made.named):
        for one in made.to[old]:
            agencies[one.agency_id].append(old)
    return {
        "ending": len(made.to),
        "created": len(made.created),
        "renamed": len(made.renamed),
        "posts": sum(not one.gone for one in posts),
        "officials": len({one.post.official_id for one in posts}),
        "rooms": rooms,
        "becomes": [[_name(made, new), [_name(made, old) for old in olds]] for new, olds in agencies.items()],
    }


def _name(made: Planned, agency_id: int) -> str:
    return made.name_of(agency_id) if agency_id < 0 or agency_id in made.rows else str(agency_id)


def _posts_are_held(made: Planned, posts: Sequence[PostMove], forecasts: Sequence[Forecast]) -> None:
    """Work that would come to a post which nobody holds is told before, not found out after."""
    needed: dict[tuple[int, str], int] = defaultdict(int)
    for forecast in forecasts:
        for need in forecast.needs:
            needed[need.agency_id, need.role] += need.count
    here = [agency_id for agency_id, _role in needed if agency_id > 0]
    kept = PostHolding.objects.filter(holding(made.head.on), agency__in=here).exclude(agency__in=list(made.to))
    held = {(one.agency_id, one.role.value) for one in posts if not one.gone}
    held |= set(kept.values_list("agency_id", "role"))
    for (agency_id, role), count in sorted(needed.items(), key=lambda item: -item[1]):
        if (agency_id, role) not in held:
            words = _("%(count)d hồ sơ sẽ nằm ở vị trí %(role)s mà chưa có ai giữ vị trí này.")
            said = {"count": count, "role": titles.ROLE_NAMES[Role(role)]}
            made.say(None, Severity.WARNING, words % said, _name(made, agency_id))

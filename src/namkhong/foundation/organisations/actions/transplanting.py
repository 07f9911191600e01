"""The tree and the posts of a plan, set-based, in the transaction of its caller: created, renamed, ended, appointed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations import titles
from namkhong.foundation.organisations.actions.agencies import refresh_tree, search_key, usual_head
from namkhong.foundation.organisations.actions.checks import told
from namkhong.foundation.organisations.actions.posts import close_authority, home_of
from namkhong.foundation.organisations.models import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyPlacement,
    AgencySuccession,
    Authority,
    Official,
    PostHolding,
)
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.planned import Planned
from namkhong.foundation.organisations.planned_posts import PostMove, posts_after
from namkhong.foundation.organisations.queries import forget_successions
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.foundation.organisations.types_reorganisation import AgencyMap, Successor
from namkhong.kernel.actor import Actor

_COLLECTIVE = {AgencyKind.PROVINCE, AgencyKind.DISTRICT, AgencyKind.COMMUNE}
_SHORT = {AgencyKind.DEPARTMENT, AgencyKind.PROVINCIAL_CENTRE}


def transplant(made: Planned, posts: Sequence[PostMove], *, plan_id: int, actor: Actor, now: datetime) -> AgencyMap:
    """Change the tree as planned; returns what became what, all ids real."""
    with told():
        _end(made)
        ids = _create(made, now)
        _rename(made)
        _put_elsewhere(made, ids)
    refresh_tree(now=now)
    forget_successions()
    _succeed(made, ids)
    _appoint(made, posts, ids, actor, now)
    _number_on(made, ids, actor, now)
    _record(made, ids, actor, now)
    planned = made.map(plan_id, posts_after(list(posts)))
    return replace(
        planned,
        to={
            old: tuple(Successor(_real(one.agency_id, ids), one.procedures) for one in found)
            for old, found in planned.to.items()
        },
        units={(_real(agency, ids), kind): _real(unit, ids) for (agency, kind), unit in planned.units.items()},
        posts=frozenset((account, _real(agency, ids), role) for account, agency, role in planned.posts),
    )


def _real(agency_id: int, ids: dict[int, int]) -> int:
    return ids.get(agency_id, agency_id)


def _end(made: Planned) -> None:
    on, ended = made.head.on, list(made.to)
    Agency.objects.filter(pk__in=ended).update(valid_to=on)
    for history in (AgencyName, AgencyCode, AgencyPlacement):
        rows = history._default_manager.filter(agency__in=ended)
        rows.filter(valid_from__gte=on).delete()
        rows.filter(holding(on)).update(valid_to=on)


def _create(made: Planned, now: datetime) -> dict[int, int]:
    on, basis = made.head.on, made.head.basis
    ids: dict[int, int] = {}
    rows: dict[int, Agency] = {}
    for pk, line in made.created.items():
        kind = AgencyKind(line.kind)
        rows[pk] = Agency(
            fact_key=line.key or None,
            kind=kind.value,
            level="commune" if kind is AgencyKind.COMMUNE else "",
            name=line.name[:200],
            short_name=(line.short_name or line.name)[:120],
            code=line.code[:40],
            path="/",
            head_title=line.head_title[:60] or usual_head(kind),
            collective=kind in _COLLECTIVE,
            place_code=line.place_code[:10],
            calendar_key=line.calendar_key[:60],
            valid_from=on,
            to_be_confirmed=list(line.to_be_confirmed) or (["code"] if line.code else []),
            source=line.source,
            search_key=search_key(line.name, line.short_name, line.code),
            created_at=now,
        )
    for pk, row in rows.items():
        row.level = _level(pk, made, rows)
    Agency.objects.bulk_create(rows.values())
    ids = {pk: row.pk for pk, row in rows.items()}
    for pk, row in rows.items():
        row.parent_id = _real(made.parents[pk], ids)
    Agency.objects.bulk_update(rows.values(), ["parent"], batch_size=500)
    period = {"valid_from": on, "basis": basis}
    AgencyName.objects.bulk_create(
        AgencyName(agency=row, name=row.name, short_name=row.short_name, **period) for row in rows.values()
    )
    AgencyPlacement.objects.bulk_create(
        AgencyPlacement(agency=row, parent_id=row.parent_id, **period) for row in rows.values()
    )
    AgencyCode.objects.bulk_create(
        AgencyCode(agency=row, code=row.code, confirmed="code" not in row.to_be_confirmed, **period)
        for row in rows.values()
        if row.code
    )
    return ids


def _level(pk: int, made: Planned, rows: dict[int, Agency]) -> str:
    """The level of the nearest body: a unit belongs to its commune's level."""
    while pk < 0:
        if rows[pk].level:
            return rows[pk].level
        pk = made.parents[pk]
    return made.rows[pk].level


def _rename(made: Planned) -> None:
    on = made.head.on
    for pk, line in made.renamed.items():
        basis = line.basis or made.head.basis
        if line.name:
            _close(AgencyName, pk, made)
            short_name = (line.short_name or line.name)[:120]
            AgencyName.objects.create(
                agency_id=pk, name=line.name[:200], short_name=short_name, valid_from=on, basis=basis
            )  # fmt: skip
        if line.code:
            _close(AgencyCode, pk, made)
            confirmed = "code" not in line.to_be_confirmed
            AgencyCode.objects.create(agency_id=pk, code=line.code, confirmed=confirmed, valid_from=on, basis=basis)


def _put_elsewhere(made: Planned, ids: dict[int, int]) -> None:
    for pk, parent in made.parents.items():
        if pk > 0:
            _close(AgencyPlacement, pk, made)
            AgencyPlacement.objects.create(
                agency_id=pk, parent_id=_real(parent, ids), valid_from=made.head.on, basis=made.head.basis
            )


def _close(history: type[AgencyName] | type[AgencyCode] | type[AgencyPlacement], pk: int, made: Planned) -> None:
    rows = history._default_manager.filter(agency_id=pk)
    rows.filter(valid_from__gte=made.head.on).delete()
    rows.filter(holding(made.head.on)).update(valid_to=made.head.on)


def _succeed(made: Planned, ids: dict[int, int]) -> None:
    AgencySuccession.objects.bulk_create(
        (
            AgencySuccession(old_id=old, new_id=_real(one.agency_id, ids), on=made.head.on, basis=_basis(made, old))
            for old, found in made.to.items()
            for one in {one.agency_id: one for one in found}.values()
        ),
        ignore_conflicts=True,
    )


def _basis(made: Planned, old: int) -> str:
    line = made.said_by.get(old)
    return (line.basis if line and line.basis else made.head.basis)[:300]


def _appoint(made: Planned, posts: Sequence[PostMove], ids: dict[int, int], actor: Actor, now: datetime) -> None:
    on = made.head.on
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    ending = [one.post.pk for one in posts]
    for authority in Authority.objects.select_for_update().filter(later, Q(holder__in=ending) | Q(giver__in=ending)):
        if Authority.objects.filter(pk=authority.pk).exists():  # it may have gone with the one it was passed on from
            close_authority(authority, on, made.head.basis, actor, now)
    begun = [one.post.pk for one in posts if one.post.valid_from < on]
    PostHolding.objects.filter(pk__in=begun).update(valid_to=on)
    PostHolding.objects.filter(pk__in=ending).exclude(pk__in=begun).delete()
    agencies = Agency.objects.in_bulk({_real(one.agency_id, ids) for one in posts})
    new = [_post(one, agencies[_real(one.agency_id, ids)], made, now) for one in posts if not one.gone]
    PostHolding.objects.bulk_create(new, batch_size=500)
    audit.record_all(
        actor,
        "organisations.reorganised",
        "official",
        {
            one.post.official_id: {
                "from": one.post.agency_id,
                "to": _real(one.agency_id, ids),
                "role": one.role.value,
                "rank": one.rank.value,
                "on": on.isoformat(),
            }
            for one in posts
        },
        now=now,
        reason=made.head.basis,
    )
    _bring_home(made, posts, ids)


def _post(one: PostMove, agency: Agency, made: Planned, now: datetime) -> PostHolding:
    position = titles.position(agency.head_title, one.role, one.rank)
    name = agency.short_name if agency.collective or agency.kind in _SHORT else agency.name
    return PostHolding(
        official_id=one.post.official_id,
        agency=agency,
        role=one.role.value,
        rank=one.rank.value,
        position=position[:80],
        title=titles.full_title(name, position, one.rank, acting=False)[:240],
        valid_from=max(made.head.on, one.post.valid_from),
        valid_to=one.post.valid_to,
        basis=made.head.basis,
        created_at=now,
    )


def _bring_home(made: Planned, posts: Sequence[PostMove], ids: dict[int, int]) -> None:
    """The agency that manages her is the one she now works in; without a post, the one that carries on."""
    going = {one.post.official_id: _real(one.agency_id, ids) for one in posts}
    homes: dict[int, int] = {}
    officials = list(Official.objects.select_for_update().filter(home__in=list(made.to)))
    for official in officials:
        target = going.get(official.pk) or _real(made.to[official.home_id][-1].agency_id, ids)
        if target not in homes:
            homes[target] = home_of(target)
        official.home_id = homes[target]
    Official.objects.bulk_update(officials, ["home"], batch_size=500)


def _number_on(made: Planned, ids: dict[int, int], actor: Actor, now: datetime) -> None:
    """Where the plan says so, the numbers of the old code go on under the new one."""
    for pk, line in [*made.said_by.items(), *made.renamed.items()]:
        if line.series != "continue" or not (line.old and made.codes.get(pk)):
            continue
        new = line.code if pk in made.renamed else ""
        if not new:
            target = _real(made.to[pk][-1].agency_id, ids)
            new = Agency.objects.values_list("code", flat=True).get(pk=target)
        if new and new != made.codes[pk]:
            numbering.carry_on(old_code=made.codes[pk], new_code=new, actor=actor, now=now)


def _record(made: Planned, ids: dict[int, int], actor: Actor, now: datetime) -> None:
    on, reason = made.head.on.isoformat(), made.head.basis
    ended = {old: {"from": on, "to": [_real(one.agency_id, ids) for one in found]} for old, found in made.to.items()}
    created = {ids[pk]: {"from": on, "code": line.code} for pk, line in made.created.items()}
    renamed = {pk: {"from": on, "code": line.code} for pk, line in made.renamed.items()}
    moved = {pk: {"from": on, "parent": _real(parent, ids)} for pk, parent in made.parents.items() if pk > 0}
    for what, details in (("ended", ended), ("created", created), ("renamed", renamed), ("moved", moved)):
        if details:
            audit.record_all(actor, f"organisations.agency_{what}", "agency", details, now=now, reason=reason)


__all__ = ["transplant"]

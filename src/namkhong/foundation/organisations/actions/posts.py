"""Posts: given from a day, ended from a day, exchanged for another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies, titles
from namkhong.foundation.organisations.actions.checks import agency_row, in_order, official_row, told
from namkhong.foundation.organisations.actions.leaving import settle_work
from namkhong.foundation.organisations.errors import NoSuchPost, WrongEntry
from namkhong.foundation.organisations.events import AppointmentEnded, AuthorityEnded, OfficialAppointed
from namkhong.foundation.organisations.models import Agency, Authority, PostHolding
from namkhong.foundation.organisations.types import AgencyKind, Rank, WorkTo
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.text import one_line

_SHORT: Final = (AgencyKind.DEPARTMENT, AgencyKind.PROVINCIAL_CENTRE)
_HOMES: Final = (AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE)


@transaction.atomic
def appoint(  # noqa: PLR0913 - a deed with many named parts
    *,
    official_id: int,
    agency_id: int,
    role: Role | str,
    valid_from: date,
    actor: Actor,
    now: datetime,
    rank: Rank | str | None = None,
    position: str = "",
    title: str = "",
    acting: bool = False,
    valid_to: date | None = None,
    basis: str = "",
) -> int:
    """Give an official a post from a day; returns its id.

    Rank, position and title are the usual ones of the agency and role unless said; ``acting`` = Q., acting head.

    :raises Overlapping: when the agency has a head in that time, or she already holds this post.
    """
    agency, official = agency_row(agency_id), official_row(official_id)
    policies.require_agency(actor, agency, now)
    in_order(valid_from, valid_to)
    _within(agency, valid_from)
    role = Role(role)
    rank = Rank(rank) if rank is not None else titles.usual_rank(agency.kind, role)
    if acting and rank is not Rank.CHIEF:
        sentence = _("“Quyền” chỉ dùng cho người đứng đầu cơ quan.")
        raise WrongEntry(sentence, fields={"acting": sentence})
    if rank is not Rank.MEMBER and not titles.leads(agency.kind, role):
        sentence = _("Vị trí này không lãnh đạo cơ quan đã chọn. Xin chọn lại vị trí hoặc cơ quan.")
        raise WrongEntry(sentence, fields={"rank": sentence})
    position = one_line(position)[:80] or titles.position(agency.head_title, role, rank)
    name = agency.short_name if agency.collective or agency.kind in _SHORT else agency.name
    post = PostHolding(
        official=official,
        agency=agency,
        role=role.value,
        rank=rank.value,
        position=position,
        title=one_line(title)[:240] or titles.full_title(name, position, rank, acting=acting)[:240],
        acting=acting,
        valid_from=valid_from,
        valid_to=valid_to,
        basis=one_line(basis)[:300],
        created_at=now,
    )
    with told():
        post.save(force_insert=True)
    audit.record(
        actor,
        "organisations.appointed",
        ("post", post.pk),
        now=now,
        detail={
            "official": official.pk,
            "agency": agency.pk,
            "role": role.value,
            "rank": rank.value,
            "acting": acting,
            "from": valid_from.isoformat(),
            "to": valid_to.isoformat() if valid_to else None,
            "basis": post.basis,
        },
    )
    publish(OfficialAppointed(post_id=post.pk, at=now))
    return post.pk


@transaction.atomic
def end_appointment(
    *, post_id: int, on: date, reason: str, actor: Actor, now: datetime, work_to: WorkTo = None
) -> None:
    """From this day the post is no longer held; authority given to or by its holder in it ends with it.

    :raises StillHolds: she holds work there and ``work_to`` does not say where it goes.
    """
    post = post_row(post_id)
    policies.require_agency(actor, post.agency, now)
    settle_work(post, work_to, actor, now)
    _end_post(post, on, one_line(reason), actor, now)


@transaction.atomic
def move_official(  # noqa: PLR0913 - a deed with many named parts
    *,
    official_id: int,
    post_id: int,
    agency_id: int,
    role: Role | str,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    rank: Rank | str | None = None,
    acting: bool = False,
    work_to: WorkTo = None,
) -> int:
    """End one post and open another on the same day; she is managed by the new agency from then on.

    The administrator must manage both agencies: from one commune to another, the province does it.

    :raises StillHolds: she holds work in the old post and ``work_to`` does not say where it goes.
    """
    official = official_row(official_id)
    policies.require_official(actor, official, now)
    agency = agency_row(agency_id)
    policies.require_agency(actor, agency, now)
    post = post_row(post_id)
    if post.official_id != official.pk:
        raise NoSuchPost
    policies.require_agency(actor, post.agency, now)
    settle_work(post, work_to, actor, now)
    _end_post(post, on, one_line(reason), actor, now)
    new_id = appoint(
        official_id=official_id,
        agency_id=agency_id,
        role=role,
        rank=rank,
        acting=acting,
        valid_from=on,
        basis=one_line(reason),
        actor=actor,
        now=now,
    )
    official.home = _home(agency)
    official.save(update_fields=["home"])
    return new_id


def home_of(agency_id: int) -> int:
    """The agency that manages the people of a unit: the unit's commune, department or province."""
    return _home(agency_row(agency_id)).pk


def _home(agency: Agency) -> Agency:
    home = agency
    while home.kind not in _HOMES and home.parent is not None:
        home = home.parent
    return home


def post_row(post_id: int) -> PostHolding:
    """The post, held until the end of the transaction.

    :raises NoSuchPost: when there is none.
    """
    rows = PostHolding.objects.select_for_update(of=("self",)).select_related("agency", "official")
    found = rows.filter(pk=post_id).first()
    if found is None:
        raise NoSuchPost
    return found


def _end_post(post: PostHolding, on: date, reason: str, actor: Actor, now: datetime) -> None:
    if post.valid_to is not None and post.valid_to <= on:
        return
    if on <= post.valid_from:
        sentence = _("Ngày kết thúc phải sau ngày bắt đầu.")
        raise WrongEntry(sentence, fields={"on": sentence})
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    held = Authority.objects.select_for_update().filter(
        Q(holder=post) | Q(giver=post), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    for authority in held:
        close_authority(authority, on, reason, actor, now)
    audit.record(
        actor,
        "organisations.appointment_ended",
        ("post", post.pk),
        now=now,
        reason=reason,
        detail={"official": post.official_id, "agency": post.agency_id, "from": on.isoformat()},
    )
    publish(AppointmentEnded(post_id=post.pk, at=now))


def close_authority(authority: Authority, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """From this day it is no longer used; one that had not begun goes away, what was passed on ends too."""
    for passed_on in authority.passed_on.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)):
        close_authority(passed_on, on, reason, actor, now)
    authority_id = authority.pk
    if authority.valid_from >= on:
        authority.delete()
    else:
        authority.valid_to = on
        authority.save(update_fields=["valid_to"])
    audit.record(
        actor,
        "organisations.authority_ended",
        ("authority", authority_id),
        now=now,
        reason=reason,
        detail={"agency": authority.agency_id, "form": authority.form, "from": on.isoformat()},
    )
    publish(AuthorityEnded(authority_id=authority_id, at=now))


def _within(agency: Agency, day: date) -> None:
    if (agency.valid_from and day < agency.valid_from) or (agency.valid_to and day >= agency.valid_to):
        sentence = _("Cơ quan chưa hoạt động hoặc đã kết thúc vào ngày này.")
        raise WrongEntry(sentence, fields={"valid_from": sentence})

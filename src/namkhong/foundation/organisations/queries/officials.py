"""Officials and the posts they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from namkhong.foundation.organisations.models import Official, PostHolding, Substitution
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.queries.agencies import today
from namkhong.foundation.organisations.types import OfficialCard, Rank
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Post, PostId, Role


def posts_of(account_id: int, on: date) -> tuple[Post, ...]:
    """The posts an account holds on the day, the highest first; one query. A locked official holds none."""
    return _posts(PostHolding.objects.filter(official__account_id=account_id), account_id, on)


def acting_posts_of(account_id: int, on: date) -> tuple[Post, ...]:
    """Her own posts, then those of the absent colleagues whose substitute she is that day; one query.

    An administrator's post is nobody else's to use, and a substitute passes nothing on.
    """
    absent = Substitution.objects.filter(
        holding(on), substitute__account_id=account_id, substitute__locked_at__isnull=True
    ).values("absent_id")
    theirs = Q(official__in=absent) & ~Q(role=Role.ADMINISTRATOR.value)
    return _posts(PostHolding.objects.filter(Q(official__account_id=account_id) | theirs), account_id, on)


def _posts(found: QuerySet[PostHolding], account_id: int, on: date) -> tuple[Post, ...]:
    rows = found.filter(holding(on), official__locked_at__isnull=True).select_related("agency", "official")
    order = {Rank.CHIEF: 0, Rank.DEPUTY: 1, Rank.MEMBER: 2}
    sort = sorted(
        rows,
        key=lambda row: (row.official.account_id != account_id, order[Rank(row.rank)], row.valid_from, row.pk),
    )
    return tuple(
        Post(
            id=PostId(row.pk),
            role=Role(row.role),
            agency_id=AgencyId(row.agency_id),
            agency_path=row.agency.path,
            agency_name=row.agency.name,
            title=row.title,
            for_account_id=AccountId(row.official.account_id) if row.official.account_id != account_id else None,
            for_name=row.official.full_name if row.official.account_id != account_id else "",
        )
        for row in sort
    )


def actor_of(account_id: int, on: date) -> Actor:
    """The official as she may act on the day, for jobs that go on with her work; no posts when she is locked."""
    name = Official.objects.filter(account_id=account_id).values_list("full_name", flat=True).first() or ""
    return Actor(
        kind=ActorKind.OFFICIAL, account_id=AccountId(account_id), label=name, posts=acting_posts_of(account_id, on)
    )


def officials_at(agency_id: int, role: Role, on: date) -> list[OfficialCard]:
    """Who holds this role in this very agency on the day, by given name; locked officials are left out."""
    rows = PostHolding.objects.filter(
        holding(on), agency_id=agency_id, role=role, official__locked_at__isnull=True
    ).select_related("official")
    return [_card(row) for row in rows.order_by("official__given_key", "id")]


def in_the_posts_of(account_id: int, on: date) -> list[OfficialCard]:
    """Who holds a post of hers on the day, the same role in the same agency: she herself and her colleagues; one query.

    Locked officials are left out.
    """
    hers = PostHolding.objects.filter(
        holding(on), official__account_id=account_id, agency_id=OuterRef("agency_id"), role=OuterRef("role")
    )
    rows = PostHolding.objects.filter(holding(on), Exists(hers), official__locked_at__isnull=True)
    return [_card(row) for row in rows.select_related("official").order_by("official__given_key", "id")]


def officials_inside(path: str, on: date, *roles: Role) -> list[OfficialCard]:
    """Who works in an agency or any unit below it on the day, by given name; all roles when none is named."""
    rows = PostHolding.objects.filter(
        holding(on), agency__path__startswith=path, official__locked_at__isnull=True
    ).select_related("official")
    if roles:
        rows = rows.filter(role__in=roles)
    return [_card(row) for row in rows.order_by("official__given_key", "id")]


def official_names(account_ids: Iterable[int], on: date | None = None) -> dict[int, OfficialCard]:
    """Names and titles by account; the title is that of the highest post of the day, empty without one. Two queries."""
    officials = {row.pk: row for row in Official.objects.filter(account_id__in=set(account_ids))}
    best: dict[int, PostHolding] = {}
    for post in PostHolding.objects.filter(holding(on or today()), official__in=list(officials)).order_by("id"):
        known = best.get(post.official_id)
        if known is None or _weight(post) < _weight(known):
            best[post.official_id] = post
    cards: dict[int, OfficialCard] = {}
    for official in officials.values():
        post_held = best.get(official.pk)
        if post_held is None:
            cards[official.account_id] = OfficialCard(official.account_id, 0, official.full_name, "", official.pk)
        else:
            post_held.official = official
            cards[official.account_id] = _card(post_held)
    return cards


def _weight(post: PostHolding) -> int:
    return {Rank.CHIEF: 0, Rank.DEPUTY: 1, Rank.MEMBER: 2}[Rank(post.rank)]


def cards(rows: Iterable[PostHolding]) -> list[OfficialCard]:
    """The cards of posts fetched with their officials."""
    return [_card(row) for row in rows]


def _card(row: PostHolding) -> OfficialCard:
    return OfficialCard(
        account_id=row.official.account_id,
        post_id=row.pk,
        full_name=row.official.full_name,
        title=row.title,
        official_id=row.official_id,
        agency_id=row.agency_id,
        role=Role(row.role),
        rank=Rank(row.rank),
    )

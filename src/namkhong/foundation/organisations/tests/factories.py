"""Agencies from the facts, officials and actors for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from namkhong.foundation.organisations import actions, queries
from namkhong.foundation.organisations.models import Agency, Official
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel.actor import AccountId, Actor, ActorKind, Elevation, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
START = date(2026, 1, 1)
SYSTEM = Actor.system("Hệ thống")
_number = count(1)


def agency(key: str) -> Agency:
    """By its key in the facts: "db", "stp_2025", "c03325", "c03325_vp"."""
    return Agency.objects.get(fact_key=key)


def official(home: str = "c03325", name: str = "Quàng Văn Tưởng", username: str = "") -> Official:
    """An official without a post."""
    created = actions.create_official(
        username=username or f"canbo{next(_number)}",
        full_name=name,
        home_id=agency(home).pk,
        password_hash="!",
        actor=SYSTEM,
        now=NOW,
    )
    return Official.objects.get(pk=created.official_id)


def post(
    someone: Official,
    at: str,
    role: Role,
    rank: Rank | None = None,
    *,
    acting: bool = False,
    start: date = START,
    end: date | None = None,
) -> int:
    """A post for an official."""
    return actions.appoint(
        official_id=someone.pk,
        agency_id=agency(at).pk,
        role=role,
        rank=rank,
        acting=acting,
        valid_from=start,
        valid_to=end,
        actor=SYSTEM,
        now=NOW,
    )


def actor_of(someone: Official, *, elevated: bool = True) -> Actor:
    """The official as the middleware would build her."""
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id=AccountId(someone.account_id),
        label=someone.full_name,
        posts=queries.posts_of(someone.account_id, TODAY),
        elevation=Elevation("Kiểm tra", NOW + timedelta(minutes=15)) if elevated else None,
        second_factor=True,
    )


def administrator(at: str = "db", *, elevated: bool = True) -> Actor:
    """An administrator of the province or of one commune."""
    someone = official(at, "Lò Thị Hoa")
    post(someone, at, Role.ADMINISTRATOR)
    return actor_of(someone, elevated=elevated)

"""Who acts: roles are held in posts, an elevated session ends, and nobody becomes somebody else."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, Post, PostId, Role

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
posts = st.lists(
    st.builds(
        lambda number, role, agency: Post(PostId(number), role, AgencyId(agency), f"/1/{agency}/", "Xã", "Công chức"),
        st.integers(1, 99),
        st.sampled_from(Role),
        st.integers(2, 6),
    ),
    max_size=4,
).map(tuple)


def official(*held: Post, elevation: Elevation | None = None) -> Actor:
    return Actor(ActorKind.OFFICIAL, AccountId(1), "Quàng Văn Tưởng", held, elevation=elevation)


@given(posts, st.sampled_from(Role), st.integers(1, 7))
def test_a_role_is_held_where_a_post_says_so_and_nowhere_else(held: tuple[Post, ...], role: Role, agency: int) -> None:
    actor = official(*held)
    here = any(post.role is role and post.agency_id == agency for post in held)
    assert actor.holds_at(agency, role) == here
    assert actor.holds(role) == any(post.role is role for post in held)
    assert (agency in actor.agencies_as(role)) == here
    assert actor.agencies_as(role) <= actor.agency_ids
    assert actor.agencies_as(*Role) == actor.agency_ids


@given(posts)
def test_asking_for_no_role_holds_nothing(held: tuple[Post, ...]) -> None:
    actor = official(*held)
    assert not actor.holds()
    assert not any(actor.holds_at(agency) for agency in actor.agency_ids)
    assert actor.agencies_as() == frozenset()


def test_holding_one_of_several_roles_is_enough() -> None:
    actor = official(Post(PostId(1), Role.HEAD, AgencyId(2), "/1/2/", "Sở", "Trưởng phòng"))
    assert actor.holds(Role.LEADER, Role.HEAD)
    assert actor.holds_at(2, Role.LEADER, Role.HEAD)
    assert not actor.holds_at(3, Role.HEAD)


@given(st.timedeltas(timedelta(-1), timedelta(1)))
def test_an_elevated_session_ends_at_its_moment(later: timedelta) -> None:
    actor = official(elevation=Elevation("Mở tài khoản", NOW))
    assert actor.elevated(NOW + later) == (later < timedelta(0))


def test_without_an_elevated_session_nobody_is_elevated() -> None:
    assert not official().elevated(NOW)
    assert not Actor.anonymous().elevated(NOW)


def test_visitors_and_jobs_hold_nothing() -> None:
    for actor in (Actor.anonymous(), Actor.system("Hệ thống")):
        assert not actor.holds(*Role)
        assert actor.agency_ids == frozenset()
        assert actor.agency_path == ""
        assert actor.account_id is None
        assert not actor.is_official
        assert not actor.is_citizen
    assert Actor.system("Hệ thống").label == "Hệ thống"


@pytest.mark.parametrize("kind", ActorKind)
def test_an_actor_is_of_one_kind(kind: ActorKind) -> None:
    actor = Actor(kind)
    assert actor.is_official == (kind == "official")
    assert actor.is_citizen == (kind == "citizen")


def test_the_record_shows_the_path_of_the_first_post() -> None:
    first = Post(PostId(1), Role.HEAD, AgencyId(2), "/1/2/", "Sở", "Trưởng phòng")
    second = Post(PostId(2), Role.LEADER, AgencyId(3), "/1/3/", "Xã", "Chủ tịch")
    assert official(first, second).agency_path == "/1/2/"


@given(posts)
def test_acting_for_somebody_changes_nothing_else(held: tuple[Post, ...]) -> None:
    actor = official(*held)
    acting = actor.acting_for("Lò Thị Lan")
    assert acting.on_behalf_of == "Lò Thị Lan"
    assert dataclasses.replace(acting, on_behalf_of="") == actor
    assert actor.on_behalf_of == ""


def test_an_actor_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Actor.anonymous().kind = ActorKind.OFFICIAL  # type: ignore[misc]

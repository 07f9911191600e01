"""Leave: the substitute sees and does the work, and whoever may not arrange or sign does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from namkhong.foundation.organisations import actions, queries
from namkhong.foundation.organisations.errors import (
    NoSuchOfficial,
    NoSuchSubstitution,
    NotArranged,
    Overlapping,
    WrongEntry,
)
from namkhong.foundation.organisations.models import Official, Substitution
from namkhong.foundation.organisations.tests.factories import (
    NOW,
    SYSTEM,
    TODAY,
    actor_of,
    administrator,
    agency,
    official,
    post,
)
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel.actor import Actor, Role

pytestmark = pytest.mark.usefixtures("province")
UNTIL = date(2026, 12, 4)


def _someone(name: str, role: Role = Role.SPECIALIST, at: str = "c03325_vp", rank: Rank | None = None) -> Official:
    made = official("c03325", name)
    post(made, at, role, rank)
    return made


def _give(absent: Official, substitute: Official, who: Actor = SYSTEM, **more: date) -> int:
    days = {"valid_from": TODAY, "last_day": UNTIL} | more
    return actions.give_substitute(
        official_id=absent.pk, substitute_id=substitute.pk, reason="Nghỉ phép", actor=who, now=NOW, **days
    )


def test_the_substitute_has_the_posts_of_the_absent_on_those_days_and_not_after() -> None:
    absent, other = _someone("Quàng Văn Tưởng"), _someone("Lò Thị Én", Role.RECORDS_CLERK)
    _give(absent, other, actor_of(absent))
    own, theirs = queries.acting_posts_of(other.account_id, TODAY)
    assert (own.role, own.for_account_id, own.for_name) == (Role.RECORDS_CLERK, None, "")
    assert (theirs.role, theirs.for_account_id, theirs.for_name) == (
        Role.SPECIALIST,
        absent.account_id,
        "Quàng Văn Tưởng",
    )
    assert len(queries.acting_posts_of(other.account_id, UNTIL)) == 2
    assert len(queries.acting_posts_of(other.account_id, UNTIL + timedelta(days=1))) == 1
    assert len(queries.posts_of(other.account_id, TODAY)) == 1
    assert queries.actor_of(other.account_id, TODAY).accounts == {other.account_id, absent.account_id}


def test_an_administrators_post_and_a_substitutes_own_substitution_are_not_passed_on() -> None:
    absent, other, third = (_someone(name) for name in ("Quàng Văn Tưởng", "Lò Thị Én", "Cà Văn Inh"))
    post(absent, "c03325", Role.ADMINISTRATOR)
    _give(absent, other)
    _give(other, third)
    assert {one.role for one in queries.acting_posts_of(other.account_id, TODAY)} == {Role.SPECIALIST}
    assert {one.for_name for one in queries.acting_posts_of(third.account_id, TODAY)} == {"", "Lò Thị Én"}


def test_back_early_she_has_her_work_to_herself_at_once() -> None:
    absent, other = _someone("Quàng Văn Tưởng"), _someone("Lò Thị Én")
    row = _give(absent, other, valid_from=TODAY - timedelta(days=3))
    actions.end_substitute(substitution_id=row, actor=actor_of(absent), now=NOW)
    actions.end_substitute(substitution_id=row, actor=actor_of(absent), now=NOW)
    assert len(queries.acting_posts_of(other.account_id, TODAY)) == 1
    assert Substitution.objects.get(pk=row).valid_to == TODAY
    later = _give(absent, other)
    actions.end_substitute(substitution_id=later, actor=actor_of(absent), now=NOW)
    assert not Substitution.objects.filter(pk=later).exists()
    with pytest.raises(NoSuchSubstitution):
        actions.end_substitute(substitution_id=later, actor=actor_of(absent), now=NOW)


def test_herself_her_head_and_her_administrator_arrange_it_and_nobody_else() -> None:
    absent, other = _someone("Quàng Văn Tưởng"), _someone("Lò Thị Én")
    chief = _someone("Tòng Văn Thanh", Role.CHIEF_OF_OFFICE)
    leader = _someone("Lò Văn Hặc", Role.LEADER, "c03325")
    for who in (absent, chief, leader):
        row = _give(absent, other, actor_of(who))
        actions.end_substitute(substitution_id=row, actor=actor_of(who), now=NOW)
    with pytest.raises(NotArranged):
        _give(absent, other, actor_of(other))
    with pytest.raises(NotArranged):
        _give(chief, other, actor_of(absent))
    with pytest.raises(NoSuchOfficial):
        _give(absent, other, administrator("c03172"))
    row = _give(absent, other, administrator("c03325"))
    with pytest.raises(NotArranged):
        actions.end_substitute(substitution_id=row, actor=actor_of(other), now=NOW)


def test_what_a_leader_signs_goes_only_to_somebody_who_may_sign() -> None:
    leader = _someone("Lò Văn Hặc", Role.LEADER, "c03325", Rank.CHIEF)
    deputy = _someone("Giàng A Dơ", Role.LEADER, "c03325", Rank.DEPUTY)
    specialist = _someone("Lò Thị Én")
    with pytest.raises(WrongEntry, match="Việc ký của lãnh đạo"):
        _give(leader, specialist)
    row = _give(leader, deputy)
    actions.end_substitute(substitution_id=row, actor=SYSTEM, now=NOW)
    actions.give_authority(
        form="TUQ.",
        agency_id=agency("c03325").pk,
        holder_post_id=specialist.posts.get().pk,
        scope="Mọi việc",
        basis="1/UQ",
        valid_from=TODAY,
        valid_to=UNTIL + timedelta(days=1),
        actor=SYSTEM,
        now=NOW,
    )
    _give(leader, specialist)


def test_wrong_people_wrong_days_and_two_at_once_are_told() -> None:
    absent, other, third = (_someone(name) for name in ("Quàng Văn Tưởng", "Lò Thị Én", "Cà Văn Inh"))
    stranger = official("c03172", "Sùng Thị Chía")
    post(stranger, "c03172", Role.SPECIALIST)
    for substitute in (absent, stranger):
        with pytest.raises(WrongEntry):
            _give(absent, substitute)
    with pytest.raises(WrongEntry):
        _give(absent, other, valid_from=UNTIL, last_day=TODAY)
    with pytest.raises(WrongEntry):
        _give(absent, other, valid_from=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=2))
    _give(absent, other)
    with pytest.raises(Overlapping):
        _give(absent, third)

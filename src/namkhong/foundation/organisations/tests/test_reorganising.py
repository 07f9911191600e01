"""A plan is judged row by row, approved by the province alone, and applied once, on its day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.organisations import actions, plans, queries
from namkhong.foundation.organisations import types_reorganisation as kinds
from namkhong.foundation.organisations.errors import PlanMovedOn, PlanWrong, WrongEntry
from namkhong.foundation.organisations.models import Agency, PostHolding, Reorganisation
from namkhong.foundation.organisations.tests.factories import NOW, TODAY, administrator, agency, official, post
from namkhong.foundation.organisations.types import AgencyMap, Forecast, Moved, Rank
from namkhong.foundation.organisations.types_reorganisation import PlanHead, PlanLine, PlanState, Successor
from namkhong.kernel.actor import Actor, Role

pytestmark = pytest.mark.usefixtures("province")
HEAD = PlanHead("Sáp nhập hai xã", "Nghị quyết 1/NQ-HĐND", TODAY)
MERGE = [
    PlanLine(1, "create", key="moi", kind="commune", name="Ủy ban nhân dân xã Mới", short_name="UBND xã Mới",
             parent="db", code="H18.99"),
    PlanLine(2, "create", key="moi_vp", kind="office", name="Văn phòng xã Mới", parent="moi", code="H18.99.01"),
    PlanLine(3, "create", key="moi_tt", kind="centre", name="Trung tâm xã Mới", parent="moi", code="H18.99.04"),
    PlanLine(4, "merge", old="c03172", new="moi"),
    PlanLine(5, "merge", old="c03325", new="moi"),
]  # fmt: skip


@dataclass
class Room:
    """A room of numbers 1 … ``rows``; it can be made to fail in the middle."""

    rows: int
    fails_after: int = 10**9
    moved: list[int] = field(default_factory=list)

    def forecast(self, agencies: AgencyMap) -> Forecast:
        del agencies
        return Forecast()

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        del agencies, reason, actor, now
        left = [row for row in range(after + 1, self.rows + 1) if row not in self.moved][:most]
        if left and left[-1] > self.fails_after:
            raise RuntimeError("the machine stops")
        self.moved += left
        return Moved(len(left), left[-1] if left else after, len(left) == most)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Room:
    """One room follows, no other."""
    room = Room(2_500)
    monkeypatch.setattr(kinds, "_followers", {"things": ("việc", room)})
    return room


def planned(lines: Sequence[PlanLine], head: PlanHead = HEAD) -> Reorganisation:
    """The plan as it is kept, with its report."""
    pk = actions.plan_reorganisation(head=head, lines=lines, actor=administrator(), now=NOW)
    return Reorganisation.objects.get(pk=pk)


def wrong(row: Reorganisation) -> list[tuple[int, str]]:
    """The rows that cannot be done, with their words."""
    return [(number, words) for number, _about, severity, words in row.report if severity == "wrong"]


def test_two_communes_become_one_with_everybody_in_it() -> None:
    chief, other, clerk = official("c03172"), official("c03325"), official("c03172")
    post(chief, "c03172", Role.LEADER)
    post(other, "c03325", Role.LEADER)
    post(clerk, "c03172_ttpvhcc", Role.COUNTER)
    row = planned(MERGE)
    assert not row.wrong
    assert any("Chưa chỉ định người đứng đầu" in words for _n, _a, _s, words in row.report)
    assert sorted(row.preview["becomes"][0][1]) == ["Ủy ban nhân dân xã Mường Phăng", "Ủy ban nhân dân xã Na Sang"]
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    assert actions.reorganise_due(now=NOW) == 1
    row.refresh_from_db()
    assert row.state == PlanState.DONE

    new = agency("moi")
    assert new.path == f"{agency('db').path}{new.pk}/"
    assert agency("moi_tt").path == f"{new.path}{agency('moi_tt').pk}/"
    assert agency("c03172").valid_to == TODAY
    assert agency("c03172_ttpvhcc").valid_to == TODAY, "its units end with it"
    assert {card.id for card in queries.successors(agency("c03172_ttpvhcc").pk)} == {agency("moi_tt").pk}
    after = dict(
        PostHolding.objects.filter(valid_to=None, agency__in=[new, agency("moi_tt")]).values_list("official_id", "rank")
    )
    assert after == {chief.pk: Rank.DEPUTY, other.pk: Rank.DEPUTY, clerk.pk: Rank.MEMBER}
    clerk.refresh_from_db()
    assert clerk.home_id == new.pk
    now = queries.became(agency("c03325").pk)
    assert now is not None
    assert now.names == ("Ủy ban nhân dân xã Mới",)
    assert queries.predecessors([agency("moi_tt").pk]) >= {agency("c03172").pk, agency("c03325_ttpvhcc").pk}
    assert queries.agency_by_code("H18.55").id == agency("c03325").pk, "the old code is still read"


def test_a_row_of_the_plan_names_the_head_and_the_place_of_an_official() -> None:
    chief, other = official("c03172", username="truong"), official("c03325")
    post(chief, "c03172", Role.LEADER)
    post(other, "c03325", Role.LEADER)
    rows = [
        *MERGE,
        PlanLine(6, "official", username="truong", new="moi", role="Lãnh đạo cơ quan", rank="Người đứng đầu"),
    ]
    row = planned(rows)
    assert not row.wrong
    assert not any("Chưa chỉ định" in words for _n, _a, _s, words in row.report)
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    actions.reorganise_due(now=NOW)
    held = PostHolding.objects.get(official=chief, valid_to=None)
    assert (held.rank, held.title) == (Rank.CHIEF, "Chủ tịch UBND xã Mới")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (PlanLine(6, "merge", old="H18.98", new="moi"), "Không có cơ quan “H18.98” đang hoạt động"),
        (PlanLine(6, "merge", old="syt_2025", new=""), "không có nơi nhận"),
        (PlanLine(6, "merge", old="syt_2025", new="H18.98"), "chưa có, và phương án không thành lập"),
        (PlanLine(6, "merge", old="syt_2025", new="c03172"), "cũng kết thúc trong phương án này"),
        (PlanLine(6, "merge", old="c03172", new="syt_2025"), "đã có dòng khác"),
        (PlanLine(6, "merge", old="db", new="moi"), "cao nhất của tỉnh"),
        (PlanLine(6, "split", old="syt_2025", new="stp_2025", procedures=("1.004873",)), "phần còn lại"),
        (PlanLine(6, "official", username="aida", new="moi"), "Không có cán bộ này"),
        (PlanLine(6, "official", username="aida"), "không còn vị trí nào"),
        (PlanLine(6, "dance", old="syt_2025"), "Không hiểu việc"),
        (PlanLine(6, "rename", old="syt_2025"), "Chưa ghi tên mới hoặc mã mới"),
        (PlanLine(6, "rename", old="syt_2025", code="H18"), "Mã H18 đang là của cơ quan khác"),
        (PlanLine(6, "create", kind="commune", name="Ủy ban nhân dân xã Mới", parent="db", code="H18.99"), "cùng mã"),
        (PlanLine(6, "merge", old="vpubnd_2025", new="stp_2025"), "trực thuộc cơ quan này mà chưa có nơi đến"),
        (PlanLine(6, "move", old="syt_2025", parent="syt_2025"), "chính nó"),
    ],
)
def test_a_row_that_cannot_be_done_is_told_at_its_number(line: PlanLine, words: str) -> None:
    row = planned([*MERGE, line])
    assert any(words in said for _number, said in wrong(row)), row.report
    with pytest.raises(PlanWrong):
        actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)


def test_two_plans_never_touch_the_same_agency() -> None:
    first, second = planned(MERGE), planned(MERGE)
    actions.approve_reorganisation(reorganisation_id=first.pk, actor=administrator(), now=NOW)
    with pytest.raises(PlanWrong):
        actions.approve_reorganisation(reorganisation_id=second.pk, actor=administrator(), now=NOW)
    third = planned(MERGE)
    assert any("phương án khác" in words for _number, words in wrong(third))


def test_an_agency_is_divided_by_its_procedures() -> None:
    agencies = AgencyMap(
        plan_id=1,
        on=TODAY,
        to={1: (Successor(2, frozenset({"1.004873"})), Successor(3))},
        kinds={1: "commune"},
        units={(2, "centre"): 20, (3, "centre"): 30},
    )
    assert (agencies.successor(1, "1.004873"), agencies.successor(1, "2.000635"), agencies.successor(9)) == (2, 3, 9)
    assert (agencies.counter(1, "1.004873"), agencies.counter(1), agencies.counter(9)) == (20, 30, 9)


def test_renaming_keeps_the_agency_and_carries_its_numbers_on_when_asked() -> None:
    line = PlanLine(1, "rename", old="syt_2025", name="Sở Y tế và Dân số", code="H18.77")
    row = planned([line])
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    actions.reorganise_due(now=NOW)
    renamed = agency("syt_2025")
    assert (renamed.name, renamed.code, renamed.valid_to) == ("Sở Y tế và Dân số", "H18.77", None)


def test_nothing_happens_before_the_day(rooms: Room) -> None:
    row = planned(MERGE, replace(HEAD, on=TODAY + timedelta(days=8)))
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    assert actions.reorganise_due(now=NOW) == 0
    assert not Agency.objects.filter(fact_key="moi").exists()
    actions.cancel_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    actions.cancel_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    assert actions.reorganise_due(now=NOW + timedelta(days=9)) == 0
    assert not rooms.moved
    with pytest.raises(PlanMovedOn):
        actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)


def test_a_job_that_is_killed_goes_on_where_it_was(rooms: Room) -> None:
    row = planned(MERGE)
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    rooms.fails_after = 1_500
    with pytest.raises(RuntimeError):
        actions.reorganise_due(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reached, row.moved) == (PlanState.APPLYING, 1_000, {"things": 1_000})
    rooms.fails_after = 10**9
    actions.reorganise_due(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.moved) == (PlanState.DONE, {"things": 2_500})
    assert rooms.moved == list(range(1, 2_501)), "each once"
    rooms.rows += 1  # somebody's page was under way
    actions.reorganise_due(now=NOW + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.moved == {"things": 2_501}


def test_a_plan_that_no_longer_holds_on_its_day_goes_back_to_who_approved_it() -> None:
    row = planned(MERGE, replace(HEAD, on=TODAY + timedelta(days=8)))
    actions.approve_reorganisation(reorganisation_id=row.pk, actor=administrator(), now=NOW)
    Agency.objects.filter(fact_key="c03172").update(valid_to=TODAY + timedelta(days=2))
    actions.reorganise_due(now=NOW + timedelta(days=9))
    row.refresh_from_db()
    assert (row.state, row.wrong > 0) == (PlanState.DRAFT, True)
    assert not Agency.objects.filter(fact_key="moi").exists()


def test_a_sheet_and_a_json_file_say_the_same() -> None:
    sheet = "Việc;Cơ quan cũ;Cơ quan mới;Tên mới;Loại;Trực thuộc;Mã mới;Thủ tục\n"
    sheet += "Thành lập;;;Ủy ban nhân dân xã Mới;Ủy ban nhân dân xã, phường;H18;h18.99;\n"
    sheet += "Chia;H18.55;H18.99;;;;;1.004873, 2.000635\n"
    head, lines = plans.read(sheet.encode())
    assert head is None
    made: dict[str, object] = {"title": "Phương án", "basis": "NQ 1", "on": "2026-11-23"}
    made |= {"agencies": [{"name": "Ủy ban nhân dân xã Mới", "kind": "commune", "parent": "H18", "code": "H18.99"}]}
    made |= {"changes": [{"deed": "split", "old": "H18.55", "new": "H18.99", "procedures": ["1.004873", "2.000635"]}]}
    head, again = plans.read(json.dumps(made).encode())
    assert head == PlanHead("Phương án", "NQ 1", date(2026, 11, 23))
    assert [replace(line, number=0) for line in lines] == [replace(line, number=0) for line in again]
    assert plans.again(plans.kept(lines)) == lines


@given(content=st.one_of(st.binary(max_size=300), st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["agencies", "changes", "officials", "on", "deed", "commune_units", "units", "old", "kind"]), inner, max_size=4),
    max_leaves=12).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_no_file_is_more_than_refused(content: bytes) -> None:
    with suppress(WrongEntry):
        _head, lines = plans.read(content)
        assert lines

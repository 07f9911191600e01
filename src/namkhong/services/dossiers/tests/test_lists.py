"""Lists: what is due first, found by any spelling, page by page, with a budget of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from namkhong.kernel import remembering
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries import own
from namkhong.services.dossiers.queries import worklist as lists
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import InboxFilter, ReturnWay, View

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def _codes(shown: Any) -> list[str]:
    return [row.code for row in shown.rows]


def test_what_is_due_first_comes_first_and_red_is_only_for_what_is_late(world: Province) -> None:
    young = factories.filed(world, now=MONDAY)
    old = factories.filed(world, now=MONDAY - timedelta(days=7))
    shown = queries.inbox(world.counter, now=MONDAY)
    assert _codes(shown) == [old.code, young.code]
    assert [(row.due_kind, row.next_words) for row in shown.rows] == [("late", "Tiếp nhận"), ("soon", "Tiếp nhận")]
    assert shown.rows[0].due.startswith("Quá hạn ")
    assert shown.rows[1].due.startswith("Hôm nay ")
    assert (shown.count.value, shown.late) == (2, 1)


def test_each_list_holds_what_its_name_says(world: Province) -> None:
    filed, at_work, signing, ready = (
        getattr(factories, name)(world).code for name in ("filed", "received", "appraised", "decided")
    )
    seen = {
        (name, view): set(_codes(queries.inbox(who, view, now=MONDAY)))
        for name, who in world.cast().items()
        for view in View
    }
    assert seen["counter", View.MINE] == {filed, ready}
    assert seen["counter", View.TO_RECEIVE] == {filed}
    assert seen["counter", View.TO_HAND_OVER] == {ready}
    assert seen["counter", View.IN_PROGRESS] == {at_work, signing}
    assert seen["specialist", View.MINE] == {at_work}
    assert seen["specialist", View.IN_PROGRESS] == {at_work, signing}
    assert seen["leader", View.MINE] == {signing}
    assert seen["leader", View.IN_PROGRESS] == {at_work, signing}
    for name in ("other_counter", "other_leader", "administrator", "lan", "visitor"):
        assert not any(seen[name, view] for view in View), name


def test_pages_follow_each_other_without_gap_or_repeat(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    monkeypatch.setattr(own, "PAGE", 2)
    codes = {factories.filed(world).code for _time in range(5)}
    found, cursor = [], ""
    while True:
        shown = queries.inbox(world.counter, cursor=cursor, now=MONDAY)
        found += _codes(shown)
        if not (cursor := shown.next):
            break
    assert (len(found), set(found)) == (5, codes)
    mine: list[str] = []
    while True:
        page = queries.mine(world.lan, cursor, now=MONDAY)
        mine += [row.code for row in page.items]
        if not (cursor := page.next):
            break
    assert (len(mine), set(mine)) == (5, codes)


def test_found_by_name_without_accents_and_by_any_part_of_the_code(world: Province) -> None:
    done = factories.handed_over(world)
    serial = done.code.rsplit("-", 1)[1]
    for words in ("lo thi lan", "LÒ THỊ LAN", "thi la", done.code, f"261123-{serial}", done.code.lower()):
        assert _codes(queries.inbox(world.counter, now=MONDAY, wanted=InboxFilter(text=words))) == [done.code], words
    for words in ("cà văn inh", "100%", "_", "\\"):
        assert not _codes(queries.inbox(world.counter, now=MONDAY, wanted=InboxFilter(text=words))), words
    assert not _codes(queries.inbox(world.other_counter, now=MONDAY, wanted=InboxFilter(text="lo thi lan")))


def test_filters_narrow_and_offer_only_what_is_there(world: Province) -> None:
    alone = factories.filed(world)
    helped = factories.filed(world, actor=world.counter, person_id=world.lan.person_id)
    shown = queries.inbox(world.counter, now=MONDAY)
    assert dict(shown.choices.channels) == {"own": "Trực tuyến", "helped": "Trực tuyến, hỗ trợ tại quầy"}
    assert [name for _code, name in shown.choices.steps] == ["Tiếp nhận hồ sơ"]
    only = queries.inbox(world.counter, now=MONDAY, wanted=InboxFilter(channel="helped"))
    assert _codes(only) == [helped.code]
    procedure = Dossier.objects.get(pk=alone.id).procedure_id
    assert len(queries.inbox(world.counter, now=MONDAY, wanted=InboxFilter(procedure_id=procedure)).rows) == 2
    assert not queries.inbox(world.counter, now=MONDAY, wanted=InboxFilter(procedure_id=procedure + 1)).rows


def test_counting_stops_past_a_thousand(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNT_LIMIT", 2)
    monkeypatch.setattr("namkhong.kernel.pages.COUNT_LIMIT", 2)
    for _time in range(4):
        factories.filed(world)
    assert queries.count(world.counter, View.MINE).value == 3
    assert str(queries.inbox(world.counter, now=MONDAY).count) == "1.000+"


BUDGETS = (  # of officials' pages, five at most count what waits in other rooms of the side list
    ("counter", "/can-bo/", 15), ("counter", "/can-bo/?xem=in_progress", 17), ("counter", "/can-bo/?q=lan", 16),
    ("leader", "/can-bo/", 22), ("lan", "/ho-so/", 9), ("lan", "/ho-so/{code}/", 18),
    ("specialist", "/can-bo/ho-so/{code}/", 24), ("visitor", "/tra-cuu/?ma={code}", 4),
)  # fmt: skip


def test_a_page_keeps_its_budget_however_many_there_are(
    world: Province, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    for _time in range(6):
        at_work = factories.received(world)
        factories.filed(world)
    for who, address, budget in BUDGETS:
        client = browser(world.cast()[who])
        remembering.begin_anew()
        with django_assert_max_num_queries(budget, info=f"{who} {address}"):
            assert client.get(address.format(code=at_work.code)).status_code == 200


def test_a_whole_life_keeps_its_budget(world: Province, django_assert_max_num_queries: Any) -> None:
    before = factories.handed_over(world)  # versions are remembered from here on
    with django_assert_max_num_queries(62):
        begun = factories.draft(world, like=before.id)
        actions.file(dossier_id=begun.id, actor=world.lan, now=MONDAY)
        actions.receive(dossier_id=begun.id, actor=world.counter, now=MONDAY)
        actions.forward(dossier_id=begun.id, actor=world.specialist, now=MONDAY)
        actions.decide(
            dossier_id=begun.id, actor=world.leader, now=MONDAY, approved=True, result=factories.result()
        )  # fmt: skip
        actions.hand_over(dossier_id=begun.id, actor=world.counter, now=MONDAY, way=ReturnWay.ONLINE)
    with django_assert_max_num_queries(58):
        factories.typed(world)


def test_a_counter_sees_what_it_received_for_another_commune(world: Province) -> None:
    sent = factories.filed(world, actor=world.other_counter, person_id=world.lan.person_id)
    actions.receive(dossier_id=sent.id, actor=world.other_counter, now=MONDAY)
    assert _codes(queries.inbox(world.counter, View.TO_RECEIVE, now=MONDAY)) == [sent.code]
    assert queries.inbox(world.counter, View.TO_RECEIVE, now=MONDAY).rows[0].next_words == "Nhận hồ sơ chuyển đến"
    actions.take_over(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    assert sent.code in _codes(queries.inbox(world.other_counter, View.IN_PROGRESS, now=MONDAY))
    assert sent.code in _codes(queries.inbox(world.counter, View.IN_PROGRESS, now=MONDAY))

"""What an official has chosen for her list, the scanner, and the leader's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.services.desks import actions, policies, queries
from namkhong.services.desks.models import SavedFilter
from namkhong.services.desks.types import MOST_FILTERS
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import WORKING
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Column

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def test_a_filter_is_kept_under_its_name_and_replaced_by_the_same_name(world: Province, browser: Browser) -> None:
    client = browser(world.counter)
    for query in ("q=lan", "q=inh&tiep=abc&xem=mine&x=1"):
        client.post("/can-bo/bo-loc/", {"ten": "Hộ tịch của Xuân", "loc": query})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("Hộ tịch của Xuân", "xem=mine&q=inh")
    assert "Hộ tịch của Xuân" in client.get("/can-bo/").content.decode()
    assert "Hộ tịch của Xuân" not in browser(world.counter2).get("/can-bo/").content.decode()
    with pytest.raises(Unseen):
        actions.drop_filter(filter_id=kept.pk, actor=world.counter2, now=MONDAY)
    client.post(f"/can-bo/bo-loc/{kept.pk}/bo/")
    assert not SavedFilter.objects.exists()


def test_a_filter_needs_a_name_and_something_to_filter_and_thirty_are_enough(world: Province, browser: Browser) -> None:
    for name, query in (("", "q=lan"), ("Tên", "")):
        with pytest.raises(Invalid):
            actions.save_filter(name=name, query=query, actor=world.counter, now=MONDAY)
    answer = browser(world.counter).post("/can-bo/bo-loc/", {"ten": "", "loc": "q=lan"})
    assert (answer.status_code, "Xin đặt tên" in answer.content.decode()) == (422, True)
    for number in range(MOST_FILTERS):
        actions.save_filter(name=f"Lọc {number}", query="q=lan", actor=world.counter, now=MONDAY)
    with pytest.raises(Conflict):
        actions.save_filter(name="Thêm nữa", query="q=lan", actor=world.counter, now=MONDAY)
    actions.save_filter(name="Lọc 3", query="q=inh", actor=world.counter, now=MONDAY)
    with pytest.raises(Forbidden):
        actions.save_filter(name="Lọc", query="q=lan", actor=world.lan, now=MONDAY)


def test_the_list_has_the_columns_she_chose(world: Province, browser: Browser) -> None:
    factories.filed(world)
    client = browser(world.counter)
    page = client.get("/can-bo/").content.decode()
    assert "Hạn xử lý</th>" in page
    assert "Ngày nộp</th>" not in page
    client.post("/can-bo/cot-danh-sach/", {"cot": ["filed", "channel", "strange"]})
    assert queries.columns_of(world.counter.account_id or 0) == (Column.CHANNEL, Column.FILED)
    page = client.get("/can-bo/").content.decode()
    assert "Hạn xử lý</th>" not in page
    assert "Ngày nộp</th>" in page
    assert "Hạn xử lý</th>" in browser(world.counter2).get("/can-bo/").content.decode()
    client.post("/can-bo/cot-danh-sach/", {})
    assert queries.columns_of(world.counter.account_id or 0) == (Column.STEP, Column.DUE)


def test_a_scanned_code_or_qr_opens_the_dossier(world: Province, browser: Browser) -> None:
    card = factories.received(world)
    client = browser(world.counter)
    for scanned in (
        card.code,
        f"  {card.code.lower()} ",
        f"http://testserver/tra-cuu/?ma={card.code}&bm=ABCD2345",
    ):
        answer = client.get("/can-bo/", {"q": scanned})
        assert (answer.status_code, answer["Location"]) == (302, f"/can-bo/ho-so/{card.code}/")
    unseen = browser(world.other_counter).get("/can-bo/", {"q": card.code})
    assert (unseen.status_code, "Không tìm thấy hồ sơ nào" in unseen.content.decode()) == (200, True)
    for typed in ("lo thi lan", "H18", "", "ma=", "http://[x?ma=%00", "a-b", "x" * 5_000):
        assert dossiers.scanned(typed) == ""


def test_the_leader_sees_what_waits_for_her_and_what_is_late_with_whom(world: Province, browser: Browser) -> None:
    waiting, late = factories.appraised(world), factories.received(world)
    soon = MONDAY - timedelta(days=1)
    Dossier.objects.filter(pk=late.id).update(step_due_at=soon, holder_account=world.specialist.account_id)
    client = browser(world.leader)
    page = client.get("/can-bo/lanh-dao/").content.decode()
    assert f"/can-bo/ho-so/{waiting.code}/ky-duyet/" in page
    assert f"/can-bo/ho-so/{late.code}/ky-duyet/" not in page
    assert "Quàng Văn Tưởng" in page
    assert "1 quá hạn" in page
    assert browser(world.specialist).get("/can-bo/lanh-dao/").status_code == 403
    assert "Không có hồ sơ nào chờ" in browser(world.other_leader).get("/can-bo/lanh-dao/").content.decode()


def test_the_gates_know_the_same_roles_as_the_dossiers() -> None:
    assert set(policies.WORKING) == set(WORKING)

"""The board and its data as everybody sees them; the report as those see it who answer for a unit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.openness import actions, policies, queries
from namkhong.services.openness.types import Period
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
MONTH = "2026-11"
NAMES = ("Lò Thị Lan", "Lan", "011199000015", "0912345678", "Mường Phăng, bản")


@pytest.fixture
def counted(world: Province) -> Province:
    """Two dossiers, one of them done, counted for the board."""
    factories.handed_over(world, now=MONDAY - timedelta(days=3))
    factories.received(world, now=MONDAY - timedelta(days=20))
    actions.catch_up(now=MONDAY)
    return world


@pytest.mark.parametrize("address", ["/cong-khai/", "/cong-khai/?theo=linh-vuc&xep=qua-han", "/cong-khai/?theo=thu-tuc&ky=2026",
                                     "/cong-khai/?theo=thu-tuc&ky=2026-q4&xep=trung-vi", "/cong-khai/?ky=2026-11&xep=nothing",
                                     "/cong-khai/du-lieu/"])  # fmt: skip
def test_the_board_is_read_by_everybody_and_names_nobody(counted: Province, browser: Browser, address: str) -> None:
    page = browser(Actor.anonymous()).get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert not english_in(html), english_in(html)
    assert "Lò Thị Lan" not in html


def test_an_agency_opens_its_open_dossiers_and_the_late_ones(counted: Province, browser: Browser) -> None:
    visitor = browser(Actor.anonymous())
    board = visitor.get("/cong-khai/").content.decode()
    assert f"/cong-khai/ho-so/{counted.commune_id}/" in board
    page = visitor.get(f"/cong-khai/ho-so/{counted.commune_id}/?tre=1").content.decode()
    assert "quá hạn" in page
    assert "Cơ quan chưa gửi văn bản xin lỗi" in page
    for private in ("Lò Thị Lan", "tình trạng hôn nhân", "0912345678"):
        assert private not in page
    assert visitor.get("/cong-khai/ho-so/999999999/").status_code == 404
    assert visitor.get("/cong-khai/?ky=1999").status_code == 404


@pytest.mark.parametrize("kind", ["ky", "ngay"])
def test_the_data_say_what_the_board_says(counted: Province, browser: Browser, kind: str) -> None:
    visitor = browser(Actor.anonymous())
    read = visitor.get(f"/cong-khai/du-lieu/{kind}/{MONTH}/so-lieu.json")
    whole = json.loads(read.content)
    table = visitor.get(f"/cong-khai/du-lieu/{kind}/{MONTH}/so-lieu.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert whole["licence"] == "CC-BY-4.0"
    assert len(rows) == len(whole["rows"]) > 0
    for written, given in zip(rows, whole["rows"], strict=True):
        assert written == {name: "" if value is None else str(value) for name, value in given.items()}
    board = queries.board(Period.around(MONDAY.date())[0], queries.board.__globals__["By"].AGENCY, on=MONDAY.date())
    assert board.total
    assert sum(row["received"] for row in whole["rows"]) == board.total.received
    assert not any(name in read.content.decode() for name in NAMES)


def test_unchanged_figures_are_not_sent_twice(counted: Province, browser: Browser) -> None:
    visitor = browser(Actor.anonymous())
    address = f"/cong-khai/du-lieu/ky/{MONTH}/so-lieu.json"
    etag = visitor.get(address)["ETag"]
    assert visitor.get(address, headers={"if-none-match": etag}).status_code == 304
    factories.received(counted, now=MONDAY)
    actions.refresh(now=MONDAY + timedelta(hours=1))
    again = visitor.get(address, headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag
    assert visitor.get("/cong-khai/du-lieu/ky/2001/so-lieu.json").status_code == 404
    assert visitor.get("/cong-khai/du-lieu/ngay/2026/so-lieu.csv").status_code == 404


def test_the_first_page_links_to_the_board(counted: Province, browser: Browser) -> None:
    assert 'href="/cong-khai/"' in browser(Actor.anonymous()).get("/").content.decode()


def _chief(world: Province) -> Actor:
    return factories.official("thanh.tv", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)


def test_every_number_of_the_report_opens_the_steps_behind_it(counted: Province, browser: Browser) -> None:
    leader = browser(counted.leader)
    page = leader.get(f"/can-bo/trach-nhiem/?ky={MONTH}").content.decode()
    assert not english_in(page)
    assert "Quàng Văn Tưởng" in page
    units = queries.report(queries.units_of(counted.leader), Period.around(MONDAY.date())[0], now=MONDAY)
    for unit in units:
        for one in unit.officials:
            for line in one.steps:
                steps = queries.behind(
                    counted.leader, unit.agency_id, Period.around(MONDAY.date())[0],
                    account_id=one.account_id, step_code=line.step_code,
                )  # fmt: skip
                assert len(steps.items) == line.told.done
                assert line.told.done == line.told.early + line.told.on_time + line.told.late
    shown = leader.get(f"/can-bo/trach-nhiem/{counted.office_id}/?ky={MONTH}&can-bo={counted.specialist.account_id}")
    assert shown.status_code == 200
    assert not english_in(shown.content.decode())
    assert "H18" in shown.content.decode()


def test_the_report_as_a_table_adds_up(counted: Province, browser: Browser) -> None:
    read = browser(counted.leader).get(f"/can-bo/trach-nhiem/bao-cao.csv?ky={MONTH}")
    rows = list(csv.DictReader(io.StringIO(read.content.decode("utf-8-sig"))))
    assert rows
    for row in rows:
        assert int(row["Đã làm"]) == sum(int(row[name]) for name in ("Trước hạn", "Đúng hạn", "Quá hạn"))


def test_one_sees_ones_own_unit_and_what_is_below(counted: Province) -> None:
    controller = factories.official("panh.lt", "Lò Thị Pánh", organisations.province().id, Role.PROCEDURE_CONTROLLER)
    chief = _chief(counted)
    seen = {who.label: {card.id for card in queries.units_of(who)} for who in (counted.leader, chief, controller)}
    assert counted.office_id in seen["Lò Văn Hặc"]
    assert counted.other_commune_id not in seen["Lò Văn Hặc"]
    before = organisations.predecessors([counted.office_id])
    assert seen["Tòng Văn Thanh"] == {counted.office_id} | before, "and what was done before the reorganisation"
    assert {counted.commune_id, counted.other_commune_id} <= seen["Lò Thị Pánh"]
    for who in (counted.other_leader, counted.counter, counted.lan):
        assert not policies.covers(who, organisations.agency(counted.office_id).path)


def test_the_report_of_another_unit_is_refused(counted: Province, browser: Browser) -> None:
    other = browser(counted.other_leader)
    assert other.get(f"/can-bo/trach-nhiem/{counted.office_id}/").status_code == 403
    assert other.get(f"/can-bo/trach-nhiem/?don-vi={counted.office_id}").status_code == 403
    assert browser(counted.counter).get("/can-bo/trach-nhiem/").status_code == 403

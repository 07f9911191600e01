"""The administrator's screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from namkhong.foundation.calendars import views
from namkhong.foundation.calendars.errors import CalendarUnknown
from namkhong.foundation.calendars.models import DayException, KnownYear, WeeklyHours
from namkhong.foundation.calendars.tests.factories import ADMINISTRATOR, CITIZEN, COUNTER, ELEVATED, load
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpResponse]
NEW_DAY = {
    "day-day": "12",
    "day-month": "6",
    "day-year": "2026",
    "kind": "off",
    "name": "nghỉ tránh bão số 3",
    "source": "Công điện 05/CĐ-UBND",
}


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    """Opens a view as somebody; data makes it a POST."""
    load()

    def open_(view: Any, actor: Actor = ELEVATED, data: dict[str, str] | None = None, **kwargs: Any) -> HttpResponse:
        request: Any = rf.get("/") if data is None else rf.post("/", data)
        request.actor = actor
        response: HttpResponse = view(request, **kwargs)
        return response

    return open_


def test_it_works(ask: Ask) -> None:
    page = ask(views.calendar_year, year=2026).content.decode()
    assert "Lịch làm việc năm 2026" in page
    assert "thứ Hai 31/8/2026" in page
    assert "Nghỉ hoán đổi, làm bù ngày 22/8/2026" in page
    assert "Thứ Hai đến thứ Sáu" in page
    assert "07:30-11:30 và 13:30-17:30" in page
    assert "Thứ Bảy và Chủ nhật" in page
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert main.count("Cần xác nhận") == 2  # the hours, and 24/11
    assert english_in(page) == set()


def test_the_year_costs_few_queries(ask: Ask, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(
        6
    ):  # the calendar's four, dates that wait to be moved, and how many notices are new
        ask(views.calendar_year, year=2026)


def test_without_a_year_it_is_this_year(ask: Ask) -> None:
    assert ask(views.calendar_year).status_code == 200


def test_a_day_is_added_and_seen(ask: Ask) -> None:
    answer = ask(views.calendar_year, data=NEW_DAY, year=2026)
    assert (answer.status_code, answer["Location"]) == (302, "/can-bo/quan-tri/lich/2026/")
    assert "nghỉ tránh bão số 3" in ask(views.calendar_year, year=2026).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day-month": "13"}, "Xin ghi đủ ngày, tháng, năm"),
        ({"day-day": "một"}, "Xin ghi đủ ngày, tháng, năm"),
        ({"day-year": "9" * 4000}, "Xin ghi đủ ngày, tháng, năm"),
        ({"kind": "holiday"}, "Xin chọn ngày này nghỉ hay làm thế nào."),
        ({"name": ""}, "Xin ghi tên ngày lễ hoặc lý do nghỉ."),
        ({"source": ""}, "Xin ghi văn bản làm căn cứ."),
        ({"day-year": "2031"}, "Năm này chưa có trong lịch."),
        ({"instead_of-day": "13"}, "Xin ghi đủ ngày, tháng, năm"),
        ({"day-day": "30", "day-month": "4"}, "Ngày này đã có trong lịch."),
    ],
)
def test_nothing_typed_is_lost_on_an_error(ask: Ask, wrong: dict[str, str], sentence: str) -> None:
    answer = ask(views.calendar_year, data={**NEW_DAY, **wrong}, year=2026)
    page = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert sentence in page
    assert "Còn chỗ chưa đúng" in page
    kept = {**NEW_DAY, **wrong}
    assert f'value="{kept["name"]}"' in page or not kept["name"]
    assert f'value="{kept["source"]}"' in page or not kept["source"]
    assert english_in(page) == set()


def test_everything_that_cannot_be_read_is_said_at_once(ask: Ask) -> None:
    answer = ask(views.calendar_year, data={"instead_of-day": "x"}, year=2026)
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("day", "kind", "instead_of"):
        assert f'href="#{field}"' in page


def test_without_elevation_the_page_says_so_and_keeps_what_was_typed(ask: Ask) -> None:
    answer = ask(views.calendar_year, ADMINISTRATOR, NEW_DAY, year=2026)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Sửa lịch cần phiên nâng quyền" in page
    assert 'value="nghỉ tránh bão số 3"' in page


@pytest.mark.parametrize("actor", [CITIZEN, COUNTER], ids=["citizen", "counter"])
def test_others_are_kept_out_at_the_gate(ask: Ask, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        ask(views.calendar_year, actor, year=2026)


def test_an_unknown_year_or_entry_is_unseen(ask: Ask) -> None:
    with pytest.raises(CalendarUnknown):
        ask(views.calendar_year, year=1999)
    with pytest.raises(CalendarUnknown):
        ask(views.calendar_day, day_id=0)


def test_an_entry_is_confirmed_then_taken_out(ask: Ask) -> None:
    row = DayException.objects.get(day=date(2026, 11, 24), until=None)
    page = ask(views.calendar_day, day_id=row.pk).content.decode()
    assert "Xác nhận ngày này" in page
    assert english_in(page) == set()
    assert ask(views.calendar_day, data={"deed": "confirm", "source": ""}, day_id=row.pk).status_code == 422
    assert ask(views.calendar_day, data={"deed": "confirm", "source": "Luật"}, day_id=row.pk).status_code == 302
    confirmed = DayException.objects.get(day=date(2026, 11, 24), until=None)
    assert "Xác nhận ngày này" not in ask(views.calendar_day, day_id=confirmed.pk).content.decode()
    assert ask(views.calendar_day, data={"deed": "remove"}, day_id=confirmed.pk).status_code == 422
    gone = ask(views.calendar_day, data={"deed": "remove", "reason": "Nhập nhầm"}, day_id=confirmed.pk)
    assert (gone.status_code, gone["Location"]) == (302, "/can-bo/quan-tri/lich/2026/")


def test_the_next_year_is_opened_and_confirmed(ask: Ask) -> None:
    opened = ask(views.calendar_open_year, data={})
    assert (opened.status_code, opened["Location"]) == (302, "/can-bo/quan-tri/lich/2028/")
    assert "Năm này chưa có ngày nghỉ nào." in ask(views.calendar_year, year=2028).content.decode()
    refused = ask(views.calendar_confirm_year, data={"source": ""}, year=2028)
    assert refused.status_code == 422
    assert 'href="#year_source"' in refused.content.decode()
    assert ask(views.calendar_confirm_year, data={"source": "Thông báo"}, year=2028).status_code == 302
    assert not KnownYear.objects.get(year=2028, until=None).to_be_confirmed


HOURS = {
    "morning": "07:00-11:30",
    "afternoon": "13:30-17:00",
    "saturday": "1",
    "valid_from-day": "1",
    "valid_from-month": "6",
    "valid_from-year": "2026",
    "source": "QĐ 10/QĐ-UBND",
}


def test_the_hours_are_changed(ask: Ask) -> None:
    assert english_in(ask(views.calendar_hours).content.decode()) == set()
    assert ask(views.calendar_hours, data=HOURS).status_code == 302
    hours = WeeklyHours.objects.get(valid_from=date(2026, 6, 1), until=None)
    assert hours.week["sat"] == ["07:00-11:30"]
    assert hours.week["fri"] == ["07:00-11:30", "13:30-17:00"]


@pytest.mark.parametrize(
    "wrong", [{"morning": "sáng"}, {"afternoon": "11:00-17:00"}, {"valid_from-day": ""}, {"source": " "}]
)
def test_wrong_hours_are_refused_with_what_was_typed(ask: Ask, wrong: dict[str, str]) -> None:
    answer = ask(views.calendar_hours, data={**HOURS, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{({**HOURS, **wrong})["morning"]}"' in page
    assert " checked" in page

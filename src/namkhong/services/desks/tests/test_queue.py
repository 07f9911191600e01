"""Numbers at the counter: one after another, nobody called twice, nobody called past."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.notifications import queries as notices
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, TooMany, Unseen
from namkhong.services.desks import actions, queries
from namkhong.services.desks.errors import KioskClosed, NoWindow, QueueClosed
from namkhong.services.desks.models import Ticket
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
VISITOR = Actor.anonymous()


def _minutes(many: int) -> Any:
    return MONDAY + timedelta(minutes=many)


def _take(world: Province, many: int = 1, first: int = 0) -> list[Ticket]:
    kiosk = queries.kiosk_of(world.centre_id, MONDAY)
    return [
        actions.take_number(
            agency_id=world.centre_id, key=f"{number}", kiosk=kiosk, actor=VISITOR, now=_minutes(number)
        )
        for number in range(first, first + many)
    ]


def _sit(world: Province) -> None:
    for window, who in enumerate((world.counter, world.counter2), 1):
        actions.sit_at(agency_id=world.centre_id, window=window, actor=who, now=MONDAY)


def _next(who: Actor, after: Ticket | None = None, now: Any = MONDAY) -> str:
    found = actions.call_next(after=after.pk if after else None, actor=who, now=now)
    return found.label if found else ""


def test_numbers_begin_at_one_each_day_and_each_centre(world: Province) -> None:
    assert [row.label for row in _take(world, 3)] == ["1", "2", "3"]
    other = queries.kiosk_of(world.other_centre_id, MONDAY)
    first = actions.take_number(agency_id=0, key="a", kiosk=other, actor=VISITOR, now=MONDAY)
    assert (first.label, first.agency_id) == ("1", world.other_centre_id)
    tomorrow = MONDAY + timedelta(days=1)
    kiosk = queries.kiosk_of(world.centre_id, tomorrow)
    assert actions.take_number(agency_id=0, key="a", kiosk=kiosk, actor=VISITOR, now=tomorrow).label == "1"


def test_pressed_twice_it_is_one_number(world: Province) -> None:
    kiosk = queries.kiosk_of(world.centre_id, MONDAY)
    twice = [
        actions.take_number(agency_id=0, key="same", kiosk=kiosk, actor=VISITOR, now=MONDAY).pk for _press in range(2)
    ]
    assert len(set(twice)) == 1


def test_a_kiosk_of_yesterday_or_of_nobody_gives_no_number(world: Province) -> None:
    yesterday = queries.kiosk_of(world.centre_id, MONDAY - timedelta(days=1))
    for kiosk in (yesterday, "khong-co", queries.kiosk_of(world.centre_id, MONDAY)[:-1]):
        with pytest.raises(KioskClosed):
            actions.take_number(agency_id=world.centre_id, key="a", kiosk=kiosk, actor=VISITOR, now=MONDAY)
    with pytest.raises(Forbidden):
        actions.take_number(agency_id=world.centre_id, key="a", actor=VISITOR, now=MONDAY)
    with pytest.raises(Forbidden):
        actions.take_number(agency_id=world.other_centre_id, key="a", actor=world.counter, now=MONDAY)


def test_somebody_who_presses_without_end_is_stopped(world: Province) -> None:
    kiosk = queries.kiosk_of(world.centre_id, MONDAY)
    for press in range(90):
        actions.take_number(agency_id=0, key=str(press), kiosk=kiosk, actor=VISITOR, now=MONDAY)
    with pytest.raises(TooMany):
        actions.take_number(agency_id=0, key="one more", kiosk=kiosk, actor=VISITOR, now=MONDAY)


def test_the_longest_waiting_is_called_and_two_windows_get_two_people(world: Province) -> None:
    first, second, third = _take(world, 3)
    with pytest.raises(NoWindow):
        _next(world.counter)
    _sit(world)
    assert _next(world.counter) == first.label
    assert _next(world.counter2) == second.label
    assert _next(world.counter, first) == third.label
    assert Ticket.objects.get(pk=first.pk).state == "done"
    assert _next(world.counter2, second) == ""


def test_the_next_key_pressed_twice_calls_one_person(world: Province) -> None:
    first, second, _third = _take(world, 3)
    _sit(world)
    assert [_next(world.counter), _next(world.counter)] == [first.label, first.label]
    assert [_next(world.counter, first), _next(world.counter, first)] == [second.label, second.label]


def test_called_again_not_there_and_called_again_later(world: Province) -> None:
    first, second = _take(world, 2)
    _sit(world)
    _next(world.counter)
    assert actions.call_again(ticket_id=first.pk, actor=world.counter, now=_minutes(1)).calls == 2
    with pytest.raises(Conflict):
        actions.miss(ticket_id=first.pk, actor=world.counter2, now=_minutes(2))
    actions.miss(ticket_id=first.pk, actor=world.counter, now=_minutes(2))
    actions.miss(ticket_id=first.pk, actor=world.counter, now=_minutes(2))
    assert [row.label for row in queries.missed(world.centre_id, MONDAY)] == [first.label]
    _next(world.counter)
    with pytest.raises(Conflict, match=second.label):
        actions.call_again(ticket_id=first.pk, actor=world.counter, now=_minutes(3))
    again = actions.call_again(ticket_id=first.pk, actor=world.counter2, now=_minutes(3))
    assert (again.state, again.window, again.calls) == ("called", 2, 3)
    actions.finish(ticket_id=first.pk, actor=world.counter2, now=_minutes(9))
    with pytest.raises(Conflict):
        actions.call_again(ticket_id=first.pk, actor=world.counter2, now=_minutes(9))
    with pytest.raises(Unseen):
        actions.call_again(ticket_id=first.pk, actor=world.counter2, now=MONDAY + timedelta(days=1))


def test_the_wait_is_measured_not_promised(world: Province) -> None:
    _take(world, 4)  # at minute 0, 1, 2 and 3
    _sit(world)
    _next(world.counter, now=_minutes(10))  # waited 10
    _next(world.counter2, now=_minutes(21))  # waited 20
    found = queries.queue_of(world.centre_id, _minutes(33))
    assert (found.waiting, found.served, found.average_minutes, found.longest_minutes) == (2, 2, 15, 31)


def test_from_home_one_number_a_day_and_told_when_it_is_nearly_her_turn(world: Province) -> None:
    _take(world, 5)
    mine = actions.take_number(agency_id=world.centre_id, key="a", actor=world.lan, now=_minutes(6))
    again = actions.take_number(agency_id=world.other_centre_id, key="b", actor=world.lan, now=_minutes(7))
    assert (mine.pk, mine.label, queries.ahead_of(mine)) == (again.pk, "6", 5)
    _sit(world)
    here = None
    for _person in range(3):
        here = actions.call_next(after=here.pk if here else None, actor=world.counter, now=_minutes(20))
    told = [row.text for row in notices.inbox(world.lan.account_id or 0).items if "Sắp đến số 6" in row.title]
    assert told == ["Còn 3 người trước ông/bà ở quầy. Xin có mặt để không lỡ lượt."]


def test_from_home_there_is_no_number_after_hours_or_on_sunday(world: Province) -> None:
    for closed in (MONDAY + timedelta(hours=14), MONDAY - timedelta(days=1)):
        with pytest.raises(QueueClosed):
            actions.take_number(agency_id=world.centre_id, key="a", actor=world.lan, now=closed)
    with pytest.raises(Invalid):
        actions.take_number(agency_id=world.commune_id, key="a", actor=world.lan, now=MONDAY)


def test_the_whole_way_without_javascript(world: Province, browser: Browser) -> None:
    clerk, hall = browser(world.counter), Client()
    wrong = clerk.post("/can-bo/quay/", {"quay": "0", "noi": str(world.centre_id)})
    assert wrong.status_code == 422
    assert "từ 1 đến 99" in wrong.content.decode()
    clerk.post("/can-bo/quay/", {"quay": "4", "noi": str(world.centre_id)})
    page = clerk.get("/can-bo/quay/").content.decode()
    kiosk = re.findall(r'href="(/lay-so/tai-quay/[^"]+)"', page)[0]
    pressed = hall.post(kiosk, {"khoa": "a"})
    shown = hall.get(pressed["Location"])
    assert "Số của ông/bà" in shown.content.decode()
    assert shown["Refresh"] == f"12; url={kiosk}"

    answer = clerk.post("/can-bo/quay/goi-tiep/", {"sau": "", "lam": "nop"})
    assert answer["Location"] == "/can-bo/nop-ho-so/"
    assert "đang ở quầy 4" in clerk.get("/can-bo/nop-ho-so/").content.decode()
    board = hall.get(f"/goi-so/{world.centre_id}/")
    assert board["Refresh"] == "5"
    said = " ".join(re.sub(r"<[^>]+>", " ", board.content.decode()).split())
    assert "Mời số 1 đến quầy 4" in said
    assert "http-equiv" not in board.content.decode()
    here = queries.current(world.counter, MONDAY)
    assert here is not None
    assert clerk.post("/can-bo/quay/vang/", {"so": str(here.pk)}).status_code == 302
    assert "Mời số" not in hall.get(f"/goi-so/{world.centre_id}/").content.decode()
    assert clerk.post("/can-bo/quay/goi-tiep/", {"sau": str(here.pk)})["Location"] == "/can-bo/quay/"
    assert "Không còn ai chờ." in clerk.get("/can-bo/quay/").content.decode()
    assert hall.get("/goi-so/999999/").status_code == 404
    assert hall.get(f"/goi-so/{world.commune_id}/").status_code == 404


def test_a_citizen_sees_how_many_are_before_her_and_where_to_go(world: Province, browser: Browser) -> None:
    _take(world, 2)
    lan, clerk = browser(world.lan), browser(world.counter)
    assert lan.post("/lay-so/", {"noi": "0"}).status_code == 422
    assert lan.post("/lay-so/", {"noi": str(world.centre_id)}).status_code == 302
    page = lan.get("/lay-so/")
    assert "Trước ông/bà còn 2 người" in page.content.decode()
    assert page["Refresh"] == "30"
    _sit(world)
    here = None
    for _person in range(3):
        here = actions.call_next(after=here.pk if here else None, actor=world.counter, now=_minutes(5))
    assert "Mời ông/bà đến quầy 1" in lan.get("/lay-so/").content.decode()
    assert "lấy số từ nhà: Lò Thị Lan" in clerk.get("/can-bo/quay/").content.decode()
    assert queries.ticket_of(world.lan, MONDAY + timedelta(days=1)) is None
    assert "Ông/Bà sẽ đến đâu?" in lan.get("/lay-so/?moi").content.decode()

"""Many dossiers at once: one result each, nothing twice, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.notifications import queries as notices
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.models import Official
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.services.desks import actions, queries
from namkhong.services.desks.errors import TooManyTicked
from namkhong.services.desks.models import Batch, BatchItem
from namkhong.services.desks.types import MOST, Outcome, Ticked
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.services.dossiers.types import DossierCard

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def _at_monday() -> Any:
    return MONDAY


def _ticked(cards: list[DossierCard]) -> list[Ticked]:
    return [Ticked(card.id, card.revision) for card in cards]


def _start(who: Actor, cards: list[DossierCard], deed: str = "receive", key: str = "a", **more: Any) -> Batch:
    return actions.start_batch(deed=deed, ticked=_ticked(cards), key=key, actor=who, now=MONDAY, **more)


def _run(batch: Batch) -> None:
    actions.run_batch(batch_id=batch.pk, ask_time=_at_monday)


def _outcomes(batch: Batch) -> list[str]:
    return list(BatchItem.objects.filter(batch=batch).order_by("position").values_list("outcome", flat=True))


def _states(cards: list[DossierCard]) -> set[str]:
    return set(Dossier.objects.filter(pk__in=[card.id for card in cards]).values_list("state", flat=True))


def test_each_dossier_gets_its_result_and_the_official_is_told_once(
    world: Province, run_jobs: Callable[[], int], at_monday: Any
) -> None:
    cards = [factories.filed(world) for _number in range(3)]
    batch = _start(world.counter, cards)
    run_jobs()
    assert _states(cards) == {"in_progress"}
    assert _outcomes(batch) == [Outcome.DONE] * 3
    batch.refresh_from_db()
    assert batch.finished_at == MONDAY
    _run(batch)
    told = [row for row in notices.inbox(world.counter.account_id or 0).items if "Đã làm xong" in row.title]
    assert [row.text for row in told] == ["3 hồ sơ đã xong, 0 đã được xử lý từ trước, 0 chưa làm được."]


def test_the_same_screen_sent_twice_is_one_batch_and_other_ticks_are_another(world: Province) -> None:
    cards = [factories.filed(world) for _number in range(2)]
    assert _start(world.counter, cards) == _start(world.counter, cards)
    assert _start(world.counter, cards[:1]) != _start(world.counter, cards)
    assert _start(world.counter, cards, key="b") != _start(world.counter, cards)
    assert Batch.objects.count() == 3


def test_a_dossier_that_moved_meanwhile_is_told_so_and_the_others_go_on(world: Province) -> None:
    cards = [factories.filed(world) for _number in range(3)]
    batch = _start(world.counter, cards)
    dossiers.receive(dossier_id=cards[1].id, actor=world.counter2, now=MONDAY)
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE, Outcome.ALREADY, Outcome.DONE]
    told = BatchItem.objects.get(batch=batch, position=1).told
    assert told.startswith("Vì Thị Mai")


def test_a_worker_that_dies_in_the_middle_loses_nothing_and_does_nothing_twice(
    world: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [factories.filed(world) for _number in range(3)]
    batch = _start(world.counter, cards)
    real, calls = dossiers.receive, []

    def dies(**given: Any) -> DossierCard:
        calls.append(given["dossier_id"])
        done = real(**given)
        if len(calls) == 2:
            raise KeyboardInterrupt  # after the deed, before its result is written
        return done

    monkeypatch.setattr(dossiers, "receive", dies)
    with pytest.raises(KeyboardInterrupt):
        _run(batch)
    assert _outcomes(batch) == [Outcome.DONE, Outcome.WAITING, Outcome.WAITING]
    _run(batch)
    assert calls == [cards[0].id, cards[1].id, cards[1].id, cards[2].id]
    assert _outcomes(batch) == [Outcome.DONE] * 3
    for card in cards:
        assert Step.objects.filter(dossier_id=card.id, move="receive").count() == 1


def test_one_dossier_that_breaks_does_not_hold_up_the_others(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [factories.filed(world) for _number in range(3)]
    batch = _start(world.counter, cards)
    real = dossiers.receive

    def breaks(**given: Any) -> DossierCard:
        if given["dossier_id"] == cards[0].id:
            raise ZeroDivisionError
        return real(**given)

    monkeypatch.setattr(dossiers, "receive", breaks)
    with pytest.raises(ZeroDivisionError):
        _run(batch)
    monkeypatch.setattr(dossiers, "receive", real)
    assert _outcomes(batch) == [Outcome.WAITING, Outcome.DONE, Outcome.DONE]
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE] * 3


def test_the_rights_that_count_are_those_of_the_moment_it_is_done(world: Province) -> None:
    cards = [factories.filed(world)]
    batch = _start(world.counter, cards)
    official = Official.objects.get(account_id=world.counter.account_id or 0)
    organise.lock_official(official_id=official.pk, reason="Nghỉ việc", actor=SYSTEM, now=MONDAY)
    _run(batch)
    assert _outcomes(batch) == [Outcome.REFUSED]
    assert _states(cards) == {"filed"}


def test_forwarding_takes_the_opinion_along_and_handing_over_says_what_is_missing(world: Province) -> None:
    working = [factories.received(world) for _number in range(2)]
    batch = _start(world.specialist, working, "forward", note="Đủ điều kiện")
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE] * 2
    assert Step.objects.filter(dossier_id=working[0].id, note="Đủ điều kiện").exists()

    ready = [factories.decided(world) for _number in range(2)]
    Dossier.objects.filter(pk=ready[1].id).update(return_way="counter")
    batch = _start(world.counter, ready, "hand_over")
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE, Outcome.REFUSED]
    assert "người nhận kết quả" in BatchItem.objects.get(batch=batch, position=1).told


def test_what_is_received_elsewhere_is_taken_over_by_the_same_button(world: Province) -> None:
    sent = factories.filed(world, actor=world.other_counter, person_id=world.lan.person_id)
    moved = dossiers.receive(dossier_id=sent.id, actor=world.other_counter, now=MONDAY)
    batch = _start(world.counter, [moved])
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE]
    assert _states([moved]) == {"in_progress"}


def test_five_hundred_and_one_are_refused_in_a_sentence(world: Province, browser: Browser) -> None:
    with pytest.raises(TooManyTicked, match="tối đa 500"):
        actions.start_batch(
            deed="receive",
            ticked=[Ticked(number, 1) for number in range(1, MOST + 2)],
            key="a",
            actor=world.counter,
            now=MONDAY,
        )
    many = [f"{number}-1" for number in range(1, MOST + 2)]
    answer = browser(world.counter).post("/can-bo/hang-loat/", {"viec": "receive", "ho-so": many})
    assert answer.status_code == 422
    assert "tối đa 500 hồ sơ" in answer.content.decode()


def test_dossiers_of_others_are_left_out_and_citizens_have_no_batch(world: Province) -> None:
    mine, theirs = factories.filed(world), factories.filed(world, commune_agency_id=world.other_commune_id)
    batch = _start(world.counter, [mine, theirs])
    assert [item.dossier_id for item in queries.items_of(batch)] == [mine.id]
    with pytest.raises(Invalid):
        _start(world.counter, [theirs])
    with pytest.raises(Forbidden):
        _start(world.lan, [mine])
    with pytest.raises(Unseen):
        queries.batch(batch.public_id, world.counter2)


def test_ticked_sent_watched_without_javascript(world: Province, browser: Browser, run_jobs: Callable[[], int]) -> None:
    cards = [factories.filed(world) for _number in range(2)]
    client = browser(world.counter)
    page = client.get("/can-bo/").content.decode()
    for card in cards:
        assert f'value="{card.id}-{card.revision}" form="hang-loat"' in page
    ticked = [f"{card.id}-{card.revision}" for card in cards]
    answer = client.post("/can-bo/hang-loat/", {"viec": "receive", "ho-so": ticked, "khoa": "k"})
    assert answer.status_code == 302
    assert "còn 2 trong 2 hồ sơ" in client.get(answer["Location"]).content.decode()
    run_jobs()
    page = client.get(answer["Location"]).content.decode()
    assert "2 đã xong, 0 đã được xử lý từ trước, 0 chưa làm được." in page
    assert cards[0].code in page
    assert answer["Location"] in client.get("/can-bo/hang-loat/").content.decode()


def test_the_whole_filtered_list_is_asked_about_first(world: Province, browser: Browser) -> None:
    cards = [factories.filed(world) for _number in range(3)]
    factories.decided(world)
    client = browser(world.counter)
    answer = client.post("/can-bo/hang-loat/", {"viec": "receive", "ca-danh-sach": "1", "loc": "xem=mine", "khoa": "k"})
    page = answer.content.decode()
    assert "Tiếp nhận 3 hồ sơ" in page
    assert all(f'value="{card.id}-{card.revision}"' in page for card in cards)
    assert not Batch.objects.exists()


def test_a_head_assigns_many_to_one_of_the_post(world: Province, browser: Browser) -> None:
    chief = factories.official("thanh.tv", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)
    cards = [factories.received(world) for _number in range(2)]
    client = browser(chief)
    ticked = [f"{card.id}-{card.revision}" for card in cards]
    page = client.post("/can-bo/hang-loat/", {"viec": "assign", "ho-so": ticked, "khoa": "k"}).content.decode()
    assert "Quàng Văn Tưởng" in page
    answer = client.post("/can-bo/hang-loat/", {"viec": "assign", "ho-so": ticked, "khoa": "k", "lam": "1"})
    assert answer.status_code == 422
    batch = _start(chief, cards, "assign", target_id=world.specialist.account_id)
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE] * 2
    holders = Dossier.objects.filter(pk__in=[card.id for card in cards]).values_list("holder_account_id", flat=True)
    assert set(holders) == {world.specialist.account_id}


def test_a_head_hands_the_whole_work_of_one_to_another(world: Province, browser: Browser) -> None:
    chief = factories.official("thanh.tv", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)
    other = factories.official("en.lt", "Lò Thị Én", world.office_id, Role.SPECIALIST)
    cards = [factories.received(world) for _number in range(3)]
    Dossier.objects.filter(pk__in=[card.id for card in cards[:2]]).update(holder_account=world.specialist.account_id)
    client = browser(chief)
    sent = {"tu": str(world.specialist.account_id), "giao-cho": str(other.account_id), "khoa": "k"}
    assert client.post("/can-bo/ban-giao/", sent | {"giao-cho": sent["tu"]}).status_code == 422
    assert client.post("/can-bo/ban-giao/", sent | {"tu": str(world.counter.account_id)}).status_code == 422
    assert client.post("/can-bo/ban-giao/", sent).status_code == 302
    batch = Batch.objects.get()
    _run(batch)
    assert _outcomes(batch) == [Outcome.DONE] * 2
    holders = Dossier.objects.filter(pk__in=[card.id for card in cards]).order_by("pk")
    assert list(holders.values_list("holder_account_id", flat=True)) == [other.account_id, other.account_id, None]
    with pytest.raises(Invalid):
        actions.hand_work(
            from_account_id=world.specialist.account_id or 0,
            to_account_id=other.account_id or 0,
            key="b",
            actor=chief,
            now=MONDAY,
        )

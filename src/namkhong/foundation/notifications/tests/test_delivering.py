"""What does not go is tried again, given up in the open, and never sent twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from namkhong.foundation.notifications import actions, queries
from namkhong.foundation.notifications.channels import sms_file
from namkhong.foundation.notifications.models import Delivery
from namkhong.foundation.notifications.states import PAUSES
from namkhong.foundation.notifications.tests.factories import NOW, SmsGateway, SmtpSink, official
from namkhong.foundation.notifications.types import DeliveryState
from namkhong.kernel.actor import Role

pytestmark = pytest.mark.django_db
ADMINISTRATOR = official(Role.ADMINISTRATOR, elevated_at=NOW)


def _sms() -> Delivery:
    actions.notify(account_id=None, phone="0912345678", title="Đã có kết quả", text="…", now=NOW)
    return Delivery.objects.get(channel="sms")


def _mail() -> Delivery:
    actions.notify(account_id=None, email="lan@example.vn", title="Đã có kết quả", text="…", now=NOW)
    return Delivery.objects.get(channel="email")


def _scheduled() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select round(extract(epoch from scheduled_at - now()))::int from procrastinate_jobs"
            " where scheduled_at is not null order by id"
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_silent_gateway_is_tried_with_growing_pauses_then_given_up_and_shown(settings: Any) -> None:
    settings.NOTIFY = {**settings.NOTIFY, "sms": "sms_http", "sms_url": "http://127.0.0.1:1/"}
    row = _sms()
    for pause in PAUSES:
        assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.FAILED
        row.refresh_from_db()
        assert (row.next_at, row.why) == (NOW + pause, "Cổng tin nhắn không trả lời.")
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.GIVEN_UP
    assert [abs(a - p.total_seconds()) < 60 for a, p in zip(_scheduled(), PAUSES, strict=True)] == [True] * len(PAUSES)
    (card,) = queries.troubled(ADMINISTRATOR).items
    assert (card.state, card.attempts, card.to) == (DeliveryState.GIVEN_UP, len(PAUSES) + 1, "09•••••678")
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.GIVEN_UP
    row.refresh_from_db()
    assert row.attempts == len(PAUSES) + 1


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (202, DeliveryState.SENT),
        (302, DeliveryState.FAILED),
        (400, DeliveryState.GIVEN_UP),
        (401, DeliveryState.FAILED),
        (429, DeliveryState.FAILED),
        (500, DeliveryState.FAILED),
    ],
)
def test_the_gateways_answer_decides(gateway: SmsGateway, status: int, state: DeliveryState) -> None:
    gateway.statuses = [status]
    row = _sms()
    assert actions.deliver(delivery_id=row.pk, now=NOW) == state
    row.refresh_from_db()
    assert (f"mã {status}" in row.why) is (state != DeliveryState.SENT)
    assert "0912345678" not in row.why


def test_the_second_attempt_carries_the_same_key(gateway: SmsGateway) -> None:
    gateway.statuses = [503]
    row = _sms()
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.FAILED
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.SENT
    assert len({headers["Idempotency-Key"] for headers, _body in gateway.taken}) == 1
    row.refresh_from_db()
    assert (row.attempts, row.why, row.next_at, row.settled_at) == (2, "", None, NOW)


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such user", DeliveryState.GIVEN_UP), ("451 try later", DeliveryState.FAILED)],
)
def test_the_mail_servers_answer_decides(mail: SmtpSink, answer: str, state: DeliveryState) -> None:
    mail.refuse = answer
    row = _mail()
    assert actions.deliver(delivery_id=row.pk, now=NOW) == state
    row.refresh_from_db()
    assert "lan@example.vn" not in row.why
    assert mail.letters == []


def test_a_mail_server_that_is_away_is_tried_again(mail: SmtpSink, settings: Any) -> None:
    row = _mail()
    settings.NOTIFY = {**settings.NOTIFY, "email_port": 1}
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.FAILED


def test_an_address_that_is_none_is_given_up(mail: SmtpSink) -> None:
    actions.notify(account_id=None, email="không phải địa chỉ", title="x", text="y", now=NOW)
    assert actions.deliver(delivery_id=Delivery.objects.get().pk, now=NOW) == DeliveryState.GIVEN_UP


def test_a_way_that_was_closed_meanwhile_is_told(settings: Any) -> None:
    row = _sms()
    settings.NOTIFY = {"outside": False}
    assert actions.deliver(delivery_id=row.pk, now=NOW) == DeliveryState.FAILED
    row.refresh_from_db()
    assert "đang tắt" in row.why


def test_a_full_disk_is_tried_again(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.NOTIFY = {"sms": "sms_file", "sms_folder": tmp_path / "file" / "sms"}
    assert actions.deliver(delivery_id=_sms().pk, now=NOW) == DeliveryState.FAILED


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_delivery_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def slow(self: sms_file.SmsFile, parcel: Any) -> str:
        sent.append(str(parcel.id))
        time.sleep(0.2)
        return ""

    monkeypatch.setattr(sms_file.SmsFile, "send", slow)
    row = _sms()
    start = threading.Barrier(6)
    states: list[object] = []

    def work() -> None:
        try:
            start.wait(10)
            states.append(actions.deliver(delivery_id=row.pk, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent == [str(row.pk)]
    assert states == [DeliveryState.SENT] * 6


def test_what_a_killed_worker_left_is_queued_again(run_jobs: Callable[[], int]) -> None:
    row = _sms()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    assert actions.sweep(now=NOW + timedelta(minutes=10)) == 0
    assert actions.sweep(now=NOW + timedelta(minutes=20)) == 1
    assert actions.sweep(now=NOW + timedelta(minutes=21)) == 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select args->>'delivery_id' from procrastinate_jobs")
        assert cursor.fetchall() == [(str(row.pk),)]

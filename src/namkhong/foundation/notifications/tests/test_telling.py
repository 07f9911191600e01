"""A message is queued with the deed it tells of, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from namkhong.foundation.notifications import actions, queries, tasks
from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.tests.factories import NOW, SmsGateway, SmtpSink
from namkhong.foundation.notifications.types import DeliveryState

pytestmark = pytest.mark.django_db


def _tell(**more: Any) -> None:
    values: dict[str, Any] = {
        "account_id": 70,
        "phone": "0912345678",
        "email": "lan@example.vn",
        "title": "Đã có kết quả",
        "text": "Hồ sơ H18.35-261120-0015 của ông/bà đã có kết quả.",
        "link": "/ho-so/H18.35-261120-0015/",
        "about": ("dossier", 15),
        "now": NOW,
        **more,
    }
    actions.notify(**values)


def _jobs() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'notifications.deliver' order by id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def _deliver_all() -> None:
    for pk in Delivery.objects.values_list("pk", flat=True):
        actions.deliver(delivery_id=pk, now=NOW)


def test_it_works(outbox: Path, mail: SmtpSink) -> None:
    _tell()
    assert set(Delivery.objects.values_list("channel", "state")) == {
        ("in_app", "sent"),
        ("sms", "queued"),
        ("email", "queued"),
    }
    _deliver_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    (notice,) = queries.inbox(70).items
    assert (notice.title, notice.link, notice.at, notice.read) == (
        "Đã có kết quả",
        "/ho-so/H18.35-261120-0015/",
        NOW,
        False,
    )
    (file,) = outbox.iterdir()
    assert file.read_text() == "0912345678\nDa co ket qua https://dvc.example.vn/ho-so/H18.35-261120-0015/\n"
    (raw,) = mail.letters
    letter = message_from_bytes(raw, policy=policy.default)
    assert (letter["Subject"], letter["To"]) == ("Đã có kết quả", "lan@example.vn")
    assert letter["From"] == "Năm Không <khong-tra-loi@dienbien.example.vn>"
    assert letter["Message-ID"] == f"<{Delivery.objects.get(channel='email').pk}@dienbien.example.vn>"
    body = letter.get_content()
    assert "Hồ sơ H18.35-261120-0015 của ông/bà đã có kết quả." in body
    assert "https://dvc.example.vn/ho-so/H18.35-261120-0015/" in body


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_rolled_back_tells_nobody() -> None:
    class Undone(Exception):
        pass

    before = _jobs()  # the queue's tables are not flushed between tests

    def undone() -> None:
        with transaction.atomic():
            _tell()
            assert len(_jobs()) == len(before) + 1
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
    assert _jobs() == before


def test_jobs_carry_ids_and_nothing_personal(mail: SmtpSink) -> None:
    before = len(_jobs())
    _tell()
    outside = {str(pk) for pk in Delivery.objects.exclude(channel="in_app").values_list("pk", flat=True)}
    jobs = _jobs()[before:]
    assert {tuple(job) for job in jobs} == {("delivery_id",)}
    assert {job["delivery_id"] for job in jobs} == outside


def test_the_waiting_job_sends(outbox: Path) -> None:
    _tell()
    job = _jobs()[-1]
    tasks.deliver.func(**job)
    assert len(list(outbox.iterdir())) == 1


def test_the_same_key_tells_once() -> None:
    before = len(_jobs())
    for _n in range(3):
        _tell(key="dossiers.decided:15")
    _tell(key="dossiers.decided:16")
    assert Message.objects.count() == 2
    assert len(_jobs()) == before + 2


def test_outside_ways_can_be_switched_off(settings: Any, mail: SmtpSink) -> None:
    settings.NOTIFY = {**settings.NOTIFY, "outside": False}
    before = _jobs()
    _tell()
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["in_app"]
    assert _jobs() == before


def test_somebody_without_account_is_told_outside_only() -> None:
    _tell(account_id=None, email="")
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["sms"]


def test_the_gateway_gets_one_segment_and_an_idempotency_key(gateway: SmsGateway) -> None:
    _tell(sms="Hồ sơ đã có kết quả", email="")
    _deliver_all()
    ((headers, body),) = gateway.taken
    delivery = Delivery.objects.get(channel="sms")
    assert body == {
        "to": "0912345678",
        "from": "DIENBIEN",
        "text": "Ho so da co ket qua https://dvc.example.vn/ho-so/H18.35-261120-0015/",
        "id": str(delivery.pk),
    }
    assert headers["Idempotency-Key"] == str(delivery.pk)
    assert headers["Authorization"] == "Bearer khoa"
    assert (delivery.state, delivery.receipt) == (DeliveryState.SENT, "g-1")


def test_a_title_with_line_breaks_cannot_add_headers(mail: SmtpSink) -> None:
    _tell(title="Kết quả\r\nBcc: x@example.vn", email="lan@example.vn\r\nCc: y@example.vn", phone="")
    _deliver_all()
    for raw in mail.letters:
        letter = message_from_bytes(raw, policy=policy.default)
        assert letter["Bcc"] is None
        assert letter["Cc"] is None


def test_only_links_of_ours_are_kept() -> None:
    for link in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        with pytest.raises(IntegrityError), transaction.atomic():
            _tell(link=link)


def test_telling_costs_few_queries(django_assert_max_num_queries: Any, mail: SmtpSink) -> None:
    with django_assert_max_num_queries(5):
        _tell()


def test_run_jobs_delivers(run_jobs: Callable[[], int], outbox: Path) -> None:
    run_jobs()
    _tell()
    assert run_jobs() == 1
    assert len(list(outbox.iterdir())) == 1

"""The inbox, and the administrator's screen of what failed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from namkhong.foundation.audit import naming
from namkhong.foundation.audit import queries as audit
from namkhong.foundation.notifications import actions, queries
from namkhong.foundation.notifications.errors import NoSuchNotice, NothingToRetry
from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.tests.factories import NOW, citizen, official
from namkhong.foundation.notifications.types import DeliveryState
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Invalid

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor], Client]


def _tell(times: int = 1, account_id: int = 70, **more: Any) -> None:
    for n in range(times):
        actions.notify(account_id=account_id, title=f"Thông báo số {n}", text="Dòng một.\nDòng hai.", now=NOW, **more)


def _administrator(account_id: int = 11) -> Actor:
    return official(Role.ADMINISTRATOR, elevated_at=clock.now(), account_id=account_id)


def _failed_job(name: str = "files.scan", args: str = "{}") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, args, status, attempts)"
            " values (%s, 'q', %s::jsonb, 'failed', 3) returning id",
            [name, args],
        )
        return int(cursor.fetchone()[0])


def _given_up(times: int = 1) -> list[Delivery]:
    for n in range(times):
        actions.notify(
            account_id=None, phone="0912345678", title="Đã có kết quả", text="…", now=NOW + timedelta(seconds=n)
        )
    Delivery.objects.update(state="given_up", next_at=None, why="Cổng tin nhắn không trả lời.", attempts=7)
    return list(Delivery.objects.order_by("-created_at"))


def test_opening_a_notice_marks_it_read(visit: Visit) -> None:
    _tell(link="/ho-so/H18.35-261120-0015/")
    client = visit(citizen())
    assert queries.unread(70) == 1
    page = client.get("/thong-bao/").content.decode()
    assert "Thông báo số 0" in page
    assert "Mới" in page
    notice = Message.objects.get()
    page = client.get(f"/thong-bao/{notice.pk}/").content.decode()
    assert "Dòng hai." in page
    assert 'href="/ho-so/H18.35-261120-0015/"' in page
    assert queries.unread(70) == 0


def test_everything_can_be_marked_read_at_once(visit: Visit) -> None:
    _tell(3)
    assert visit(citizen()).post("/thong-bao/da-doc/").status_code == 302
    assert queries.unread(70) == 0


def test_officials_have_the_same_inbox_in_their_layout(visit: Visit) -> None:
    _tell(account_id=11)
    page = visit(official()).get("/thong-bao/").content.decode()
    assert "nk-official" in page
    assert "Thông báo số 0" in page


def test_what_was_told_is_text_not_markup(visit: Visit) -> None:
    actions.notify(account_id=70, title="<script>x</script>", text="<img src=x>", now=NOW)
    client = visit(citizen())
    for path in ("/thong-bao/", f"/thong-bao/{Message.objects.get().pk}/"):
        page = client.get(path).content.decode()
        assert "<script>x" not in page
        assert "<img src=x" not in page


def test_nobody_reads_the_notice_of_somebody_else(visit: Visit) -> None:
    _tell(account_id=80)
    notice = Message.objects.get()
    assert visit(citizen(70)).get(f"/thong-bao/{notice.pk}/").status_code == 404
    assert "Thông báo số" not in visit(citizen(70)).get("/thong-bao/").content.decode()
    visit(citizen(70)).post("/thong-bao/da-doc/")
    assert queries.unread(80) == 1
    with pytest.raises(NoSuchNotice):
        queries.notice(notice.pk, Actor.anonymous())


def test_the_inbox_is_paged_by_key_in_few_queries(visit: Visit, django_assert_max_num_queries: Any) -> None:
    _tell(45)
    seen: list[int] = []
    cursor = ""
    for expected in (20, 20, 5):
        page = queries.inbox(70, cursor)
        assert len(page.items) == expected
        seen += [notice.id for notice in page.items]
        cursor = page.next
    assert cursor == ""
    assert len(set(seen)) == 45
    client = visit(citizen())
    with django_assert_max_num_queries(8):
        assert client.get("/thong-bao/").status_code == 200


def test_unread_is_never_counted_past_ninety_nine(django_assert_num_queries: Any) -> None:
    _tell(120)
    with django_assert_num_queries(1):
        assert queries.unread(70) == 99


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "W251bGxd", "W3RydWVd"])
def test_forged_cursors_are_told(visit: Visit, cursor: str) -> None:
    assert visit(citizen()).get("/thong-bao/", {"sau": cursor}).status_code == 422
    for name in ("viec", "tin"):
        assert visit(_administrator()).get("/can-bo/quan-tri/viec-loi/", {name: cursor}).status_code == 422
    with pytest.raises(Invalid):
        queries.inbox(70, cursor)


def test_the_administrator_sees_what_failed_in_words(visit: Visit) -> None:
    _failed_job()
    _failed_job("events.handle", '{"name": "files.FileRefused"}')
    _failed_job("nobody.knows")
    _given_up()
    page = visit(_administrator()).get("/can-bo/quan-tri/viec-loi/").content.decode()
    for words in ("Quét vi-rút một tệp", "Làm tiếp sau một sự kiện", "Một việc chạy nền"):
        assert words in page
    for words in ("Cổng tin nhắn không trả lời.", "Đã thôi gửi", "09•••••678", "Tin nhắn SMS", "Gửi lại"):
        assert words in page
    assert "0912345678" not in page


def test_nothing_failed_is_said_in_words(visit: Visit) -> None:
    page = visit(_administrator()).get("/can-bo/quan-tri/viec-loi/").content.decode()
    assert "Không có việc chạy nền nào hỏng." in page
    assert "Mọi thông báo đều đã gửi được." in page


def test_each_failed_job_says_what_was_not_done_and_for_what(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_namers", {"dossier_step": lambda ids: {one: f"hồ sơ H18-{one}" for one in ids}})
    for step, name in ((7, "dossiers.DossierReceived"), (8, "dossiers.DossierDecided")):
        args = {"name": name, "payload": {"step_id": step}, "handler": "dossiers.tell_applicant"}
        _failed_job("events.handle", json.dumps(args))
    _failed_job("rooms.unknown", json.dumps({"step_id": 9}))
    page = visit(_administrator()).get("/can-bo/quan-tri/viec-loi/").content.decode()
    assert "Báo cho người nộp: hồ sơ được tiếp nhận – hồ sơ H18-7" in page
    assert "Báo cho người nộp: hồ sơ có kết quả – hồ sơ H18-8" in page
    assert "Một việc chạy nền – hồ sơ H18-9" in page
    assert "dossiers." not in page


def test_both_lists_are_paged_by_key_in_few_queries(visit: Visit, django_assert_max_num_queries: Any) -> None:
    jobs = [_failed_job() for _n in range(45)]
    deliveries = _given_up(45)
    for list_, wanted in ((queries.failed_jobs, jobs[::-1]), (queries.troubled, [row.pk for row in deliveries])):
        seen: list[object] = []
        cursor = ""
        while True:
            page = list_(_administrator(), cursor)
            seen += [card.id for card in page.items]
            if not (cursor := page.next):
                break
        assert seen == wanted
    client = visit(_administrator())
    with django_assert_max_num_queries(10):
        assert client.get("/can-bo/quan-tri/viec-loi/").status_code == 200


def test_a_failed_job_is_tried_again_and_recorded(visit: Visit) -> None:
    job = _failed_job()
    assert visit(_administrator()).post(f"/can-bo/quan-tri/viec-loi/viec/{job}/").status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("select status from procrastinate_jobs where id = %s", [job])
        assert cursor.fetchone() == ("todo",)
    (entry,) = audit.entries_of(("job", job))
    assert (entry.action, entry.elevated) == ("notifications.job_retried", True)
    again = visit(_administrator()).post(f"/can-bo/quan-tri/viec-loi/viec/{job}/")
    assert again.status_code == 409


def test_a_job_that_is_queued_again_by_itself_is_not_doubled() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, queueing_lock)"
            " values ('audit.seal', 'q', 'failed', 'audit.seal'), ('audit.seal', 'q', 'todo', 'audit.seal')"
        )
        cursor.execute("select id from procrastinate_jobs where status = 'failed'")
        (job,) = cursor.fetchone()
    with pytest.raises(NothingToRetry):
        actions.retry_job(job_id=job, actor=_administrator(), now=clock.now())
    assert audit.entries_of(("job", job)) == []


def test_a_delivery_is_tried_again_and_recorded(visit: Visit) -> None:
    (row,) = _given_up()
    assert visit(_administrator()).post(f"/can-bo/quan-tri/viec-loi/tin/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)
    (entry,) = audit.entries_of(("delivery", str(row.pk)))
    assert entry.action == "notifications.delivery_retried"
    assert visit(_administrator()).post(f"/can-bo/quan-tri/viec-loi/tin/{row.pk}/").status_code == 409
    assert visit(_administrator()).post(f"/can-bo/quan-tri/viec-loi/tin/{uuid4()}/").status_code == 409


def test_the_list_of_failed_jobs_is_served_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select id from procrastinate_jobs where status = 'failed' and id < 99 order by id desc limit 5"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "notify_failed_jobs" in plan


def test_the_header_counts_what_is_new(visit: Visit) -> None:
    assert "nk-count" not in visit(citizen()).get("/thong-bao/").content.decode()
    _tell(3)
    assert '<span class="nk-count">3<' in visit(citizen()).get("/thong-bao/").content.decode()
    _tell(120)
    assert '<span class="nk-count">99+<' in visit(citizen()).get("/thong-bao/").content.decode()


def test_only_administrators_find_the_way_to_what_failed(visit: Visit) -> None:
    assert "/can-bo/quan-tri/viec-loi/" in visit(official(Role.ADMINISTRATOR)).get("/thong-bao/").content.decode()
    assert "/can-bo/quan-tri/viec-loi/" not in visit(official()).get("/thong-bao/").content.decode()

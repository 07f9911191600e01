"""Every problem has its page: the right status, a sentence, a way on, no English."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from procrastinate.contrib.django.django_connector import wrap_exceptions
from procrastinate.exceptions import ConnectorException
from psycopg.errors import DiskFull

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Problem, TooMany, Unavailable, Unseen
from namkhong.web import slots, views
from namkhong.web.http import Request
from namkhong.web.middleware import ProblemMiddleware
from namkhong.web.tests import cast
from namkhong.web.tests.english import english_in

Ask = Callable[..., Request]
SENTENCE: Final = "Xin ông/bà làm thế này."
PROBLEMS: Final = [
    (Problem(SENTENCE), 400, "Chưa thực hiện được"),
    (Forbidden(SENTENCE), 403, "Ông/Bà không mở được trang này"),
    (Unseen(SENTENCE), 404, "Không tìm thấy"),
    (Conflict(SENTENCE), 409, "Việc này vừa có người khác làm"),
    (Invalid(SENTENCE), 422, "Thông tin chưa đúng"),
    (TooMany(SENTENCE, retry_after=90), 429, "Xin chờ một lát"),
    (Unavailable(SENTENCE), 503, "Hệ thống liên quan chưa trả lời"),
]


@pytest.mark.parametrize(("problem", "status", "title"), PROBLEMS, ids=[str(status) for _, status, _ in PROBLEMS])
@pytest.mark.parametrize("actor", [cast.VISITOR, cast.CITIZEN, cast.LEADER], ids=["visitor", "citizen", "leader"])
def test_a_problem_becomes_a_page(ask: Ask, problem: Problem, status: int, title: str, actor: Any) -> None:
    answer = ProblemMiddleware(lambda request: HttpResponse()).process_exception(ask("/", actor), problem)
    assert answer is not None
    html = answer.content.decode()
    assert answer.status_code == status
    assert f"<title>{title} – Năm Không</title>" in html
    assert "<h1" in html
    assert SENTENCE in html
    assert ("official.css" in html) == (actor is cast.LEADER)
    assert ("Về trang làm việc" in html) == (actor is cast.LEADER)
    assert english_in(html) == set()


def test_too_many_says_when_to_come_back(ask: Ask) -> None:
    middleware = ProblemMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(ask(), TooMany(SENTENCE, retry_after=90))
    assert answer is not None
    assert answer["Retry-After"] == "90"


def test_any_other_exception_is_left_to_django(ask: Ask) -> None:
    assert ProblemMiddleware(lambda request: HttpResponse()).process_exception(ask(), ValueError()) is None


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.not_found, 404), (views.bad_request, 400), (views.permission_denied, 403), (views.csrf_failure, 403)],
)
def test_djangos_own_refusals_look_the_same(ask: Ask, view: Callable[[Request], HttpResponse], status: int) -> None:
    answer = view(ask())
    assert answer.status_code == status
    assert english_in(answer.content.decode()) == set()


def test_the_page_of_a_server_error_asks_nobody(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **named: object) -> str:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(slots, "render", broken)
    answer = views.server_error(ask("/", cast.LEADER))
    assert answer.status_code == 500
    assert "không phải của ông/bà" in answer.content.decode()
    assert english_in(answer.content.decode()) == set()


def test_a_request_that_never_met_its_actor_still_gets_a_page(rf: Any) -> None:
    assert views.not_found(rf.get("/x")).status_code == 404


def _lost() -> None:
    raise OperationalError("the server closed the connection unexpectedly")


@wrap_exceptions()
def _deferred() -> None:
    """As it reaches us through the library of jobs, which raises an error of its own over the driver's."""
    with connection.wrap_database_errors:
        raise DiskFull("could not extend file: No space left on device")


def _full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("broken", [_lost, _deferred, _full], ids=["database", "queue", "disk"])
@pytest.mark.parametrize("path", ["/", "/api/v1/dossiers"])
def test_when_only_the_database_or_the_disk_is_away_a_person_is_told_to_send_again(
    rf: Any, broken: Callable[[], None], path: str
) -> None:
    try:
        broken()
    except (OperationalError, ConnectorException, OSError):
        answer = views.server_error(rf.get(path))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Cache-Control"] == "no-store"
    assert "gửi hai lần vẫn chỉ tính một lần" in answer.content.decode()
    if path == "/":
        assert english_in(answer.content.decode()) == set()
    else:
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["status"] == 503

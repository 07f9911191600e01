"""``/suc-khoe``: can this deployment serve? For load balancers and for the supervisor; holds no personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import Error, connection
from django.http import HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from namkhong.web import gates
from namkhong.web.http import Request

HEARTBEAT_SECONDS: Final = 60


def database() -> str:
    """Empty when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return ""


def worker() -> str:
    """Empty when a worker has shown itself lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select 1 from procrastinate_workers"
            " where last_heartbeat > now() - make_interval(secs => %s))",
            [HEARTBEAT_SECONDS],
        )
        row = cursor.fetchone()
    return "" if row and row[0] else "không có tiến trình việc nền nào đang chạy"


def workers() -> int:
    """How many workers have shown themselves lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)",
            [HEARTBEAT_SECONDS],
        )
        return int(cursor.fetchone()[0])


_CHECKS: Final[dict[str, Callable[[], str]]] = {"database": database, "worker": worker}


def examine() -> dict[str, str]:
    """What fails, by name, in words; empty when all is well."""
    failing: dict[str, str] = {}
    for name, check in _CHECKS.items():
        try:
            if trouble := check():
                failing[name] = trouble
        except Error:
            failing[name] = "cơ sở dữ liệu không trả lời"
    return failing


@gates.public
@require_safe
def health(request: Request) -> HttpResponseBase:
    """200 ``{"status": "ok"}``, or 503 with what fails."""
    failing = examine()
    if failing:
        answer = JsonResponse({"status": "failing", "failing": failing}, status=503, json_dumps_params=_PLAIN)
    else:
        answer = JsonResponse({"status": "ok"})
    answer["Cache-Control"] = "no-store"
    return answer


_PLAIN: Final = {"ensure_ascii": False}

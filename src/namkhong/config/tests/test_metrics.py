"""Figures for Prometheus: for whom, what they say, that they stay bounded, and that they say nothing of anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from namkhong.config import examination, health, metering, metrics
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.notifications import queries as notifications
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
PATH: Final = "/so-lieu-van-hanh"
NOW: Final = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _job(status: str, queue: str = "files", at: datetime | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, args, status, scheduled_at)"
            " values ('files.scan', %s, '{\"phone\": \"0912345678\"}', %s, %s)",
            [queue, status, at],
        )


def _read(client: Client | None = None, **headers: Any) -> dict[tuple[str, str], float]:
    answer = (client or Client()).get(PATH, **headers)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_jobs_are_counted_by_state_and_queue_and_their_lag_is_told() -> None:
    for status, count in (("todo", 3), ("failed", 2), ("doing", 1)):
        for _number in range(count):
            _job(status, at=clock.now() - timedelta(seconds=90))
    _job("todo", "later", at=clock.now() + timedelta(hours=1))
    told = _read()
    assert told["namkhong_jobs", "files,waiting"] == 3
    assert told["namkhong_jobs", "files,failed"] == 2
    assert told["namkhong_jobs", "files,doing"] == 1
    assert 90 <= told["namkhong_job_oldest_waiting_seconds", ""] < 150
    assert told["namkhong_database_up", ""] == 1
    assert told["namkhong_disk_free_bytes", ""] > 0


def test_the_lag_counts_what_could_run_and_costs_the_same_however_long_the_queue() -> None:
    _job("todo", at=NOW + timedelta(seconds=1))
    assert notifications.job_lag(NOW).waiting.value == 0
    _job("todo", at=NOW - timedelta(minutes=11))
    lag = notifications.job_lag(NOW)
    assert (lag.waiting.value, lag.seconds, lag.words, lag.slow) == (1, 660, "11 phút", True)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, args, status, scheduled_at)"
            " select 'files.scan', 'q', '{}', 'todo', %s from generate_series(1, 3000)",
            [NOW - timedelta(minutes=1)],
        )
    lag = notifications.job_lag(NOW)
    assert (str(lag.waiting), lag.seconds) == ("1.000+", 660)
    assert examination.lag(NOW)[0] is examination.ADVICE


def test_what_is_not_sealed_is_told_with_its_age() -> None:
    before = _read()["namkhong_audit_unsealed", ""]
    audit.record(Actor.system("Hệ thống"), "try.done", ("thing", 1), now=clock.now() - timedelta(seconds=40))
    told = _read()
    assert told["namkhong_audit_unsealed", ""] == before + 1
    assert told["namkhong_audit_oldest_unsealed_seconds", ""] >= 40


def test_requests_are_counted_by_kind_and_hundred_never_by_address() -> None:
    client = Client()
    client.get("/khong-co/0912345678/")
    client.get("/tep/011199000015/")
    told = _read(client)
    assert told["namkhong_request_seconds_count", "page,4xx"] >= 1
    assert told["namkhong_request_seconds_count", "file,4xx"] >= 1
    said = "".join(name + labels for name, labels in told)
    assert "0912345678" not in said
    assert "011199000015" not in said
    assert metering.kind_of("/api/v1/dossiers") == "api"


def test_it_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        client.get(PATH)
    assert len(asked) <= 13
    for query in asked.captured_queries:
        assert "0912345678" not in query["sql"]


def test_with_a_token_only_the_token_opens_it(settings: Any) -> None:
    settings.METRICS_TOKEN = "mot-khoa-dai"
    assert Client().get(PATH).status_code == 404
    for wrong in ("Bearer sai", "Basic mot-khoa-dai", "mot-khoa-dai", "Bearer", "Bearer mot-khoa-dài"):
        assert Client().get(PATH, HTTP_AUTHORIZATION=wrong).status_code == 404
    assert _read(HTTP_AUTHORIZATION="Bearer mot-khoa-dai", REMOTE_ADDR="203.0.113.9")


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "khong-phai-dia-chi"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_X_REAL_IP": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
    ],
    ids=str,
)
def test_without_a_token_nobody_from_elsewhere_opens_it(headers: dict[str, str]) -> None:
    answer = Client().get(PATH, **headers)  # type: ignore[arg-type]
    assert answer.status_code == 404
    assert "namkhong_" not in answer.content.decode()


def test_a_real_installation_never_answers_without_a_token(settings: Any) -> None:
    settings.PRODUCTION = True
    assert Client().get(PATH).status_code == 404


def test_without_the_database_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "database", gone)
    told = _read()
    assert told["namkhong_database_up", ""] == 0
    assert ("namkhong_dossiers_late", "") not in told


_PROCESS: Final = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "namkhong.config.settings"
os.environ["DATABASE_URL"] = "postgresql:///none"
from namkhong.config import metering
for _time in range(int(sys.argv[1])):
    metering.REQUESTS.labels("page", "2xx").observe(0.02)
if sys.argv[2] == "tell":
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector
    made = CollectorRegistry()
    MultiProcessCollector(made)
    print(generate_latest(made).decode())
"""


def test_processes_are_added_up(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    said = ""
    for count, what in (("3", "hush"), ("4", "tell")):
        done = subprocess.run(
            [sys.executable, "-c", _PROCESS, count, what], env=environment, capture_output=True, text=True, check=True
        )
        said = done.stdout
    assert 'namkhong_request_seconds_count{kind="page",status="2xx"} 7.0' in said


def test_figures_stop_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "MOST", 2)
    for _number in range(5):
        _job("todo", at=NOW)
    assert _read()["namkhong_jobs", "files,waiting"] == 2

"""``/so-lieu-van-hanh``: figures for Prometheus. Never public: with METRICS_TOKEN, or from this machine in a trial.

What is asked of PostgreSQL is the same whichever page process answers, every count is bounded, nothing names a person.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from namkhong.config import health, replication
from namkhong.config.metering import REQUESTS
from namkhong.foundation.notifications import queries as notifications
from namkhong.kernel import clock
from namkhong.kernel.problems import Unseen
from namkhong.web import gates
from namkhong.web.http import Request

MOST: Final = 10_000  # counted so far and no further
_FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


@gates.public
@require_safe
def metrics(request: Request) -> HttpResponse:
    """The figures as Prometheus reads them; for everybody else there is no such page."""
    if not may_read(request):
        raise Unseen(_("Không tìm thấy trang này."))
    answer = HttpResponse(generate_latest(registry(clock.now())), content_type=CONTENT_TYPE_LATEST)
    answer["Cache-Control"] = "no-store"
    return answer


def may_read(request: Request) -> bool:
    """Does the bearer know the token? Without a token only a trial answers, and only its own machine.

    In a real installation a web server on the same machine stands in front, so that everybody would seem to be local.
    """
    wanted = settings.METRICS_TOKEN
    if wanted:
        kind, _blank, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return kind.lower() == "bearer" and constant_time_compare(given.encode(), wanted.encode())
    if settings.PRODUCTION or any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def registry(now: datetime) -> CollectorRegistry:
    """Everything there is to tell at this moment."""
    made = CollectorRegistry()
    made.register(Province(now))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(made)  # type: ignore[no-untyped-call]
    else:
        made.register(REQUESTS)
    return made


_Row = tuple[Any, ...]


def _rows(statement: str, *values: Any) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _number(statement: str, *values: Any) -> int:
    return int(_rows(f"select count(*) from ({statement} limit {MOST}) few", *values)[0][0])  # noqa: S608


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"namkhong_{name}", what, value=value)


def _many(name: str, what: str, labels: list[str], rows: Iterable[_Row]) -> Metric:
    family = GaugeMetricFamily(f"namkhong_{name}", what, labels=labels)
    for *values, number in rows:
        family.add_metric([str(value) for value in values], float(number))
    return family


class Province(Collector):
    """What PostgreSQL and the disk say; while the database is away, only that."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked at registration."""
        return []

    def collect(self) -> Iterator[Metric]:
        """One family after another."""
        yield _one("disk_free_bytes", "Free bytes on the disk of the installation.", _disk_free())
        try:
            health.database()
            families = [*self._jobs(), *self._record(), *self._dossiers(), *self._database()]
        except Error:
            yield _one("database_up", "1 when PostgreSQL answers.", 0)
            return
        yield _one("database_up", "1 when PostgreSQL answers.", 1)
        yield from families

    def _jobs(self) -> Iterator[Metric]:
        counted = [
            row
            for status in ("todo", "doing", "failed")
            for row in _rows(
                "select status, queue_name, count(*) from (select status::text, queue_name from procrastinate_jobs"
                " where status = %s::procrastinate_job_status limit %s) few group by 1, 2 order by 1, 2",
                status,
                MOST,
            )
        ]
        said = {"todo": "waiting", "doing": "doing", "failed": "failed"}
        rows = [(said[status], queue, number) for status, queue, number in counted]
        yield _many("jobs", f"Background jobs by state and queue, counted to {MOST}.", ["state", "queue"], rows)
        lag = notifications.job_lag(self.now)
        yield _one("job_oldest_waiting_seconds", "How long the oldest job that could run has waited.", lag.seconds)
        yield _one("workers_alive", "Workers that showed themselves in the last minute.", health.workers())
        troubled = _rows(
            "select state, count(*) from (select state from notifications_delivery"
            " where state in ('failed', 'given_up') limit %s) few group by 1",
            MOST,
        )
        yield _many("deliveries_troubled", f"Notices not delivered, counted to {MOST}.", ["state"], troubled)

    def _record(self) -> Iterator[Metric]:
        ((unsealed, oldest),) = _rows(
            "select count(*), min(at) from (select at from audit_entry"
            " where id > coalesce((select max(entry_id) from audit_seal), 0) order by id limit %s) tail",
            MOST,
        )
        age = max(0.0, (self.now - oldest).total_seconds()) if oldest else 0.0
        yield _one("audit_unsealed", f"Entries of the record not sealed yet, counted to {MOST}.", unsealed)
        yield _one("audit_oldest_unsealed_seconds", "Age of the oldest entry not sealed yet.", age)
        waiting = _number("select 1 from files_content where state = 'unscanned'")
        yield _one("files_unscanned", f"Files that wait for the virus scanner, counted to {MOST}.", waiting)

    def _dossiers(self) -> Iterator[Metric]:
        running = "select 1 from dossiers_dossier where state = 'in_progress'"
        yield _one("dossiers_in_progress", f"Dossiers in progress, counted to {MOST}.", _number(running))
        late = _number(f"{running} and due_at < %s", self.now)
        yield _one("dossiers_late", f"Dossiers in progress past the promised moment, counted to {MOST}.", late)

    def _database(self) -> Iterator[Metric]:
        counted = _rows(
            "select current_setting('max_connections')::int, coalesce(state, 'other'), count(*) from pg_stat_activity"
            " where datname = current_database() group by 2 order by 2"
        )
        limit, used = counted[0][0], [row[1:] for row in counted]  # the one that asks is always there
        yield _many("database_connections", "Connections to the database by state.", ["state"], used)
        yield _one("database_connections_limit", "Connections PostgreSQL takes at most.", limit)
        found = replication.now()
        missing = "1 when commits wait for a replica and none is there: nothing can be written."
        yield _one("database_confirmation_missing", missing, found.missing)
        confirms = [(one.name, one.confirms) for one in found.replicas]
        yield _many("database_replica_confirms", "1 for a replica that confirms commits.", ["replica"], confirms)
        behind = [(one.name, one.behind) for one in found.replicas]
        yield _many("database_replica_behind_bytes", "Log written and not replayed there.", ["replica"], behind)
        seconds = [(one.name, one.seconds) for one in found.replicas]
        yield _many("database_replica_behind_seconds", "Age of what was replayed there.", ["replica"], seconds)


def _disk_free() -> int:
    folder = Path(settings.VAR)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free

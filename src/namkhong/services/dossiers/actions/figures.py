"""The month's figures, worked out by a job through the index on the day of decision."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import connection, transaction

from namkhong.kernel import clock
from namkhong.services.dossiers.models import MonthFigure
from namkhong.services.dossiers.types import Channel


@transaction.atomic
def refresh_figures(now: datetime, *, month: date | None = None) -> None:
    """Work out one month, by default this one."""
    first = (month or clock.local_date(now)).replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    bounds = [datetime.combine(day, time.min, tzinfo=clock.VIETNAM) for day in (first, following)]
    online = [channel.value for channel in Channel if channel.online]
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where date_trunc('minute', decided_at) <= due_at), count(*) filter (where channel = any(%s)),"
            " percentile_cont(0.5) within group (order by worked_minutes)"
            " from dossiers_dossier where decided_at >= %s and decided_at < %s",
            [online, *bounds],
        )
        decided, on_time, filed_online, median = cursor.fetchone()
    MonthFigure.objects.update_or_create(
        month=first,
        defaults={
            "decided": decided,
            "on_time": on_time,
            "online": filed_online,
            "median_minutes": None if median is None else round(median),
            "computed_at": now,
        },
    )

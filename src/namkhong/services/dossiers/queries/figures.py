"""The month's figures, one row."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel import clock
from namkhong.services.dossiers.models import MonthFigure
from namkhong.services.dossiers.types import MonthFigures


def figures(now: datetime) -> MonthFigures | None:
    """This month's figures; early in a month that has none yet, the last month's."""
    row = MonthFigure.objects.filter(month__lte=clock.local_date(now), decided__gt=0).order_by("-month").first()
    if row is None:
        return None
    return MonthFigures(
        month=row.month,
        decided=row.decided,
        on_time=row.on_time,
        online=row.online,
        median_hours=None if row.median_minutes is None else row.median_minutes / 60,
        computed_at=row.computed_at,
    )

"""Open assignments an official or a unit holds."""

from __future__ import annotations

from django.db.models import QuerySet

from namkhong.kernel.pages import COUNT_LIMIT
from namkhong.office.intake.models import Assignment
from namkhong.office.intake.states import End


def held(*, account_id: int | None, agency_id: int | None) -> QuerySet[Assignment]:
    """Those of one official by name, of one unit (whoever in it has them), or of one official in one unit."""
    rows = Assignment.objects.filter(end=End.OPEN)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if agency_id is not None:
        rows = rows.filter(unit_id=agency_id)
    return rows if account_id is not None or agency_id is not None else rows.none()


def count_held(*, account_id: int | None, agency_id: int | None) -> int:
    """How many; the counting stops past a thousand."""
    found = held(account_id=account_id, agency_id=agency_id).values_list("pk", flat=True)[: COUNT_LIMIT + 1]
    return len(found)

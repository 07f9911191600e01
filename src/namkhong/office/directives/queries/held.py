"""Open tasks given by hand that an official or a unit holds; those of a note are held in ``intake``."""

from __future__ import annotations

from django.db.models import QuerySet

from namkhong.kernel.pages import COUNT_LIMIT
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import OPEN


def held(*, account_id: int | None, agency_id: int | None) -> QuerySet[Directive]:
    """Those of one official by name, of one unit, or of one official in one unit."""
    rows = Directive.objects.filter(assignment__isnull=True, state__in=sorted(OPEN))
    if account_id is not None:
        rows = rows.filter(lead_account_id=account_id)
    if agency_id is not None:
        rows = rows.filter(lead_unit_id=agency_id)
    return rows if account_id is not None or agency_id is not None else rows.none()


def count_held(*, account_id: int | None, agency_id: int | None) -> int:
    """How many; the counting stops past a thousand."""
    return len(held(account_id=account_id, agency_id=agency_id).values_list("pk", flat=True)[: COUNT_LIMIT + 1])

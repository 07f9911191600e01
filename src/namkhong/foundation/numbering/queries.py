"""Reading patterns and series."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from namkhong.foundation.numbering.errors import NoPattern
from namkhong.foundation.numbering.models import NumberPattern, Series
from namkhong.foundation.numbering.types import Period
from namkhong.kernel.remembering import remember


@remember()
def patterns_of(kind: str, agency_code: str) -> tuple[NumberPattern, ...]:
    """Every pattern of the agency and the general ones, in the order in which they are asked."""
    rows = NumberPattern.objects.filter(kind=kind, agency_code__in=["", agency_code])
    return tuple(rows.order_by("-agency_code", "-valid_from"))


def pattern_of(kind: str, agency_code: str, on: date) -> NumberPattern:
    """The pattern in force: the agency's own, else the general one.

    :raises NoPattern: when there is none on this day.
    """
    known = patterns_of(kind, agency_code)
    found = next((row for row in known if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)), None)
    if found is None:
        raise NoPattern(_("Chưa có mẫu số cho loại giấy tờ này. Xin báo quản trị hệ thống bổ sung mẫu số."))
    return found


def last_serial(kind: str, agency_code: str, on: date, *, counted_by: str = "") -> int:
    """The last serial taken in the series of this day; 0 when none was. ``counted_by`` as when it was taken."""
    period = Period(pattern_of(kind, agency_code, on).period).of(on)
    rows = Series.objects.filter(kind=kind, agency_code=counted_by or agency_code, period=period)
    return rows.values_list("last", flat=True).first() or 0

"""Reading patterns and series."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.numbering.errors import NoPattern
from namkhong.foundation.numbering.models import NumberPattern, Series
from namkhong.foundation.numbering.types import Period
from namkhong.kernel.remembering import remember


@remember()
def pattern_of(kind: str, agency_code: str, on: date) -> NumberPattern:
    """The pattern in force: the agency's own, else the general one.

    :raises NoPattern: when there is none on this day.
    """
    found = (
        NumberPattern.objects.filter(kind=kind, agency_code__in=["", agency_code], valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("-agency_code", "-valid_from")
        .first()
    )
    if found is None:
        raise NoPattern(_("Chưa có mẫu số cho loại giấy tờ này. Xin báo quản trị hệ thống bổ sung mẫu số."))
    return found


def last_serial(kind: str, agency_code: str, on: date) -> int:
    """The last serial taken in the series of this day; 0 when none was."""
    period = Period(pattern_of(kind, agency_code, on).period).of(on)
    return (
        Series.objects.filter(kind=kind, agency_code=agency_code, period=period).values_list("last", flat=True).first()
        or 0
    )

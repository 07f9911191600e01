"""The board as open data: CSV and JSON at stable addresses, with an ETag that changes only when the figures do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from namkhong.kernel import clock
from namkhong.services.openness import forms, queries
from namkhong.services.openness.errors import NoSuchPeriod
from namkhong.services.openness.models import Counted
from namkhong.services.openness.types import DataRow, Period
from namkhong.web import gates
from namkhong.web.http import Request

LICENCE: Final = "CC-BY-4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/deed.vi"
SHAPE: Final = 1  # grows when a field changes its meaning or goes; new fields may come without it
_NAMES: Final = (
    "agency_code",
    "agency_name",
    "procedure_code",
    "procedure_name",
    "field",
    "received",
    "on_time",
    "late",
)
PERIOD: Final = (*_NAMES, "waiting", "overdue", "median_working_minutes", "p90_working_minutes")
DAYS: Final = ("day", *_NAMES)
_OF: Final = {"median_working_minutes": "median", "p90_working_minutes": "p90"}


@gates.public
@require_safe
def about(request: Request) -> HttpResponse:
    """What the data are, field by field, under which licence, and where."""
    known = queries.periods()
    months = [one for one in known if len(one.key) == 7 and "q" not in one.key]
    context = {"periods": known, "months": months, "licence_url": LICENCE_URL}
    return render(request, "openness/citizen/data.html", context)


@gates.public
@require_safe
def period_csv(request: Request, period: str) -> HttpResponseBase:
    """A period by agency and procedure, as CSV."""
    return _answer(
        request, forms.period(period), "ky.csv", lambda asked, known: _csv(asked, _period_rows(asked), PERIOD)
    )


@gates.public
@require_safe
def period_json(request: Request, period: str) -> HttpResponseBase:
    """A period by agency and procedure, as JSON."""
    made: Answer = lambda asked, known: _json(asked, known, _period_rows(asked), PERIOD)  # noqa: E731
    return _answer(request, forms.period(period), "ky.json", made)


@gates.public
@require_safe
def days_csv(request: Request, period: str) -> HttpResponseBase:
    """A month day by day, as CSV."""
    made: Answer = lambda asked, known: _csv(asked, _day_rows(asked), DAYS, "ngay-")  # noqa: E731
    return _answer(request, _month(period), "ngay.csv", made)


@gates.public
@require_safe
def days_json(request: Request, period: str) -> HttpResponseBase:
    """A month day by day, as JSON."""
    made: Answer = lambda asked, known: _json(asked, known, _day_rows(asked), DAYS)  # noqa: E731
    return _answer(request, _month(period), "ngay.json", made)


Answer = Callable[[Period, Counted], HttpResponse]


def _month(written: str) -> Period:
    period = forms.period(written)
    if len(period.key) != 7 or "q" in period.key:
        raise NoSuchPeriod
    return period


def _answer(request: Request, period: Period, what: str, made: Answer) -> HttpResponseBase:
    known = queries.counted(period)
    etag = f'"{known.mark[:32]}-{SHAPE}-{what}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(known.changed_at.timestamp()))
    if unchanged is not None:
        return unchanged
    answer = made(period, known)
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=300"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer


def _period_rows(period: Period) -> list[DataRow]:
    return queries.period_rows(period, on=clock.local_date(clock.now()))


def _day_rows(period: Period) -> list[DataRow]:
    return queries.days(period, on=clock.local_date(clock.now()))


def _record(row: DataRow, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(row, _OF.get(name, name)) for name in names}
    return {name: value.isoformat() if name == "day" else value for name, value in values.items()}


def _csv(period: Period, rows: Sequence[DataRow], names: Sequence[str], kind: str = "") -> HttpResponse:
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(names), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_record(row, names) for row in rows)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cong-khai-{kind}{period.key}.csv"'
    return answer


def _json(period: Period, known: Counted, rows: Sequence[DataRow], names: Sequence[str]) -> HttpResponse:
    whole = {
        "shape": SHAPE,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "publisher": settings.PROVINCE_NAME,
        "period": period.key,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "changed_at": clock.local(known.changed_at).isoformat(timespec="seconds"),
        "rows": [_record(row, names) for row in rows],
    }
    return JsonResponse(whole, json_dumps_params={"ensure_ascii": False})

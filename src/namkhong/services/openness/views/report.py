"""The report of responsibility, for those who answer for a unit: who did how many steps, how they kept their time."""

from __future__ import annotations

import csv
import io
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.services.dossiers.types import TIMELINESS, Timeliness
from namkhong.services.openness import forms, queries
from namkhong.services.openness.policies import READERS
from namkhong.services.openness.types import Period, Told
from namkhong.web import gates
from namkhong.web.http import Request

UNITS_SHOWN: Final = 60
_HEAD: Final = (
    _("Đơn vị"),
    _("Cán bộ"),
    _("Chức vụ"),
    _("Bước"),
    _("Đã làm"),
    _("Trước hạn"),
    _("Đúng hạn"),
    _("Quá hạn"),
)


@gates.official(*READERS)
@require_safe
def report(request: Request) -> HttpResponse:
    """One's unit and what is below it; the province for the procedure controller."""
    now = clock.now()
    period, chosen = _asked(request)
    units = queries.units_of(request.actor, chosen)
    found = queries.report(units, period, now=now)
    total = Told()
    for unit in found:
        total = total.plus(unit.told)
    context = {
        "period": period,
        "periods": [(one.key, one.words) for one in _periods(period)],
        "units": found[:UNITS_SHOWN],
        "more": max(0, len(found) - UNITS_SHOWN),
        "total": total,
        "held": sum(unit.held for unit in found),
        "overdue": sum(unit.overdue for unit in found),
        "choices": [(card.id, card.name) for card in queries.units_of(request.actor)],
        "chosen": chosen,
        "csv": f"{reverse('responsibility_csv')}?{urlencode(_kept(period, chosen))}",
    }
    return render(request, "openness/officer/report.html", context)


@gates.official(*READERS)
@require_safe
def report_csv(request: Request) -> HttpResponse:
    """The same, a line for each official and step."""
    period, chosen = _asked(request)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for unit in queries.report(queries.units_of(request.actor, chosen), period, now=clock.now()):
        for one in unit.officials:
            for line in one.steps:
                told = line.told
                words = (unit.name, one.name, one.title, line.step_name)
                writer.writerow([*map(_cell, words), told.done, told.early, told.on_time, told.late])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="trach-nhiem-{period.key}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@gates.official(*READERS)
@require_safe
def behind(request: Request, agency_id: int) -> HttpResponse:
    """The steps behind one number."""
    period, _chosen = _asked(request)
    account, step = forms.number(request.GET, "can-bo"), request.GET.get("buoc", "")[:40].replace("\x00", "")
    kept = _kept(period, None)
    kept |= {"can-bo": str(account)} if account is not None else {}
    kept |= {"buoc": step} if step else {}
    timeliness = request.GET.get("han", "")
    kept |= {"han": timeliness} if timeliness in {one.value for one in Timeliness} else {}
    page = queries.behind(
        request.actor,
        agency_id,
        period,
        account_id=account,
        step_code=step,
        timeliness=kept.get("han", ""),
        cursor=request.GET.get("tiep", ""),
    )
    context = {
        "agency": organisations.agency(agency_id),
        "period": period,
        "page": page,
        "timeliness": {one.value: str(words) for one, words in TIMELINESS.items()},
        "back": f"{reverse('responsibility')}?{urlencode(_kept(period, agency_id))}",
        "following": f"?{urlencode({**kept, 'tiep': page.next})}" if page.next else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("tiep") else "",
    }
    return render(request, "openness/officer/steps.html", context)


def _asked(request: Request) -> tuple[Period, int | None]:
    written = request.GET.get("ky", "")
    period = forms.period(written) if written else Period.around(clock.local_date(clock.now()))[0]
    return period, forms.number(request.GET, "don-vi")


def _kept(period: Period, agency_id: int | None) -> dict[str, str]:
    return {"ky": period.key} | ({"don-vi": str(agency_id)} if agency_id is not None else {})


def _periods(chosen: Period) -> list[Period]:
    """What was counted for the board, and what is looked at."""
    known = queries.periods()
    today = [*Period.around(clock.local_date(clock.now())), chosen]
    return [*known, *(one for one in dict.fromkeys(today) if one.key not in {other.key for other in known})]


def _cell(value: Any) -> str:
    """A text that no spreadsheet takes for a formula."""
    written = str(value)
    return f"'{written}" if written[:1] in {"=", "+", "-", "@", "\t"} else written

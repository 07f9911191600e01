"""The book of how incoming documents are dealt with (Decree 30/2020 annex IV, VIII: seven columns)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.queries.lists import work_due
from namkhong.office.intake.queries.one import names_of
from namkhong.office.intake.states import STATES, End, Part, Recall, State
from namkhong.web.words import day

STEP = 200


def rows(agency_id: int, year: int, first: int, last: int, *, now: datetime) -> Iterator[tuple[str, ...]]:
    """The lines from one number of arrival to another, in order, a few hundred at a time.

    Số đến · Tên loại, số, ký hiệu, ngày tháng và cơ quan ban hành · Đơn vị hoặc người nhận · Thời hạn giải quyết · Tiến độ giải
    quyết · Số, ký hiệu văn bản trả lời · Ghi chú.
    """
    at = first - 1
    while True:
        found = list(
            Arrival.objects.filter(
                agency_id=agency_id, book_year=year, serial__gt=at, serial__lte=last
            ).order_by("serial")[:STEP]
        )  # fmt: skip
        if not found:
            return
        given: dict[int, list[Assignment]] = {}
        for row in Assignment.objects.filter(arrival__in=found).exclude(part=Part.KNOW).order_by("pk"):
            given.setdefault(row.arrival_id, []).append(row)
        names = names_of(row for several in given.values() for row in several)
        for arrival in found:
            yield _line(arrival, given.get(arrival.pk, []), names, now)
        at = found[-1].serial or last


def _line(arrival: Arrival, given: list[Assignment], names: dict[int, str], now: datetime) -> tuple[str, ...]:
    standing = [row for row in given if row.end != End.GIVEN_BACK]
    dated = arrival.issued_on and _("ngày %s") % day(arrival.issued_on)
    what = ", ".join(part for part in (arrival.type_name, arrival.number, dated, arrival.organ_name) if part)
    lead = next((row for row in standing if row.part == Part.LEAD), None)
    return (
        f"{arrival.serial:02}",
        f"{what}. {arrival.subject}",
        "; ".join(names[row.pk] for row in standing),
        day(lead.due_on) if lead and lead.due_on else (day(arrival.due_on) if arrival.due_on else ""),
        _progress(arrival, lead, now),
        arrival.answer_number,
        _remark(arrival, lead),
    )


def _progress(arrival: Arrival, lead: Assignment | None, now: datetime) -> str:
    said = str(STATES[arrival.now_in])
    if arrival.now_in is State.DONE and arrival.done_at is not None:
        said = f"{said}, {day(arrival.done_at)}"
    if lead is not None and work_due(lead, now)[1] == "late":
        said = _("%s (quá hạn)") % said
    return said


def _remark(arrival: Arrival, lead: Assignment | None) -> str:
    parts = []
    if arrival.recall == Recall.ASKED:
        parts.append(_("nơi gửi đề nghị lấy lại"))
    if lead is not None and lead.first_due_on != lead.due_on and lead.first_due_on is not None:
        parts.append(_("hạn giao lần đầu %s") % day(lead.first_due_on))
    return "; ".join(parts)


def bounds(agency_id: int, year: int) -> tuple[int, int] | None:
    """The first and the last number of arrival of a year; ``None`` for an empty book."""
    found = Arrival.objects.filter(agency_id=agency_id, book_year=year, serial__isnull=False).order_by("serial")
    first, last = found.first(), found.last()
    if first is None or last is None or first.serial is None or last.serial is None:
        return None
    return first.serial, last.serial


def days(agency_id: int, year: int, first: int, last: int) -> tuple[datetime, datetime] | None:
    """When the first and the last of these numbers were given."""
    found = Arrival.objects.filter(agency_id=agency_id, book_year=year, serial__gte=first, serial__lte=last)
    one, other = found.order_by("serial").first(), found.order_by("-serial").first()
    if one is None or other is None or one.registered_at is None or other.registered_at is None:
        return None
    return one.registered_at, other.registered_at

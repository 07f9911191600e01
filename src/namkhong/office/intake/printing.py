"""The two papers of the decree, as data for their layouts. A paper of the law is always Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.office.intake.models import Arrival, Assignment, Note
from namkhong.office.intake.paper.render import pdf
from namkhong.office.intake.queries import following
from namkhong.office.intake.queries.one import Sheet, names_of, notes_of
from namkhong.office.intake.states import PARTS, STATES, Move, Part
from namkhong.web.words import day, day_long

VOLUME: Final = 500  # lines of one printed volume


def slip(sheet: Sheet, *, now: datetime) -> bytes:
    """Phiếu giải quyết văn bản đến: what leaders said, what heads said, what who solves it proposes (annex IV, VII)."""
    arrival, names = sheet.arrival, names_of(sheet.given)
    by_note: dict[int, list[Assignment]] = {}
    for one in sheet.given:
        by_note.setdefault(one.note_id, []).append(one)
    notes = notes_of(arrival.pk)
    data = {
        **_head(arrival.agency_id, now),
        "line": _line_of(arrival),
        "serial": f"{arrival.serial or 0:02}",
        "arrived": day(arrival.arrived_at),
        "state": str(STATES[arrival.now_in]),
        "leader": [_entry(note, by_note, names) for note in notes if note.kind == Move.DIRECT],
        "unit": [_entry(note, by_note, names) for note in notes if note.kind == Move.PASS_ON],
        "solver": [_entry(note, by_note, names) for note in notes if note.kind in {Move.REPORT, Move.FINISH}],
    }
    return pdf("slip.typ", data, issued_at=now)


def _head(agency_id: int, now: datetime) -> dict[str, Any]:
    agency = organisations.agency(agency_id)
    parent = organisations.agency(agency.parent_id) if agency.parent_id else None
    today = clock.local_date(now)
    return {
        "agency": agency.name,
        "parent": parent.name if parent else "",
        "made": [today.year, today.month, today.day],
    }


def _line_of(arrival: Arrival) -> str:
    words = [
        arrival.type_name or _("Văn bản"),
        _("số %s") % arrival.number if arrival.number else "",
        day_long(arrival.issued_on) if arrival.issued_on else "",
        _("của %s") % arrival.organ_name if arrival.organ_name else "",
        _("về: %s") % arrival.subject,
    ]
    return " ".join(word for word in words if word)


def _entry(note: Note, by_note: Mapping[int, Sequence[Assignment]], names: Mapping[int, str]) -> dict[str, Any]:
    lines = []
    for part in Part:
        for one in by_note.get(note.pk, ()):
            if one.part == part:
                until = _(", thời hạn %s") % day(one.first_due_on) if one.first_due_on else ""
                lines.append([str(PARTS[part]), names[one.pk] + until])
    by = ", ".join(word for word in (note.by_name, note.by_title) if word)
    behalf = _("Thay mặt %s") % note.for_name if note.for_name else ""
    return {
        "lines": lines,
        "words": note.words,
        "by": f"{by}. {behalf}" if behalf else by,
        "at": day_long(note.at),
    }


def book(agency_id: int, year: int, volume: int, *, now: datetime) -> bytes | None:
    """One volume of sổ theo dõi giải quyết văn bản đến, five hundred numbers each (annex IV, VIII); ``None`` for an empty one."""
    span = following.bounds(agency_id, year)
    if span is None:
        return None
    first, last = (volume - 1) * VOLUME + 1, min(volume * VOLUME, span[1])
    rows = list(following.rows(agency_id, year, first, last, now=now))
    days = following.days(agency_id, year, first, last)
    if not rows or days is None:
        return None
    data = {
        **_head(agency_id, now),
        "year": year,
        "volume": f"{volume:02}",
        "first": f"{max(first, span[0]):02}",
        "last": f"{last:02}",
        "first_day": day(days[0]),
        "last_day": day(days[1]),
        "rows": rows,
    }
    return pdf("book.typ", data, issued_at=now)

"""``namkhong clock``: a due date and why, on the calendar of the province or of an agency."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path

from namkhong.config import database, embedded, env
from namkhong.config.cli import Refused
from namkhong.foundation.calendars.types import PROVINCE, from_facts
from namkhong.kernel import clock, worktime
from namkhong.kernel.problems import Unseen


def arguments(parser: argparse.ArgumentParser) -> None:
    """From when, how long, whose calendar."""
    parser.add_argument("--received", required=True, metavar="LÚC", help="lúc tiếp nhận, ví dụ 2026-04-29T16:59+07:00")
    parser.add_argument(
        "--limit",
        required=True,
        metavar="THỜI_HẠN",
        help='"5 working_day", "8 working_hour", "10 day", "same_day 15:00"',
    )
    parser.add_argument("--agency", default="", metavar="MÃ", help="mã định danh cơ quan, ví dụ H18.12")
    parser.add_argument("--json", action="store_true", help="trả về JSON")


def run(options: argparse.Namespace) -> int:
    """Reckon and explain."""
    received, limit = moment(options.received), worktime.parse_limit(options.limit)
    reckoning = worktime.reckon(limit, received, calendar(options.agency, received))
    if options.json:
        print(json.dumps(reckoning.to_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(reckoning.explain()))
    return 0


def moment(written: str) -> datetime:
    """ISO 8601; without a zone it is Vietnamese time.

    :raises Refused: for anything else.
    """
    try:
        read = datetime.fromisoformat(written)
    except ValueError as error:
        raise Refused(f"Không đọc được lúc tiếp nhận “{written}”. Xin ghi như 2026-04-29T16:59+07:00.", 2) from error
    return read if read.tzinfo else read.replace(tzinfo=clock.VIETNAM)


def calendar(agency: str, received: datetime) -> worktime.WorkCalendar:
    """The calendar as the database knows it; without a database, or before one was loaded, as the product ships it."""
    known = None
    if env.text("DATABASE_URL") or embedded.exists(database.cluster_folder()):
        with database.django():
            known = _known(agency, received)
    return known or _shipped(agency)


def _known(agency: str, received: datetime) -> worktime.WorkCalendar | None:
    from django.db import connection

    if "calendars_calendarversion" not in connection.introspection.table_names():
        return None
    from namkhong.foundation.calendars import queries as calendars
    from namkhong.foundation.calendars.errors import NotLoaded
    from namkhong.foundation.organisations import queries as organisations

    now = clock.now()
    try:
        calendars.version_at(now)
    except NotLoaded:
        return None
    key = PROVINCE
    if agency:
        try:
            key = organisations.calendar_of(organisations.agency_by_code(agency).id, clock.local_date(received))
        except Unseen as error:
            raise _no_agency(agency) from error
    return calendars.work_calendar(key, now=now)


def _no_agency(code: str) -> Refused:
    return Refused(f"Không có cơ quan nào mang mã {code}.")


def _shipped(agency: str) -> worktime.WorkCalendar:
    facts = Path(env.text("NAMKHONG_FACTS", str(database.ROOT / "facts")))
    key = PROVINCE
    if agency:
        agencies = json.loads((facts / "agencies.json").read_text(encoding="utf-8"))["agencies"]
        by_key = {row["key"]: row for row in agencies}
        row = next((row for row in agencies if row["code"] == agency.strip().upper()), None)
        if row is None:
            raise _no_agency(agency)
        while row is not None and not row.get("calendar_key"):
            row = by_key.get(row["parent"])
        key = row["calendar_key"] if row else key
    return from_facts(json.loads((facts / "calendars.json").read_text(encoding="utf-8")), key)

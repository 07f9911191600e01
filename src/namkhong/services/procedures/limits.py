"""How long a procedure may take, as a row of the file writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel.worktime import Limit, LimitUnclear, LimitUnit, parse_limit
from namkhong.services.procedures import cells, plain
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.errors import BadRow

_CUTOFF: Final = re.compile(r"sau (\d{1,2}) ?(?:giờ|h)", re.IGNORECASE)
_SAME_DAY: Final = re.compile(r"trong ngày", re.IGNORECASE)


def read_limit(row: Mapping[str, Any], draft: Draft) -> None:
    """The limit of a row, its note, and what of both is missing or unsure.

    :raises BadRow: when it cannot be read.
    """
    given = row.get("time_limit")
    if given is not None and not isinstance(given, Mapping):
        raise BadRow(_("Ô “time_limit” phải gồm số, đơn vị và ghi chú."))
    written = cells.text(row, "limit", 60)
    note = cells.text(given, "note") if given else ""
    sure, doubted = plain.clauses(note)
    draft.limit_note = cells.text(row, "limit_note") or " ".join(plain.sentence(clause) for clause in sure)
    if doubted:
        draft.to_confirm.append(
            _("Ghi chú về thời hạn chưa đối chiếu văn bản: “%(note)s”.") % {"note": cells.for_reading(note)}
        )
    if written:
        draft.limit = str(_parsed(written))
    elif given and given.get("value") is not None:
        draft.limit = str(_from_numbers(given, note, draft))
    if not draft.limit:
        draft.missing.append(_("thời hạn giải quyết"))


def _parsed(written: str) -> Limit:
    try:
        return parse_limit(written)
    except LimitUnclear as error:
        raise BadRow(str(error)) from error


def _from_numbers(given: Mapping[str, Any], note: str, draft: Draft) -> Limit:
    value, unit = cells.whole(given, "value", 9_999), cells.text(given, "unit", 20)
    units = {"working_day": LimitUnit.WORKING_DAY, "day": LimitUnit.DAY, "hour": LimitUnit.WORKING_HOUR}
    if not value:
        raise BadRow(_("Thời hạn giải quyết phải từ 1 trở lên."))
    if unit and unit not in units:
        raise BadRow(_("Không rõ đơn vị thời hạn “%(unit)s”.") % {"unit": unit})
    if not unit:
        draft.missing.append(_("đơn vị tính thời hạn"))
        draft.to_confirm.append(_("Thời hạn không ghi đơn vị, tạm tính theo ngày làm việc."))
    cutoff = _CUTOFF.search(note)
    if value == 1 and unit == "working_day" and _SAME_DAY.search(note) and cutoff and int(cutoff.group(1)) < 24:
        draft.limit_note = " ".join(
            plain.sentence(clause)
            for clause in plain.clauses(note)[0]
            if not _CUTOFF.search(clause) and not re.fullmatch(r"(ngay )?trong ngày", clause, re.IGNORECASE)
        )
        draft.to_confirm.append(
            _("Giờ chốt %(hour)s giờ lấy từ ghi chú của nguồn, cần đối chiếu văn bản.") % {"hour": cutoff.group(1)}
        )
        return Limit(0, LimitUnit.SAME_DAY, cutoff=time(int(cutoff.group(1))))
    return Limit(value, units.get(unit, LimitUnit.WORKING_DAY))

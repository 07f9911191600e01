"""What a procedure costs, as a row of the file writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.services.procedures import cells, plain
from namkhong.services.procedures.drafts import Draft, FeeRow
from namkhong.services.procedures.errors import BadRow
from namkhong.services.procedures.fee_rules import FeeRule

_EXEMPT: Final = re.compile(r"^miễn(?! (?:lệ )?phí)|: miễn cho", re.IGNORECASE)
_COUNCIL: Final = re.compile(r"Hội đồng nhân dân tỉnh quyết định", re.IGNORECASE)


def read_fees(row: Mapping[str, Any], draft: Draft) -> None:
    """The fees of a row, with their exemptions, and what of them is missing or unsure."""
    note = cells.text(row, "fee_note")
    amount = cells.whole(row, "fee_vnd")
    counted = False
    if lines := cells.listed(row, "fee_lines", dict) or None:
        draft.fees = [
            FeeRow(
                cells.text(line, "name", 300) or _("Phí, lệ phí"),
                None if "shape" in line else cells.whole(line, "amount"),
                cells.text(line, "note"),
                cells.text(line, "exemptions"),
                _rule(line),
            )
            for line in lines
        ]
        counted = all(fee.rule or fee.amount is not None for fee in draft.fees)
    else:
        draft.fees = _table(row) or [_one_fee(amount, note)]
    if plain.clauses(note)[1]:
        draft.to_confirm.append(
            _("Ghi chú về phí, lệ phí chưa đối chiếu văn bản: “%(note)s”.") % {"note": cells.for_reading(note)}
        )
    if amount is None and not counted and not row.get("fee_table"):
        draft.missing.append(_("mức phí, lệ phí"))
        draft.to_confirm.append(_("Mức phí, lệ phí cần ghi theo nghị quyết của Hội đồng nhân dân tỉnh."))


def _rule(line: Mapping[str, Any]) -> dict[str, Any]:
    """How a line that counts copies does so; empty for one amount.

    :raises BadRow: for a shape this program does not know.
    """
    if "shape" not in line:
        return {}
    words = {"name", "note", "exemptions"}
    try:
        return FeeRule.from_plain({key: value for key, value in line.items() if key not in words}).to_plain()
    except (ValueError, TypeError) as error:
        name = cells.text(line, "name", 300)
        raise BadRow(_("Cách tính phí “%(name)s” không đúng dạng hệ thống hiểu được.") % {"name": name}) from error


def _one_fee(amount: int | None, note: str) -> FeeRow:
    sure = plain.clauses(note)[0]
    exemptions = [clause for clause in sure if _EXEMPT.search(clause)]
    notes = [clause for clause in sure if clause not in exemptions]
    if amount is None:
        notes = [re.sub(r"^Mức thu do ", "Mức thu do ", clause) for clause in notes if not _COUNCIL.search(clause)]
    return FeeRow(
        _("Phí, lệ phí"),
        amount,
        " ".join(plain.sentence(clause) for clause in notes),
        " ".join(plain.sentence(clause) for clause in exemptions),
    )


def _table(row: Mapping[str, Any]) -> list[FeeRow]:
    return [
        FeeRow(
            ", ".join(part for part in (cells.text(line, "subject", 150), cells.text(line, "area", 100)) if part)
            or _("Phí, lệ phí"),
            cells.whole(line, "vnd"),
            "",
            "",
        )
        for line in cells.listed(row, "fee_table", dict)
    ]

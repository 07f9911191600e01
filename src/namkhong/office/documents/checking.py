"""What is handed in, looked at before it is written: everything that is missing or wrong at once, a field a sentence.

Lengths are those of annex VI of Decree 30/2020, part II.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.office.documents import symbols
from namkhong.office.documents.errors import Missing, SecretRefused
from namkhong.office.documents.types import Incoming, Outgoing

_LENGTHS: Final = {
    "subject": 500,
    "organ_name": 200,
    "number": 52,
    "type_name": 100,
    "organ_code": 40,
    "signer_name": 50,
    "signer_position": 100,
    "note": 500,
    "language": 30,
    "keeper": 200,
    "unit_symbol": 20,
    "organ_symbol": 20,
}
_PLACES: Final = 1_000
_MOST: Final = {"pages": 9_999, "copies": 9_999}
_LATE_DAYS: Final = 10  # what came in the last days of December is registered in the first days of January


def incoming(data: Incoming, today: date) -> Incoming:
    """What arrived, its texts in one form.

    :raises SecretRefused: it carries a mark of secrecy.
    :raises Missing: something is missing or wrong.
    """
    _not_secret(data.secrecy)
    plain = replace(
        data,
        **_lines(
            data,
            ("subject", "organ_name", "type_name", "organ_code", "signer_name", "signer_position", "note", "language"),
        ),
        number=str(symbols.parse(data.number)),
        to_places=text.clean(data.to_places),
        arrived_on=data.arrived_on or today,
    )
    wrong = _wrong(plain, {"subject": _("Xin ghi trích yếu."), "organ_name": _("Xin ghi cơ quan ban hành văn bản.")})
    arrived = plain.arrived_on or today
    if plain.issued_on and plain.issued_on > arrived:
        wrong["issued_on"] = _("Ngày văn bản không thể sau ngày đến.")
    if arrived > today:
        wrong["arrived_on"] = _("Ngày đến không thể sau hôm nay.")
    elif arrived.year != today.year and (today - arrived).days > _LATE_DAYS:
        wrong["arrived_on"] = _("Ngày đến thuộc năm khác với sổ đang mở. Xin kiểm tra lại ngày đến.")
    _done(wrong)
    return plain


def outgoing(data: Outgoing) -> Outgoing:
    """What is to get a number, its texts in one form.

    :raises SecretRefused: it carries a mark of secrecy.
    :raises Missing: something is missing or wrong.
    """
    _not_secret(data.secrecy)
    names = ("subject", "signer_name", "signer_position", "note", "language", "keeper", "unit_symbol", "organ_symbol")
    plain = replace(data, **_lines(data, names), to_places=text.clean(data.to_places))
    wrong = _wrong(plain, {"subject": _("Xin ghi trích yếu."), "signer_name": _("Xin ghi người ký.")})
    for name in ("unit_symbol", "organ_symbol"):
        if any(char in getattr(plain, name) for char in "/-"):
            wrong[name] = _("Ký hiệu chỉ gồm chữ, không có dấu gạch.")
    _done(wrong)
    return plain


def reason(words: str, field: str = "reason") -> str:
    """Why, in a few words.

    :raises Missing: without any, or far too long.
    """
    plain = text.clean(words)
    if not plain:
        raise Missing({field: _("Xin ghi lý do.")})
    if len(plain) > _LENGTHS["note"]:
        raise Missing({field: _("Lý do dài quá %d chữ, xin viết ngắn lại.") % _LENGTHS["note"]})
    return plain


def _lines(data: Incoming | Outgoing, names: Iterable[str]) -> dict[str, Any]:
    return {name: text.one_line(getattr(data, name)) for name in names}


def _not_secret(mark: str) -> None:
    if text.one_line(mark):
        raise SecretRefused


def _wrong(data: Incoming | Outgoing, needed: dict[str, str]) -> dict[str, str]:
    wrong = {name: sentence for name, sentence in needed.items() if not getattr(data, name)}
    for name, longest in _LENGTHS.items():
        if len(getattr(data, name, "")) > longest:
            wrong[name] = _("Dòng này dài quá %d chữ, xin viết ngắn lại.") % longest
    if len(data.to_places) > _PLACES:
        wrong["to_places"] = _("Nơi nhận dài quá %d chữ, xin viết ngắn lại.") % _PLACES
    for name, most in _MOST.items():
        given = getattr(data, name)
        if given is not None and not 0 <= given <= most:
            wrong[name] = _("Xin ghi một số từ 0 đến %d.") % most
    return wrong


def _done(wrong: dict[str, str]) -> None:
    if wrong:
        raise Missing(wrong)

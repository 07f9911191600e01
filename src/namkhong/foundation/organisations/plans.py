"""Reading a plan file: JSON with its head, or the rows of a sheet; either becomes the same numbered lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import sheets, titles
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.foundation.organisations.types_reorganisation import Deed, PlanHead, PlanLine
from namkhong.kernel.text import fold, one_line

MOST_LINES: Final = 5_000
_LONGEST: Final = 300
DEEDS: Final[dict[str, Deed]] = {
    "thanh lap": Deed.CREATE,
    "sap nhap": Deed.MERGE,
    "hop nhat": Deed.MERGE,
    "chia": Deed.SPLIT,
    "tach": Deed.SPLIT,
    "giai the": Deed.ABOLISH,
    "ket thuc": Deed.ABOLISH,
    "doi ten": Deed.RENAME,
    "doi ma": Deed.RENAME,
    "chuyen truc thuoc": Deed.MOVE,
    "can bo": Deed.OFFICIAL,
}
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    # what a line keeps: how the head of its column may be written, without accents
    "deed": ("viec",),
    "old": ("co quan cu", "co quan"),
    "new": ("co quan moi", "noi den"),
    "name": ("ten moi", "ten day du"),
    "short_name": ("ten ngan",),
    "kind": ("loai",),
    "parent": ("truc thuoc",),
    "code": ("ma moi", "ma"),
    "place_code": ("ma dia ban",),
    "procedures": ("thu tuc",),
    "series": ("day so",),
    "username": ("ten dang nhap", "can bo"),
    "role": ("vi tri", "vi tri cong tac"),
    "rank": ("cap bac",),
    "basis": ("can cu", "quyet dinh"),
}
_TEXT: Final = frozenset(field.name for field in fields(PlanLine)) - {"number", "procedures", "to_be_confirmed"}


def column_words() -> tuple[str, ...]:
    """How the columns of a sheet are called on the screen."""
    return (
        _("Việc"), _("Cơ quan cũ"), _("Cơ quan mới"), _("Tên mới"), _("Tên ngắn"), _("Loại"), _("Trực thuộc"),
        _("Mã mới"), _("Mã địa bàn"), _("Thủ tục"), _("Dãy số"), _("Tên đăng nhập"), _("Vị trí"), _("Cấp bậc"), _("Căn cứ"),
    )  # fmt: skip


def read(content: bytes) -> tuple[PlanHead | None, list[PlanLine]]:
    """The head when the file has one, and its lines.

    :raises WrongEntry: what cannot be read, has no lines, or too many.
    """
    head: PlanHead | None = None
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        head, lines = _json(content)
    else:
        lines = _sheet(sheets.read(content, MOST_LINES + 1))
    if not lines:
        raise _wrong(_("Tệp chưa có dòng nào của phương án."))
    if len(lines) > MOST_LINES:
        raise _wrong(_("Phương án có quá %d dòng. Xin chia thành nhiều phương án.") % MOST_LINES)
    return head, lines


def kept(lines: Sequence[PlanLine]) -> list[dict[str, Any]]:
    """Lines as they are kept; what is empty is left out."""
    return [{name: value for name, value in asdict(line).items() if value} for line in lines]


def again(rows: Sequence[Mapping[str, Any]]) -> list[PlanLine]:
    """Kept lines."""
    return [
        PlanLine(
            **{
                **row,
                "procedures": tuple(row.get("procedures", ())),
                "to_be_confirmed": tuple(row.get("to_be_confirmed", ())),
            }
        )
        for row in rows
    ]


def _wrong(sentence: str) -> WrongEntry:
    return WrongEntry(sentence, fields={"tep": sentence})


def _json(content: bytes) -> tuple[PlanHead | None, list[PlanLine]]:
    if len(content) > sheets.MOST_BYTES:
        raise _wrong(_("Tệp lớn hơn 2 MB. Xin chia nhỏ phương án rồi chọn lại."))
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _wrong(_("Không đọc được tệp JSON này. Xin xem lại dấu ngoặc, dấu phẩy.")) from error
    if not isinstance(data, dict):
        raise _wrong(_("Tệp JSON phải là một phương án: tên, căn cứ, ngày, các dòng."))
    written: list[dict[str, Any]] = []
    for part, deed in (("agencies", Deed.CREATE.value), ("changes", ""), ("officials", Deed.OFFICIAL.value)):
        rows = data.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise _wrong(_("Phần “%s” của tệp JSON phải là danh sách các dòng.") % part)
        written += [{**row, "deed": deed or row.get("deed", "")} for row in rows]
    written[_creations(written) : _creations(written)] = _units(data.get("commune_units"), written)
    return _head(data), [_line(number, row) for number, row in enumerate(written, 1)]


def _creations(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["deed"] == Deed.CREATE for row in rows)


def _units(template: Any, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The units that every new commune has, as ``facts/agencies.json`` writes them."""
    if not isinstance(template, dict) or not isinstance(template.get("units"), list):
        return []
    made: list[dict[str, Any]] = []
    for row in rows:
        if row["deed"] != Deed.CREATE or row.get("kind") != AgencyKind.COMMUNE:
            continue
        place = one_line(str(row.get("short_name", ""))).removeprefix("UBND ")
        made += [
            {
                "deed": Deed.CREATE.value,
                "key": f"{row.get('key', '')}_{unit.get('suffix', '')}" if row.get("key") else "",
                "kind": unit.get("kind", ""),
                "name": str(unit.get("name", "")).replace("{place}", place),
                "short_name": unit.get("short_name", ""),
                "head_title": unit.get("head_title", ""),
                "parent": row.get("key") or row.get("code") or row.get("name", ""),
                "code": f"{row['code']}.{unit.get('part', '')}" if row.get("code") else "",
                "place_code": row.get("place_code", ""),
                "to_be_confirmed": template.get("to_be_confirmed", []),
                "source": template.get("source", ""),
            }
            for unit in template["units"]
            if isinstance(unit, dict) and place.startswith(str(unit.get("of", "")))
        ]
    return made


def _head(data: Mapping[str, Any]) -> PlanHead | None:
    try:
        on = date.fromisoformat(str(data.get("on", "")))
    except ValueError:
        return None
    return PlanHead(one_line(str(data.get("title", "")))[:200], one_line(str(data.get("basis", "")))[:_LONGEST], on)


def _sheet(rows: Sequence[Sequence[str]]) -> list[PlanLine]:
    head = {fold(text): place for place, text in enumerate(rows[0] if rows else ()) if text}
    places = {name: head[written] for name, ways in _COLUMNS.items() for written in reversed(ways) if written in head}
    missing = [words for name, words in (("deed", _("Việc")), ("new", _("Cơ quan mới"))) if name not in places]
    if missing:
        raise _wrong(_("Dòng đầu của tệp thiếu cột: %s.") % ", ".join(missing))
    cells = [{name: row[place] if place < len(row) else "" for name, place in places.items()} for row in rows[1:]]
    return [_line(number, row) for number, row in enumerate(cells, 2)]


def _line(number: int, row: Mapping[str, Any]) -> PlanLine:
    text = {name: one_line(str(row[name]))[:_LONGEST] for name in _TEXT if row.get(name) not in (None, "")}
    deed = text.pop("deed", "")
    if "code" in text:
        text["code"] = text["code"].upper()
    kind = next(
        (one.value for one, words in titles.KIND_NAMES.items() if fold(words) == fold(text.get("kind", ""))), ""
    )
    if kind:
        text["kind"] = kind
    if fold(text.get("series", "")) in {"tiep tuc", "tiep"}:
        text["series"] = "continue"
    return PlanLine(
        number=number,
        deed=DEEDS.get(fold(deed), deed.lower())[:20],
        procedures=_words(row.get("procedures")),
        to_be_confirmed=_words(row.get("to_be_confirmed")),
        **text,
    )


def _words(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
    return tuple(word for part in parts[:500] if (word := one_line(str(part))[:60]))

"""What is typed, read back safely: dates, choices, ids. Sentences stand at the fields; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import titles
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel import clock
from namkhong.kernel.actor import Role

T = TypeVar("T")
MOST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One control of a form: ``kind`` is a component (input, textarea, select, radios, date, checkbox)."""

    kind: str
    name: str
    label: str
    hint: str = ""
    items: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    width: str = ""
    input_type: str = "text"
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True)
class Form:
    """A page with one form and one button."""

    title: str
    entries: tuple[Entry, ...]
    button: str
    back: str
    back_text: str
    intro: tuple[str, ...] = ()
    kind: str = "next"


def read_day(posted: Mapping[str, str], name: str, *, optional: bool = False) -> date | None:
    """The three boxes of a date.

    :raises WrongEntry: with what to write.
    """
    boxes = clock.day_boxes(posted, name)
    if optional and not any(boxes.values()):
        return None
    day = clock.typed_day(boxes)
    if day is None:
        sentence = _("Xin ghi đủ ngày, tháng, năm có trong lịch, ví dụ 1 7 2026.")
        raise WrongEntry(sentence, fields={name: sentence})
    if not 1945 <= day.year <= 2100:
        sentence = _("Năm phải từ 1945 đến 2100.")
        raise WrongEntry(sentence, fields={name: sentence})
    return day


def needed_day(posted: Mapping[str, str], name: str) -> date:
    """A date that must be there."""
    day = read_day(posted, name)
    if day is None:  # pragma: no cover - read_day has refused it
        raise WrongEntry(_("Xin ghi ngày."), fields={name: _("Xin ghi ngày.")})
    return day


def choice(posted: Mapping[str, str], name: str, among: Iterable[str]) -> str:
    """One of the values offered.

    :raises WrongEntry: for anything else.
    """
    value = posted.get(name, "")
    if value not in set(among):
        sentences = {
            "agency": _("Xin chọn cơ quan, đơn vị."),
            "role": _("Xin chọn vị trí công tác."),
            "kind": _("Xin chọn loại cơ quan, đơn vị."),
            "parent": _("Xin chọn nơi trực thuộc."),
            "successor": _("Xin chọn nơi nhận bàn giao."),
            "form": _("Xin chọn hình thức ký thay."),
            "substitute": _("Xin chọn người làm thay."),
        }
        sentence = sentences.get(name) or _("Xin chọn một mục trong danh sách.")
        raise WrongEntry(sentence, fields={name: sentence})
    return value


def chosen_id(posted: Mapping[str, str], name: str, among: Iterable[int]) -> int:
    """An id that was offered; forged ones are refused like wrong choices."""
    return int(choice(posted, name, (str(pk) for pk in among)))


class Gather:
    """Reads several things and tells everything that is wrong at once."""

    def __init__(self) -> None:
        self.fields: dict[str, object] = {}

    def __call__(self, read: Callable[[], T]) -> T | None:
        """What was read; ``None`` when it was wrong."""
        try:
            return read()
        except WrongEntry as problem:
            self.fields |= problem.fields
            return None

    def finish(self) -> None:
        """:raises WrongEntry: when anything was wrong."""
        if self.fields:
            raise WrongEntry(_("Còn chỗ chưa đúng, xin ông/bà xem lại."), fields=self.fields)


def read_id(text: str) -> int | None:
    """An id out of an address."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def boxes(day: date | None) -> dict[str, str]:
    """A date for the three boxes."""
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)} if day else {}


def values_of(entries: Iterable[Entry], posted: Mapping[str, str] | None, initial: Mapping[str, Any]) -> dict[str, Any]:
    """What each control shows: what was typed, else what was there."""
    values: dict[str, Any] = {}
    for entry in entries:
        if posted is None:
            values[entry.name] = initial.get(entry.name, "")
        elif entry.kind == "date":
            values[entry.name] = {
                part: posted.get(f"{entry.name}-{part}", "")[:10] for part in ("day", "month", "year")
            }
        else:
            values[entry.name] = posted.get(entry.name, "")
    return values


def role_items() -> tuple[tuple[str, str], ...]:
    """The roles, in words."""
    return tuple((role.value, titles.ROLE_NAMES[role]) for role in Role)


def rank_items() -> tuple[tuple[str, str], ...]:
    """The ranks, in words; the first lets the role decide."""
    usual = ("", _("Như thường lệ của vị trí đã chọn"))
    return (usual, *((rank.value, titles.RANK_NAMES[rank]) for rank in Rank))


def read_rank(posted: Mapping[str, str]) -> Rank | None:
    """The rank, or ``None`` for the usual one."""
    value = choice(posted, "rank", ["", *(rank.value for rank in Rank)])
    return Rank(value) if value else None

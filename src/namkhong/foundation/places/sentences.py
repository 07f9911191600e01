"""One sentence for each place: what it was, what it is, and that old papers stay valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from namkhong.foundation.places.models import Place
from namkhong.foundation.places.types import PlaceLevel


def of_old(old: Place, new: Place, on: date, others: Sequence[Place]) -> str:
    """A commune or province of before."""
    words = {
        "old": _said(old),
        "day": day(on),
        "new": new.in_text,
        "others": listed([other.in_text for other in others]),
    }
    if old.full_name == new.full_name and others:
        text = _("%(old)s từ ngày %(day)s được nhập với %(others)s và vẫn mang tên %(new)s.") % words
    elif others:
        text = _("%(old)s từ ngày %(day)s là một phần của %(new)s.") % words
    else:
        text = _("%(old)s từ ngày %(day)s là %(new)s.") % words
    return f"{text} {_valid()}"


def of_district(old: Place, parts: Sequence[Place]) -> str:
    """A district of before: what stands on its land today."""
    words = {
        "old": old.full_name,
        "day": day(old.valid_to or date.min),
        "parts": listed([part.in_text for part in parts]),
    }
    text = _("%(old)s không còn là một cấp chính quyền từ ngày %(day)s; địa bàn nay thuộc %(parts)s.") % words
    return f"{text} {_valid()}"


def of_today(place: Place, origins: Sequence[Place], on: date | None) -> str:
    """A place of today, and what it was made of where that is known."""
    words = {
        "place": place.full_name,
        "province": place.parent.in_text if place.parent else "",
        "origins": listed([origin.in_text for origin in origins]),
        "day": day(on) if on else "",
    }
    if place.level == PlaceLevel.PROVINCE:
        if not origins:
            return _("%(place)s giữ nguyên tên và địa giới cấp tỉnh khi sắp xếp ngày 01/7/2025.") % words
        return _("%(place)s từ ngày %(day)s gồm %(origins)s trước đây.") % words
    if origins:
        return _("%(place)s, %(province)s, từ ngày %(day)s gồm %(origins)s trước đây.") % words
    return _("%(place)s thuộc %(province)s.") % words


def day(value: date) -> str:
    """``01/7/2025``: days under 10 and months 1, 2 carry a zero, as on paper."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def listed(words: Sequence[str]) -> str:
    """``a, b và c``."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s và %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _said(old: Place) -> str:
    if old.parent is None:
        return old.full_name
    return _("%(place)s (%(district)s cũ)") % {"place": old.full_name, "district": old.parent.in_text}


def _valid() -> str:
    return _("Giấy tờ ghi tên cũ vẫn có giá trị.")

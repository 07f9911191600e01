"""What stands behind the words of the permission table: the addresses of this world, and the answers in short."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from namkhong.foundation.calendars.models import DayException
from namkhong.foundation.files import queries as files
from namkhong.services.dossiers.tests.factories import MARRIAGE
from tests.cast import NOW, World

_SECTIONS = {
    "requester": "nguoi-yeu-cau",
    "self": "ve-ban-than",
    "marital": "tinh-trang",
    "residence": "noi-cu-tru",
    "purpose": "muc-dich",
    "purpose_detail": "muc-dich-khac",
    "declaration": "cam-doan",
    "request": "de-nghi",
    "papers": "giay-to",
    "check": "kiem-tra",
    "nothing": "khong-co",
}
_SIGN_IN = ("/dang-nhap/", "/can-bo/dang-nhap/")


def value(world: World, name: str, word: str) -> Any:
    if name == "public_id":
        return world.ids[f"{word}:id"]
    if name == "section":
        return _SECTIONS[word]
    if name == "code":
        return {"marriage": MARRIAGE, "nothing": "H18.55.04-261123-9999"}.get(word) or world.codes[word]
    if name == "token":
        return files.token(world.ids[word], actor=world.actors["lan"], now=NOW)
    if name == "year":
        return 2026
    if name == "period":
        return "2026-11"
    if name == "day_id":
        return DayException.objects.filter(day=date(2026, 11, 24), until=None).values_list("pk", flat=True)[0]
    if word == "nothing":
        return UUID(int=7) if name == "delivery_id" else 999_999_999
    return world.ids.get(word, word)


def address(world: World, name: str, args: Mapping[str, str]) -> str:
    """The address of a row of the table."""
    return reverse(name, kwargs={key: value(world, key, word) for key, word in args.items()} or None)


def told(answer: Any) -> str:
    """An answer in the words of the table."""
    status = int(answer.status_code)
    if status in {302, 303}:
        path = urlsplit(answer["Location"]).path
        return "in" if path in _SIGN_IN else "up" if path == "/can-bo/nang-quyen/" else "go"
    return "ok" if status in {200, 206} else str(status)

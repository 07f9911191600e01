"""What a good password is, said in Vietnamese."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.text import fold

WITH_SECOND_FACTOR: Final = 8
ALONE: Final = 14
LONGEST: Final = 200


def shortest() -> int:
    """Eight characters where a second factor is required, fourteen where the password stands alone (TCVN 14423)."""
    return WITH_SECOND_FACTOR if settings.NAMKHONG_SECOND_FACTOR == "required" else ALONE


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def complaint(password: str, *, username: str, display_name: str) -> object | None:
    """Why the password cannot be taken, or ``None``."""
    if len(password) < shortest():
        return _("Mật khẩu cần ít nhất %(shortest)d ký tự.") % {"shortest": shortest()}
    if len(password) > LONGEST:
        return _("Mật khẩu dài quá %(longest)d ký tự.") % {"longest": LONGEST}
    plain = fold(password).replace(" ", "")
    names = {part for part in [fold(username), *fold(display_name).split(" ")] if len(part) > 3}
    if any(name in plain and plain.replace(name, "").strip("0123456789@.!-_") == "" for name in names):
        return _("Mật khẩu giống tên của ông/bà. Xin chọn mật khẩu khác, khó đoán hơn.")
    if plain in _common() or plain.isdigit() or len(set(plain)) < 4:
        return _("Mật khẩu này quá dễ đoán. Xin ghép vài từ không liên quan với nhau.")
    return None

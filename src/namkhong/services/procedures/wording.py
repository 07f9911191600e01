"""Limits, fees and levels in the words of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namkhong.kernel.money import Vnd
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.procedures.types import FeeCard, OnlineLevel
from namkhong.web import words


def limit_in_words(limit: Limit | None) -> str:
    """``3 ngày làm việc``; ``trong ngày, nộp sau 15 giờ thì trả vào ngày làm việc tiếp theo``."""
    if limit is None:
        return _("chưa công bố")
    if limit.unit is LimitUnit.SAME_DAY:
        if limit.cutoff is None:
            return _("trong ngày làm việc")
        return _("trong ngày làm việc; nộp sau %(time)s thì trả vào ngày làm việc tiếp theo") % {
            "time": words.hour(limit.cutoff)
        }
    value = limit.value
    said = {
        LimitUnit.WORKING_DAY: ngettext("%(value)s ngày làm việc", "%(value)s ngày làm việc", value),
        LimitUnit.WORKING_HOUR: ngettext("%(value)s giờ làm việc", "%(value)s giờ làm việc", value),
        LimitUnit.DAY: ngettext("%(value)s ngày, tính cả ngày nghỉ", "%(value)s ngày, tính cả ngày nghỉ", value),
    }
    return said[limit.unit] % {"value": value}


def limit_short(limit: Limit | None) -> str:
    """For lists: ``3 ngày làm việc``, ``trong ngày``."""
    if limit is not None and limit.unit is LimitUnit.SAME_DAY:
        return _("trong ngày")
    return limit_in_words(limit)


def fee_in_words(fee: FeeCard) -> str:
    """``8.000 đồng``, ``8.000 đồng một bản``, ``không mất tiền``, or who sets it."""
    if fee.rule is not None:
        return fee.rule.price_in_words()
    if fee.amount is None:
        return _("Mức thu do Hội đồng nhân dân tỉnh quyết định; cán bộ báo cho ông/bà trước khi thu.")
    return _("Không mất tiền") if fee.amount == 0 else words.vnd(Vnd(fee.amount))


def condition_in_words(condition: str) -> str:
    """``nếu ủy quyền`` → ``Chỉ cần khi ủy quyền.``"""
    if condition.startswith("nếu có"):
        return condition[:1].upper() + condition[1:] + "."
    if condition.startswith(("nếu ", "khi ", "chỉ khi ")):
        return _("Chỉ cần khi %(when)s.") % {"when": condition.removeprefix("chỉ ").split(" ", 1)[1]}
    return condition[:1].upper() + condition[1:] + "."


def level_in_words(level: str) -> str:
    """Where it is decided."""
    return {
        "commune": _("Ủy ban nhân dân xã, phường"),
        "province": _("Sở, ban, ngành của tỉnh"),
        "both": _("Ủy ban nhân dân xã, phường hoặc sở, ban, ngành của tỉnh"),
    }.get(level, "")


def online_in_words(level: str) -> str:
    """How far it can be done online."""
    return {
        OnlineLevel.FULL: _("Làm hoàn toàn trên mạng"),
        OnlineLevel.PARTIAL: _("Nộp hồ sơ trên mạng, có bước phải đến tận nơi"),
        OnlineLevel.COUNTER: _("Nộp trực tiếp tại nơi tiếp nhận"),
    }.get(OnlineLevel(level), _("Chưa công bố mức độ trực tuyến"))

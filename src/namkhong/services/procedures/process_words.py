"""A process in the words of officials: kinds of steps, posts, places, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.kernel.actor import Role
from namkhong.services.procedures.types import Silence

Steps = Sequence[Mapping[str, Any]]
KINDS: Final[dict[str, Promise]] = {
    "receive": gettext_lazy("Tiếp nhận"),
    "work": gettext_lazy("Xử lý"),
    "confirm": gettext_lazy("Người nộp xác nhận bản dự thảo"),
    "outside": gettext_lazy("Làm ở hệ thống khác"),
    "decide": gettext_lazy("Quyết định"),
    "hand_over": gettext_lazy("Trả kết quả"),
}
ROLES: Final[dict[str, Promise]] = {
    Role.COUNTER: gettext_lazy("Một cửa"),
    Role.SPECIALIST: gettext_lazy("Chuyên viên, công chức chuyên môn"),
    Role.HEAD: gettext_lazy("Trưởng phòng"),
    Role.CHIEF_OF_OFFICE: gettext_lazy("Chánh Văn phòng"),
    Role.RECORDS_CLERK: gettext_lazy("Văn thư"),
    Role.ACCOUNTANT: gettext_lazy("Kế toán"),
    Role.LEADER: gettext_lazy("Lãnh đạo"),
    Role.CENTRE_DIRECTOR: gettext_lazy("Giám đốc Trung tâm"),
    Role.ADMINISTRATOR: gettext_lazy("Quản trị"),
    Role.PROCEDURE_CONTROLLER: gettext_lazy("Kiểm soát thủ tục hành chính"),
}
UNITS: Final[dict[str, Promise]] = {
    "receiver": gettext_lazy("nơi tiếp nhận"),
    "decider": gettext_lazy("cơ quan giải quyết"),
    "office": gettext_lazy("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    "economy": gettext_lazy("phòng Kinh tế"),
    "culture": gettext_lazy("phòng Văn hóa – Xã hội"),
}
SILENCES: Final[dict[str, Promise]] = {
    Silence.AGREED: gettext_lazy("coi như đồng ý"),
    Silence.ASK_AGAIN: gettext_lazy("hỏi lại một lần rồi phải chờ"),
    Silence.BLOCKS: gettext_lazy("phải chờ trả lời"),
}
COUNTINGS: Final[dict[str, Promise]] = {
    "calendar": gettext_lazy("giờ liên tục"),
    "working": gettext_lazy("giờ làm việc"),
}
LIMITS: Final[dict[str, Promise]] = {
    "working_day": gettext_lazy("ngày làm việc"),
    "working_hour": gettext_lazy("giờ làm việc"),
}


def post(step: Mapping[str, Any]) -> str:
    """Who works on it, and where."""
    return f"{ROLES.get(step['role'], step['role'])}, {UNITS.get(step['unit'], step['unit'])}"


def asked(rule: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who is asked, until when, and what silence means."""
    agency = str(UNITS.get(rule["agency"]) or names.get(rule["agency"]) or rule["agency"])
    return _("Hỏi %(agency)s trong %(value)s %(unit)s; không trả lời thì %(silence)s") % {
        "agency": agency,
        "value": rule["limit"]["value"],
        "unit": LIMITS[rule["limit"]["unit"]],
        "silence": SILENCES[rule["silence"]],
    }


def way_back(steps: Steps, place: int) -> str:
    """To which step it is sent back; empty when to none."""
    step = steps[place]
    if place <= 1 or step["kind"] in {"receive", "hand_over"}:
        return ""
    to = step.get("back")
    if to is None:
        return str(steps[place - 1]["name"])
    return next((str(earlier["name"]) for earlier in steps[:place] if earlier["code"] == to), "")


def difference(old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str] | None = None) -> list[str]:
    """What the new version changes, one sentence each; empty when nothing does. Steps are known by their codes."""
    known = names or {}
    said = []
    if old["name"] != new["name"]:
        said.append(_("Đổi tên quy trình từ “%(old)s” thành “%(new)s”.") % {"old": old["name"], "new": new["name"]})
    before = {step["code"]: step for step in old["steps"]}
    after = {step["code"]: step for step in new["steps"]}
    said += [
        _("Bỏ bước “%(name)s” (%(post)s, %(hours)s giờ).") % _about(step)
        for code, step in before.items()
        if code not in after
    ]
    for place, step in enumerate(new["steps"]):
        if step["code"] not in before:
            said.append(
                _("Thêm bước “%(name)s” (%(post)s, %(hours)s giờ), là bước thứ %(place)s.")
                % {**_about(step), "place": place + 1}
            )
        else:
            said += _changed(old["steps"], before[step["code"]], new["steps"], place, known)
    kept_before = [code for code in before if code in after]
    kept_after = [code for code in after if code in before]
    if kept_before != kept_after:
        order = ", ".join(str(step["name"]) for step in new["steps"])
        said.append(_("Đổi thứ tự các bước thành: %(order)s.") % {"order": order})
    hours = [sum(step["hours"] for step in version["steps"]) for version in (old, new)]
    if hours[0] != hours[1]:
        said.append(_("Cộng các bước: từ %(old)s thành %(new)s giờ làm việc.") % {"old": hours[0], "new": hours[1]})
    return said


def _about(step: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": step["name"], "post": post(step), "hours": step["hours"]}


def _changed(
    old_steps: Steps, old: Mapping[str, Any], new_steps: Steps, place: int, names: Mapping[str, str]
) -> list[str]:
    new = new_steps[place]
    was = [step["code"] for step in old_steps].index(old["code"])
    pairs: list[tuple[str, Any, Any]] = [
        (_("tên"), old["name"], new["name"]),
        (_("tên người dân đọc"), old["public_name"], new["public_name"]),
        (_("loại bước"), KINDS[old["kind"]], KINDS[new["kind"]]),
        (_("người làm"), post(old), post(new)),
        (_("số giờ"), old["hours"], new["hours"]),
        (_("hệ thống khác"), old.get("system", ""), new.get("system", "")),
        (_("trả lại bước"), way_back(old_steps, was), way_back(new_steps, place)),
    ]
    said = [
        _("Bước “%(name)s”: %(what)s từ “%(old)s” thành “%(new)s”.")
        % {"name": new["name"], "what": what, "old": before or _("không có"), "new": after or _("không có")}
        for what, before, after in pairs
        if str(before) != str(after)
    ]
    return said + _opinions(old, new, names) + _confirm(old, new)


def _opinions(old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    before = {rule["agency"]: rule for rule in old.get("opinions", ())}
    after = {rule["agency"]: rule for rule in new.get("opinions", ())}
    said = []
    for agency, rule in before.items():
        if agency not in after:
            said.append(_("Bước “%(name)s” thôi hỏi ý kiến: %(rule)s.") % _rule(new, rule, names))
    for agency, rule in after.items():
        if before.get(agency) != rule:
            words = _("Bước “%(name)s” hỏi thêm ý kiến: %(rule)s.")
            if agency in before:
                words = _("Bước “%(name)s” đổi cách hỏi ý kiến: %(rule)s.")
            said.append(words % _rule(new, rule, names))
    return said


def _rule(step: Mapping[str, Any], rule: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {"name": step["name"], "rule": asked(rule, names)}


def _confirm(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    if old.get("confirm") == new.get("confirm") or "confirm" not in new:
        return []
    return [_("Bước “%(name)s”: %(rule)s.") % {"name": new["name"], "rule": confirming(new["confirm"])}]


def confirming(rule: Mapping[str, Any]) -> str:
    """How the applicant confirms a draft."""
    return _("người nộp xem trong %(hours)s %(counting)s, im lặng là đồng ý, hỏi nhiều nhất %(rounds)s lần") % {
        "hours": rule.get("hours", 24),
        "counting": COUNTINGS[rule.get("counting", "calendar")],
        "rounds": rule.get("rounds", 2),
    }

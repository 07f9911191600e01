"""Changing the steps of a draft: pure functions from one list of steps to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Role
from namkhong.services.procedures.errors import BadProcess
from namkhong.services.procedures.process_rules import MOST_STEPS

Step = dict[str, Any]
# Who can be given a step: those who work on dossiers.
WORKING: Final = (
    Role.COUNTER, Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE, Role.RECORDS_CLERK, Role.LEADER,
    Role.CENTRE_DIRECTOR,
)  # fmt: skip


def key_of(name: str) -> str:
    """A short name for files and addresses out of what officials call it."""
    folded = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.fold(name))
    key = "-".join(folded.split())[:60].strip("-") or "quy-trinh"
    return "quy-trinh-them" if key == "them" else key  # an address of its own


def first_steps() -> list[Step]:
    """What every process has: received, appraised, decided, handed over."""

    def step(code: str, kind: str, name: str, role: Role, unit: str) -> Step:
        return {
            "code": code, "name": name, "public_name": name, "role": role.value, "unit": unit, "hours": 4, "kind": kind
        }  # fmt: skip

    return [
        step("receive", "receive", _("Tiếp nhận hồ sơ"), Role.COUNTER, "receiver"),
        step("appraise", "work", _("Thẩm tra hồ sơ"), Role.SPECIALIST, "decider"),
        step("sign", "decide", _("Ký duyệt kết quả"), Role.LEADER, "decider"),
        step("hand_over", "hand_over", _("Trả kết quả"), Role.COUNTER, "receiver"),
    ]


def with_step(steps: Sequence[Step], code: str, step: Mapping[str, Any]) -> list[Step]:
    """The step with this code replaced; a new one (``code`` empty) stands before the decision, or last but one.

    :raises BadProcess: more steps than a process may have.
    """
    made = {**step, "code": code or _new_code(steps)}
    if code:
        return [made if one["code"] == code else one for one in steps]
    if len(steps) >= MOST_STEPS:
        raise BadProcess(_("Một quy trình có nhiều nhất %(most)s bước.") % {"most": MOST_STEPS})
    kinds = [one["kind"] for one in steps]
    last = kinds.index("decide") if "decide" in kinds else max(len(kinds) - 1, 0)
    place = last if made["kind"] != "hand_over" else len(steps)
    return [*steps[:place], made, *steps[place:]]


def without(steps: Sequence[Step], code: str) -> list[Step]:
    """A step taken out; what was sent back to it goes to the step before again."""
    kept = [step for step in steps if step["code"] != code]
    return [{key: value for key, value in step.items() if (key, value) != ("back", code)} for step in kept]


def shifted(steps: Sequence[Step], code: str, by: int) -> list[Step]:
    """A step one place earlier (``-1``) or later (``1``); at the end of the list it stays."""
    made = list(steps)
    codes = [step["code"] for step in made]
    if code not in codes:
        return made
    place = codes.index(code)
    other = place + by
    if 0 <= other < len(made):
        made[place], made[other] = made[other], made[place]
    return made


def _new_code(steps: Sequence[Step]) -> str:
    taken = {step["code"] for step in steps}
    return next(code for number in range(1, MOST_STEPS + 2) if (code := f"step_{number}") not in taken)

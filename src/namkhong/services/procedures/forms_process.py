"""One step of a process as it is typed: read, and every wrong field told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.services.procedures import design
from namkhong.services.procedures import process_words as words
from namkhong.services.procedures.errors import BadProcess

BLANK_ROWS: Final = 2
_MOST_OPINIONS: Final = 20
_BEFORE: Final = "truoc"  # the step before, whichever that is
Values = dict[str, Any]


def values_of(step: Mapping[str, Any] | None) -> Values:
    """What the form shows of a step; of none, what a new step begins with."""
    one = step or {"kind": "work", "role": "specialist", "unit": "decider", "hours": 4}
    confirm = one.get("confirm", {})
    return {
        "name": one.get("name", ""),
        "public_name": one.get("public_name", ""),
        "kind": one["kind"],
        "role": one["role"],
        "unit": one["unit"],
        "hours": one["hours"],
        "back": _BEFORE if one.get("back") is None else one["back"],
        "system": one.get("system", ""),
        "confirm_hours": confirm.get("hours", 24),
        "confirm_counting": confirm.get("counting", "calendar"),
        "confirm_rounds": confirm.get("rounds", 2),
        "confirm_fields": "\n".join(_line(field) for field in confirm.get("fields", ())),
        "opinions": [
            {
                "agency": rule["agency"],
                "question": rule["question"],
                "value": rule["limit"]["value"],
                "unit": rule["limit"]["unit"],
                "silence": rule["silence"],
            }
            for rule in one.get("opinions", ())
        ],
    }


def typed(post: QueryDict) -> Values:
    """What was typed, as the form shows it again."""
    names = (
        *("name", "public_name", "kind", "role", "unit", "hours", "back", "system"),
        *("confirm_hours", "confirm_counting", "confirm_rounds"),
    )
    values: Values = {name: text.one_line(post.get(name, ""))[:400] for name in names}
    values["confirm_fields"] = post.get("confirm_fields", "")[:8_000]
    values["opinions"] = [
        row
        for number in range(_MOST_OPINIONS + BLANK_ROWS)
        if any((row := _opinion_row(post, number))[name] for name in ("agency", "question"))
    ]
    return values


def _opinion_row(post: QueryDict, number: int) -> dict[str, str]:
    row = {
        name: text.one_line(post.get(f"opinion-{number}-{name}", ""))[:60]
        for name in ("agency", "value", "unit", "silence")
    }
    return {**row, "question": text.clean(post.get(f"opinion-{number}-question", ""))[:2_001]}


def read_step(values: Values, earlier: Mapping[str, str], agencies: Mapping[str, str]) -> dict[str, Any]:
    """The step. ``earlier``: code and name of the steps it may be sent back to.

    :raises BadProcess: with a sentence for each field.
    """
    wrong: dict[str, object] = {}
    kind = _one_of(values, "kind", words.KINDS, wrong, _("Xin chọn loại bước."))
    roles = {role.value: "" for role in design.WORKING}
    step: dict[str, Any] = {
        "name": _named(values, "name", wrong, _("Xin ghi tên bước, không quá 200 chữ.")),
        "public_name": _named(values, "public_name", wrong, _("Xin ghi tên bước để người dân đọc.")),
        "role": _one_of(values, "role", roles, wrong, _("Xin chọn người làm.")),
        "unit": _one_of(values, "unit", words.UNITS, wrong, _("Xin chọn nơi làm.")),
        "hours": _whole(values, "hours", (0, 9_999), wrong, _("Xin ghi số giờ làm việc, từ 0 đến 9.999.")),
        "kind": kind,
    }
    if values["back"] != _BEFORE and kind in {"work", "confirm", "outside", "decide"}:
        step["back"] = _one_of(values, "back", {"": "", **earlier}, wrong, _("Xin chọn một bước đứng trước."))
    if kind == "outside":
        step["system"] = _named(values, "system", wrong, _("Xin ghi tên hệ thống làm bước này."))
    if kind == "confirm":
        step["confirm"] = _confirm(values, wrong)
    if kind == "work" and values["opinions"]:
        step["opinions"] = _opinions(values["opinions"], agencies, wrong)
    if wrong:
        raise BadProcess(fields=wrong)
    return step


def _named(values: Values, name: str, wrong: dict[str, object], sentence: str) -> str:
    written = str(values[name])
    if not written or len(written) > 200:
        wrong[name] = sentence
    return written


def _one_of(values: Values, name: str, known: Mapping[str, object], wrong: dict[str, object], sentence: str) -> str:
    if values[name] not in known:
        wrong[name] = sentence
    return str(values[name])


def _whole(values: Values, name: str, span: tuple[int, int], wrong: dict[str, object], sentence: str) -> int:
    number = _number(str(values[name]))
    if number is None or not span[0] <= number <= span[1]:
        wrong[name] = sentence
        return span[0]
    return number


def _number(written: str) -> int | None:
    plain = written.replace(".", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else None


def _confirm(values: Values, wrong: dict[str, object]) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "hours": _whole(values, "confirm_hours", (1, 999), wrong, _("Xin ghi số giờ, từ 1 đến 999.")),
        "counting": _one_of(values, "confirm_counting", words.COUNTINGS, wrong, _("Xin chọn cách đếm giờ.")),
        "rounds": _whole(values, "confirm_rounds", (1, 9), wrong, _("Xin ghi số lần, từ 1 đến 9.")),
        "fields": [],
    }
    for written in str(values["confirm_fields"]).splitlines():
        label, _bar, answer = (part.strip() for part in written.partition("|"))
        if not label:
            continue
        field = {"label": text.one_line(label)}
        if answer:
            field["answer"] = answer
        rule["fields"].append(field)
    fine = all(
        len(field["label"]) <= 200 and all(letter.islower() or letter.isdigit() or letter == "_" for letter in answer)
        and answer.isascii() and len(answer) <= 60
        for field in rule["fields"] if (answer := field.get("answer", "")) is not None
    )  # fmt: skip
    if not fine or len(rule["fields"]) > 30:
        wrong["confirm_fields"] = _(
            "Mỗi dòng một mục, nhiều nhất 30 dòng; sau dấu | là tên câu trả lời trong tờ khai, chữ thường không dấu."
        )
    return rule


def _opinions(
    rows: list[dict[str, str]], agencies: Mapping[str, str], wrong: dict[str, object]
) -> list[dict[str, Any]]:
    rules = []
    for number, row in enumerate(rows):
        here: dict[str, object] = {}
        if row["agency"] not in agencies:
            here["agency"] = _("Xin chọn cơ quan được hỏi.")
        if not row["question"] or len(row["question"]) > 2_000:
            here["question"] = _("Xin ghi hỏi điều gì.")
        value = _number(row["value"])
        if value is None or not 1 <= value <= 999:
            here["value"] = _("Xin ghi thời hạn, từ 1 đến 999.")
        if row["unit"] not in words.LIMITS:
            here["unit"] = _("Xin chọn giờ hay ngày.")
        if row["silence"] not in words.SILENCES:
            here["silence"] = _("Xin chọn không trả lời thì sao.")
        wrong |= {f"opinion-{number}-{name}": sentence for name, sentence in here.items()}
        limit = {"value": value, "unit": row["unit"]}
        rules.append({"agency": row["agency"], "question": row["question"], "limit": limit, "silence": row["silence"]})
    if len({row["agency"] for row in rows}) != len(rows):
        wrong.setdefault("opinion-0-agency", _("Mỗi cơ quan chỉ được hỏi một lần."))
    return rules


def _line(field: Mapping[str, str]) -> str:
    return f"{field['label']} | {field['answer']}" if field.get("answer") else field["label"]

"""Officials change a process: a draft, step by step; published it is the next version; what it changes is said."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict

from namkhong.foundation.audit.models import Entry
from namkhong.services.procedures import actions, forms_process, process_words, queries
from namkhong.services.procedures.design import first_steps, key_of, shifted, with_step, without
from namkhong.services.procedures.errors import BadFile, BadProcess, DraftChanged, DraftExists, NoSuchDraft
from namkhong.services.procedures.models import ProcessVersion
from namkhong.services.procedures.tests.factories import KEEPER, NOW, SYSTEM, TODAY, load
from namkhong.services.procedures.tests.test_bpmn import BIRTH, FOOD

pytestmark = pytest.mark.usefixtures("catalogue")
KEY = FOOD["key"]
BASIS = "Quyết định 12/QĐ-UBND ngày 20/11/2026"


def changed(key: str = KEY, **more: Any) -> queries.DraftCard:
    """Begun, and its steps or name replaced."""
    actions.begin_process_draft(key=key, actor=KEEPER, now=NOW)
    draft = queries.process_draft(key)
    values = {"name": draft.name, "steps": draft.steps, "revision": draft.revision, **more}
    actions.change_process_draft(key=key, actor=KEEPER, now=NOW, **values)
    return queries.process_draft(key)


def longer(steps: list[dict[str, Any]], code: str, hours: int) -> list[dict[str, Any]]:
    return [{**step, "hours": hours} if step["code"] == code else step for step in steps]


def published(draft: queries.DraftCard, **more: Any) -> int:
    values: dict[str, Any] = {
        "revision": draft.revision, "valid_from": TODAY + timedelta(days=1), "basis": BASIS, **more
    }  # fmt: skip
    return actions.publish_process_draft(key=draft.key, actor=KEEPER, now=NOW, **values)


def test_a_published_draft_is_the_next_version_from_its_day_and_the_draft_is_gone() -> None:
    before = queries.process(KEY, TODAY)
    draft = changed(steps=longer(FOOD["steps"], "appraise", 90))
    made = published(draft)
    assert queries.process(KEY, TODAY) == before
    after = queries.process(KEY, TODAY + timedelta(days=1))
    assert (after.version_id, after.number, after.steps[1].hours) == (made, before.number + 1, 90)
    assert not queries.has_draft(KEY)
    assert queries.process_content(made).basis == BASIS
    assert published(draft) == made  # the same click again
    kept = [entry.action for entry in Entry.objects.filter(action__startswith="procedures.process").order_by("id")]
    assert kept[-3:] == [
        "procedures.process_draft_begun", "procedures.process_draft_changed", "procedures.process_version_added"
    ]  # fmt: skip


def test_loading_the_shipped_facts_again_does_not_take_a_designed_version_back() -> None:
    published(changed(steps=longer(FOOD["steps"], "appraise", 90)), valid_from=TODAY + timedelta(days=1))
    before = ProcessVersion.objects.count()
    load()
    assert ProcessVersion.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"), [({"valid_from": TODAY - timedelta(days=1)}, "from_day"), ({"valid_from": None}, "from_day"), ({"basis": " "}, "basis")]
)  # fmt: skip
def test_publishing_needs_a_day_to_come_and_its_basis(wrong: dict[str, Any], field: str) -> None:
    draft = changed(steps=longer(FOOD["steps"], "appraise", 90))
    with pytest.raises(BadProcess) as problem:
        published(draft, **wrong)
    assert field in problem.value.fields


def test_a_draft_that_changes_nothing_or_cannot_be_worked_by_is_not_published() -> None:
    draft = changed()
    with pytest.raises(BadProcess, match="không khác gì"), transaction.atomic():
        published(draft)
    draft = changed(steps=without(FOOD["steps"], "sign"))
    with pytest.raises(BadFile, match="một bước quyết định"):
        published(draft)


def test_who_comes_second_is_told_and_the_same_click_twice_is_once() -> None:
    draft = changed(name="Một")
    actions.change_process_draft(
        key=KEY, name="Một", steps=draft.steps, revision=draft.revision - 1, actor=KEEPER, now=NOW
    )
    with pytest.raises(DraftChanged):
        actions.change_process_draft(
            key=KEY, name="Hai", steps=draft.steps, revision=draft.revision - 1, actor=KEEPER, now=NOW
        )
    with pytest.raises(DraftChanged):
        actions.discard_process_draft(key=KEY, revision=draft.revision - 1, actor=KEEPER, now=NOW)
    actions.discard_process_draft(key=KEY, revision=draft.revision, actor=KEEPER, now=NOW)
    with pytest.raises(NoSuchDraft):
        queries.process_draft(KEY)


def test_a_file_does_not_overwrite_what_a_colleague_designs() -> None:
    changed(name="Đang soạn")
    with pytest.raises(DraftExists, match="Lò Thị Pánh"):
        actions.take_process_draft(FOOD, actor=SYSTEM, now=NOW)
    assert actions.take_process_draft(BIRTH, actor=SYSTEM, now=NOW) == BIRTH["key"]
    assert actions.take_process_draft(BIRTH, actor=SYSTEM, now=NOW) == BIRTH["key"]


def test_new_processes_of_one_name_have_keys_of_their_own() -> None:
    first = actions.new_process_draft(name="Cấp phép xây dựng", actor=KEEPER, now=NOW)
    assert first == actions.new_process_draft(name="Cấp phép xây dựng", actor=KEEPER, now=NOW)
    second = actions.new_process_draft(name="Cấp phép xây dựng", actor=SYSTEM, now=NOW)
    assert (first, second) == ("cap-phep-xay-dung", "cap-phep-xay-dung-2")
    assert published(queries.process_draft(first), valid_from=TODAY)
    assert queries.process(first, TODAY).steps[0].kind == "receive"
    assert key_of("  ??? ") == "quy-trinh"


def test_steps_are_added_before_the_decision_moved_and_taken_out() -> None:
    steps = first_steps()
    added = with_step(steps, "", {**steps[1], "name": "Kiểm tra"})
    assert [step["kind"] for step in added] == ["receive", "work", "work", "decide", "hand_over"]
    code = added[2]["code"]
    up = shifted(added, code, -1)
    assert [step["name"] for step in up][1] == "Kiểm tra"
    assert shifted(up, code, 1) == added
    assert shifted(up, "receive", -1) == up
    kept = without([*up[:2], {**up[2], "back": code}, *up[3:]], code)
    assert [step["code"] for step in kept] == [step["code"] for step in steps]
    assert "back" not in kept[1]


def test_the_difference_is_said_in_words() -> None:
    new = deepcopy(FOOD)
    new["steps"][1]["hours"] = 80
    new["steps"][1]["opinions"][0]["silence"] = "blocks"
    del new["steps"][1]["opinions"][1]
    new["steps"][3]["back"] = "appraise"
    new["steps"].insert(2, {**new["steps"][2], "code": "more", "name": "Thẩm định tại chỗ", "hours": 8})
    del new["steps"][5]
    said = process_words.difference(FOOD, new, {"H18.11": "Sở Y tế", "H18.05": "Sở Công Thương"})
    whole = "\n".join(said)
    assert "số giờ từ “86” thành “80”" in whole
    assert "đổi cách hỏi ý kiến: Hỏi Sở Y tế trong 3 ngày làm việc; không trả lời thì phải chờ trả lời" in whole
    assert "thôi hỏi ý kiến: Hỏi Sở Công Thương" in whole
    assert "Thêm bước “Thẩm định tại chỗ”" in whole
    assert "Bỏ bước" in whole
    assert process_words.difference(FOOD, FOOD) == []


@pytest.mark.parametrize("step", [*FOOD["steps"], *BIRTH["steps"]], ids=lambda step: str(step["code"]))
def test_a_step_shown_in_the_form_and_sent_back_unchanged_is_the_same_step(step: dict[str, Any]) -> None:
    values = forms_process.values_of(step)
    post = QueryDict(mutable=True)
    for name, value in values.items():
        if name != "opinions":
            post[name] = str(value)
    for number, row in enumerate(values["opinions"]):
        for name, value in row.items():
            post[f"opinion-{number}-{name}"] = str(value)
    agencies = {rule["agency"]: "" for rule in step.get("opinions", ())}
    read = forms_process.read_step(forms_process.typed(post), {}, agencies)
    assert {**read, "code": step["code"]} == step


def test_every_wrong_field_of_a_step_is_told_at_once() -> None:
    post = QueryDict(mutable=True)
    post.update({"kind": "confirm", "hours": "x", "confirm_fields": "A | ĐÂY", "back": "nowhere"})
    with pytest.raises(BadProcess) as problem:
        forms_process.read_step(forms_process.typed(post), {}, {})
    assert {"name", "public_name", "role", "unit", "hours", "confirm_fields", "confirm_hours"} <= set(
        problem.value.fields
    )


def test_json_and_bpmn_of_a_version_are_taken_in_again_as_they_were() -> None:
    content = queries.versions_of_process(KEY)[0].content
    assert json.loads(json.dumps(content)) == FOOD
    assert io.BytesIO(json.dumps(content).encode()).read()

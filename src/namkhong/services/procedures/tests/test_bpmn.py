"""A process goes out as BPMN 2.0 that others read, comes back the same, and what cannot be run is refused by name."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator

from namkhong.services.procedures.bpmn import write_bpmn
from namkhong.services.procedures.bpmn_reading import read_bpmn
from namkhong.services.procedures.design import WORKING
from namkhong.services.procedures.drawing import draw
from namkhong.services.procedures.errors import BadFile
from namkhong.services.procedures.process_rules import check_process

FACTS = json.loads((Path(settings.FACTS) / "processes.json").read_text("utf-8"))["processes"]
FOOD = next(process for process in FACTS if process["key"] == "department-food-120")
BIRTH = next(process for process in FACTS if process["key"] == "commune-birth-8")


def judged(data: bytes) -> Any:
    """What an independent decoder thinks: OMG's schema first, then its own reading of every element and flow."""
    document = etree.fromstring(data.replace(b'isExecutable="false"', b'isExecutable="true"'))
    BpmnValidator().validate(document, "quy-trinh.bpmn")
    parser = BpmnParser()
    parser.add_bpmn_xml(document, filename="quy-trinh.bpmn")
    (process_id,) = parser.get_process_ids()
    return parser.get_spec(process_id)


@pytest.mark.parametrize("process", FACTS, ids=lambda process: str(process["key"]))
def test_every_shipped_process_is_valid_bpmn_and_comes_back_the_same(process: dict[str, Any]) -> None:
    data = write_bpmn(process)
    spec = judged(data)
    names = {task.bpmn_name for task in spec.task_specs.values()}
    assert {step["name"] for step in process["steps"]} <= names
    assert read_bpmn(data) == process


_NAME = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60)
_AGENCIES = ("office", "economy", "culture", "H18.11", "H18.05")


@st.composite
def processes(draw: st.DrawFn) -> dict[str, Any]:
    """Any process the rules allow."""
    middle = draw(st.lists(st.sampled_from(["work", "confirm", "outside"]), max_size=6))
    kinds = ["receive", *middle, "decide", *draw(st.lists(st.just("work"), max_size=2)), "hand_over"]
    asked = iter(draw(st.permutations(_AGENCIES)))
    steps: list[dict[str, Any]] = []
    for place, kind in enumerate(kinds):
        step: dict[str, Any] = {
            "code": f"s{place}",
            "name": draw(_NAME),
            "public_name": draw(_NAME),
            "role": draw(st.sampled_from([role.value for role in WORKING])),
            "unit": draw(st.sampled_from(["receiver", "decider", "office", "economy", "culture"])),
            "hours": draw(st.integers(0, 999)),
            "kind": kind,
        }
        if kind == "outside":
            step["system"] = draw(_NAME)
        if kind == "confirm":
            step["confirm"] = draw(_confirm())
        if kind == "work" and draw(st.booleans()):
            step["opinions"] = [
                draw(_opinion(agency)) for _n, agency in zip(range(draw(st.integers(0, 2))), asked, strict=False)
            ]
        if place > 1 and kind != "hand_over" and draw(st.booleans()):
            step["back"] = draw(st.sampled_from(["", *(one["code"] for one in steps[1:])]))
        steps.append(step)
    return {"key": draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)), "name": draw(_NAME), "steps": steps}


def _confirm() -> st.SearchStrategy[dict[str, Any]]:
    line = st.fixed_dictionaries(
        {"label": _NAME}, optional={"answer": st.from_regex(r"[a-z0-9_]{0,9}", fullmatch=True)}
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "hours": st.integers(1, 999),
            "counting": st.sampled_from(["calendar", "working"]),
            "rounds": st.integers(1, 9),
            "fields": st.lists(line, max_size=3),
        },
    )


def _opinion(agency: str) -> st.SearchStrategy[dict[str, Any]]:
    limit = {"value": st.integers(1, 999), "unit": st.sampled_from(["working_hour", "working_day"])}
    question = st.lists(_NAME, min_size=1, max_size=3).map("\n".join)
    silence = st.sampled_from(["agreed", "ask_again", "blocks"])
    return st.fixed_dictionaries(
        {"agency": st.just(agency), "question": question, "limit": st.fixed_dictionaries(limit), "silence": silence}
    )


@how(max_examples=60, deadline=None)
@given(processes())
def test_any_process_comes_back_the_same(process: dict[str, Any]) -> None:
    check_process(process)
    data = write_bpmn(process)
    assert read_bpmn(data) == process
    assert json.loads(json.dumps(process, ensure_ascii=False)) == process
    BpmnValidator().validate(etree.fromstring(data), "x")


@how(max_examples=60, deadline=None)
@given(processes())
def test_in_any_picture_no_two_boxes_overlap_and_all_stand_inside(process: dict[str, Any]) -> None:
    picture = draw(process["steps"])
    for number, one in enumerate(picture.boxes):
        assert one.x >= 0
        assert one.x + 168 <= picture.width
        assert 0 <= one.y <= picture.height - 84
        for other in picture.boxes[number + 1 :]:
            assert abs(one.x - other.x) >= 168 or abs(one.y - other.y) >= 84
    for arrow in picture.arrows:
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in arrow.points)
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in zip(arrow.points, arrow.points[1:], strict=False))  # fmt: skip


def test_a_step_dragged_to_another_lane_gets_that_post() -> None:
    data = write_bpmn(FOOD).decode()
    ref = "<bpmn:flowNodeRef>step_check</bpmn:flowNodeRef>"
    lane = "<bpmn:flowNodeRef>step_sign</bpmn:flowNodeRef>"
    moved = data.replace(ref, "").replace(lane, lane + ref)
    check = next(step for step in read_bpmn(moved.encode())["steps"] if step["code"] == "check")
    assert (check["role"], check["unit"]) == ("leader", "decider")


def test_a_way_back_taken_out_of_the_drawing_is_gone_and_another_is_taken_over() -> None:
    data = write_bpmn(FOOD).decode()
    back = '<bpmn:sequenceFlow id="back_step_sign" sourceRef="gate_sign" targetRef="step_check"'
    assert back in data
    redrawn = data.replace(back, back.replace('"step_check"', '"step_appraise"'))
    sign = next(step for step in read_bpmn(redrawn.encode())["steps"] if step["code"] == "sign")
    assert sign["back"] == "appraise"
    start = data.index(back)
    end = data.index("</bpmn:sequenceFlow>", start) + len("</bpmn:sequenceFlow>")
    sign = next(step for step in read_bpmn((data[:start] + data[end:]).encode())["steps"] if step["code"] == "sign")
    assert sign["back"] == ""


def _with(element: str) -> bytes:
    return write_bpmn(BIRTH).decode().replace("</bpmn:process>", f"{element}</bpmn:process>").encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_with('<bpmn:scriptTask id="x" name="Tính phí"/>'), "“Tính phí” (bước chạy mã lệnh)"),
        (_with('<bpmn:boundaryEvent id="hen" name="Quá giờ" attachedToRef="step_appraise"/>'), "“Quá giờ” (sự kiện"),
        (_with('<bpmn:callActivity id="goi"/>'), "“goi” (bước gọi quy trình khác)"),
        (_with('<bpmn:parallelGateway id="g" name="Chia việc"/>'), "“Chia việc” (cổng song song)"),
        (_with('<bpmn:exclusiveGateway id="g" name="Rẽ"/>'), "“Rẽ” (cổng rẽ nhánh)"),
        (_with('<bpmn:userTask id="le" name="Bước lẻ"/>'), "“Bước lẻ”"),
        (_with('<bpmn:subProcess id="s" name="Con"/>'), "“Con” (quy trình con)"),
        (write_bpmn(BIRTH).replace(b"nk:step", b"nk:other"), "chưa có loại bước, người làm và số giờ"),
        (write_bpmn(BIRTH).replace(b' hours="1"', b' hours="one"'), "phải là số nguyên"),
        (write_bpmn(BIRTH).replace(b'<bpmn:startEvent id="start">', b'<bpmn:startEvent id="start"><bpmn:timerEventDefinition id="t"/>'), "điểm bắt đầu"),
        (write_bpmn(BIRTH).replace(b'targetRef="end"', b'targetRef="step_confirm"'), "đi thành vòng"),
        (b"<x/>", "không phải BPMN"),
        (b"<definitions", "không đọc được"),
        (b"\xff\xfe\x00", "không đọc được"),
        (b"x" * 2_000_001, "lớn quá"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused_by_name(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=re.escape(sentence)):
        read_bpmn(data)


def test_no_entity_is_expanded_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    for doctype in (bomb, '<!DOCTYPE x SYSTEM "file:///etc/passwd">'):
        for encoding in ("utf-8", "utf-16"):
            body = write_bpmn(BIRTH).decode().split("?>", 1)[1]
            data = (f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}').encode(encoding)
            with pytest.raises(BadFile, match="DTD"):
                read_bpmn(data)


@how(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 4_000), st.integers(0, 300))
def test_a_damaged_file_is_refused_with_a_sentence_or_read(junk: bytes, at: int, gone: int) -> None:
    data = write_bpmn(BIRTH)
    with suppress(BadFile):  # and nothing else
        check_process(read_bpmn(data[:at] + junk + data[at + gone :]))

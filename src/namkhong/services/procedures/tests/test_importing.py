"""Taking files of procedures."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from namkhong.foundation.audit import queries as audit
from namkhong.kernel.worktime import LimitUnit, parse_limit
from namkhong.services.procedures import actions, plain, queries
from namkhong.services.procedures.actions.desks import limit_hours
from namkhong.services.procedures.errors import BadFile, NoSuchProcedure
from namkhong.services.procedures.models import Procedure, ProcedureVersion
from namkhong.services.procedures.tests.factories import KEEPER, NOW, TODAY, load, row
from namkhong.services.procedures.types import RowStatus

pytestmark = pytest.mark.django_db


def take(*rows: Any, days: int = 0, **more: Any) -> list[tuple[str, str]]:
    report = actions.import_procedures({"procedures": list(rows), **more}, actor=KEEPER, now=NOW + timedelta(days=days))
    return [(item.status.value, item.sentence) for item in report.rows]


@pytest.mark.usefixtures("catalogue")
def test_the_second_time_nothing_changes_and_the_file_without_our_keys_changes_nothing_either() -> None:
    assert load().count(RowStatus.UNCHANGED) == 62
    bare = json.loads((settings.FACTS / "procedures.json").read_text("utf-8"))
    for given in bare["procedures"]:
        for key in ("front_door", "offering", "question", "form_key", "process_key", "partial_reason", "limit_note"):
            given.pop(key, None)
    bare.pop("valid_from")
    report = actions.import_procedures(bare, actor=KEEPER, now=NOW)
    assert [(item.code, item.sentence) for item in report.rows if item.status is not RowStatus.UNCHANGED] == []


@pytest.mark.usefixtures("catalogue")
def test_a_changed_row_becomes_a_new_version_from_today_and_the_old_one_is_not_edited() -> None:
    data = json.loads((settings.FACTS / "procedures.json").read_text("utf-8"))
    given = next(item for item in data["procedures"] if item["code"] == "1.004873")
    old = queries.in_force("1.004873", TODAY)
    given["time_limit"]["value"] = 2
    report = actions.import_procedures({"procedures": [given]}, actor=KEEPER, now=NOW)
    assert report.rows[0].status is RowStatus.UPDATED
    new = queries.in_force("1.004873", TODAY)
    assert (new.number, new.limit.value) == (2, 2)
    assert queries.in_force("1.004873", TODAY - timedelta(days=1)).id == old.id
    assert queries.version(old.id).limit.value == 3
    assert queries.version(old.id).valid_to == TODAY
    assert new.question == old.question


def test_a_second_change_on_the_same_day_holds_from_tomorrow_and_a_third_replaces_it() -> None:
    assert take(row())[0][0] == "created"
    assert take(row(fee_vnd=9000))[0][0] == "updated"
    assert take(row(fee_vnd=9500))[0][0] == "updated"
    assert queries.in_force("1.999999", TODAY).fees[0].amount == 8000
    assert queries.in_force("1.999999", TODAY + timedelta(days=1)).fees[0].amount == 9500
    assert ProcedureVersion.objects.filter(procedure__code="1.999999").count() == 2


@pytest.mark.usefixtures("catalogue")
def test_a_paper_that_not_everybody_has_is_required_of_nobody_and_the_controller_reads_why() -> None:
    again = queries.in_force("1.004884", TODAY)
    paper = next(item for item in again.components if item.name.startswith("Bản sao hồ sơ, giấy tờ"))
    assert (paper.required, paper.condition) == (False, "nếu có")
    (why,) = [line for line in again.to_be_confirmed if "không buộc nộp" in line]
    assert "(nếu có)" in why
    assert "số 1" in why
    for code in Procedure.objects.values_list("code", flat=True):
        for item in queries.in_force(code, TODAY).components:
            assert not (item.required and item.condition), (code, item.name, item.condition)


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("Bản sao hồ sơ, giấy tờ có thông tin khai sinh (nếu có)", True),
        ("Biên bản về việc trẻ bị bỏ rơi (trường hợp bỏ rơi)", True),
        ("Đối với trường hợp bỏ rơi: biên bản", True),
        ("Trường hợp ủy quyền: văn bản ủy quyền", True),
        ("Giấy tờ chứng minh, nếu có", True),
        ("Văn bản xác nhận (mang thai hộ)", True),
        ("Bản chính (trừ trường hợp đã số hóa) của giấy phép", True),
        ("Tờ khai (áp dụng cho mọi trường hợp)", False),
        ("Tờ khai (bao gồm cả trường hợp đăng ký lại)", False),
        ("Giấy chứng sinh", False),
        ("Đơn đề nghị của đối tượng bảo trợ", False),
        ("Hồ sơ thiết kế (02 bộ)", False),
    ],
)
def test_the_name_of_a_paper_says_whether_everybody_needs_it(name: str, some: bool) -> None:
    assert plain.for_some(name) is some


def test_another_reading_of_the_names_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    given = row(components=[{"name": "Giấy tờ cũ (nếu có)", "required": True}, {"name": "Tờ khai", "is_form": True}])
    assert take(given)[0][0] == "created"
    assert take(given)[0][0] == "unchanged"
    monkeypatch.setattr(plain, "RULE", plain.RULE + 1)
    assert take(given)[0][0] == "updated"
    assert take(row(components=[{"name": "Tờ khai", "is_form": True}]))[0][0] == "updated"


@pytest.mark.usefixtures("catalogue")
def test_the_limits_are_read_as_the_source_says_them() -> None:
    shown = {
        code: str(queries.in_force(code, TODAY).limit) for code in ("1.001193", "2.000635", "1.004873", "1.013225")
    }
    assert shown == {
        "1.001193": "same_day 15:00",
        "2.000635": "same_day 15:00",
        "1.004873": "3 working_day",
        "1.013225": "15 day",
    }
    birth = queries.in_force("1.001193", TODAY)
    assert any("15 giờ" in sentence for sentence in birth.to_be_confirmed)
    assert "3 ngày làm việc" in birth.limit_note


@pytest.mark.usefixtures("catalogue")
def test_nothing_the_source_doubts_reaches_citizens() -> None:
    for procedure in Procedure.objects.values_list("code", flat=True):
        card = queries.in_force(procedure, TODAY)
        public = " ".join(
            [
                card.name, card.question, card.limit_note, card.note, card.result_name, card.partial_reason,
                *(f"{fee.name} {fee.note} {fee.exemptions}" for fee in card.fees),
                *(f"{item.name} {item.condition} {item.obtainable_from}" for item in card.components),
            ]
        )  # fmt: skip
        for mark in ("memory", "nguồn", "repo", "Cổng hiển thị", "HĐND", "CSDL", "UBND"):
            assert mark not in public, (procedure, mark, public)
        assert "memory" not in " ".join(card.to_be_confirmed)


@pytest.mark.usefixtures("catalogue")
def test_every_shipped_procedure_with_a_limit_has_a_process_whose_hours_fit() -> None:
    for code in Procedure.objects.values_list("code", flat=True):
        card = queries.in_force(code, TODAY)
        if card.stated_limit is None or card.front_door == "ministry":
            continue
        process = queries.process(card.process_key, TODAY)
        hours = limit_hours(card.limit)
        assert process.hours <= hours, code
        if card.limit.unit is not LimitUnit.DAY:
            assert process.hours == hours, code
        kinds = [step.kind for step in process.steps]
        assert (kinds[0], kinds[-1]) == ("receive", "hand_over")


@pytest.mark.usefixtures("catalogue")
def test_the_short_commune_process_of_marital_status() -> None:
    card = queries.in_force("1.004873", TODAY)
    process = queries.process(card.process_key, TODAY)
    assert [(step.role.value, step.unit, step.kind) for step in process.steps] == [
        ("counter", "receiver", "receive"),
        ("specialist", "office", "work"),
        ("leader", "decider", "decide"),
        ("counter", "receiver", "hand_over"),
    ]
    assert process.hours == 24
    assert queries.process_version(process.version_id) == process
    first = process.steps[0].code
    following = process.after(first)
    assert following is not None
    assert process.before(following.code) == process.steps[0]
    assert process.after(process.steps[-1].code) is None


WRONG: list[tuple[Any, str]] = [
    ("chữ", "không phải là một thủ tục"),
    (None, "không phải là một thủ tục"),
    (row(code=""), "không đúng dạng"),
    (row(code="1.12"), "không đúng dạng"),
    ({**row(), "code": 1.004873}, "phải là chữ"),
    (row(name=""), "chưa có tên"),
    (row(name="x" * 2000), "dài quá"),
    (row(field=None), "chưa có lĩnh vực"),
    (row(level=["Cấp phường"]), "Không rõ cấp"),
    (row(level="Cấp xã"), "phải là một danh sách"),
    (row(level=["Cấp bộ"]), "không ghi cấp tỉnh hay cấp xã"),
    (row(online_level="toàn phần"), "mức độ trực tuyến"),
    (row(time_limit="3 ngày"), "time_limit"),
    (row(time_limit={"value": -3, "unit": "working_day"}), "không âm"),
    (row(time_limit={"value": 0, "unit": "working_day"}), "từ 1 trở lên"),
    (row(time_limit={"value": 3, "unit": "tháng"}), "đơn vị"),
    (row(limit="3 tuần"), "Thời hạn"),
    (row(fee_vnd=-1), "không âm"),
    (row(fee_vnd="8.000"), "không âm"),
    (row(fee_vnd=True), "không âm"),
    (row(components=[{"originals": 1}]), "chưa có tên"),
    (row(components=["Tờ khai"]), "danh sách"),
    (row(components=[{"name": "x", "required": "có"}]), "có hoặc không"),
    (row(front_door={"kind": "national"}), "https://"),
    (row(front_door={"kind": "khác"}), "Cửa nộp"),
    (row(offering=[{"agency": "Sở Không Có"}]), "Không có cơ quan"),
    (row(supplement_policy="x"), "bổ sung"),
    (row(valid_from="mai"), "2026-11-23"),
]


def test_malformed_rows_are_refused_with_a_sentence_and_the_others_go_on() -> None:
    good_before, good_after = row("1.000001"), row("1.000002")
    report = actions.import_procedures(
        {"procedures": [good_before, *(copy.deepcopy(wrong) for wrong, _why in WRONG), good_after]},
        actor=KEEPER,
        now=NOW,
    )
    assert [item.row for item in report.rows] == list(range(1, len(WRONG) + 3))
    assert report.rows[0].status is report.rows[-1].status is RowStatus.CREATED
    for item, (_given, why) in zip(report.rows[1:-1], WRONG, strict=True):
        assert item.status is RowStatus.REFUSED, why
        assert why.lower() in item.sentence.lower(), (why, item.sentence)
        assert item.sentence.endswith(".")
    assert Procedure.objects.filter(code__in=["1.000001", "1.000002"]).count() == 2
    assert not Procedure.objects.filter(code="1.999999").exists()


def test_a_code_twice_in_one_file_is_taken_once_and_the_second_is_said() -> None:
    assert [status for status, _sentence in take(row(), row(fee_vnd=1))] == ["created", "refused"]


def test_a_row_with_gaps_is_taken_and_the_gaps_are_named() -> None:
    report = actions.import_procedures(
        [{"code": "1.999999", "name": "Thủ tục thiếu", "field": "Hộ tịch", "level": ["Cấp xã"]}], actor=KEEPER, now=NOW
    )
    assert report.rows[0].status is RowStatus.CREATED
    assert {"thời hạn giải quyết", "mức phí, lệ phí", "thành phần hồ sơ", "mức độ trực tuyến", "căn cứ pháp lý"} <= set(
        report.rows[0].missing
    )
    assert queries.in_force("1.999999", TODAY).stated_limit is None
    assert not queries.in_force("1.999999", TODAY).can_be_filed_here


@pytest.mark.parametrize("data", [None, 1, "x", {}, {"procedures": 5}, {"procedures": [], "valid_from": "mai"}])
def test_what_is_no_list_of_procedures_is_refused_as_a_file(data: Any) -> None:
    with pytest.raises(BadFile):
        actions.import_procedures(data, actor=KEEPER, now=NOW)


def test_what_a_database_cannot_keep_is_taken_out() -> None:
    assert take(row(name="Thủ\u0000 tục \ud800thử", note="a\u0000b"))[0][0] == "created"
    assert queries.in_force("1.999999", TODAY).name == "Thủ tục thử"


def test_a_file_may_say_since_when() -> None:
    take(row(), valid_from="2025-07-01")
    with pytest.raises(NoSuchProcedure):
        queries.in_force("1.999999", date.fromisoformat("2025-06-30"))
    assert queries.in_force("1.999999", date.fromisoformat("2025-07-01")).number == 1


def test_limits_hold_working_hours() -> None:
    shown = {
        written: limit_hours(parse_limit(written))
        for written in ("3 working_day", "8 working_hour", "15 day", "same_day")
    }
    assert shown == {"3 working_day": 24, "8 working_hour": 8, "15 day": 80, "same_day": 8}


def test_the_import_is_recorded() -> None:
    take(row())
    entry = audit.entries_of(("procedures.catalogue", "all"))[0]
    assert (entry.action, entry.detail["created"], entry.actor_label) == ("procedures.imported", 1, KEEPER.label)

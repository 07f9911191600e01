"""Tables, what is required only sometimes, and addresses of the past."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.services.eforms import actions, checking, layout, queries, rendering
from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.tests.factories import NOW, TODAY, form_file, owner, posted, spec

pytestmark = pytest.mark.django_db
CHILDREN: dict[str, Any] = {
    "name": "children",
    "kind": "table",
    "label": "Các con",
    "min_rows": 1,
    "max_rows": 3,
    "columns": [
        {"name": "name", "kind": "text", "label": "Họ tên", "max_length": 40},
        {"name": "born", "kind": "date", "label": "Ngày sinh", "maximum": "today"},
        {"name": "sum", "kind": "money", "label": "Trợ cấp", "required": False},
    ],
}


def row(number: int, name: str = "Lò Văn Tủa", year: str = "2020", **more: str) -> dict[str, str]:
    """A row as a browser posts it."""
    key = f"children-{number}"
    born = {f"{key}-born-day": "3", f"{key}-born-month": "4", f"{key}-born-year": year}
    return {f"{key}-name": name, **born, **{f"{key}-{part}": value for part, value in more.items()}}


def saved(form: Any, values: dict[str, str], answers: Any = None, who: int = 0) -> Any:
    """One page, saved."""
    return actions.save_step(
        answers_id=answers,
        form_id=form.id,
        section="mot",
        posted=posted(values),
        owner_account_id=who or owner(),
        now=NOW,
    )


def test_rows_are_read_in_order_and_empty_ones_left_out() -> None:
    form = spec(CHILDREN)
    blank = dict.fromkeys(row(1), "")
    kept = saved(form, {**row(0, sum="1.200.000"), **blank, **row(2, "Lò Thị Mai")})
    assert not kept.errors
    assert kept.data["children"] == [
        {"name": "Lò Văn Tủa", "born": "2020-04-03", "sum": 1_200_000},
        {"name": "Lò Thị Mai", "born": "2020-04-03"},
    ]
    said = queries.summary(form, kept.data)[0].rows[0].value
    assert said == "1) Lò Văn Tủa, 03/04/2020, 1.200.000 đồng; 2) Lò Thị Mai, 03/04/2020"


def test_what_is_wrong_in_a_row_names_the_row_and_stands_at_the_cell() -> None:
    kept = saved(spec(CHILDREN), {**row(0), **row(1, "", year="2030")})
    assert list(kept.errors) == ["children-1-name", "children-1-born"]
    assert kept.errors["children-1-name"] == "Xin điền “Các con, dòng 2: họ tên”."
    assert "không được sau" in kept.errors["children-1-born"]


def test_too_few_and_too_many_rows_are_told() -> None:
    form = spec(CHILDREN)
    assert "ít nhất 1 dòng" in saved(form, dict.fromkeys(row(0), "")).errors["children"]
    many = {name: value for number in range(4) for name, value in row(number).items()}
    assert "nhiều nhất 3 dòng" in saved(form, many, who=owner("hai")).errors["children"]


def test_a_row_is_taken_out_by_its_button() -> None:
    kept = saved(spec(CHILDREN), {**row(0, "Một"), **row(1, "Hai"), "_bo-hang": "children-0"})
    assert [item["name"] for item in kept.data["children"]] == ["Hai"]


def test_the_page_offers_one_row_more_until_there_are_enough() -> None:
    form = spec(CHILDREN)
    section = form.sections[0]
    data = {"children": [{"name": "Một", "born": "2020-04-03"}]}
    page = rendering.section_html(form, section, data, {}, {}, one_more="children")
    assert "children-1-name" in page
    assert "Thêm dòng" in page
    assert 'value="Một"' in page
    full = {"children": data["children"] * 3}
    assert "Thêm dòng" not in rendering.section_html(form, section, full, {}, {}, one_more="children")


WHY: tuple[dict[str, Any], ...] = (
    {"name": "late", "kind": "yes_no", "label": "Đăng ký quá hạn?"},
    {"name": "why", "kind": "text", "label": "Lý do", "required": False, "required_if": {"late": [True]}},
)


@pytest.mark.parametrize(("late", "why", "wrong"), [("yes", "", True), ("yes", "Ở xa", False), ("no", "", False)])
def test_required_only_when_the_condition_holds(late: str, why: str, wrong: bool) -> None:
    assert ("why" in saved(spec(*WHY), {"late": late, "why": why}).errors) is wrong


def test_an_address_of_the_past_keeps_its_district() -> None:
    form = spec({"name": "before", "kind": "past_address", "label": "Nơi ở cũ", "optional_parts": ["detail"]})
    typed = {"before-province": "Điện Biên", "before-district": "huyện Mường Chà", "before-commune": "xã Ma Thì Hồ"}
    kept = saved(form, {**typed, "before-detail": ""})
    assert not kept.errors
    assert "xã Ma Thì Hồ, huyện Mường Chà, Điện Biên" in queries.summary(form, kept.data)[0].rows[0].value
    assert saved(form, {**typed, "before-district": ""}, who=owner("ba")).errors == {
        "before-district": "Xin điền “Nơi ở cũ: Huyện, quận, thị xã”."
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {**CHILDREN, "columns": []},
        {**CHILDREN, "min_rows": 5},
        {**CHILDREN, "columns": [CHILDREN["columns"][0]] * 2},
        {**CHILDREN, "columns": [{"name": "x", "kind": "person", "label": "x"}]},
        {"name": "x", "kind": "text", "label": "x", "required_if": {"never_asked": [True]}},
    ],
)
def test_a_form_file_with_a_bad_table_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadForm):
        layout.check_file(form_file(wrong))


@given(
    st.dictionaries(
        st.sampled_from([*row(0), *row(1), "children", "children-999-name", "_bo-hang"]), st.text(max_size=30)
    )
)
def test_anything_posted_is_kept_or_told_and_never_a_crash(values: dict[str, str]) -> None:
    from namkhong.services.eforms import reading

    table = layout.sections([{"code": "mot", "title": "x", "fields": [CHILDREN]}])[0].fields[0]
    read = reading.read(table, posted(values))
    assert read is reading.ABSENT or read is None or all(isinstance(item, dict) for item in read)


def test_no_spec_has_columns_without_a_table() -> None:
    assert checking.errors(spec(CHILDREN), {"children": "đâu phải bảng"}, TODAY)

"""Whatever officials do to a form in design, it stays a form that can be asked, and its file reads back the same."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from django.conf import settings as product
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.services.eforms import designing, documents, edits, finding, forms, layout, meaning, shape
from namkhong.services.eforms.documents import Document
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.shape import IN_ROWS
from namkhong.services.eforms.tests.factories import TODAY
from namkhong.services.eforms.types import Kind

FOLDER = product.FACTS / "forms"
KEYS = sorted(path.stem for path in FOLDER.glob("*.json") if not path.name.startswith("_"))

labels = st.text(min_size=1, max_size=40).map(lambda typed: " ".join(typed.split()) or "Câu hỏi").map(documents._clean)
labels = labels.map(lambda typed: typed or "Câu hỏi")
kinds = st.sampled_from(list(Kind))
steps = st.sampled_from([-1, 1])


def shipped(key: str) -> Document:
    """A form the product ships."""
    return documents.read((FOLDER / f"{key}.json").read_text("utf-8"))


def start() -> Document:
    return documents.new("thu", "Biểu mẫu thử", TODAY)


def _condition(draw: Any, document: Document, **before: str) -> dict[str, Any]:
    asked = forms.earlier(document, **before)
    if not asked or draw(st.booleans()):
        return {}
    one = draw(st.sampled_from(asked))
    values = meaning.answers_to(one, documents.code_lists()) or []
    return {one["name"]: draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))}


def _settings(draw: Any, document: Document, field: dict[str, Any], *, column: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(IN_ROWS) if column else kinds)
    made: dict[str, Any] = {"kind": kind.value, "label": draw(labels), "hint": draw(st.just("") | labels)}
    made["required"] = draw(st.booleans())
    if not column:
        made["show_if"] = _condition(draw, document, name=field["name"])
        made["required_if"] = _condition(draw, document, name=field["name"])
    if kind is Kind.CHOICE and draw(st.booleans()):
        made["choices"] = draw(st.sampled_from(["gender", "receive_by"]) | st.just([["a", "Loại A"], ["b", "Loại B"]]))
    if kind is Kind.NUMBER:
        made |= {"minimum": draw(st.none() | st.integers(-5, 5)), "maximum": draw(st.none() | st.integers(-5, 5))}
    if kind is Kind.TABLE:
        made |= {"min_rows": draw(st.integers(0, 30)), "max_rows": draw(st.none() | st.integers(1, 30))}
    return made


@st.composite
def _edit(draw: Any, document: Document) -> Edit:
    codes = [item["code"] for item in document["sections"]]
    names = [field["name"] for field in finding.questions(document)]
    code, name = draw(st.sampled_from(codes)), draw(st.sampled_from(names))
    fields, place = finding.question_at(document, name)
    columns = [column["name"] for column in fields[place].get("columns", ())]
    column = draw(st.sampled_from(["", *columns]))
    items, at = finding.column_at(document, name, column)
    made: Edit = draw(
        st.sampled_from(
            [
                edits.EditHead(draw(labels), (draw(labels),), ()),
                edits.AddSection(draw(labels), draw(labels), draw(kinds), code),
                edits.EditSection(code, draw(labels), draw(labels), _condition(draw, document, section=code)),
                edits.MoveSection(code, draw(steps)),
                edits.JoinSection(code),
                edits.RemoveSection(code),
                edits.AddQuestion(code, draw(labels), draw(kinds), name),
                edits.EditQuestion(name, _settings(draw, document, items[at], column=bool(column)), column),
                edits.MoveQuestion(name, draw(steps), column),
                edits.SendQuestion(name, code),
                edits.CopyQuestion(name),
                edits.RemoveQuestion(name, column),
                edits.AddColumn(name, draw(labels), draw(st.sampled_from(IN_ROWS))),
            ]
        )
    )
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_run_of_edits_leaves_a_form_the_checker_accepts_and_its_file_reads_back_the_same(
    data: st.DataObject,
) -> None:
    document = shipped("2.000635") if data.draw(st.booleans()) else start()
    for _number in range(data.draw(st.integers(1, 12))):
        before = copy.deepcopy(document)
        try:
            edited = designing.apply(document, data.draw(_edit(document))).document
        except BadForm:
            assert document == before, "a refused edit changes nothing"
            continue
        assert document == before, "an edit leaves the form it was given"
        document = edited
        assert documents.faults(document) == []
        spec = documents.spec_of(document)
        layout.validator(dict(spec.schema))
        assert documents.read(documents.written(document)) == document
        kept = json.loads(json.dumps(document, sort_keys=True))  # as the database gives it back
        assert documents.written(kept) == documents.written(document)


@pytest.mark.parametrize("title", ["Giấy tờ", "Kiểm tra", "Bỏ"])
def test_a_page_is_never_put_at_the_address_of_another_page_of_the_dossier(title: str) -> None:
    document = designing.apply(start(), edits.AddSection(title, "Tên giấy tờ", Kind.TEXT)).document
    assert document["sections"][-1]["code"] not in shape.RESERVED_PAGES
    document["sections"][-1]["code"] = finding.slug(title, "-", 50)
    assert [fault.path for fault in documents.faults(document)] == [("sections", 2, "code")]


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_form_reads_back_the_same(key: str) -> None:
    given = (FOLDER / f"{key}.json").read_text("utf-8")
    assert documents.read(documents.written(documents.read(given))) == json.loads(given)


def posted_of(field: dict[str, Any]) -> QueryDict:
    """What a browser sends when the page of a question is saved untouched."""
    posted = QueryDict(mutable=True)
    for name, value in forms.values_of(field).items():
        if isinstance(value, list):
            posted.setlist(name, value)
        elif value is not False:
            posted[name] = "1" if value is True else value
    for key in forms.CONDITIONS:
        for name, wanted in field.get(key, {}).items():
            posted.appendlist(f"{key}-of", name)
            posted.setlist(f"{key}-{name}", [forms.as_posted(value) for value in wanted])
    return posted


@pytest.mark.parametrize("key", KEYS)
def test_saving_the_page_of_a_question_untouched_changes_nothing(key: str) -> None:
    document = shipped(key)
    for field in finding.questions(document):
        for column in (None, *field.get("columns", ())):
            one = column or field
            typed = forms.read_question(posted_of(one), one, document, column=column is not None)
            assert not typed.errors
            edit = edits.EditQuestion(field["name"], typed.settings, column["name"] if column else "")
            assert designing.apply(document, edit).document == document


def test_a_question_cannot_stand_before_the_one_its_condition_looks_at() -> None:
    document = designing.apply(start(), edits.AddQuestion("cam-doan", "Đã kết hôn chưa?", Kind.YES_NO)).document
    document = designing.apply(document, edits.AddQuestion("cam-doan", "Tên vợ hoặc chồng", Kind.TEXT)).document
    name = "da_ket_hon_chua"
    settings_ = {"kind": "text", "label": "Tên vợ hoặc chồng", "show_if": {name: [True]}}
    document = designing.apply(document, edits.EditQuestion("ten_vo_hoac_chong", settings_)).document
    with pytest.raises(BadForm, match=r"Tên vợ hoặc chồng.*Đã kết hôn chưa"):
        designing.apply(document, edits.MoveQuestion("ten_vo_hoac_chong", -1))
    with pytest.raises(BadForm, match="Tên vợ hoặc chồng"):
        designing.apply(document, edits.RemoveQuestion(name))
    with pytest.raises(BadForm, match="không có"):
        designing.apply(document, edits.EditQuestion(name, {"kind": "choice", "label": "Đã kết hôn chưa?"}))


def test_answers_keep_their_codes_when_their_words_change() -> None:
    document = designing.apply(start(), edits.AddQuestion("cam-doan", "Loại giấy", Kind.CHOICE)).document
    field = finding.questions(document)[-1]
    posted = posted_of(field)
    posted["choices"] = "co | Có rồi\nkhong | Chưa có\nĐã mất"
    typed = forms.read_question(posted, field, document)
    assert typed.settings["choices"] == [["co", "Có rồi"], ["khong", "Chưa có"], ["da_mat", "Đã mất"]]


def test_days_are_typed_as_people_write_them() -> None:
    document = designing.apply(start(), edits.AddQuestion("cam-doan", "Ngày cấp", Kind.DATE)).document
    field = finding.questions(document)[-1]
    posted = posted_of(field)
    posted["minimum"], posted["maximum"] = "1/7/2025", "Hôm nay"
    typed = forms.read_question(posted, field, document)
    assert (typed.settings["minimum"], typed.settings["maximum"]) == ("2025-07-01", "today")
    posted["minimum"] = "31/2/2025"
    assert "minimum" in forms.read_question(posted, field, document).errors


FILE = """{
 "key": "thu",
 "title": "Thử",
 "valid_from": "2026-01-01",
 "sections": [
  {"code": "a", "title": "Phần A",
   "fields": [
    {"name": "ten", "kind": "text", "label": "Họ tên",
     "max_length": 50}
   ]}
 ]
}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"kind": "text",', '"kind": "txt",', r"Dòng 8: .*“Họ tên”.*một trong: text"),
        ('"max_length"', '"max_lenght"', r"Dòng 8: .*“max_lenght”"),
        ('"max_length": 50', '"max_length": "50"', r"Dòng 9: .*phải là số nguyên"),
        ('"title": "Phần A",', '"title": "Phần A"', r"Dòng 7, cột 4: không đọc được"),
        ('"max_length": 50', '"pattern": "[("', r"Dòng 9: Mẫu chữ của câu hỏi “Họ tên”"),
        ('"max_length": 50', '"show_if": {"tuoi": [true]}', r"Dòng 9: .*“tuoi”"),
        ('"max_length": 50', '"kind": "text"', r"“kind” hai lần"),
        ('"max_length": 50', '"max_length": NaN', "NaN"),
        ('"2026-01-01"', '"2026-13-01"', "Dòng 4"),
        ('"title": "Thử"', '"title": 1e999', "inf"),
    ],
)
def test_a_bad_file_says_on_which_line_and_in_which_question(old: str, new: str, said: str) -> None:
    assert documents.read(FILE)["key"] == "thu"
    with pytest.raises(BadForm) as caught:
        documents.read(FILE.replace(old, new))
    lines = caught.value.fields["json"]
    assert isinstance(lines, list)
    assert any(re.search(said, line) for line in lines), lines


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_read_or_refused_with_sentences(given_text: str) -> None:
    with pytest.raises(BadForm) as caught:
        documents.read(given_text)
    assert caught.value.fields["json"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda deep: st.lists(deep, max_size=3) | st.dictionaries(st.text(max_size=4), deep, max_size=3),
        max_leaves=12,
    )
)
def test_every_place_of_a_file_is_on_its_line(data: Any) -> None:
    lines = documents.lines_of(json.dumps(data, indent=1, ensure_ascii=False))

    def places(here: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        pairs = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        return [path, *(place for key, value in pairs for place in places(value, (*path, key)))]

    assert set(lines) == set(places(data, ()))
    ordered = [lines[path] for path in places(data, ())]
    assert ordered == sorted(ordered)

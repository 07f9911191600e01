"""What is different between two versions is said in words, question by question."""

from __future__ import annotations

import random

from namkhong.services.eforms import designing, differences, edits
from namkhong.services.eforms.differences import Difference, Mark
from namkhong.services.eforms.documents import Document
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.tests.test_designing import shipped
from namkhong.services.eforms.types import Kind


def _after(document: Document, *given: Edit) -> Document:
    for edit in given:
        document = designing.apply(document, edit).document
    return document


def _touched(before: Document, after: Document) -> dict[str, Difference]:
    found = differences.between(before, after)
    return {field.label: field for page in found.pages for field in page.fields if not field.same}


def test_the_same_form_is_no_different() -> None:
    assert differences.between(shipped("1.004859"), shipped("1.004859")).none


def test_added_removed_changed_and_moved_are_told_apart() -> None:
    before = shipped("1.004859")
    after = _after(
        before,
        edits.AddQuestion("noi-dung", "Ghi chú thêm", Kind.TEXTAREA),
        edits.RemoveQuestion("record_number"),
        edits.EditQuestion("reason", {"label": "Lý do đề nghị", "required": False}),
        edits.MoveQuestion("phone", 1),
    )
    found = _touched(before, after)
    moved = {label for label, one in found.items() if one.marks == (Mark.MOVED,)}
    assert len(moved) == 1
    assert moved < {"Số điện thoại", "Thư điện tử"}, "of two that changed places one is called moved"
    assert {label: one.marks for label, one in found.items() if label not in moved} == {
        "Ghi chú thêm": (Mark.ADDED,),
        "Số đăng ký, quyển số": (Mark.REMOVED,),
        "Lý do đề nghị": (Mark.CHANGED,),
    }
    lines = [(line.aspect, line.before, line.after) for line in found["Lý do đề nghị"].lines]
    assert lines == [("Câu hỏi", "Lý do", "Lý do đề nghị"), ("Bắt buộc", "Có", "Không")]


def test_a_question_sent_to_another_page_is_moved_not_lost() -> None:
    before = shipped("1.004859")
    found = _touched(before, _after(before, edits.SendQuestion("email", "ban-sao")))
    assert found["Thư điện tử"].marks == (Mark.MOVED,)
    assert [(line.before, line.after) for line in found["Thư điện tử"].lines] == [("Người yêu cầu", "Bản sao")]


def test_conditions_choices_and_columns_are_said_in_words() -> None:
    before = shipped("1.004859")
    after = _after(
        before,
        edits.EditQuestion("minor", {"show_if": {"relationship": ["child"]}}),
        edits.EditQuestion("receive_by", {"choices": [["counter", "Tại quầy"]]}),
        edits.AddColumn("changes", "Giấy tờ chứng minh", Kind.TEXT),
        edits.RemoveQuestion("changes", "was"),
    )
    found = _touched(before, after)
    said = " ".join(line.aspect + line.before + line.after for one in found.values() for line in one.lines)
    for words in ("“Ông/Bà xin cho ai?” là “", "Tại quầy", "Cột thêm", "Giấy tờ chứng minh", "Cột bỏ", "Đang ghi là"):
        assert words in said
    assert "relationship" not in said


def test_a_page_gone_says_which_questions_went_with_it() -> None:
    before = shipped("1.004859")
    found = differences.between(before, _after(before, edits.RemoveSection("ban-sao")))
    (page,) = [page for page in found.pages if page.marks == (Mark.REMOVED,)]
    assert [field.marks for field in page.fields] == [(Mark.REMOVED,)]
    assert found.count(Mark.REMOVED) == 1


def test_the_fewest_questions_are_called_moved() -> None:
    names = [f"q{number}" for number in range(20)]
    assert differences._moved(names, names) == set()
    assert differences._moved(names, [names[-1], *names[:-1]]) == {"q19"}
    shuffled = names[:]
    random.Random(7).shuffle(shuffled)
    moved = differences._moved(names, shuffled)
    stayed = [name for name in shuffled if name not in moved]
    assert stayed == sorted(stayed, key=names.index)

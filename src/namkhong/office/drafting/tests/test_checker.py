"""The checker of layouts: a good file has nothing to mend, and each fault is told with what the decree says and what is right."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Any, Final

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.office.drafting import importing
from namkhong.office.drafting.checking import Mark, Report, check
from namkhong.office.drafting.errors import Unreadable

DAY: Final = date(2026, 11, 23)
LONG: Final = "Ủy ban nhân dân xã phê duyệt Kế hoạch chuyển đổi số năm 2027 với mục tiêu toàn bộ hồ sơ được xử lý trên môi trường điện tử."


def put(where: Any, words: str, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """A paragraph as a careful clerk makes it."""
    paragraph: Paragraph = where.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size, run.font.name, run.bold, run.italic = Pt(size), "Times New Roman", bold, italic
    return paragraph


def body(document: Opened, words: str = LONG, size: float = 14) -> Paragraph:
    """A paragraph of the body."""
    paragraph = put(document, words, size)
    style = paragraph.paragraph_format
    style.alignment, style.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Cm(1.27)
    style.space_before, style.line_spacing = Pt(6), 1.2
    return paragraph


def good() -> Opened:
    """A decision laid out as Annex I wants it."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    section.header.paragraphs[0]._p.append(field)
    head = document.add_table(rows=2, cols=2)
    left, right = head.rows[0].cells
    put(left, "ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN", 12)
    put(left, "SỞ NỘI VỤ", 12, bold=True)
    put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    put(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    left, right = head.rows[1].cells
    put(left, "Số: 15/QĐ-SNV", 13)
    put(right, "Điện Biên, ngày 05 tháng 02 năm 2026", 13, italic=True)
    put(document, "QUYẾT ĐỊNH", 14, bold=True)
    put(document, "Phê duyệt Kế hoạch chuyển đổi số năm 2027", 14, bold=True)
    body(document)
    body(document, "Điều 1. " + LONG)
    foot = document.add_table(rows=1, cols=2)
    left, right = foot.rows[0].cells
    put(left, "Nơi nhận:", 12, bold=True, italic=True)
    put(left, "- Như Điều 3;", 11)
    put(left, "- Lưu: VT, VP.", 11)
    put(right, "KT. GIÁM ĐỐC", 14, bold=True)
    put(right, "PHÓ GIÁM ĐỐC", 14, bold=True)
    put(right, "Nguyễn Đức Thắng", 14, bold=True)
    return document


def judged(document: Opened) -> Report:
    """What the checker says of it."""
    out = BytesIO()
    document.save(out)
    return check("van-ban.docx", out.getvalue(), DAY)


def change(document: Opened, words: str, **how: Any) -> None:
    """Spoil the paragraph that has these words."""
    from namkhong.office.drafting.checking.reading_docx import blocks

    for paragraph, _cell in blocks(document):
        if words in paragraph.text:
            run = paragraph.runs[0]
            for name, value in how.items():
                if name == "text":
                    run.text = value
                elif name == "size":
                    run.font.size = Pt(value)
                elif name in {"bold", "italic"}:
                    setattr(run, name, value)
                elif name == "font":
                    run.font.name = value
                else:
                    setattr(paragraph.paragraph_format, name, value)
            return
    raise AssertionError(words)


def _margin(document: Opened) -> None:
    document.sections[0].left_margin = Mm(20)


def _paper(document: Opened) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


FAULTS: Final[dict[str, tuple[Callable[[Opened], None], str, str]]] = {
    "left margin": (_margin, "Lề trái", "30"),
    "letter paper": (_paper, "Khổ giấy", "A4"),
    "another font": (lambda one: change(one, LONG, font="Arial"), "Phông chữ", "Times New Roman"),
    "small nation": (lambda one: change(one, "CỘNG HÒA", size=10), "Quốc hiệu", "12"),
    "plain motto": (lambda one: change(one, "Độc lập", bold=False), "Tiêu ngữ", "đậm"),
    "wrong motto": (lambda one: change(one, "Độc lập", text="Độc lập Tự do Hạnh phúc"), "Tiêu ngữ", "Độc lập - Tự do"),
    "single digit": (lambda one: change(one, "Số:", text="Số: 5/QĐ-SNV"), "Số, ký hiệu", "05"),
    "gap in symbol": (lambda one: change(one, "Số:", text="Số: 15/QĐ - SNV"), "Số, ký hiệu", "khoảng cách"),
    "gap at slash": (lambda one: change(one, "Số:", text="Số: 15 / QĐ-SNV"), "Số, ký hiệu", "khoảng cách"),
    "day without nought": (
        lambda one: change(one, "Điện Biên,", text="Điện Biên, ngày 5 tháng 02 năm 2026"),
        "Địa danh, ngày tháng năm",
        "số 0",
    ),
    "month without nought": (
        lambda one: change(one, "Điện Biên,", text="Điện Biên, ngày 05 tháng 2 năm 2026"),
        "Địa danh, ngày tháng năm",
        "số 0",
    ),
    "upright date": (lambda one: change(one, "Điện Biên,", italic=False), "Địa danh, ngày tháng năm", "nghiêng"),
    "small title": (lambda one: change(one, "QUYẾT ĐỊNH", size=12), "Tên loại", "14"),
    "small body": (lambda one: change(one, "Điều 1.", size=12), "Nội dung", "14"),
    "ragged": (lambda one: change(one, LONG, alignment=WD_ALIGN_PARAGRAPH.LEFT), "Dàn đều hai lề", "dàn đều"),
    "no indent": (lambda one: change(one, LONG, first_line_indent=Cm(0)), "Lùi đầu dòng", "1,27"),
    "wide lines": (lambda one: change(one, LONG, line_spacing=2.0), "Khoảng cách giữa các dòng", "1,5"),
    "no keeper": (lambda one: change(one, "- Lưu", text="- Các phòng."), "Nơi lưu", "Lưu: VT"),
    "big receivers": (lambda one: change(one, "- Như Điều", size=14), "Danh sách nơi nhận", "11"),
    "plain power": (lambda one: change(one, "KT. GIÁM", bold=False), "Quyền hạn, chức vụ người ký", "đậm"),
}


def test_a_good_file_has_nothing_to_mend() -> None:
    report = judged(good())
    assert not report.wrong, [(one.part, one.found, one.rule) for one in report.wrong]
    parts = {one.part for one in report.findings if one.mark is Mark.RIGHT}
    assert {
        "Khổ giấy", "Lề trái", "Phông chữ", "Quốc hiệu", "Tiêu ngữ", "Cơ quan chủ quản", "Cơ quan ban hành",
        "Số, ký hiệu", "Địa danh, ngày tháng năm", "Tên loại", "Trích yếu dưới tên loại", "Nội dung",
        "Quyền hạn, chức vụ người ký", "Họ tên người ký", "Từ “Nơi nhận”", "Danh sách nơi nhận", "Nơi lưu", "Số trang",
    } <= parts  # fmt: skip
    assert all(one.where and one.rule for one in report.findings)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_alone_with_what_is_right(fault: str) -> None:
    spoil, part, right = FAULTS[fault]
    document = good()
    spoil(document)
    wrong = judged(document).wrong
    assert {one.part for one in wrong} == {part}, [(one.part, one.found, one.rule) for one in wrong]
    assert right in wrong[0].right
    assert wrong[0].where


def test_what_is_missing_is_told_as_missing() -> None:
    document = Document()
    body(document)
    wrong = {one.part: one.found for one in judged(document).wrong}
    for part in ("Quốc hiệu", "Tiêu ngữ", "Cơ quan ban hành", "Số, ký hiệu", "Tên loại", "Từ “Nơi nhận”"):
        assert wrong[part] == "không tìm thấy"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"PK\x03\x04 broken", "Word"),
        ("a.pdf", b"%PDF-1.7 broken", "PDF"),
        ("a.txt", b"plain words", ".docx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check(name, data, DAY)
    assert words in str(refusal.value)


def test_a_file_that_unpacks_to_far_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 30_000_000)
    with pytest.raises(Unreadable, match="quá lớn"):
        check("bom.docx", out.getvalue(), DAY)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b""]))
def test_no_bytes_make_it_fail_otherwise(data: bytes, start: bytes) -> None:
    with suppress(Unreadable):
        check("tep", start + data, DAY)


def test_the_body_of_a_word_file_is_taken_without_its_head_and_foot() -> None:
    document = good()
    table = document.add_table(rows=2, cols=2)
    for index, cell in enumerate(one for row in table.rows for one in row.cells):
        cell.text = f"Ô {index}"
    foot = document.tables[1]._tbl
    foot.addprevious(table._tbl)
    out = BytesIO()
    document.save(out)
    lines = importing.body_of("van-ban.docx", out.getvalue()).split("\n")
    assert lines == [
        "QUYẾT ĐỊNH", "Phê duyệt Kế hoạch chuyển đổi số năm 2027", LONG, "Điều 1. " + LONG, "| Ô 0 | Ô 1 |",
        "| --- | --- |", "| Ô 2 | Ô 3 |",
    ]  # fmt: skip

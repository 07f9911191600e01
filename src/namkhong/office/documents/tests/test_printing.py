"""The books on paper: every column of the decree, every line, a cover; as a table without formulas."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from namkhong.foundation.audit import queries as audit
from namkhong.office.documents import actions
from namkhong.office.documents.errors import NoSuchBook
from namkhong.office.documents.queries import register
from namkhong.office.documents.tests import factories, filling
from namkhong.office.documents.tests.factories import NOW, TODAY, Office
from namkhong.office.documents.types import Direction

pytestmark = pytest.mark.django_db


def text(made: bytes) -> str:
    """What is printed, in one line without the marks where a word may break."""
    pages = PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def test_the_book_of_arrivals_has_its_ten_columns_its_cover_and_the_voided_line(office: Office) -> None:
    first = factories.arrived(office, note="Hỏa tốc, nhận ngoài giờ")
    second = factories.arrived(office, number="124/SNNMT-KL", type_code="", type_name="Công hàm")
    actions.void(document_id=second.id, reason="Gửi nhầm nơi", actor=office.clerk, now=NOW)
    actions.note_handed_on(document_id=first.id, on=TODAY, to_places="Phòng Kinh tế", actor=office.clerk, now=NOW)
    assert len(register.head(Direction.IN)) == len(register.head(Direction.OUT)) == 10
    made = actions.register_pdf(book_id=first.book_id, volume=1, actor=office.clerk, now=NOW)
    told = text(made)
    for words in (
        *("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm: 2026", "Quyển số: 01", "Từ ngày 23/11/2026", "Từ số 01", "đến số 02"),
        *("Số đến", "Tác giả", "Đơn vị hoặc người nhận", "123/SNNMT-KL", "20/11/2026", "Phòng Kinh tế"),
        *("Công văn: Tăng cường phòng cháy", "Số đã hủy: Gửi nhầm nơi", "Hỏa tốc, nhận ngoài giờ"),
    ):
        assert words in told, words
    assert actions.register_pdf(book_id=first.book_id, volume=1, actor=office.clerk, now=NOW) == made
    page = PdfReader(io.BytesIO(made)).pages[0].mediabox
    assert page.width > page.height
    assert audit.entries_of(("book", first.book_id))[0].action == "documents.book_printed"


def test_the_book_of_what_goes_out_has_its_ten_columns(office: Office) -> None:
    card = factories.issued(office, copies=12, keeper="Văn thư, 02 bản")
    told = text(actions.register_pdf(book_id=card.book_id, volume=1, actor=office.leader, now=NOW))
    for words in (*register.head(Direction.OUT), "01/QĐ-UBND", "Lò Văn Hặc", "Văn thư, 02 bản", "12"):
        assert words in told, words


def test_the_book_of_a_legal_type_says_so_on_its_cover(office: Office) -> None:
    card = factories.issued(office, "quyet-dinh-qppl")
    told = text(actions.register_pdf(book_id=card.book_id, volume=1, actor=office.clerk, now=NOW))
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI: QUYẾT ĐỊNH (QUY PHẠM PHÁP LUẬT)" in told
    assert "01/2026/QĐ-UBND" in told


def test_a_book_is_printed_in_volumes_of_a_thousand_lines(office: Office) -> None:
    card = factories.arrived(office)
    filling.fill(office.id, 2_001, agencies=(office.id,), years=(2026,))
    assert [(one.first, one.last) for one in register.volumes(card.book_id)] == [(1, 1000), (1001, 2000), (2001, 2001)]
    told = text(actions.register_pdf(book_id=card.book_id, volume=3, actor=office.clerk, now=NOW))
    assert "Quyển số: 03" in told
    assert "Từ số 2001" in told
    for volume in (0, 4):
        with pytest.raises(NoSuchBook):
            actions.register_pdf(book_id=card.book_id, volume=volume, actor=office.clerk, now=NOW)


def table(lines: Iterator[tuple[str, ...]]) -> list[list[str]]:
    """As a program reads it."""
    from namkhong.office.documents.views.books import _csv

    written = b"".join(_csv(lines)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written)))


def test_the_table_holds_every_line_and_no_formula(office: Office) -> None:
    card = factories.arrived(office, subject="=1+1 và @SUM(A1)", number="-7/A")
    rows = table(actions.register_lines(book_id=card.book_id, actor=office.clerk, now=NOW))
    assert rows[0] == list(register.head(Direction.IN))
    assert rows[1][3] == "'-7/A"
    assert rows[1][5] == "Công văn: =1+1 và @SUM(A1)"
    with pytest.raises(NoSuchBook):
        actions.register_lines(book_id=card.book_id, actor=office.other_clerk, now=NOW)


def test_a_long_book_is_written_in_the_memory_of_a_page(office: Office) -> None:
    card = factories.arrived(office)

    def peak(total: int) -> int:
        filling.fill(office.id, total, agencies=(office.id,), years=(2026,))
        tracemalloc.start()
        count = sum(1 for _line in actions.register_lines(book_id=card.book_id, actor=office.clerk, now=NOW))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == total + 1
        return highest

    peak(600)  # what is loaded once
    small = peak(1_200)
    assert peak(6_000) < 1.5 * small

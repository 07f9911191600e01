"""Numbers and symbols: read as authors write them, written as the decree says, the same again after both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.office.documents import symbols
from namkhong.office.documents.symbols import Symbol

WORD = st.text("ABCDĐEGHIKLMNOPQRSTUVXYƯƠabc", min_size=1, max_size=6)
NUMBER = st.integers(1, 99_999).map(lambda one: f"{one:02}")
NOTATION = st.lists(WORD, min_size=1, max_size=3).map("-".join)
YEARLY = st.tuples(st.integers(1976, 2099), NOTATION).map(lambda both: f"{both[0]}/{both[1]}")


@given(NUMBER, st.one_of(NOTATION, YEARLY))
def test_what_is_written_is_read_back_as_it_was(number: str, notation: str) -> None:
    symbol = Symbol(number, notation)
    assert symbols.parse(str(symbol)) == symbol


@given(st.text(max_size=80))
def test_reading_twice_changes_nothing_and_loses_no_letter(written: str) -> None:
    read = str(symbols.parse(written))
    assert str(symbols.parse(read)) == read or read.lower().startswith("số")
    assert len(read) <= len(written) * 3  # NFC may write one letter as several


@given(NUMBER, NOTATION)
def test_one_number_written_in_two_ways_has_one_key(number: str, notation: str) -> None:
    key = symbols.key(f"{number}/{notation}")
    assert key == symbols.key(f" Số: {number} / {notation.lower()} ")
    assert key == symbols.key(f"0{number}/{notation}")


@pytest.mark.parametrize(
    ("written", "number", "notation", "year"),
    [
        ("15/QĐ-UBND", "15", "QĐ-UBND", None),
        ("Số: 05/BNV-VP", "05", "BNV-VP", None),
        ("29/2021/QĐ-UBND", "29", "2021/QĐ-UBND", 2021),
        ("30/2020/NĐ-CP", "30", "2020/NĐ-CP", 2020),
        ("120-CV/TU", "120", "CV/TU", None),
        ("12a/TB-VP", "12a", "TB-VP", None),
        ("QĐ-UBND", "", "QĐ-UBND", None),
        ("7", "7", "", None),
        ("", "", "", None),
    ],
)
def test_numbers_as_authors_write_them(written: str, number: str, notation: str, year: int | None) -> None:
    read = symbols.parse(written)
    assert (read.number, read.notation, read.year) == (number, notation, year)


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("Sở Nội vụ", "SNV"),
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Giáo dục và Đào tạo", "SGDĐT"),
        ("Phòng Văn hóa – Xã hội", "VHXH"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "KTHTĐT"),
        ("Trung tâm Phục vụ hành chính công tỉnh", "TTPVHCC"),
        ("Ban Dân tộc tỉnh", "BDT"),
    ],
)
def test_the_symbol_of_an_agency_by_rule(name: str, symbol: str) -> None:
    assert symbols.by_rule(name, committee=False) == symbol


def test_the_notation_of_a_type_and_of_a_letter() -> None:
    assert symbols.notation("QĐ", "UBND", "KT") == "QĐ-UBND"
    assert symbols.notation("", "UBND", "KT") == "UBND-KT"

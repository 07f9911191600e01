"""Codes of the law: read where they are right, refused without a fuss where they are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.codes import DossierCode, is_personal_number, is_procedure_code, is_tax_code, parse_dossier_code

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
part = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=4)
agencies = st.lists(part, min_size=1, max_size=4).map(".".join)
codes = st.builds(
    DossierCode,
    agency=agencies,
    day=st.dates(date(2000, 1, 1), date(2068, 12, 31)),
    serial=st.text(alphabet="0123456789", min_size=4, max_size=12),
)
junk = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("H18.-0123456789")))


@given(codes)
def test_a_dossier_code_is_read_as_it_was_written(code: DossierCode) -> None:
    assert parse_dossier_code(str(code)) == code
    assert parse_dossier_code(f"  {str(code).lower()} ") == code


@given(junk)
def test_whatever_is_typed_a_dossier_code_is_read_or_refused(text: str) -> None:
    found = parse_dossier_code(text)
    assert found is None or str(found) == text.strip().upper()


@pytest.mark.parametrize("text", ["H18.35-261123-0001", "000.00.01.H18-261123-0001", "H18-261123-123456789012"])
def test_agency_codes_have_any_number_of_parts(text: str) -> None:
    assert str(parse_dossier_code(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "--", "H18", "H18-261123", "H18-261323-0001", "H18-260230-0001", "H18-261123-001",
        "H18..35-261123-0001", ".H18-261123-0001", "H18-26112-0001", "H18-٢٦١١٢٣-0001", "ﬁ8-261123-0001",
        "H18-261123-1234567890123", "H18 35-261123-0001",
    ],
)  # fmt: skip
def test_what_is_no_dossier_code_is_none(text: str) -> None:
    assert parse_dossier_code(text) is None


@pytest.mark.parametrize("text", ["1.004873", "2.000379.000.00.00.H18"])
def test_new_and_old_procedure_codes_are_known(text: str) -> None:
    assert is_procedure_code(text)


@pytest.mark.parametrize("text", ["", "1.04873", "1.004873 ", "1.004873\n", "1004873", "١.٠٠٤٨٧٣", "1.004873.000"])
def test_what_is_no_procedure_code_is_refused(text: str) -> None:
    assert not is_procedure_code(text)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_twelve_digits_are_a_personal_number(text: str) -> None:
    assert is_personal_number(text)
    assert not is_personal_number(text[:-1])
    assert not is_personal_number(f"{text}0")
    assert not is_personal_number(f"{text}\n")


@given(st.text(alphabet=st.characters(categories=["Nd"], exclude_characters="0123456789"), min_size=12, max_size=12))
def test_digits_of_other_scripts_are_no_personal_number(text: str) -> None:
    assert not is_personal_number(text)


def _check_digit(nine: str) -> int:
    return 10 - sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True)) % 11


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 9))
def test_the_tenth_digit_of_a_tax_code_proves_the_nine(nine: str, last: int) -> None:
    assert is_tax_code(f"{nine}{last}") == (last == _check_digit(nine))


@given(
    st.text(alphabet="0123456789", min_size=9, max_size=9).filter(lambda nine: _check_digit(nine) < 10),
    st.integers(0, 9),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_found(nine: str, place: int, by: int) -> None:
    right = f"{nine}{_check_digit(nine)}"
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert is_tax_code(right)
    assert is_tax_code(f"{right}-001")
    assert not is_tax_code(wrong)


@pytest.mark.parametrize("text", ["0100109106", "0100109106-012"])
def test_a_real_tax_code_is_right(text: str) -> None:
    assert is_tax_code(text)


@pytest.mark.parametrize("text", ["", "0100109107", "0100109106-01", "0100109106001", "٠١٠٠١٠٩١٠٦", "0100109106 "])
def test_what_is_no_tax_code_is_refused(text: str) -> None:
    assert not is_tax_code(text)


@given(junk)
def test_no_question_about_a_code_ever_breaks(text: str) -> None:
    assert isinstance(is_procedure_code(text) or is_personal_number(text) or is_tax_code(text), bool)

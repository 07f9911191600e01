"""The layouts of the decree: every type prints, its parts in the law's order, its sizes and margins right, its places free."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from namkhong.office.drafting.checking import Mark, check
from namkhong.office.drafting.checking.reading_pdf import read
from namkhong.office.drafting.layouts import Family, layout
from namkhong.office.drafting.tests.pages import AT, families, page, rules, words

TYPES = families()
MM = 72 / 25.4


def in_order(said: str, parts: list[str]) -> None:
    """Each part stands behind the one before."""
    at = -1
    for part in parts:
        found = said.find(part, at + 1)
        assert found > at, f"{part!r} is missing or stands too early in\n{said}"
        at = found


def test_the_decree_names_29_types_and_each_has_a_layout() -> None:
    assert len(TYPES) == 29
    assert {family.paper for _abbreviation, _name, family in TYPES} == {
        "decision", "named", "letter", "telegram", "invitation", "introduction", "minutes", "leave", "parties",
        "open_letter",
    }  # fmt: skip
    assert all(family.sample or family.to_be_confirmed for _abbreviation, _name, family in TYPES)


@pytest.mark.paper
@pytest.mark.parametrize(("abbreviation", "name", "family"), TYPES, ids=[name for _abbr, name, _family in TYPES])
def test_every_type_prints_its_parts_in_the_laws_order(
    abbreviation: str, name: str, family: Family, tmp_path: Path
) -> None:
    made = page(abbreviation, name, family)
    said = words(made.pdf, tmp_path)
    title = [] if family.paper == "letter" else [name.upper()]
    brief = ["Kế hoạch chuyển đổi số"] if family.paper not in {"leave", "introduction"} else []
    call = [family.call] if family.call else []
    in_order(said, ["ỦY BAN NHÂN DÂN", "XÃ MƯỜNG PHĂNG", "Số:", *title])
    in_order(said, ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *title, *brief])
    in_order(
        said, ["Căn cứ Luật", *call, "Điều 1.", "Điều 2. Tổ chức thực hiện", "1. Văn phòng", "a) Hướng dẫn", "Thiết bị"]
    )
    in_order(said, ["Điều 3.", "./.", "Nơi nhận:" if family.paper not in {"minutes", "parties"} else "Quàng Văn Tưởng"])
    in_order(said, ["CHỦ TỌA" if family.paper == "minutes" else "KT. CHỦ TỊCH", "Quàng Văn Tưởng"])
    assert "Lưu: VT, Văn phòng." in said
    if family.call:
        in_order(said, [name.upper(), "Kế hoạch", "ỦY BAN NHÂN DÂN XÃ MƯỜNG PHĂNG", "Căn cứ", family.call, "Điều 1."])
        assert "Như Điều 3;" in said
    if family.paper == "letter":
        in_order(said, ["V/v Kế hoạch chuyển đổi số", "Kính gửi:", "- Sở Nội vụ;", "- Sở Tư pháp.", "Căn cứ"])
        assert "- Như trên;" in said
    dated = "Mường Phăng," in said
    assert dated is (family.paper != "minutes")  # sample 1.9 has no place and date
    wanted = {"So", "NguoiKy", "KyNhay1", "KyNhay2"} | ({"Ngay"} if dated else set())
    assert wanted <= set(made.places)


@pytest.mark.paper
def test_the_page_is_a4_with_the_margins_and_sizes_of_annex_i() -> None:
    for abbreviation, name, family in TYPES[:2] + TYPES[17:18]:
        made = page(abbreviation, name, family)
        box = PdfReader(BytesIO(made.pdf)).pages[0].mediabox
        assert (round(float(box.width) / MM), round(float(box.height) / MM)) == (210, 297)
        report = check("van-ban.pdf", made.pdf, AT.date())
        assert not report.wrong, [(one.part, one.found, one.rule) for one in report.wrong]
        assert {one.mark for one in report.findings} == {Mark.RIGHT, Mark.UNKNOWN}
        lefts = [line.left for line in read(made.pdf).lines]
        assert min(lefts) >= 29.5 * MM
        sizes = {line.size for line in read(made.pdf).lines if line.size}
        assert sizes <= {11.0, 12.0, 13.0, 14.0}


@pytest.mark.paper
def test_the_free_places_lie_where_the_decree_has_them_and_nothing_is_printed_there() -> None:
    made = page(*TYPES[1])
    number, day, signer = made.places["So"], made.places["Ngay"], made.places["NguoiKy"]
    assert number.page == day.page == 0
    assert number.left < 105 * MM < day.left  # boxes 3 and 4: left and right, on one line
    assert abs(number.bottom - day.bottom) < 2
    assert signer.left > 100 * MM
    for line in read(made.pdf).lines:
        for place in (number, day, signer):
            bottom = 841.89 - line.top
            inside = (
                line.page == place.page
                and place.left + 1 < line.left < place.right
                and place.bottom < bottom < place.top
            )
            assert not inside, line.words
    assert number.width >= 65
    assert day.width >= 160


@pytest.mark.paper
def test_pages_are_numbered_from_the_second_and_each_annex_for_itself(tmp_path: Path) -> None:
    long = "\n".join(f"{number}. Nội dung thứ {number} của kế hoạch chuyển đổi số cấp xã." for number in range(1, 90))
    annex = "\n=== Phụ lục I: Danh sách\n" + long
    made = page(*TYPES[9], body=long + annex)
    numbers = []
    for one in PdfReader(BytesIO(made.pdf)).pages:
        first = next(line for line in (one.extract_text() or "").split("\n") if line.strip())
        numbers.append(first.strip() if first.strip().isdigit() else "")
    start = numbers.index("", 1)  # where the annex begins
    assert numbers[:start] == ["", *map(str, range(2, start + 1))]
    assert numbers[start:] == ["", *map(str, range(2, len(numbers) - start + 1))]
    said = words(made.pdf, tmp_path)
    in_order(said, ["Phụ lục I", "DANH SÁCH", "(Kèm theo"])


@pytest.mark.paper
def test_an_urgent_document_bears_its_stamp_and_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    made = page(*TYPES[17], urgency=3)
    assert "HỎA TỐC" in words(made.pdf, tmp_path)
    assert made.pdf == page(*TYPES[17], urgency=3).pdf
    assert b"pdfaid:part" in made.pdf


def test_words_of_a_draft_are_never_taken_as_source(tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") $x$ `code` @ref <label> *a* \\ // /* #include "common.typ" {{ }} [x] ]'
    said = words(page(*TYPES[9], body=evil).pdf, tmp_path)
    for part in ("#read(", "$x$", "`code`", "@ref", "<label>", "#include", "[x]"):
        assert part in said


def test_the_rules_of_a_day_before_the_decree_are_those_of_the_decree() -> None:
    assert layout(datetime(2010, 1, 1, tzinfo=UTC).date()) == rules()

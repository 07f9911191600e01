"""One SMS segment is one SMS segment, whatever is to be said."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from namkhong.foundation.notifications.segment import LONGEST, fits, plain, segment, weight

LINK = "https://dvc.dienbien.example.vn/ho-so/H18.35-261120-0015/"


@pytest.mark.parametrize(
    ("text", "link", "said"),
    [
        ("Đã có kết quả hồ sơ H18.35-261120-0015.", "", "Da co ket qua ho so H18.35-261120-0015."),
        ("Hẹn trả 11 giờ 30, thứ Năm 26/11", LINK, f"Hen tra 11 gio 30, thu Nam 26/11 {LINK}"),
        ("“Giấy khai sinh” – bản sao…", "", '"Giay khai sinh" - ban sao...'),
        ("Phí 12.000 ₫ 🎉", "", "Phi 12.000 d"),
        ("", LINK, LINK),
        ("", "", ""),
    ],
)
def test_as_people_read_it(text: str, link: str, said: str) -> None:
    assert segment(text, link) == said


def test_a_long_text_ends_after_a_word_and_keeps_the_link() -> None:
    said = segment("Hồ sơ của ông/bà còn thiếu giấy tờ, " * 10, LINK)
    assert said.endswith(f"... {LINK}")
    assert weight(said) <= LONGEST
    assert said.split("...")[0].split(" ")[-1] in {"Ho", "so", "cua", "ong/ba", "con", "thieu", "giay", "to"}


def test_signs_that_count_twice_are_counted_twice() -> None:
    assert weight("[a]") == 5
    assert len(segment("[" * 100)) == 78 + 3


@given(st.text(max_size=600), st.sampled_from(["", LINK, "/x", "https://x.vn/" + "a" * 140]))
@example("đ" * 400, LINK)
@example("€" * 200, "")
@example("a" * 155 + " b", "")
@example("x " * 300, LINK)
def test_every_segment_fits(text: str, link: str) -> None:
    said = segment(text, link)
    assert fits(said)
    assert said.isascii()
    if link and weight(f" {link}") <= LONGEST:
        assert said.endswith(link)
    if weight(plain(text)) + (weight(link) + 1 if link else 0) <= LONGEST:
        assert said.startswith(plain(text))

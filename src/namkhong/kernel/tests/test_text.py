"""Vietnamese text: one normal form, one search key, names in the order of the given name."""

from __future__ import annotations

import unicodedata
from itertools import pairwise, product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.text import clean, fold, given_name_key, one_line, without_accents

# Every Vietnamese vowel with its six tones: ngang, huyền, hỏi, ngã, sắc, nặng.
VOWELS: Final = {
    "a": "aàảãáạ", "ă": "ăằẳẵắặ", "â": "âầẩẫấậ", "e": "eèẻẽéẹ", "ê": "êềểễếệ", "i": "iìỉĩíị",
    "o": "oòỏõóọ", "ô": "ôồổỗốộ", "ơ": "ơờởỡớợ", "u": "uùủũúụ", "ư": "ưừửữứự", "y": "yỳỷỹýỵ",
}  # fmt: skip
PLAIN: Final = dict(zip("aăâeêioôơuưy", "aaaeeiooouuy", strict=True))
ONSETS: Final = ["", "b", "c", "ch", "d", "đ", "g", "gh", "kh", "ngh", "ph", "qu", "th", "tr", "x"]
CODAS: Final = ["", "c", "m", "n", "ng", "nh", "p", "t", "ch"]
SYLLABLES: Final = [
    (onset + toned + coda, onset.replace("đ", "d") + PLAIN[vowel] + coda)
    for onset, vowel, coda in product(ONSETS, VOWELS, CODAS)
    for toned in VOWELS[vowel]
]
INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200d\u200e\u202e\u2060\u2066\u206f\ufeff\ufff9\U000e0041\ud800\udfff\x00\x1f\x7f\x9f"
)

typed = st.text(alphabet=st.characters())  # halves of characters too: a program can send them
words = st.text(alphabet=st.sampled_from([*"".join(VOWELS.values()), *"bcdđghklmnpqrstvx"]), min_size=1, max_size=7)


def _says_nothing(char: str) -> bool:
    return char in INVISIBLE or (unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t")


@given(typed)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(typed)
def test_clean_text_is_composed_and_without_hidden_characters(text: str) -> None:
    for made in (clean(text), one_line(text)):
        assert unicodedata.is_normalized("NFC", made)
        assert not [char for char in made if _says_nothing(char)]
        assert made == made.strip()
        made.encode("utf-8")


@given(typed)
def test_one_line_is_one_line_with_single_blanks(text: str) -> None:
    made = one_line(text)
    assert len(made.splitlines()) <= 1
    assert "  " not in made
    assert not [char for char in made if char.isspace() and char != " "]


@pytest.mark.parametrize("char", INVISIBLE)
def test_what_cannot_be_seen_is_not_kept(char: str) -> None:
    assert clean(f"Lò{char} Thị Lan{char}") == "Lò Thị Lan"
    assert fold(f"L{char}ò Thị") == "lo thi"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_one_line_end(end: str) -> None:
    assert clean(f"dòng một{end}dòng hai") == "dòng một\ndòng hai"
    assert one_line(f"dòng một{end}dòng hai") == "dòng một dòng hai"


def test_composed_and_decomposed_names_are_the_same_name() -> None:
    for syllable, _plain in SYLLABLES:
        assert clean(unicodedata.normalize("NFD", syllable)) == syllable


def test_every_vietnamese_syllable_folds_to_plain_letters() -> None:
    assert len(SYLLABLES) > 9_000
    for syllable, plain in SYLLABLES:
        for written in (syllable, syllable.upper(), unicodedata.normalize("NFD", syllable)):
            assert fold(written) == plain


@given(typed)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("".join(VOWELS.values()) + "bcdđxz ĐẮẶ\u0301\u0323\u031b")))
def test_a_folded_vietnamese_text_is_ascii_small_letters(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text).lower() == fold(text.upper())


@pytest.mark.parametrize("name", ["Ðiện Biên", "Ɖiện Biên", "Điện Biên", "điện  biên", "DIEN BIEN", " dien bien "])
def test_every_way_to_write_dien_bien_finds_it(name: str) -> None:
    assert fold(name) == "dien bien"


def test_an_sms_keeps_its_capitals_and_loses_its_accents() -> None:
    assert without_accents("Hồ sơ H18 đã có kết quả, Đặng Thị Ánh") == "Ho so H18 da co ket qua, Dang Thi Anh"
    assert all(without_accents(syllable.capitalize()) == plain.capitalize() for syllable, plain in SYLLABLES)


def test_people_stand_in_the_order_of_their_given_names() -> None:
    people = ["Nguyễn Văn An", "Lê Thị An", "Trần Thị Ánh", "Lê Bình", "Cà Văn Dũng", "Lò Văn Đạt", "Vì Thị Ý"]
    assert sorted(people, key=given_name_key) == [
        "Lê Thị An",
        "Nguyễn Văn An",
        "Trần Thị Ánh",
        "Lê Bình",
        "Cà Văn Dũng",
        "Lò Văn Đạt",
        "Vì Thị Ý",
    ]


@pytest.mark.parametrize(
    "ordered",
    [
        ["La", "Là", "Lả", "Lã", "Lá", "Lạ"],
        ["An", "Ăn", "Ân", "Bi"],
        ["Den", "Dung", "Đen", "Đung", "Em"],
        ["Den", "Đen", "Ên"],
        ["Ho", "Hô", "Hơ", "Hu", "Hư"],
        ["Thu", "Thủ", "Thua", "Thuỷ", "Thư"],
        ["Ly", "Ma"],
    ],
)
def test_letters_come_first_and_tones_decide_between_the_same_letters(ordered: list[str]) -> None:
    keys = [given_name_key(name) for name in ordered]
    assert all(before < after for before, after in pairwise(keys))
    family = [given_name_key(f"Lò Thị {name}") for name in ordered]
    assert all(before < after for before, after in pairwise(family))


@given(st.lists(words, min_size=1, max_size=4))
def test_a_name_key_orders_alike_under_every_collation(parts: list[str]) -> None:
    key = given_name_key(" ".join(parts))
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxy ")
    assert key == given_name_key(unicodedata.normalize("NFD", " ".join(parts)).upper())
    assert key.split(" ")[0] == given_name_key(parts[-1])


@given(words, words)
def test_no_given_name_key_is_the_beginning_of_another(one: str, other: str) -> None:
    if one != other:
        assert not given_name_key(f"{one}").startswith(given_name_key(other))


@given(typed)
def test_any_name_has_a_key(text: str) -> None:
    assert set(given_name_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxy ")

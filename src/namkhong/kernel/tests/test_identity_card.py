"""The QR of an identity card: what was printed is read back; anything else is no card."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.identity_card import IdentityCard, looks_scanned, parse

DIGITS = "0123456789"
NAMES = st.lists(
    st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ", min_size=1, max_size=8).map(str.capitalize),
    min_size=1,
    max_size=5,
).map(" ".join)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
CARDS = st.builds(
    IdentityCard,
    personal_number=st.text(alphabet=DIGITS, min_size=12, max_size=12),
    full_name=NAMES,
    date_of_birth=DAYS,
    gender=st.sampled_from(["male", "female", ""]),
    address=st.lists(NAMES, max_size=4).map(", ".join),
    old_number=st.one_of(st.just(""), st.text(alphabet=DIGITS, min_size=9, max_size=9)),
    issued_on=st.one_of(st.none(), DAYS),
)
LAN = "011199000015|040123456|Lò Thị Lan|08031999|Nữ|Bản Co Cượm, Mường Phăng, Điện Biên|01072021"


@given(CARDS)
def test_what_is_printed_is_read_back(card: IdentityCard) -> None:
    assert parse(card.written()) == card


@given(CARDS, st.sampled_from(["\r\n", "\n", "\t", " ", "||", "|Lò Văn A|Cà Thị B", "\x00"]))
def test_what_scanners_and_newer_cards_add_changes_nothing(card: IdentityCard, more: str) -> None:
    assert parse(card.written() + more) == card


@given(st.text(max_size=1_500))
def test_anything_else_is_no_card_and_never_a_crash(typed: str) -> None:
    card = parse(typed)
    assert card is None or parse(card.written()) == card


@given(CARDS, st.integers(min_value=0, max_value=5))
def test_a_card_cut_short_is_refused(card: IdentityCard, kept: int) -> None:
    assert parse("|".join(card.written().split("|")[: kept + 1])) is None


@pytest.mark.parametrize(
    "wrong",
    [
        LAN.replace("011199000015", "01119900001"),
        LAN.replace("08031999", "31021999"),
        LAN.replace("08031999", "0803199"),
        LAN.replace("Lò Thị Lan", "123"),
        LAN.replace("01072021", "99999999"),
        LAN.replace("040123456", "abc"),
    ],
)
def test_a_misread_part_refuses_the_whole(wrong: str) -> None:
    assert parse(LAN) is not None
    assert parse(wrong) is None


def test_a_number_typed_by_hand_is_told_from_a_scan() -> None:
    assert looks_scanned(LAN)
    assert not looks_scanned("011199000015")

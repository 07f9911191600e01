"""Money: whole đồng, never negative, written in groups of three."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.money import show, vnd


@given(st.integers(max_value=-1))
def test_a_sum_is_never_negative(amount: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        vnd(amount)


@given(st.integers(min_value=0, max_value=10**18))
def test_a_sum_is_written_in_groups_of_three(amount: int) -> None:
    number, _, unit = show(vnd(amount)).partition(" ")
    assert unit == "đồng"
    first, *groups = number.split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in groups)
    assert int(number.replace(".", "")) == amount


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0 đồng"), (500, "500 đồng"), (8_000, "8.000 đồng"), (12_345_678, "12.345.678 đồng")],
)
def test_a_sum_reads_as_on_paper(amount: int, said: str) -> None:
    assert show(vnd(amount)) == said

"""Pages by key: a cursor comes back as it was given, a forged one is refused in a sentence, a count stops."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.problems import Invalid

text = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)
keys = st.lists(st.one_of(text, st.integers(-(2**63), 2**63 - 1), st.none()), min_size=1, max_size=4)


def forged(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@given(keys)
def test_a_cursor_comes_back_as_it_was_given(values: list[Any]) -> None:
    cursor = encode_cursor(*values)
    assert decode_cursor(cursor, len(values)) == values
    assert cursor.isascii()
    assert not set(cursor) & set("=+/&?# ")


@given(keys, st.integers(0, 6))
def test_a_cursor_of_another_list_is_refused(values: list[Any], length: int) -> None:
    if length != len(values):
        with pytest.raises(Invalid, match="mở lại danh sách"):
            decode_cursor(encode_cursor(*values), length)


@given(st.text())
def test_a_forged_cursor_is_refused_or_harmless(cursor: str) -> None:
    try:
        (found,) = decode_cursor(cursor, 1)
    except Invalid:
        return
    assert found is None or type(found) in {str, int}


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda more: st.lists(more) | st.dictionaries(st.text(), more),
    )
)
def test_a_forged_key_is_refused_or_could_be_one(value: Any) -> None:
    try:
        (found,) = decode_cursor(forged([value]), 1)
    except Invalid:
        return
    assert found is None or type(found) in {str, int}


@pytest.mark.parametrize(
    "cursor",
    [
        "", "a", "ế", "{}", "=", "\x00", forged({}), forged([]), forged([[1]]), forged([True]), forged([1.5]),
        forged([float("nan")]), forged([{"a": 1}]), forged([2**63]), forged(["\x00"]), forged(["\ud800"]),
        base64.urlsafe_b64encode(b"[" * 5_000).decode(), base64.urlsafe_b64encode(b"[" * 500_000).decode(),
        base64.urlsafe_b64encode(b"[" + b"9" * 5_000 + b"]").decode(), base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)  # fmt: skip
def test_what_no_list_ever_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="mở lại danh sách"):
        decode_cursor(cursor, 1)


@given(st.integers(0, 10**6))
def test_a_count_stops_at_a_thousand(value: int) -> None:
    said = str(BoundedCount(value))
    if value > COUNT_LIMIT:
        assert said == "1.000+"
    else:
        assert int(said.replace(".", "")) == value


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (999, "999"), (1_000, "1.000"), (1_001, "1.000+")])
def test_a_count_reads_as_on_a_screen(value: int, said: str) -> None:
    assert str(BoundedCount(value)) == said


def test_the_last_page_has_no_next() -> None:
    assert Page([1, 2]).next == ""

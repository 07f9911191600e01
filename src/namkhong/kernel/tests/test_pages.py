"""Pages by key: a cursor comes back as it was given, a forged one is refused in a sentence, a count stops."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.problems import Invalid

text = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)
keys = st.lists(
    st.one_of(text, st.integers(0, 2**63 - 1), st.datetimes(timezones=st.just(UTC)), st.uuids()),
    min_size=1,
    max_size=4,
)
KINDS = (str, int, datetime, UUID)


def forged(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@given(keys)
def test_a_cursor_comes_back_as_it_was_given(values: list[Any]) -> None:
    cursor = encode_cursor(*values)
    assert decode_cursor(cursor, *map(type, values)) == values
    assert cursor.isascii()
    assert not set(cursor) & set("=+/&?# ")


@given(keys, st.lists(st.sampled_from(KINDS), max_size=6))
def test_a_cursor_of_another_list_is_refused(values: list[Any], kinds: list[type]) -> None:
    if len(kinds) != len(values) or any(
        (kind is int) != (type(value) is int) for kind, value in zip(kinds, values, strict=True)
    ):
        with pytest.raises(Invalid, match="mở lại danh sách"):
            decode_cursor(encode_cursor(*values), *kinds)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.datetimes().map(str),
    lambda more: st.lists(more) | st.dictionaries(st.text(), more),
)


@pytest.mark.parametrize("kind", KINDS)
@given(value=anything)
def test_a_forged_key_is_refused_or_could_be_one(kind: type, value: Any) -> None:
    try:
        (found,) = decode_cursor(forged([value]), kind)
    except Invalid:
        return
    assert type(found) is kind
    assert not isinstance(found, datetime) or found.tzinfo is not None


@pytest.mark.parametrize("kind", KINDS)
@given(cursor=st.text())
def test_no_text_is_more_than_refused(kind: type, cursor: str) -> None:
    try:
        (found,) = decode_cursor(cursor, kind)
    except Invalid:
        return
    assert type(found) is kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "cursor",
    [
        "", "a", "ế", "{}", "=", "\x00", forged({}), forged([]), forged([[1]]), forged([True]), forged([1.5]),
        forged([float("nan")]), forged([{"a": 1}]), forged([2**63]), forged([-1]), forged([None]), forged(["2026-11-23"]), forged(["\x00"]), forged(["\ud800"]),
        base64.urlsafe_b64encode(b"[" * 5_000).decode(), base64.urlsafe_b64encode(b"[" * 500_000).decode(),
        base64.urlsafe_b64encode(b"[" + b"9" * 5_000 + b"]").decode(), base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)  # fmt: skip
def test_what_no_list_ever_gave_is_refused(cursor: str, kind: type) -> None:
    if cursor == forged(["2026-11-23"]) and kind is str:
        return
    with pytest.raises(Invalid, match="mở lại danh sách"):
        decode_cursor(cursor, kind)


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

"""Events: frozen facts that come out of a job as they went in, and are never lost for want of a transport."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, NewType, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel import events
from namkhong.kernel.events import Event, from_payload, known, publish, to_payload

PostId = NewType("PostId", int)
Moment = datetime  # a type by another name is still the type
UTC_7 = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Something(Event):
    """Everything an event may carry."""

    name: ClassVar[str] = "kernel_tests.Something"
    post_id: PostId
    what: str
    datetime_words: str  # text, whatever its name says
    at: datetime
    started: Moment
    until: datetime | None = None
    before: Optional[Moment] = None  # noqa: UP045 - the older spelling
    share: float = 0.0
    first: bool = False


moments = st.datetimes(timezones=st.sampled_from([UTC, UTC_7]))
texts = st.text(alphabet=st.characters(codec="utf-8"))
somethings = st.builds(
    Something,
    post_id=st.integers(1, 2**62).map(PostId),
    what=texts,
    datetime_words=st.one_of(texts, moments.map(str)),
    at=moments,
    started=moments,
    until=st.none() | moments,
    before=st.none() | moments,
    share=st.floats(allow_nan=False, allow_infinity=False),
    first=st.booleans(),
)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, type[Event]]]:
    """What a test registers is forgotten after it."""
    kept = dict(events._types)
    monkeypatch.setattr(events, "_types", kept)
    events._fields.cache_clear()
    yield kept
    events._fields.cache_clear()


@given(somethings)
def test_an_event_comes_out_of_its_payload_as_it_went_in(event: Something) -> None:
    again = from_payload(event.name, json.loads(json.dumps(to_payload(event))))
    assert again == event
    assert type(again) is Something
    for field in dataclasses.fields(event):
        assert type(getattr(again, field.name)) is type(getattr(event, field.name))


def test_text_that_looks_like_a_moment_stays_text() -> None:
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    event = Something(PostId(1), at.isoformat(), at.isoformat(), at, at)
    again = from_payload(event.name, to_payload(event))
    assert again == event


def test_an_older_event_is_read_with_the_defaults_of_today() -> None:
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    payload = to_payload(Something(PostId(1), "a", "b", at, at, until=at))
    older = {name: value for name, value in payload.items() if name != "until"}
    assert from_payload("kernel_tests.Something", older) == Something(PostId(1), "a", "b", at, at)


def test_a_newer_event_is_read_without_what_is_not_known_here() -> None:
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    event = Something(PostId(1), "a", "b", at, at)
    assert from_payload(event.name, {**to_payload(event), "colour": "red"}) == event


def test_an_event_that_is_gone_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        from_payload("kernel_tests.Gone", {})


def test_two_events_with_one_name_are_refused(registry: dict[str, type[Event]]) -> None:
    @dataclass(frozen=True)
    class First(Event):
        name: ClassVar[str] = "kernel_tests.Twice"

    with pytest.raises(TypeError, match=r"kernel_tests\.Twice"):

        @dataclass(frozen=True)
        class Second(Event):
            name: ClassVar[str] = "kernel_tests.Twice"

    assert registry["kernel_tests.Twice"] is First


def test_an_event_must_have_a_name_of_its_own(registry: dict[str, type[Event]]) -> None:
    @dataclass(frozen=True)
    class Nameless(Event):
        at: int

    with pytest.raises(KeyError):
        to_payload(Nameless(1))
    with pytest.raises(TypeError, match=r"kernel_tests\.Something"):

        @dataclass(frozen=True)
        class Inherited(Something):
            pass

    assert set(registry) == set(known())


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("kind", [date, Decimal, Colour, list[int], dict[str, int], bytes, str | datetime, Any, Event])
def test_an_event_carries_only_what_json_gives_back(kind: Any, registry: dict[str, type[Event]]) -> None:
    made = dataclasses.make_dataclass(
        "Odd", [("value", kind)], bases=(Event,), frozen=True, namespace={"name": "kernel_tests.Odd"}
    )
    assert registry["kernel_tests.Odd"] is made
    with pytest.raises(TypeError, match="ids, numbers, text and moments"):
        to_payload(made(None))  # type: ignore[call-arg] # its one field is known at run time only


def test_an_event_cannot_be_changed() -> None:
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    event = Something(PostId(1), "a", "b", at, at)
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.what = "c"  # type: ignore[misc]


def test_without_a_transport_nothing_is_announced_into_the_void(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    monkeypatch.setattr(events, "_transport", events._no_transport)
    with pytest.raises(RuntimeError, match="no transport"):
        publish(Something(PostId(1), "a", "b", at, at))


def test_the_transport_gets_the_event_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Event] = []
    monkeypatch.setattr(events, "_transport", events._no_transport)
    events.install_transport(heard.append)
    at = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
    event = Something(PostId(1), "a", "b", at, at)
    publish(event)
    assert heard == [event]

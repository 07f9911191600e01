"""The table of wiring: whatever is announced, heard or done in the background can be found and has a name."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import pytest
from django.apps import apps
from procrastinate.contrib.django import app

from namkhong.config import wiring
from namkhong.foundation.notifications import jobs
from namkhong.kernel import events

_SAMPLES: Final[dict[str, Any]] = {
    "int": 7,
    "str": "Số 12/2026, “đổi” \N{SNOWMAN}",
    "datetime": datetime(2026, 11, 23, 7, 41, 5, 123456, tzinfo=UTC),
}


def _known() -> dict[str, type[events.Event]]:
    """Every event of every room."""
    for config in apps.get_app_configs():
        if config.name.startswith("namkhong.") and find_spec(f"{config.name}.events"):
            import_module(f"{config.name}.events")
    return {name: kind for name, kind in events.known().items() if kind.__module__.endswith(".events")}


def test_every_event_comes_out_of_its_payload_as_it_went_in() -> None:
    assert len(_known()) > 20
    for name, kind in _known().items():
        event = kind(**{field.name: _SAMPLES[str(field.type)] for field in dataclasses.fields(kind)})
        payload = json.loads(json.dumps(events.to_payload(event)))
        assert events.from_payload(name, payload) == event


def test_an_event_is_called_by_its_room_and_its_class() -> None:
    for name, kind in _known().items():
        assert name == f"{kind.__module__.split('.')[-2]}.{kind.__name__}"


def test_every_job_has_words() -> None:
    named = {name for name in app.tasks if not name.startswith("tests.")}
    nameless = jobs.words("no.such_job", {})
    assert not [name for name in named if jobs.words(name, {}) == nameless], "say in config.wiring what the job does"
    assert set(wiring.JOBS) <= named, "there is no such job"


def test_every_handler_has_words() -> None:
    assert set(wiring.HANDLERS) == {written for handlers in wiring.LISTENERS.values() for written in handlers}


def test_every_event_has_words() -> None:
    assert set(wiring.LISTENERS) <= set(wiring.EVENTS)
    assert set(wiring.EVENTS) == set(_known())


@pytest.mark.parametrize("name", [*wiring.JOBS, *wiring.HANDLERS, *wiring.EVENTS])
def test_the_words_are_words(name: str) -> None:
    said = str({**wiring.JOBS, **wiring.HANDLERS, **wiring.EVENTS}[name])
    assert " " in said
    assert not set(said) & set("._:()")


def test_a_failed_job_says_after_which_event_it_was_to_go_on() -> None:
    args = {"name": "dossiers.DossierFiled", "payload": {}, "handler": "dossiers.tell_applicant"}
    assert jobs.words("events.handle", args) == "Báo cho người nộp: hồ sơ mới gửi"
    assert jobs.words("events.fan_out", args | {"handler": ""}) == (
        "Chuyển một sự kiện tới các phần liên quan: hồ sơ mới gửi"
    )
    assert jobs.words("dossiers.refresh_figures", {}) == "Tính lại số liệu phục vụ trong tháng"


def test_every_handler_in_the_table_can_be_called() -> None:
    for handlers in wiring.LISTENERS.values():
        for written in handlers:
            assert callable(wiring.handler(written))

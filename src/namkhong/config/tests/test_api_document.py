"""The committed OpenAPI document says what the code says; schemathesis holds every operation to it with real tokens."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
import time_machine
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from namkhong.config import api
from namkhong.config.tests.callers import Caller
from namkhong.services.dossiers.tests import factories, sending
from namkhong.services.dossiers.tests.factories import COMMUNE, MARRIAGE, MONDAY, Province

EXAMPLES: Final = int(os.environ.get("NAMKHONG_EXAMPLES", "12"))  # of each operation; make endure asks for many more
COMMITTED: Final = Path(settings.ROOT) / "docs" / "reference" / "openapi.json"
ORDER: Final = "NAMKHONG_WRITE=1 .venv/bin/python -m pytest src/namkhong/config/tests/test_api_document.py -k committed"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, f"{path}/{name}")
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from _leaves(item, f"{path}/{place}")
    else:
        yield path, value


def changes(before: Any, after: Any) -> list[str]:
    """What differs, place by place: what a reader of the document has to look at."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    gone = [f"- {path}: {old[path]!r}" for path in old if path not in new]
    come = [f"+ {path}: {new[path]!r}" for path in new if path not in old]
    other = [f"~ {path}: {old[path]!r} → {new[path]!r}" for path in old if path in new and old[path] != new[path]]
    return gone + come + other


def test_the_committed_document_is_in_step_with_the_code() -> None:
    now = api.document()
    if os.environ.get("NAMKHONG_WRITE"):
        COMMITTED.write_text(json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert not changes(json.loads(COMMITTED.read_text("utf-8")), now), ORDER


def test_a_change_of_the_document_is_told_place_by_place() -> None:
    assert changes({"a": {"b": [1, 2]}, "c": 1}, {"a": {"b": [1, 3]}, "d": 1}) == [
        "- /c: 1",
        "+ /d: 1",
        "~ /a/b/1: 2 → 3",
    ]


def test_every_operation_is_said_in_vietnamese_and_answers_problems() -> None:
    for where, methods in api.document()["paths"].items():
        for method, said in methods.items():
            assert said["summary"], (where, method)
            assert {"401", "403", "422", "429"} <= set(said["responses"]), (where, method)
            assert list(said["responses"]["401"]["content"]) == ["application/problem+json"]


schema: Final = schemathesis.openapi.from_dict(api.document())
_CHECKS: Final = (status_code_conformance, response_schema_conformance, response_headers_conformance)
_OPERATIONS: Final = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


@pytest.fixture
def world(db: None) -> Iterator[Province]:
    """The province; the handler leaves the connection of the test alone, as Django's own test client does."""
    with time_machine.travel(MONDAY, tick=False):
        yield factories.province()
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def _known(case: Any, code: str) -> None:
    """Half of what is asked names what there is, so that more than refusals are looked at."""
    where = case.operation.path
    if "code" in (case.path_parameters or {}) and len(str(case.path_parameters["code"])) % 2:
        case.path_parameters["code"] = (
            MARRIAGE if "/procedures/" in where else COMMUNE if "/agencies/" in where else code
        )


@pytest.mark.django_db
@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda operation: operation.label)
def test_whatever_is_sent_the_answer_is_as_the_document_says(world: Province, operation: Any) -> None:
    token = sending.token()
    code = Caller(token).post("/dossiers", sending.body()).json()["code"]
    for moment in (request_started, request_finished):  # the test's own client has connected them again
        moment.disconnect(close_old_connections)
    application = WSGIHandler()

    @examples(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        _known(case, code)
        with transaction.atomic():
            answer = case.call(
                app=application, headers={**dict(case.headers or {}), "Authorization": f"Bearer {token}"}
            )
            transaction.set_rollback(True)
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, checks=_CHECKS)

    ask()

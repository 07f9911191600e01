"""Every address of the API × every kind of caller: what each gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import time_machine
from django.urls import URLPattern

from namkhong.config import api
from namkhong.config.tests.callers import Caller
from namkhong.foundation.accounts import actions as accounts
from namkhong.kernel.actor import MOVING, Scope
from namkhong.services.dossiers.tests import factories, sending
from namkhong.services.dossiers.tests.factories import COMMUNE, MARRIAGE, MONDAY, NEXT_DOOR, SYSTEM, Province

pytestmark = pytest.mark.django_db
ZERO: Final = "00000000-0000-4000-8000-000000000000"
# What stands in an address when it is asked; a body that is no body is refused only after the caller was let in.
PARTS: Final = {"{file_id}": ZERO, "{subscription_id}": ZERO, "{notice_id}": ZERO}


@pytest.fixture
def world() -> Iterator[Province]:
    with time_machine.travel(MONDAY, tick=False):
        yield factories.province()


def _operations() -> list[tuple[str, str, frozenset[str]]]:
    return [(method, where, scopes) for where, methods in api._operations() for method, scopes in methods.items()]


def _ask(caller: Caller, method: str, where: str) -> Any:
    code = MARRIAGE if "/procedures/" in where else COMMUNE if "/agencies/" in where else "H18.55.04-261123-0001"
    for part, value in {**PARTS, "{code}": code}.items():
        where = where.replace(part, value)
    headers = {"Idempotency-Key": "khoa-thu-quyen", "If-Match": '"1"'}
    return caller.client.generic(method.upper(), where, b"{", content_type="application/json", headers=headers)


def test_every_address_of_the_api_is_named_so_and_stands_in_the_document() -> None:
    patterns = [pattern for pattern in api.urlpatterns if isinstance(pattern, URLPattern)]
    assert len(patterns) == len(api.urlpatterns)
    assert all(str(pattern.name).startswith("api_") for pattern in patterns)
    own = {"oauth/token", "oauth/revoke", "openapi.json"}
    mounted = {
        api._CONVERTER.sub("{", re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))) for pattern in patterns
    }
    assert {f"{api.ROOT}{where}" for where in mounted - own} == {where for _method, where, _scopes in _operations()}


def test_without_a_token_nothing_opens(world: Province) -> None:
    for method, where, _scopes in _operations():
        for caller in (Caller(), Caller("x" * 43), Caller("ngắn"), Caller("a b c d e f g h i j k l m n")):
            answer = _ask(caller, method, where)
            assert (answer.status_code, answer.json()["type"]) == (401, "urn:namkhong:problem:no-token"), where
            assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_its_operations_and_no_other(world: Province, scope: Scope) -> None:
    caller = Caller(sending.token("mot-pham-vi", scopes=(scope,)))
    for method, where, scopes in _operations():
        answer = _ask(caller, method, where)
        if scopes and scope.value not in scopes:
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:namkhong:problem:scope-missing"), where
        else:
            assert answer.status_code in {200, 400, 404, 422}, (where, answer.status_code, answer.content[:200])


def test_every_operation_asks_for_a_scope() -> None:
    assert all(scopes and scopes <= {scope.value for scope in Scope} for _method, _where, scopes in _operations())
    moves = [scopes for _method, where, scopes in _operations() if where.endswith("/moves")]
    assert moves == [frozenset(scope.value for scope in MOVING)]


def test_a_stopped_client_is_nobody(world: Province) -> None:
    caller = Caller(sending.token())
    accounts.switch_api_client(client_id="cong-tinh-ban", active=False, reason="Bảo trì", actor=SYSTEM, now=MONDAY)
    assert {_ask(caller, method, where).status_code for method, where, _scopes in _operations()} == {401}


def test_another_agencys_dossier_is_unseen_whatever_the_scopes(world: Province) -> None:
    code = Caller(sending.token()).post("/dossiers", sending.body()).json()["code"]
    away = Caller(sending.token("xa-ben", agency=NEXT_DOOR))
    answers = [
        away.get(f"/dossiers/{code}"),
        away.get(f"/dossiers/{code}/content?purpose=Xem thử thôi"),
        away.get(f"/dossiers/{code}/files/{ZERO}"),
        away.move(code, 1, move="receive"),
    ]
    unknown = away.get("/dossiers/H18.55.04-261123-9999")
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, unknown.content)}

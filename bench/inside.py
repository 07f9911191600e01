"""What only Django can do, in processes of its own: the programs and people of the scene, statements counted, PDF, bulk.

``python -m bench.inside scene|statements|pdf|bulk`` reads JSON and writes JSON; ``DATABASE_URL`` names the copy.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from random import Random
from typing import Any, Final

COMMUNES: Final = 10
APPLICANTS: Final = 400
READERS: Final = 40  # programs that look codes up; each has its own limit a minute
PROCEDURE: Final = "1.004873"
_NO_LIMIT: Final = 10_000_000
Plain = dict[str, Any]


def ask(what: str, url: str, given: Mapping[str, Any] | None = None) -> Any:
    """One of the works below, done by a process of its own on the database of ``url``.

    :raises RuntimeError: it failed; its last words are in it.
    """
    environment = {**os.environ, "DATABASE_URL": url, "NAMKHONG_SERVER_BINDING": "1", "NAMKHONG_MANIFEST": "0"}
    environment["DJANGO_SETTINGS_MODULE"] = "namkhong.config.settings"
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", what],
        input=json.dumps(given or {}),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"bench.inside {what}: {done.stderr[-2_000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def scene(given: Mapping[str, Any]) -> Plain:
    """Ten communes with a program each, a program that submits, some that look up; and people to submit for."""
    from namkhong.config.demo.people import People
    from namkhong.foundation.organisations import queries as organisations
    from namkhong.foundation.organisations.types import AgencyKind
    from namkhong.kernel.actor import Scope
    from namkhong.services.dossiers.models import Dossier

    communes = [card.code for card in organisations.agencies(AgencyKind.COMMUNE)][-int(given["communes"]) :]
    working = [Scope.READ, Scope.MOVE_COUNTER, Scope.MOVE_SPECIALIST]
    filed = Dossier.objects.filter(procedure__code=PROCEDURE, answers__locked_at__isnull=False)
    people = People(Random(7))  # noqa: S311 - the same people each time
    return {
        "submitter": _client("bench-nop", [Scope.SUBMIT]),
        "communes": {code: _client(f"bench-xa-{number}", working, code) for number, code in enumerate(communes)},
        "counter": _client("bench-quay", [Scope.READ, Scope.MOVE_COUNTER], _centre_code(communes[0])),
        "readers": [_client(f"bench-tra-{number}", [Scope.CATALOGUE]) for number in range(int(given["readers"]))],
        "applicants": [
            {
                "personal_number": one.personal_number,
                "full_name": one.full_name,
                "date_of_birth": one.date_of_birth.isoformat(),
                "gender": one.gender,
                "address": "Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên",
                "phone": one.phone,
            }
            for one in (people.person() for _number in range(int(given["applicants"])))
        ],
        "answers": [row.answers.data for row in filed.select_related("answers").order_by("-pk")[:5] if row.answers],
    }


def _centre_code(commune: str) -> str:
    from namkhong.foundation.organisations import queries as organisations

    return organisations.agency(organisations.unit_of(organisations.agency_by_code(commune).id, "centre").id).code


def _client(client_id: str, scopes: list[Any], agency: str = "") -> Plain:
    from namkhong.foundation.accounts import actions as accounts
    from namkhong.kernel import clock
    from namkhong.kernel.actor import Actor

    client_id = f"{client_id}-{secrets.token_hex(4)}"  # a folder may be used for several runs
    made = accounts.register_api_client(
        client_id=client_id,
        name=f"Đo tốc độ ({client_id})",
        scopes=scopes,
        agency_key=agency,
        per_minute=_NO_LIMIT,
        actor=Actor.system("Đo tốc độ"),
        now=clock.now(),
    )
    return {"client_id": client_id, "secret": made.secret}


def statements(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The SQL of each request, sent to the very application the page processes run; the last of several, so warm."""
    from django.db import connection
    from django.test import Client

    found: dict[str, list[str]] = {}
    for name, requests in given.items():
        for request in requests:
            seen: list[str] = []
            with connection.execute_wrapper(_noting(seen)):
                answer = Client().generic(
                    request["method"], request["path"], request["body"], "application/json", headers=request["headers"]
                )
            if answer.status_code >= 300:
                raise ValueError(f"{name}: {answer.status_code} {answer.content[:500]!r}")
            found[name] = seen
    return found


def _noting(seen: list[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        seen.append(" ".join(str(sql).split()))
        return execute(sql, params, many, context)

    return note


def pdf(given: Mapping[str, Any]) -> Plain:
    """How long form 01 takes."""
    from bench import beside

    return asdict(beside.form_pdf(int(given["times"])))


def bulk(given: Mapping[str, Any]) -> Plain:
    """A batch is asked for; the worker does it."""
    from bench import beside

    return asdict(beside.start_bulk(int(given["most"])))


@contextmanager
def _only_json() -> Iterator[None]:
    """Whatever says something meanwhile says it elsewhere: the last line is the answer."""
    kept, sys.stdout = sys.stdout, sys.stderr
    try:
        yield
    finally:
        sys.stdout = kept


_WORKS: Final[dict[str, Callable[[Mapping[str, Any]], Any]]] = {
    "scene": scene,
    "statements": statements,
    "pdf": pdf,
    "bulk": bulk,
}


def main(what: str) -> int:
    """Do one work."""
    given = json.load(sys.stdin)
    with _only_json():
        import django

        django.setup()
        found = _WORKS[what](given)
    print(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

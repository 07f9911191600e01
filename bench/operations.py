"""The five operations (and reception beside them) as requests to ``/api/v1``, each with its share of refusals.

One request in twenty must be refused, each for another reason: a load of nothing but right requests would not show that
anything was checked. What the answers said is remembered: later operations move, read and look up what was submitted.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from bench.load import Answer, Request

ROOT: Final = "/api/v1"
_WRONG_ONE_IN: Final = 20
_OK: Final = frozenset({200})
_MADE: Final = frozenset({201})


@dataclass(slots=True)
class Submitted:
    """One dossier that was acknowledged."""

    code: str
    commune: str
    revision: int
    received: bool = False


@dataclass(slots=True)
class Ledger:
    """What the answers said."""

    submitted: list[Submitted] = field(default_factory=list)
    moved: int = 0
    replayed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Api:
    """Requests of one copy of the product, for the programs of its scene."""

    def __init__(self, host: str, port: int, scene: Mapping[str, Any]) -> None:
        self._host, self._port = host, port
        self.ledger = Ledger()
        self.communes: list[str] = list(scene["communes"])
        self._applicants: Sequence[Any] = scene["applicants"]
        self._answers: Sequence[Any] = scene["answers"]
        self._submitter = self._token(scene["submitter"])
        self._counter = self._token(scene["counter"])
        self._of = {code: self._token(client) for code, client in scene["communes"].items()}
        self._readers = [self._token(client) for client in scene["readers"]]

    def _token(self, client: Mapping[str, str]) -> str:
        """By client credentials, as any other system gets one.

        :raises PermissionError: the product gave none.
        """
        connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
        basic = b64encode(f"{client['client_id']}:{client['secret']}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{ROOT}/oauth/token", "grant_type=client_credentials", headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise PermissionError(f"{client['client_id']}: {answer.status} {body[:300]!r}")
        return str(json.loads(body)["access_token"])

    # ---- one request

    def _bytes(self, method: str, path: str, token: str, body: bytes = b"", **headers: str) -> bytes:
        lines = [f"{method} {ROOT}{path} HTTP/1.1", f"Host: {self._host}:{self._port}", "Accept: application/json"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        if body or method == "POST":
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _dossier(self, commune: str, draw: random.Random) -> dict[str, Any]:
        return {
            "procedure": "1.004873",
            "commune": commune,
            "applicant": draw.choice(self._applicants),
            "consent": {"at": datetime.now(UTC).isoformat(), "reference": f"DO-{draw.getrandbits(40)}"},  # noqa: TID251
            "answers": draw.choice(self._answers),
            "return_way": "online",
            "declared": True,
        }

    def _submit(self, commune: str, draw: random.Random) -> Request:
        body = json.dumps(self._dossier(commune, draw)).encode()
        sent = self._bytes("POST", "/dossiers", self._submitter, body, Idempotency_Key=str(uuid.uuid4()))

        def then(answer: Answer) -> str:
            told = json.loads(answer.body)
            with self.ledger.lock:
                self.ledger.submitted.append(Submitted(told["code"], commune, told["revision"]))
            return ""

        return Request(sent, _MADE, then)

    # ---- operations: what one client sends

    def submit(self, number: int, *, communes: Sequence[str] = ()) -> Iterator[Request]:
        """Dossiers for whoever and wherever; each twentieth asked again, unsaid, unsigned or out of reach."""
        draw = random.Random(number)  # noqa: S311 - the same load each time
        wheres = communes or self.communes
        for turn in count(1):
            right = self._submit(draw.choice(wheres), draw)
            yield right
            if turn % (_WRONG_ONE_IN - 1) == 0:
                yield self._wrong_submission(right, turn // (_WRONG_ONE_IN - 1), draw)

    def _wrong_submission(self, right: Request, turn: int, draw: random.Random) -> Request:
        key = str(uuid.uuid4())
        whole = self._dossier(draw.choice(self.communes), draw)
        undeclared = json.dumps(whole | {"answers": {}}).encode()
        match turn % 4:
            case 2:
                return Request(
                    self._bytes("POST", "/dossiers", self._submitter, undeclared, Idempotency_Key=key), frozenset({422})
                )
            case 3:
                return Request(self._bytes("POST", "/dossiers", "", undeclared, Idempotency_Key=key), frozenset({401}))
            case 0:
                return Request(
                    self._bytes("POST", "/dossiers", self._counter, undeclared, Idempotency_Key=key), frozenset({403})
                )
            case _:
                return Request(right.sent, _MADE, self._again)

    def _again(self, answer: Answer) -> str:
        if "idempotency-replayed" not in answer.headers:
            return "the same key twice was done twice"
        with self.ledger.lock:
            self.ledger.replayed += 1
        return ""

    def move(self, number: int, *, clients: int, what: str) -> Iterator[Request]:
        """This client's share of what was submitted, each moved once; now and then from an old revision, or by a stranger.

        The time may end before all are received: only those that are go on.
        """
        able = [one for one in self.ledger.submitted[number::clients] if what == "receive" or one.received]
        for turn, one in enumerate(able):
            body = json.dumps({"move": what}).encode()
            path, tag = f"/dossiers/{one.code}/moves", f'"{one.revision}"'
            if turn % _WRONG_ONE_IN == 1:
                stranger = next(token for code, token in self._of.items() if code != one.commune)
                yield Request(self._moving(path, stranger, body, tag), frozenset({404}))
            elif turn % _WRONG_ONE_IN == 2:
                yield Request(
                    self._moving(path, self._of[one.commune], body, f'"{one.revision + 9}"'), frozenset({412})
                )
            yield Request(self._moving(path, self._of[one.commune], body, tag), _OK, self._noted(one))

    def _moving(self, path: str, token: str, body: bytes, tag: str) -> bytes:
        return self._bytes("POST", path, token, body, Idempotency_Key=str(uuid.uuid4()), If_Match=tag)

    def _noted(self, one: Submitted) -> Callable[[Answer], str]:
        def then(answer: Answer) -> str:
            one.revision, one.received = int(json.loads(answer.body)["revision"]), True
            with self.ledger.lock:
                self.ledger.moved += 1
            return ""

        return then

    def read(self, number: int) -> Iterator[Request]:
        """Any dossier by a program of its commune; each twentieth by one of another."""
        draw = random.Random(number)  # noqa: S311
        known = [
            (self._bytes("GET", f"/dossiers/{one.code}", self._of[one.commune]), one)
            for one in self.ledger.submitted[:2_000]
        ]
        for turn in count(1):
            sent, one = draw.choice(known)
            if turn % _WRONG_ONE_IN:
                yield Request(sent, _OK)
            else:
                stranger = next(token for code, token in self._of.items() if code != one.commune)
                yield Request(self._bytes("GET", f"/dossiers/{one.code}", stranger), frozenset({404}))

    def look_up(self, number: int) -> Iterator[Request]:
        """The public stage by a code; each twentieth a code that nobody has. Every program has its own limit a minute."""
        draw = random.Random(number)  # noqa: S311
        codes = [one.code for one in self.ledger.submitted[:2_000]]
        for turn in count(1):
            token, code = self._readers[turn % len(self._readers)], draw.choice(codes)
            if turn % _WRONG_ONE_IN:
                yield Request(self._bytes("GET", f"/stages/{code}", token), _OK)
            else:
                nobodys = f"{code.rsplit('-', 1)[0]}-9{draw.randrange(10_000):05d}"
                yield Request(self._bytes("GET", f"/stages/{nobodys}", token), frozenset({404}))

    def inbox(self, number: int) -> Iterator[Request]:
        """The first fifty of a counter where hundreds wait; each twentieth without a token."""
        del number
        right = Request(self._bytes("GET", "/dossiers?view=mine", self._counter), _OK, _fifty)
        wrong = Request(self._bytes("GET", "/dossiers?view=mine", ""), frozenset({401}))
        for turn in count(1):
            yield right if turn % _WRONG_ONE_IN else wrong

    # ---- the same as parts, for counting statements

    def parts(self, waiting: Sequence[Submitted]) -> dict[str, list[dict[str, Any]]]:
        """Three requests of each operation, the last of which is counted; ``waiting``: dossiers nobody has received."""
        draw = random.Random(99)  # noqa: S311
        fresh = waiting[-3:]
        where = self.communes[0]
        return {
            "submit": [
                _part(
                    "POST", "/dossiers", self._submitter, self._dossier(where, draw), Idempotency_Key=str(uuid.uuid4())
                )
                for _turn in range(3)
            ],
            "read": [_part("GET", f"/dossiers/{one.code}", self._of[one.commune]) for one in fresh],
            "look_up": [_part("GET", f"/stages/{one.code}", self._readers[0]) for one in fresh],
            "inbox": [_part("GET", "/dossiers?view=mine", self._counter)] * 3,
        } | {name: self._part_moves(name, fresh) for name in ("receive", "forward")}

    def _part_moves(self, what: str, of: Sequence[Submitted]) -> list[dict[str, Any]]:
        """Both moves of the same three: reception makes two revisions."""
        step = 0 if what == "receive" else 1
        found = []
        for one in of:
            tag = f'"{one.revision + 2 * step}"'
            found.append(
                _part("POST", f"/dossiers/{one.code}/moves", self._of[one.commune], {"move": what},
                      Idempotency_Key=str(uuid.uuid4()), If_Match=tag)
            )  # fmt: skip
        return found


def _part(method: str, path: str, token: str, body: Mapping[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "method": method,
        "path": f"{ROOT}{path}",
        "body": "" if body is None else json.dumps(body),
        "headers": {"Authorization": f"Bearer {token}", **said},
    }


def _fifty(answer: Answer) -> str:
    return "" if answer.body.count(b'"code"') > 50 else "an inbox of fifty has fifty lines"

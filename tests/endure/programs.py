"""Another system at work: it submits through the API, each dossier under a key of its own, and repeats until it is answered."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import httpx

from bench import inside
from tests.endure.hands import ANSWER, AWAY, PATIENCE, GivenUp, Seen

MARK: Final = "NK-BEN-"  # begins the reference of every agreement: by it a dossier is found that nobody heard of
_ROOT: Final = "/api/v1"
_TOKEN_SECONDS: Final = 3_000.0
_AGAIN: Final = frozenset({AWAY, 409})  # away; or the same key is being worked on at this moment


@dataclass(frozen=True, slots=True)
class Sent:
    """What was acknowledged: the dossier with this reference has this code."""

    reference: str
    code: str


class Program:
    """One client of the API, with a token."""

    def __init__(self, address: str, url: str, seen: Seen, *, patience: float = PATIENCE) -> None:
        """:param url: the product's database, where the client is registered as an administrator would."""
        scene = inside.ask("scene", url, {"communes": 1, "readers": 0, "applicants": 20})
        self.seen = seen
        self.patience = patience
        self.replayed = 0
        self._communes: Sequence[str] = list(scene["communes"])
        self._applicants: Sequence[Mapping[str, Any]] = scene["applicants"]
        self._answers: Sequence[Mapping[str, Any]] = scene["answers"]
        self._client = httpx.Client(base_url=address, timeout=ANSWER)
        self._basic = httpx.BasicAuth(scene["submitter"]["client_id"], scene["submitter"]["secret"])
        self._renew_at = 0.0

    def close(self) -> None:
        """Go away."""
        self._client.close()

    def _token(self) -> dict[str, str]:
        """A token lives for an hour; another is asked for in time."""
        if time.monotonic() > self._renew_at:
            given = {"grant_type": "client_credentials"}
            answer = self._insist(lambda: self._client.post(f"{_ROOT}/oauth/token", data=given, auth=self._basic))
            assert answer.status_code == 200, (answer.status_code, answer.text[:600])
            self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            self._renew_at = time.monotonic() + _TOKEN_SECONDS
        return {"Content-Type": "application/json"}

    def submit(self) -> Sent:
        """One dossier, the very same request as often as it takes; now and then once more when it was answered.

        :raises GivenUp: when patience is over.
        """
        reference, key = f"{MARK}{uuid4().hex}", uuid4().hex
        body = json.dumps(self._dossier(reference)).encode()
        sent = Sent(reference, self._send(body, key))
        if random.random() < 0.2:
            assert self._send(body, key) == sent.code, "the same key was given another dossier"
        return sent

    def _dossier(self, reference: str) -> dict[str, Any]:
        return {
            "procedure": inside.PROCEDURE,
            "commune": random.choice(self._communes),
            "applicant": random.choice(self._applicants),
            "consent": {"at": datetime.now(UTC).isoformat(), "reference": reference},  # noqa: TID251 - another system's clock
            "answers": random.choice(self._answers),
            "return_way": "online",
            "declared": True,
        }

    def _send(self, body: bytes, key: str) -> str:
        headers = {"Idempotency-Key": key, **self._token()}
        answer = self._insist(lambda: self._client.post(f"{_ROOT}/dossiers", content=body, headers=headers))
        assert answer.status_code == 201, (answer.status_code, answer.text[:600])
        self.replayed += "idempotency-replayed" in answer.headers
        return str(answer.json()["code"])

    def _insist(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """The very same request until somebody answers.

        :raises GivenUp: when patience is over.
        """
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            began = time.monotonic()
            try:
                answer = ask()
            except httpx.TransportError as error:
                self.seen.broken.append(type(error).__name__)
            else:
                self._note(answer, began)
                if answer.status_code not in _AGAIN:
                    return answer
            time.sleep(random.uniform(0.1, 0.6))
        raise GivenUp(f"POST {_ROOT}")

    def _note(self, answer: httpx.Response, began: float) -> None:
        took = time.monotonic() - began
        self.seen.slowest = max(self.seen.slowest, took)
        self.seen.times.append((began, took))
        self.seen.statuses.append(answer.status_code)
        if answer.status_code >= 500 and answer.status_code != AWAY:
            self.seen.faults.append(f"{answer.status_code} POST {answer.request.url.path}")

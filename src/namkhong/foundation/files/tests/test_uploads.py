"""Uploads in pieces survive a broken connection and end with the right bytes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import UnreadablePostError
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.errors import (
    HashMismatch,
    TooLarge,
    TooManyUploads,
    Unreadable,
    UploadGone,
    WrongKind,
    WrongOffset,
)
from namkhong.foundation.files.models import StoredFile, Upload
from namkhong.foundation.files.tests.factories import EXE, NOW, citizen, image, official, pdf
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor], Client]


def _begin(body: bytes, **more: Any) -> Any:
    values = {"name": "ảnh.png", "size": len(body), "actor": citizen(), "now": NOW, **more}
    return actions.begin_upload(**values)


def _append(upload_id: Any, offset: int, content: Any, actor: Actor | None = None) -> int:
    return actions.append(upload_id=upload_id, offset=offset, content=content, actor=actor or citizen(), now=NOW).offset


def test_an_interrupted_upload_resumes_and_its_hash_is_right(store: Path) -> None:
    body = image("PNG", colour="green", size=(900, 900)) + b""
    card = _begin(body, sha256=hashlib.sha256(body).hexdigest())

    class Breaking:
        """Gives a little, then the line goes dead."""

        def __init__(self) -> None:
            self.left = [body[:700], b""]

        def read(self, size: int = -1, /) -> bytes:
            if not self.left[-1] and len(self.left) == 1:
                raise UnreadablePostError("connection reset")
            return self.left.pop(0)

    reached = _append(card.id, 0, Breaking())
    assert reached == 700 == queries.upload(card.id, citizen()).offset
    with pytest.raises(WrongOffset) as caught:
        _append(card.id, 0, body)
    assert caught.value.offset == 700
    while reached < len(body):
        reached = _append(card.id, reached, body[reached : reached + 1000])
    stored = actions.finish(upload_id=card.id, actor=citizen(), now=NOW)
    assert stored.sha256 == hashlib.sha256(body).hexdigest()
    assert queries.read(stored.id) == body
    assert actions.finish(upload_id=card.id, actor=citizen(), now=NOW).id == stored.id


@effort(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(300, 4000), min_size=1, max_size=6), seed=st.integers(0, 1000))
def test_any_way_of_cutting_gives_the_same_bytes(cuts: list[int], seed: int) -> None:
    body = pdf(note=str(seed) * random.Random(seed).randint(1, 2000))
    card = _begin(body, name="a.pdf")
    reached = turn = 0
    while reached < len(body):
        reached = _append(card.id, reached, body[reached : reached + cuts[turn % len(cuts)]])
        turn += 1
    stored = actions.finish(upload_id=card.id, actor=citizen(), now=NOW)
    assert queries.read(stored.id) == body


def test_a_piece_never_reaches_past_the_announced_size() -> None:
    card = _begin(pdf())
    assert _append(card.id, 0, pdf() + b"more") == len(pdf())


def test_finishing_too_early_is_told_where_it_stands() -> None:
    body = pdf()
    card = _begin(body)
    _append(card.id, 0, body[:50])
    with pytest.raises(WrongOffset):
        actions.finish(upload_id=card.id, actor=citizen(), now=NOW)


def test_a_wrong_hash_is_told() -> None:
    body = pdf()
    card = _begin(body, sha256="ab" * 32)
    _append(card.id, 0, body)
    with pytest.raises(HashMismatch):
        actions.finish(upload_id=card.id, actor=citizen(), now=NOW)
    assert not StoredFile.objects.exists()


def test_the_judgement_is_the_same_as_for_a_whole_file() -> None:
    card = _begin(EXE, name="don.pdf")
    _append(card.id, 0, EXE)
    with pytest.raises(WrongKind, match=r"don\.pdf"):
        actions.finish(upload_id=card.id, actor=citizen(), now=NOW)


def test_limits_are_told_before_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="20 MB"):
        _begin(b"", size=20_971_521)
    with pytest.raises(Unreadable):
        _begin(b"", size=0)
    with pytest.raises(Forbidden):
        _begin(b"x", actor=Actor.anonymous())
    for _n in range(10):
        _begin(b"", size=20_971_520)
    with pytest.raises(TooManyUploads):
        _begin(b"", size=20_971_520)
    _begin(b"x", actor=citizen(80))


def test_nobody_reaches_the_upload_of_somebody_else() -> None:
    card = _begin(pdf())
    for actor in (citizen(80), official()):
        with pytest.raises(UploadGone):
            queries.upload(card.id, actor)
        with pytest.raises(UploadGone):
            _append(card.id, 0, b"x", actor)
        with pytest.raises(UploadGone):
            actions.finish(upload_id=card.id, actor=actor, now=NOW)
        with pytest.raises(UploadGone):
            actions.cancel_upload(upload_id=card.id, actor=actor, now=NOW)


def test_unfinished_uploads_are_forgotten_with_their_pieces(store: Path) -> None:
    old = _begin(pdf())
    _append(old.id, 0, b"%PDF-")
    young = _begin(pdf(), now=NOW + timedelta(hours=20))
    assert actions.expire_uploads(now=NOW + timedelta(hours=25)) == 1
    assert list(Upload.objects.values_list("pk", flat=True)) == [young.id]
    assert [path for path in store.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_the_pieces_are_gone_when_the_file_is_kept(store: Path) -> None:
    body = pdf()
    card = _begin(body)
    _append(card.id, 0, body)
    actions.finish(upload_id=card.id, actor=citizen(), now=NOW)
    assert not list(store.glob("incoming/*"))


def test_over_http_as_the_script_does_it(visit: Visit) -> None:
    body = image("PNG")
    client = visit(citizen())
    begun = client.post("/tep/gui/", {"name": "ảnh.png", "size": str(len(body)), "sha256": ""})
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    address = begun.json()["address"]
    assert begun["Location"] == address

    def piece(offset: int, data: bytes, kind: str = "application/offset+octet-stream") -> Any:
        return client.patch(address, data, content_type=kind, headers={"Upload-Offset": str(offset)})

    first = piece(0, body[:100])
    assert (first.status_code, first["Upload-Offset"]) == (204, "100")
    asked = client.head(address)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("100", str(len(body)))
    again = piece(0, body[:100])
    assert (again.status_code, again["Upload-Offset"]) == (409, "100")
    assert "Xin gửi tiếp" in again.json()["message"]
    assert piece(100, b"x", "text/plain").status_code == 400
    piece(100, body[100:])
    done = client.post(f"{address}xong/")
    assert (done.status_code, done.json()["name"]) == (200, "ảnh.png")
    assert StoredFile.objects.get(pk=done.json()["id"]).owner_account_id == 70


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"name": "a", "size": "-1"}, 422),
        ({"name": "a", "size": "mười"}, 422),
        ({"name": "a", "size": "9" * 40}, 422),
        ({"name": "a", "size": "99999999"}, 422),
        ({"name": "\x00" * 600, "size": "5"}, 201),
    ],
)
def test_bad_announcements_are_told_in_a_sentence(visit: Visit, fields: dict[str, str], status: int) -> None:
    answer = visit(citizen()).post("/tep/gui/", fields)
    assert answer.status_code == status
    if status != 201:
        assert answer.json()["message"].startswith("Tệp “")


def test_a_refused_upload_is_forgotten_at_once(visit: Visit) -> None:
    client = visit(citizen())
    address = client.post("/tep/gui/", {"name": "don.pdf", "size": str(len(EXE))}).json()["address"]
    client.patch(address, EXE, content_type="application/offset+octet-stream", headers={"Upload-Offset": "0"})
    answer = client.post(f"{address}xong/")
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "Tệp “don.pdf” không phải là PDF, ảnh hoặc Word/Excel. Xin chọn tệp khác.",
    )
    assert client.head(address).status_code == 404
    assert client.post(f"{address}xong/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.post("/tep/gui/", {"name": "a", "size": "5"}).status_code == 302

"""The bucket behaves as the folder does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.conf import conf
from namkhong.foundation.files.storage import Storage, s3, storage
from namkhong.foundation.files.storage.folder import Folder
from namkhong.foundation.files.tests.factories import NOW, citizen, pdf

HASH = "ab" * 32


@pytest.fixture
def _bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    settings.FILES = {"s3_bucket": "tinh", "s3_region": "us-east-1", "s3_prefix": "tep/", "require_scan": False}
    s3.bucket.cache_clear()
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="tinh")
        yield
    s3.bucket.cache_clear()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, store: Path) -> Storage:
    if request.param == "bucket":
        request.getfixturevalue("_bucket")
    chosen = storage()
    assert isinstance(chosen, Folder) is (request.param == "folder")
    return chosen


def _put(place: Storage, body: bytes, sha256: str = HASH) -> None:
    path = place.incoming() / "new"
    path.write_bytes(body)
    place.put(sha256, path)
    path.unlink(missing_ok=True)


def test_bytes_come_back_whole_and_in_part(place: Storage) -> None:
    _put(place, bytes(range(256)) * 4000)
    assert b"".join(place.read(HASH)) == bytes(range(256)) * 4000
    assert b"".join(place.read(HASH, 10, 5)) == bytes(range(10, 15))
    assert b"".join(place.read(HASH, 1_023_990)) == bytes(range(246, 256))


def test_putting_twice_is_putting_once(place: Storage) -> None:
    _put(place, b"first")
    _put(place, b"first")
    assert b"".join(place.read(HASH)) == b"first"


def test_what_is_not_there_is_told_before_the_first_byte(place: Storage) -> None:
    assert not place.exists(HASH)
    with pytest.raises(FileNotFoundError):
        place.read(HASH)
    _put(place, b"x")
    assert place.exists(HASH)
    place.delete(HASH)
    place.delete(HASH)
    assert not place.exists(HASH)


def test_only_a_place_in_which_nothing_was_kept_is_empty(place: Storage) -> None:
    assert place.is_empty()
    place.put_part("u1", 0, b"on its way")
    assert place.is_empty()
    _put(place, b"kept")
    assert not place.is_empty()
    place.delete(HASH)


def test_pieces_come_back_in_order_and_are_dropped_together(place: Storage) -> None:
    for offset, data in ((100, b"c"), (0, b"a"), (20, b"old"), (20, b"b")):
        place.put_part("u1", offset, data)
    place.put_part("u2", 0, b"other")
    assert list(place.parts("u1")) == [(0, b"a"), (20, b"b"), (100, b"c")]
    place.drop_parts("u1")
    place.drop_parts("u1")
    assert list(place.parts("u1")) == []
    assert list(place.parts("u2")) == [(0, b"other")]


@pytest.mark.django_db
@pytest.mark.usefixtures("_bucket")
def test_a_file_lives_in_the_bucket_by_its_hash() -> None:
    body = pdf()
    card = actions.store(name="a.pdf", content=body, actor=citizen(), now=NOW)
    assert queries.read(card.id) == body
    assert b"".join(queries.stream(card.id, 5, 3)) == body[5:8]
    listed = boto3.client("s3", region_name="us-east-1").list_objects_v2(Bucket=conf().s3_bucket)
    sha = hashlib.sha256(body).hexdigest()
    assert [row["Key"] for row in listed["Contents"]] == [f"tep/{sha[:2]}/{sha[2:4]}/{sha}"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_bucket")
def test_an_upload_in_pieces_through_the_bucket() -> None:
    body = pdf(20)
    upload = actions.begin_upload(name="a.pdf", size=len(body), actor=citizen(), now=NOW)
    for offset in range(0, len(body), 1000):
        piece = body[offset : offset + 1000]
        actions.append(upload_id=upload.id, offset=offset, content=piece, actor=citizen(), now=NOW)
    assert queries.read(actions.finish(upload_id=upload.id, actor=citizen(), now=NOW).id) == body

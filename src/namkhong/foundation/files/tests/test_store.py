"""Files are kept once, with their owner, and only as large as allowed."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.errors import NoSuchFile, NotScannedYet, TooLarge, WrongKind
from namkhong.foundation.files.models import Content, StoredFile
from namkhong.foundation.files.tests.factories import EXE, NOW, citizen, pdf
from namkhong.foundation.files.types import FileState, ScannerState

pytestmark = pytest.mark.django_db


def test_it_works(store: Path) -> None:
    body = pdf()
    card = actions.store(name="Đơn.pdf", content=body, actor=citizen(), now=NOW, purpose="dossiers.paper")
    assert (card.name, card.size, card.media_type) == ("Đơn.pdf", len(body), "application/pdf")
    assert card.sha256 == hashlib.sha256(body).hexdigest()
    assert (card.owner_account_id, card.created_at, card.state) == (70, NOW, FileState.UNSCANNED)
    assert str(card.state.label) == "chưa quét"
    assert queries.read(card.id) == body
    assert queries.file(card.id) == card
    assert (store / card.sha256[:2] / card.sha256[2:4] / card.sha256).read_bytes() == body
    assert list((store / "incoming").iterdir()) == []


def test_the_same_bytes_are_kept_once(store: Path) -> None:
    body = pdf()
    first = actions.store(name="a.pdf", content=body, actor=citizen(), now=NOW)
    second = actions.store(name="b.pdf", content=io.BytesIO(body), actor=citizen(80), now=NOW)
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert Content.objects.count() == 1
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_the_record_keeps_the_hash_not_the_name() -> None:
    card = actions.store(name="Lò Thị Lan.pdf", content=pdf(), actor=citizen(), now=NOW)
    (entry,) = audit.entries_of(("file", str(card.id)))
    assert entry.action == "files.stored"
    assert entry.detail["sha256"] == card.sha256
    assert "Lan" not in repr(entry)


def test_an_exe_called_pdf_leaves_nothing_behind(store: Path) -> None:
    with pytest.raises(WrongKind, match=r"don\.pdf"):
        actions.store(name="don.pdf", content=EXE, actor=citizen(), now=NOW)
    assert not StoredFile.objects.exists()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_reading_stops_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1, /) -> bytes:
            self.given += size
            return b"%PDF-1.7\n" + b"\0" * (size - 9)

    endless = Endless()
    with pytest.raises(TooLarge):
        actions.store(name="x.pdf", content=endless, actor=citizen(), now=NOW)
    assert endless.given < 22_000_000


def test_what_the_platform_makes_is_clean_and_nobodys() -> None:
    card = actions.store_generated(name="Giấy tiếp nhận.pdf", content=pdf(), media_type="application/pdf", now=NOW)
    assert (card.state, card.owner_account_id, card.name) == (FileState.CLEAN, None, "Giấy tiếp nhận.pdf")


def test_unscanned_files_are_held_back_where_the_settings_say_so(settings: Any, store: Path) -> None:
    card = actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    made = actions.store_generated(name="b.pdf", content=pdf(2), media_type="application/pdf", now=NOW)
    settings.FILES = {"folder": store, "require_scan": True}
    with pytest.raises(NotScannedYet):
        queries.read(card.id)
    assert queries.read(made.id) == pdf(2)


def test_production_holds_back_unless_told_otherwise(settings: Any, store: Path) -> None:
    settings.FILES = {"folder": store}
    settings.PRODUCTION = True
    card = actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    with pytest.raises(NotScannedYet):
        queries.read(card.id)


def test_the_doctor_hears_of_a_missing_scanner_and_of_what_waits() -> None:
    actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    scanner = queries.scanner()
    assert (scanner.state, scanner.waiting, scanner.required) == (ScannerState.OFF, 1, False)


def test_many_files_take_one_query(django_assert_num_queries: Any) -> None:
    ids = [actions.store(name="a.pdf", content=pdf(n + 1), actor=citizen(), now=NOW).id for n in range(5)]
    with django_assert_num_queries(1):
        assert set(queries.files([*ids, uuid4()])) == set(ids)


def test_only_the_sender_may_use_her_file_in_a_form() -> None:
    card = actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    assert queries.own(card.id, citizen()) == card
    for actor in (citizen(80), citizen(0)):
        with pytest.raises(NoSuchFile):
            queries.own(card.id, actor)


def test_a_form_brings_whole_files_and_files_sent_before() -> None:
    before = actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    upload = SimpleUploadedFile("b.pdf", pdf(2))
    taken = actions.take_posted(uploads=[upload], stored_ids=[str(before.id)], actor=citizen(), now=NOW)
    assert [card.name for card in taken] == ["a.pdf", "b.pdf"]
    for forged in ("x", "", str(uuid4()), "../../etc/passwd"):
        with pytest.raises(NoSuchFile):
            actions.take_posted(uploads=[], stored_ids=[forged], actor=citizen(), now=NOW)


def test_bytes_that_are_gone_are_not_found(store: Path) -> None:
    card = actions.store(name="a.pdf", content=pdf(), actor=citizen(), now=NOW)
    (store / card.sha256[:2] / card.sha256[2:4] / card.sha256).unlink()
    with pytest.raises(NoSuchFile):
        queries.read(card.id)

"""A file that nothing names any more goes after its time, its bytes with the last file that shares them."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.files import actions, dropping, queries, types
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.foundation.files.models import Content, StoredFile, Upload
from namkhong.foundation.files.storage import storage
from namkhong.foundation.files.tests.factories import NOW, citizen, image, official, pdf
from namkhong.foundation.files.types import FileCard

LATER: Final = NOW + timedelta(days=3)


@pytest.fixture
def named() -> Iterator[set[UUID]]:
    """What some room names; the rooms above are asked as always."""
    held: set[UUID] = set()

    def namer(ids: Collection[UUID]) -> set[UUID]:
        return held & set(ids)

    types.register_namer("thử", namer)
    yield held
    del types._namers["thử"]


def _kept(content: bytes | None = None, name: str = "giay.pdf") -> FileCard:
    return actions.store(name=name, content=content or pdf(), actor=citizen(), now=NOW)


@pytest.mark.django_db
def test_what_is_named_stays_and_what_is_not_goes_with_its_bytes(named: set[UUID]) -> None:
    kept, loose = _kept(pdf(1)), _kept(pdf(2))
    named.add(kept.id)
    assert actions.drop([kept.id, loose.id], actor=official(), now=NOW) == 1
    assert queries.read(kept.id)
    with pytest.raises(NoSuchFile):
        queries.file(loose.id)
    assert not storage().exists(loose.sha256)
    entry = Entry.objects.get(action="files.dropped")
    assert entry.detail == {"files": [str(loose.id)], "contents": 1}


@pytest.mark.django_db
def test_bytes_that_another_file_shares_stay() -> None:
    one, other = _kept(pdf(2), "a.pdf"), _kept(pdf(2), "b.pdf")
    assert one.sha256 == other.sha256
    actions.drop([one.id], actor=official(), now=NOW)
    assert queries.read(other.id) == pdf(2)
    actions.drop([other.id], actor=official(), now=NOW)
    assert not Content.objects.filter(pk=one.sha256).exists()
    assert not storage().exists(one.sha256)


@pytest.mark.django_db
def test_the_upload_it_came_by_goes_too() -> None:
    body = pdf(3)
    begun = actions.begin_upload(name="a.pdf", size=len(body), actor=citizen(), now=NOW)
    actions.append(upload_id=begun.id, offset=0, content=body, actor=citizen(), now=NOW)
    file = actions.finish(upload_id=begun.id, actor=citizen(), now=NOW)
    actions.drop([file.id], actor=citizen(), now=NOW)
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_it_is_loose_from_the_night_when_nothing_names_it_and_no_longer_when_something_does(named: set[UUID]) -> None:
    file = _kept()
    assert actions.mark_loose(now=NOW) == 0  # a day is left to attach it
    assert actions.mark_loose(now=LATER) == 1
    since = StoredFile.objects.get().loose_since
    assert since == LATER
    actions.mark_loose(now=LATER + timedelta(days=1))
    assert StoredFile.objects.get().loose_since == since  # counted from the first night
    named.add(file.id)
    assert actions.mark_loose(now=LATER + timedelta(days=2)) == 0
    assert StoredFile.objects.get().loose_since is None


@pytest.mark.django_db
def test_one_that_is_named_again_since_last_night_is_let_go(named: set[UUID]) -> None:
    files = [_kept(pdf(pages)) for pages in range(1, 6)]
    actions.mark_loose(now=LATER)
    named.update(file.id for file in files[:2])
    eraser = dropping.LooseFiles()
    end = LATER + timedelta(days=30, seconds=1)
    assert eraser.due(end, 100) == 5
    gone = [eraser.erase(end, 2, actor=official(), now=end) for _time in range(4)]
    assert sum(gone) == 3
    assert gone[-1] == 0
    assert set(StoredFile.objects.values_list("pk", "loose_since")) == {(file.id, None) for file in files[:2]}


@pytest.mark.django_db
def test_what_the_scanner_destroyed_is_remembered() -> None:
    file = _kept()
    Content.objects.update(state="infected")
    actions.drop([file.id], actor=official(), now=NOW)
    assert Content.objects.filter(pk=file.sha256, state="infected").exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_sent_again_while_they_are_being_destroyed_are_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    body = image("PNG", (40, 40), "green")
    first = _kept(body, "a.png")
    gone, may_end = threading.Event(), threading.Event()
    real = dropping._destroy_contents
    kept: list[Any] = []

    def slowly(hashes: Collection[str]) -> int:
        done = real(hashes)
        gone.set()
        may_end.wait(10)
        return done

    monkeypatch.setattr(dropping, "_destroy_contents", slowly)

    def drop() -> None:
        actions.drop([first.id], actor=official(), now=NOW)
        connection.close()

    def keep() -> None:
        kept.append(_kept(body, "b.png"))
        connection.close()

    dropper, keeper = threading.Thread(target=drop), threading.Thread(target=keep)
    dropper.start()
    assert gone.wait(10)
    keeper.start()
    keeper.join(0.5)
    assert keeper.is_alive(), "the sender waits for the row of the content"
    may_end.set()
    dropper.join(10)
    keeper.join(10)
    assert queries.read(kept[0].id) == body


def test_every_column_that_names_a_file_is_asked() -> None:
    """A room that begins to name files must be asked before they are destroyed."""
    naming = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("namkhong.") and model._meta.app_label != "files"
        for field in model._meta.get_fields()
        if isinstance(field, models.UUIDField) and "file" in field.name
    }
    assert naming == {
        ("dossiers.Attachment", "file_id"),
        ("dossiers.IssuedForm", "file_id"),
        ("dossiers.DraftRound", "file_id"),
        ("dossiers.Opinion", "file_id"),
        ("dossiers.EndRequest", "file_id"),
        ("dossiers.Mandate", "file_id"),
        ("desks.Export", "file_id"),
        ("feedback.Inquiry", "answer_file"),
        ("signatures.Certificate", "image_file_id"),
        ("signatures.SignedDocument", "file_id"),
        ("signatures.Signing", "file_id"),
        ("signatures.Signing", "begun_file_id"),
        ("exchange.PacketFile", "file_id"),
        ("exchange.MessageFile", "file_id"),
        ("documents.DocumentFile", "file_id"),
        ("drafting.DraftFile", "file"),
        ("drafting.DraftVersion", "source_file"),
        ("intake.ArrivalFile", "file_id"),
    }
    rooms = {label.split(".")[0] for label, _field in naming}
    assert rooms <= set(types._namers)

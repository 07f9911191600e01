"""ClamAV stands before the store; these tests talk to a real one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.files import actions, clamav, queries, scanning
from namkhong.foundation.files.clamav import Outcome, Verdict
from namkhong.foundation.files.errors import Infected, NoSuchFile, NotScannable, NotScannedYet
from namkhong.foundation.files.models import Content, StoredFile
from namkhong.foundation.files.tests.conftest import Clamd
from namkhong.foundation.files.tests.factories import EICAR, NOW, citizen, office, pdf
from namkhong.foundation.files.types import FileState, ScannerState
from namkhong.kernel import events

pytestmark = [pytest.mark.django_db, pytest.mark.scan]
LARGE = pdf() + b"\n%" + b"x" * 1_500_000


def _keep(body: bytes, name: str = "don.pdf") -> Any:
    return actions.store(name=name, content=body, actor=citizen(), now=NOW)


def test_a_clean_file_is_clean_at_once(scanner: Clamd) -> None:
    card = _keep(pdf())
    assert card.state == FileState.CLEAN
    assert queries.read(card.id) == pdf()
    assert queries.scanner().state is ScannerState.UP


@pytest.mark.parametrize("body", [pdf() + EICAR, office("docx", word__note=EICAR)])
def test_an_infected_file_is_refused(scanner: Clamd, store: Path, body: bytes) -> None:
    with pytest.raises(Infected, match="có vi-rút"):
        _keep(body)
    assert not StoredFile.objects.exists()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_file_too_large_to_scan_is_refused(scanner: Clamd) -> None:
    with pytest.raises(NotScannable, match="quá lớn để quét"):
        _keep(LARGE)
    assert not StoredFile.objects.exists()


def test_while_the_scanner_is_down_files_wait_and_are_tried_again(scanner: Clamd) -> None:
    scanner.stop()
    card = _keep(pdf())
    assert card.state == FileState.UNSCANNED
    assert queries.scanner().state is ScannerState.DOWN
    with pytest.raises(NotScannedYet):
        queries.read(card.id)
    with pytest.raises(scanning.ScannerDown):
        actions.scan(sha256=card.sha256, now=NOW)
    assert Content.objects.get().attempts == 1
    assert actions.scan_waiting(now=NOW) == 0
    scanner.start()
    assert actions.scan_waiting(now=NOW) == 1
    assert queries.file(card.id).state == FileState.CLEAN
    assert queries.read(card.id) == pdf()


def test_the_job_scans_what_the_outage_left(scanner: Clamd, run_jobs: Callable[[], int]) -> None:
    scanner.stop()
    card = _keep(pdf())
    scanner.start()
    run_jobs()
    assert queries.file(card.id).scanned


@pytest.mark.django_db(transaction=True)
def test_what_turns_out_to_be_infected_is_destroyed_and_announced(
    scanner: Clamd, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[Any] = []
    monkeypatch.setattr(events, "publish", announced.append)
    scanner.stop()
    card = _keep(pdf() + EICAR)
    scanner.start()
    assert actions.scan(sha256=card.sha256, now=NOW) == FileState.INFECTED
    assert [event.file_id for event in announced] == [str(card.id)]
    with pytest.raises(NoSuchFile):
        queries.read(card.id)
    assert not (store / card.sha256[:2] / card.sha256[2:4] / card.sha256).exists()
    (entry,) = audit.entries_of(("content", card.sha256))
    assert (entry.action, entry.detail["state"]) == ("files.scanned", "infected")
    with pytest.raises(Infected):
        _keep(pdf() + EICAR)


def test_a_file_that_cannot_be_scanned_later_is_refused_later(scanner: Clamd) -> None:
    scanner.stop()
    card = _keep(LARGE)
    scanner.start()
    assert actions.scan(sha256=card.sha256, now=NOW) == FileState.REFUSED


def test_a_scanner_set_up_later_catches_up(scanner: Clamd, settings: Any, store: Path) -> None:
    with_scanner = settings.FILES
    settings.FILES = {"folder": store, "require_scan": False}
    card = _keep(pdf())
    assert actions.scan_waiting(now=NOW) == 0
    settings.FILES = with_scanner
    assert actions.scan_waiting(now=NOW) == 1
    assert queries.file(card.id).scanned


def _impostor(answer: bytes) -> str:
    """Something on the port that is not ClamAV."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server:
            for _n in range(2):
                link, _peer = server.accept()
                with link:
                    link.recv(65536)
                    if answer:
                        link.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Win.Test FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.TOO_LARGE),
        (b"stream: Can't allocate memory ERROR\0", Verdict.DOWN),
        (b"HTTP/1.1 200 OK\r\n\r\n", Verdict.DOWN),
        (b"", Verdict.DOWN),
    ],
)
def test_only_a_clear_ok_is_clean(answer: bytes, verdict: Verdict) -> None:
    assert clamav.scan(_impostor(answer), [b"x"]).verdict is verdict


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "nonsense", "host:port"])
def test_an_address_where_nobody_answers_is_down(address: str) -> None:
    assert clamav.scan(address, [b"x"]) == Outcome(Verdict.DOWN)
    assert not clamav.alive(address)

"""Slow clients, floods of bytes and of guesses against the page processes as they are served: everybody else is still served."""

from __future__ import annotations

import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.db import connection, transaction

from tests.promises.served import Pages, served

pytestmark = [pytest.mark.xdist_group("promises: floods"), pytest.mark.django_db(transaction=False)]
HOST: Final = b"Host: 127.0.0.1\r\n"
PAGE: Final = "/can-bo/dang-nhap/"
PATIENCE: Final = 10.0  # seconds a person waits on a busy machine; what is blocked does not answer at all


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Pages]:
    """Behind a server in front that says where people come from, so that many can ask from one machine."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        served(tmp_path_factory.mktemp("floods"), TRUSTED_PROXIES="127.0.0.1") as running,
    ):
        yield running
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from accounts_window")


def _others_are_served(pages: Pages, times: int = 8) -> float:
    """Ordinary visitors, one after the other; returns the longest wait."""
    waits = []
    for _visitor in range(times):
        status, took = pages.ask(PAGE, seconds=PATIENCE)
        assert status == 200, (status, took)
        waits.append(took)
    return max(waits)


@contextlib.contextmanager
def _lines(pages: Pages, said: bytes, count: int) -> Iterator[list[socket.socket]]:
    lines: list[socket.socket] = []
    try:
        for _number in range(count):
            lines += [pages.open(said)]
        yield lines
    finally:
        for line in lines:
            line.close()


def _slow_heads(pages: Pages, count: int) -> float:
    """Slowloris: a head that never ends, one more line every now and then."""
    with _lines(pages, b"GET / HTTP/1.1\r\n" + HOST, count) as lines:
        longest = _others_are_served(pages)
        for line in lines:
            with contextlib.suppress(OSError):
                line.sendall(b"X-a: b\r\n")
        return max(longest, _others_are_served(pages))


def _slow_bodies(pages: Pages, count: int) -> float:
    """R-U-Dead-Yet: a form announced as long, sent a byte at a time."""
    head = b"POST " + PAGE.encode() + b" HTTP/1.1\r\n" + HOST
    head += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nusername="
    with _lines(pages, head, count) as lines:
        longest = _others_are_served(pages)
        for line in lines:
            with contextlib.suppress(OSError):
                line.sendall(b"a")
        return max(longest, _others_are_served(pages))


def _slow_readers(pages: Pages, count: int) -> float:
    """Asks for pages and reads none of them."""
    ask = b"GET " + PAGE.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    with _lines(pages, ask * 20, count):
        return _others_are_served(pages)


def test_heads_that_never_end_hold_up_nobody(pages: Pages) -> None:
    _slow_heads(pages, 100)


def test_bodies_that_never_end_hold_up_nobody(pages: Pages) -> None:
    _slow_bodies(pages, 60)


def test_readers_who_never_read_hold_up_nobody(pages: Pages) -> None:
    _slow_readers(pages, 40)


def _great_body(pages: Pages, size: int) -> tuple[int, int]:
    """So many bytes to a page that takes a few words; the status, and by how much the processes grew meanwhile."""
    before = pages.memory()
    head = b"POST " + PAGE.encode() + b" HTTP/1.1\r\n" + HOST
    head += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + str(size).encode() + b"\r\n\r\n"
    line = pages.open(head)
    most, status, sent = 0, 0, 0
    piece = b"a" * 1_048_576
    with contextlib.closing(line), contextlib.suppress(OSError):
        while sent < size:
            sent += line.send(piece[: size - sent])
            if sent % (16 * len(piece)) < len(piece):
                most = max(most, pages.memory() - before)
        status = int(line.recv(64).split()[1])
    return status, max(most, pages.memory() - before)


def test_a_great_body_fills_no_memory(pages: Pages) -> None:
    status, grown = _great_body(pages, 200_000_000)
    assert status in {0, 400, 413}, status  # refused, or the line was closed on it
    assert grown < 60_000_000, grown
    _others_are_served(pages, 2)


def _guesses(pages: Pages, count: int, addresses: int) -> tuple[Counter[int], float]:
    """Look-ups of made-up codes from so many addresses; between them somebody else looks at a page."""
    statuses: Counter[int] = Counter()
    longest = 0.0
    for number in range(count):
        where = f"/tra-cuu/?ma=H18.55.04-261123-{number % 10_000:04}"
        status, _took = pages.ask(where, X_Forwarded_For=f"203.0.113.{number % addresses}")
        statuses[status] += 1
        if number % 50 == 0:
            answer, took = pages.ask("/tra-cuu/", seconds=PATIENCE, X_Forwarded_For="198.51.100.9")
            assert answer == 200
            longest = max(longest, took)
    return statuses, longest


def test_guessed_codes_are_held_back_and_others_are_served(pages: Pages) -> None:
    statuses, _longest = _guesses(pages, 120, 2)
    assert 60 <= statuses[429] < 120, statuses  # thirty for each address, less what was asked before
    assert set(statuses) == {422, 429}


@pytest.mark.endure
def test_ten_thousand_guesses_and_great_floods(pages: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    heads, bodies, readers = _slow_heads(pages, 400), _slow_bodies(pages, 400), _slow_readers(pages, 200)
    status, grown = _great_body(pages, 1_000_000_000)
    assert status in {0, 400, 413}
    assert grown < 60_000_000
    before = pages.memory()
    statuses, longest = _guesses(pages, 10_000, 4)
    assert statuses[429] > 9_000
    assert set(statuses) == {422, 429}
    after = pages.memory()
    with capsys.disabled():
        print(f"\n400 đầu chậm: người khác chờ lâu nhất {heads:.2f} s; 400 thân chậm {bodies:.2f} s; "
              f"200 người không đọc {readers:.2f} s; thân 1 GB: {status}, thêm {grown // 1_000_000} MB; "
              f"n = 10000 lần đoán: {dict(statuses)}, người khác chờ lâu nhất {longest:.2f} s, "
              f"bộ nhớ thêm {(after - before) // 1_000_000} MB")  # fmt: skip


@pytest.mark.endure
def test_a_head_that_never_ends_is_cut_off(pages: Pages) -> None:
    """By the server, within a minute; nobody has to wait for the client."""
    with _lines(pages, b"GET / HTTP/1.1\r\n" + HOST, 5) as lines:
        started = time.monotonic()
        for line in lines:
            line.settimeout(70)
            with contextlib.suppress(OSError):
                while line.recv(1_024):
                    pass
        assert time.monotonic() - started < 60


def test_what_was_held_back_is_in_the_log(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> None:
    _guesses(pages, 40, 1)
    log = next(Path(tmp_path_factory.getbasetemp()).glob("floods*/trang.log")).read_text()
    lines = [line for line in log.splitlines() if "limit_reached" in line]
    assert lines
    assert "203.0.113" not in log

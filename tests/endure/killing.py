"""The processes of a running product, and taking them away: kill -9, the database gone, the disk full."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.journeys.product import Product

PARTS: Final = ("page", "worker", "postgresql")


def family(root: int) -> dict[int, tuple[int, str]]:
    """Every living descendant: number → parent, command line."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            after = stat.read_text().rpartition(")")[2].split()
            if after[0] != "Z":
                parents[int(stat.parent.name)] = int(after[1])
    found: dict[int, tuple[int, str]] = {}
    for pid in parents:
        above, chain = pid, []
        while above in parents and above != root:
            chain.append(above)
            above = parents[above]
        if above == root and chain:
            with suppress(FileNotFoundError, ProcessLookupError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[pid] = (parents[pid], line)
    return found


def _serves_pages(line: str) -> bool:
    return "-m granian" in line or "granian_pages" in line


def pids(product: Product, part: str) -> list[int]:
    """The processes of one part that run now; of the pages, granian and its children; of PostgreSQL, all of its own."""
    assert product.process is not None
    known = {pid: one for pid, one in family(product.process.pid).items() if "resource_tracker" not in one[1]}
    match part:
        case "page":
            heads = {pid for pid, (_above, line) in known.items() if _serves_pages(line)}
            return sorted({pid for pid, (above, _line) in known.items() if pid in heads or above in heads})
        case "worker":
            return [pid for pid, (_above, line) in known.items() if "namkhong worker" in line]
        case _:
            return [
                pid
                for pid, (_above, line) in known.items()
                if "postgres" in line.split(" ")[0] or "bin/postgres" in line
            ]


def heads(product: Product) -> list[int]:
    """The parents of page processes: they stay when their children are replaced."""
    assert product.process is not None
    above = {one for one, _line in family(product.process.pid).values()}
    return [pid for pid, (_above, line) in family(product.process.pid).items() if _serves_pages(line) and pid in above]


def postmaster(product: Product) -> int | None:
    """The head of PostgreSQL."""
    assert product.process is not None
    known = family(product.process.pid)
    return next((pid for pid, (_above, line) in known.items() if "bin/postgres -D" in line), None)


def kill_one(product: Product, part: str, chance: random.Random) -> bool:
    """kill -9 of one process of a part, whichever; false when none is running now."""
    running = pids(product, part)
    if part == "postgresql" and chance.random() < 0.5:
        running = [pid for pid in [postmaster(product)] if pid is not None]
    if not running:
        return False
    with suppress(ProcessLookupError):
        os.kill(chance.choice(running), signal.SIGKILL)
        return True
    return False


@contextmanager
def database_gone(product: Product) -> Iterator[None]:
    """PostgreSQL stops and nobody starts it again while the block lasts: its parent is held still."""
    assert product.process is not None
    head = postmaster(product)
    assert head is not None, "no PostgreSQL is running"
    os.kill(product.process.pid, signal.SIGSTOP)
    try:
        os.kill(head, signal.SIGINT)
        until(lambda: _ended(head), 120)
        yield
    finally:
        os.kill(product.process.pid, signal.SIGCONT)


def _ended(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextmanager
def disk_full(folder: Path) -> Iterator[int]:
    """Fill the disk of ``folder`` to the last byte and keep it so; how many bytes that took."""
    filler = folder / "filler"
    taken = 0
    with filler.open("wb", buffering=0) as handle:
        for size in (1_048_576, 4_096):
            with suppress(OSError):
                while True:
                    taken += handle.write(b"\0" * size)
    try:
        yield taken
    finally:
        filler.unlink()


def until(true: Callable[[], bool], seconds: float, every: float = 0.1) -> float:
    """Wait; how long it took.

    :raises AssertionError: when it does not become true in time.
    """
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"waited {seconds} s in vain"
        time.sleep(every)
    return time.monotonic() - began

"""One running product for all that is done to it, on a small disk of its own where this machine lets us make one."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.endure import judging
from tests.endure.loading import Load
from tests.journeys import product as products
from tests.journeys.product import Product

_SIZE: Final = "1200m"
_SIZE_LONG: Final = "3000m"  # PostgreSQL alone keeps up to a gigabyte of log before it begins anew


def _mounted(folder: Path, size: str) -> bool:
    """A small disk in memory at ``folder``; false where that is not allowed."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, f"size={size},mode=0755".encode()) == 0)


@pytest.fixture(scope="session")
def disk(request: pytest.FixtureRequest) -> Iterator[tuple[Path, bool]]:
    """A folder, and whether it is a disk of its own that may be filled."""
    folder = Path(tempfile.mkdtemp(prefix="nk-endure-", dir="/tmp"))
    folder.chmod(0o755)
    small = _mounted(folder, _SIZE_LONG if request.config.option.markexpr == "endure" else _SIZE)
    yield folder, small
    if small:
        ctypes.CDLL(None).umount2(str(folder).encode(), 2)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def product(disk: tuple[Path, bool]) -> Iterator[Product]:
    """As an operator starts it; after all that was done to it, it must still stop as it should."""
    started = products.start(disk[0])
    yield started
    code = started.stop()
    assert code == 0, f"stopped with {code}:\n{started.said()[-3000:]}"


@pytest.fixture(scope="session")
def load(product: Product) -> Iterator[Load]:
    """Its people, signed in."""
    people = Load(product, judging.last_step(product))
    try:
        people.sign_in(programs=1)
        yield people
    finally:
        people.close()


@pytest.fixture
def chance() -> random.Random:
    """The same accidents again: NAMKHONG_SEED."""
    seed = int(os.environ.get("NAMKHONG_SEED") or random.SystemRandom().randrange(1 << 31))
    print(f"\nNAMKHONG_SEED={seed}")
    return random.Random(seed)

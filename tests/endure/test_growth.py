"""The pages people open most take as long at a million dossiers as at ten thousand.

Sizes: ``NAMKHONG_GROWTH`` (10000,1000000); ten million too where the disk has room for them, about 4 KB each:
``make endure ARGS="-k growth" NAMKHONG_GROWTH=10000,1000000,10000000``. Only the history grows: what is open stays.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any, Final

import pytest
import time_machine
from django.db import connection
from django.test import Client

from namkhong.services.openness import actions as openness
from tests import cast, explaining
from tests.cast import World
from tests.many import TABLES, Many

pytestmark = pytest.mark.endure
SIZES: Final = tuple(int(size) for size in os.environ.get("NAMKHONG_GROWTH", "10000,1000000").split(","))
TIMES: Final = int(os.environ.get("NAMKHONG_GROWTH_TIMES", "200"))  # of each page at each size
AIM: Final = 1.5
NOISE: Final = 0.5  # milliseconds that a statement may take longer by chance
BYTES: Final = 6_000  # of one dossier on the disk, its share of what is written meanwhile included
DAYS: Final = {size: min(3_650, max(365, size // 2_740)) for size in SIZES}  # a year, or as many as it takes

PAGES: Final = (
    ("read one", "counter", "/can-bo/ho-so/{code}/"),
    ("look-up by code", "visitor", "/tra-cuu/?ma={code}"),
    ("inbox of 50", "counter", "/can-bo/"),
    ("inbox of 50, specialist", "specialist", "/can-bo/"),
    ("search by name", "counter", "/can-bo/?q={name}"),
    ("search by a common word", "counter", "/can-bo/?q=thi"),
    ("search by serial", "counter", "/can-bo/?q={serial}"),
    ("public board", "visitor", "/cong-khai/"),
    ("what an agency has open", "visitor", "/cong-khai/ho-so/{commune}/"),
)


@dataclass
class Times:
    """Milliseconds of one page at one size."""

    page: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)

    @property
    def page95(self) -> float:
        """The whole page, as the test's browser sees it."""
        return quantiles(self.page, n=20)[-1]

    @property
    def sql95(self) -> float:
        """Its statements together."""
        return quantiles(self.sql, n=20)[-1]

    @property
    def sql50(self) -> float:
        """The middle one: a machine that does other work beside moves it least."""
        return median(self.sql)


def _room(size: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("show data_directory")
        free = shutil.disk_usage(cursor.fetchone()[0]).free
    print(f"\n  {size} dossiers need about {size * BYTES / 1e9:.0f} GB, {free / 1e9:.0f} GB are free", end="")
    return free > size * BYTES


def _vacuum() -> None:
    """As autovacuum leaves tables that only grow."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum (analyze) " + ", ".join(TABLES))


def _open(client: Client, path: str, number: int) -> tuple[float, float]:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"  # nobody asks too often
    with explaining.listening() as asked:
        started = time.perf_counter()
        answer = client.get(path, REMOTE_ADDR=address)
        took = time.perf_counter() - started
    assert answer.status_code == 200, (path, answer.content.decode()[:300])
    return took * 1000, asked.seconds * 1000


def _measure(world: World, many: Many) -> dict[str, Times]:
    codes, names = many.codes(TIMES), many.names(TIMES)
    found: dict[str, Times] = {}
    for name, who, path in PAGES:
        client, times = world.browser(who), found.setdefault(name, Times())
        for number in range(-5, TIMES):  # the first five warm what is remembered
            words = {"code": codes[number % len(codes)], "name": names[number % len(names)],
                     "serial": codes[number % len(codes)].rsplit("-", 1)[1],
                     "commune": str(world.province.commune_id)}  # fmt: skip
            page, sql = _open(client, path.format(**words), max(number, 0))
            if number >= 0:
                times.page.append(page)
                times.sql.append(sql)
    return found


def _told(found: dict[int, dict[str, Times]]) -> None:
    first = found[min(found)]
    print(f"\n  p95 in ms of {TIMES} each, statements / whole page; in brackets against {min(found)} dossiers,")
    print("  and the median of the statements")
    for name, _who, _path in PAGES:
        said = [
            f"{size}: {row[name].sql95:.1f} / {row[name].page95:.1f}"
            f" ({row[name].sql95 / first[name].sql95:.2f} / {row[name].page95 / first[name].page95:.2f},"
            f" {row[name].sql50 / first[name].sql50:.2f})"
            for size, row in found.items()
        ]
        print(f"  {name:26}", "  ".join(said))


@pytest.mark.django_db(transaction=True)
def test_growth_the_hot_pages_take_as_long_at_a_million(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PASSWORD_HASHERS = ["namkhong.foundation.accounts.tests.factories.QuickArgon2"]
    found: dict[int, dict[str, Times]] = {}
    with capsys.disabled(), time_machine.travel(cast.NOW, tick=False):
        world = cast.build()
        many = Many(world)
        for size in sorted(SIZES):
            if not _room(size):
                print(": left out")
                continue
            many.days = DAYS[size]
            started = time.perf_counter()
            many.grow(size)
            _vacuum()
            filled = time.perf_counter() - started
            openness.refresh(now=cast.NOW)
            counted = time.perf_counter() - started - filled
            print(f"; n = {many.count}, filled in {filled:.0f} s, the board counted in {counted:.1f} s")
            found[size] = _measure(world, many)
        _told(found)
    assert found, "no room on the disk for any size"
    first = found[min(found)]
    late = [
        f"{name} at {size}"
        for size, row in found.items()
        for name, times in row.items()
        if times.sql95 > AIM * first[name].sql95 + NOISE
    ]
    assert not late, late

"""The table of ASVS speaks of every requirement of levels 1 and 2 once, and of no test that is not there."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

ROOT: Final = Path(settings.ROOT)
TABLE: Final = ROOT / "docs" / "reference" / "security.md"
SAID: Final = {"đạt", "một phần", "chưa", "vận hành", "không có"}
# Section → the level of each of its requirements, in order (ASVS 5.0.0).
LEVELS: Final = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip


def _wanted() -> list[str]:
    return [f"{section}.{number}" for section, levels in LEVELS.items()
            for number, level in enumerate(levels, 1) if level in "12"]  # fmt: skip


def _rows() -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows]


def _ids(cell: str) -> list[str]:
    found: list[str] = []
    for part in cell.split(", "):
        first, _dash, last = part.partition("–")
        section, _dot, number = first.rpartition(".")
        upto = int(last.rpartition(".")[2]) if last else int(number)
        found += [f"{section}.{one}" for one in range(int(number), upto + 1)]
    return found


def test_every_requirement_is_spoken_of_once() -> None:
    assert len(_wanted()) == 253
    told: Counter[str] = Counter()
    for row in _rows():
        if re.fullmatch(r"\d+\.\d+\.\d+.*", row[0]):
            told.update(_ids(row[0]))
            assert row[1] in SAID, row
    assert told == Counter(_wanted())


@cache
def _tests() -> frozenset[str]:
    names: set[str] = set()
    for path in [*(ROOT / "src").rglob("test_*.py"), *(ROOT / "tests").rglob("test_*.py")]:
        names |= {path.name, *re.findall(r"^(?:    )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)}
    return frozenset(names)


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+(?:\.py)?)`", TABLE.read_text("utf-8")))
    assert len(named) > 80
    assert not named - _tests()

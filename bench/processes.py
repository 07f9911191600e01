"""What the processes of a running product cost: CPU seconds and memory by kind, read from ``/proc``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KINDS: Final = {
    "namkhong.config.granian_pages": "web",
    "worker": "worker",
    "postgres": "database",
}  # a word of the command line → kind


@dataclass(frozen=True, slots=True)
class Process:
    """One process, and which kind its oldest forebear below the parent is."""

    pid: int
    kind: str
    leaf: bool  # it has no children


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds since each process began, by kind."""

    seconds: Mapping[str, float]

    def since(self, earlier: Usage, requests: int) -> dict[str, float]:
        """Milliseconds per request between two readings."""
        return {
            kind: (spent - earlier.seconds.get(kind, 0.0)) * 1_000 / max(1, requests)
            for kind, spent in self.seconds.items()
        }


class Watched:
    """The processes under one parent: pages, worker, database; and this process, which makes the load."""

    def __init__(self, parent: int) -> None:
        self._parent = parent

    def usage(self) -> Usage:
        """CPU until now. What children that have ended spent is counted with those who waited for them."""
        spent: dict[str, float] = {}
        for process in self._all():
            spent[process.kind] = spent.get(process.kind, 0.0) + _cpu(process.pid)
        spent["load"] = time.process_time()
        return Usage(spent)

    def web_memory(self) -> list[float]:
        """Resident memory of each page process, in MB (10⁶ bytes)."""
        return [_resident(process.pid) for process in self._all() if process.kind == "web" and process.leaf]

    def _all(self) -> Iterator[Process]:
        children = _children()
        for child in children.get(self._parent, []):
            kind = _kind(child)
            if not kind:
                continue
            waiting = [child]
            while waiting:
                pid = waiting.pop()
                own = children.get(pid, [])
                waiting += own
                yield Process(pid, kind, not own)


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit() and (stat := _stat(int(folder.name))):
            found.setdefault(int(stat[1]), []).append(int(folder.name))
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the name: state, parent, …; empty when it has gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    stat = _stat(pid)
    return sum(map(int, stat[11:15])) / _TICKS if stat else 0.0


def _kind(pid: int) -> str:
    try:
        words = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    names = {Path(word).name for word in words}
    return next((kind for word, kind in _KINDS.items() if word in names), "")


def _resident(pid: int) -> float:
    try:
        text = (_PROC / str(pid) / "status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    line = next((line for line in text.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return round(int(line.split()[1]) * 1_024 / 1e6, 1)

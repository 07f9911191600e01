"""What is said in the end: the aims, a table on the screen, and ``bench/latest.json``."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.measuring import Measure, Spread
from bench.proofs import Claim

LATEST: Final = Path(__file__).resolve().parent / "latest.json"
# What an operation is compared with: the raw limit of the same deed, written as our actions write it, one by one.
COMPARED: Final = {"submit": "submit", "move": "move", "read": "read", "look_up": "look_up", "inbox": "inbox"}
WORDS: Final = {
    "submit": "nộp hồ sơ",
    "submit_at_once": "nộp, một câu lệnh",
    "receive": "tiếp nhận",
    "move": "chuyển bước",
    "read": "đọc một hồ sơ",
    "look_up": "tra theo mã",
    "inbox": "danh sách 50 hồ sơ",
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What was promised, and what was seen."""

    words: str
    wanted: float
    seen: float
    unit: str
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Was it kept?"""
        return self.seen <= self.wanted if self.at_most else self.seen >= self.wanted

    def line(self) -> str:
        """For the screen."""
        sign = "≤" if self.at_most else "≥"
        verdict = "đạt" if self.met else "CHƯA ĐẠT"
        return f"  {self.words:<34} {_number(self.seen):>9} {self.unit:<6} cần {sign} {_number(self.wanted)}  {verdict}"


@dataclass(slots=True)
class Found:
    """Everything one run measured."""

    limit: dict[str, Measure] = field(default_factory=dict)
    operations: dict[str, Measure] = field(default_factory=dict)
    web_memory: list[float] = field(default_factory=list)
    form_pdf: Spread | None = None
    bulk_seconds: float = 0.0
    bulk_dossiers: int = 0
    jobs_seconds: float = 0.0  # how long the worker still had to do when the load had ended
    claims: list[Claim] = field(default_factory=list)

    def ratio(self, operation: str, of: str | None = None) -> float:
        """Our rate as a share of the raw limit."""
        limit = self.limit.get(of or COMPARED.get(operation, ""))
        return self.operations[operation].rate / limit.rate if limit and operation in self.operations else 0.0

    def aims(self) -> list[Aim]:
        """Those of the project, in its own words."""
        rate = {name: measure.rate for name, measure in self.operations.items()}
        aims = [
            Aim("nộp so với giới hạn của SQL", 20, self.ratio("submit") * 100, "%"),
            Aim("chuyển bước so với giới hạn", 20, self.ratio("move") * 100, "%"),
            Aim("đọc một hồ sơ", 1_000, rate.get("read", 0), "/giây"),
            Aim("danh sách 50 hồ sơ", 600, rate.get("inbox", 0), "/giây"),
            Aim("bộ nhớ của một tiến trình trang", 150, max(self.web_memory, default=0.0), "MB", at_most=True),
        ]
        if self.form_pdf is not None:
            aims.append(Aim("in mẫu 01 (PDF/A, p95)", 20, self.form_pdf.p95, "ms", at_most=True))
        if self.bulk_dossiers:
            words = f"làm hàng loạt {self.bulk_dossiers} hồ sơ"
            aims.append(Aim(words, 5, self.bulk_seconds, "giây", at_most=True))
        return aims


def table(found: Found) -> str:
    """The operations, the limit above them, the aims and the proofs below."""
    lines = [f"{'Giới hạn của SQL (pgbench)':<26}{'mỗi giây':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"]
    for name, measure in found.limit.items():
        lines.append(f"  {WORDS[name]:<24}{_timed(measure)}")
    head = f"{'trang ms':>10}{'CSDL ms':>9}{'SQL':>6}{'giới hạn':>10}"
    lines += ["", f"{'API, mọi thứ đều bật':<26}{'mỗi giây':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{head}"]
    for name, measure in found.operations.items():
        web, database = (_number(measure.cpu_ms.get(kind, 0.0)) for kind in ("web", "database"))
        sql = "" if measure.sql is None else str(measure.sql)
        share = f"{_number(found.ratio(name) * 100)} %" if name in COMPARED else ""
        lines.append(f"  {WORDS[name]:<24}{_timed(measure)}{web:>10}{database:>9}{sql:>6}{share:>10}")
    lines += ["", "Mục tiêu", *(aim.line() for aim in found.aims())]
    lines += ["", "Có thật", *(claim.line() for claim in found.claims)]
    return "\n".join(lines)


def write(found: Found, settings: Mapping[str, Any], path: Path = LATEST) -> None:
    """``bench/latest.json``."""
    operations = {}
    for name, measure in found.operations.items():
        compared = {"ratio_to_limit": found.limit[COMPARED[name]].rate} if name in COMPARED else {}
        if name == "submit":
            compared["ratio_to_one_statement"] = found.limit["submit_at_once"].rate
        operations[name] = measure.to_json(compared)
    plain = {
        "settings": dict(settings),
        "limit": {name: measure.to_json({}) for name, measure in found.limit.items()},
        "operations": operations,
        "web_memory_mb": found.web_memory,
        "form_pdf_ms": asdict(found.form_pdf) if found.form_pdf else None,
        "bulk": {"dossiers": found.bulk_dossiers, "seconds": round(found.bulk_seconds, 2)},
        "jobs_left_seconds": round(found.jobs_seconds, 1),
        "aims": [{**asdict(aim), "seen": round(aim.seen, 2), "met": aim.met} for aim in found.aims()],
        "proofs": [{**asdict(claim), "holds": claim.holds} for claim in found.claims],
    }
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """Where it was measured; what else it was doing then tells whether the figures mean anything."""
    return {
        "cores": os.cpu_count(),
        "load_before": [round(one, 2) for one in os.getloadavg()],
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def refusals(claims: Sequence[Claim]) -> list[str]:
    """What was not true; a run of which something was not true proves nothing."""
    return [claim.words for claim in claims if not claim.holds]


def _timed(measure: Measure) -> str:
    spread = measure.spread
    numbers = (_number(value) for value in (spread.p50, spread.p95, spread.p99))
    return f"{_number(measure.rate):>10}" + "".join(f"{number:>9}" for number in numbers)


def _number(value: float) -> str:
    """As it is written in Vietnamese, with as many digits as say something."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))

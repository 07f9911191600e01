"""What is measured of one operation, and how the figures are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil


def percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of an ascending row; 0 of an empty one."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """How long it took, in milliseconds."""

    n: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Spread:
        """Of any order."""
        ordered = sorted(milliseconds)
        return cls(len(ordered), *(round(percentile(ordered, share), 3) for share in (0.50, 0.95, 0.99)))


@dataclass(frozen=True, slots=True)
class Measure:
    """One operation: how many a second, how long each took, and (through HTTP) what it cost whom."""

    rate: float
    spread: Spread
    cpu_ms: Mapping[str, float] = field(default_factory=dict)  # per request, by the kind of process
    sql: int | None = None  # statements of one request, without BEGIN and COMMIT
    refused: int = 0  # answered 4xx, as they should be; counted neither in the rate nor in the spread

    def with_sql(self, statements: int) -> Measure:
        """The same, with how many statements one request sends."""
        return replace(self, sql=statements)

    def to_json(self, limit: Mapping[str, float]) -> dict[str, object]:
        """For ``bench/latest.json``; ``limit`` names rates of the raw limit to compare with."""
        spread = self.spread
        plain: dict[str, object] = {"rate": round(self.rate, 1), "n": spread.n}
        plain |= {"p50": spread.p50, "p95": spread.p95, "p99": spread.p99}
        if self.cpu_ms:
            plain["cpu_ms"] = round(self.cpu_ms.get("web", 0.0), 3)
            plain["cpu_ms_of_others"] = {
                kind: round(cost, 3) for kind, cost in self.cpu_ms.items() if kind not in {"web", "load"}
            }
            plain["cpu_ms_of_the_load"] = round(self.cpu_ms.get("load", 0.0), 3)
            plain |= {"sql": self.sql, "refused": self.refused}
        plain |= {name: round(self.rate / rate, 4) for name, rate in limit.items() if rate}
        return plain

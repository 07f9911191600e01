"""How quick the search is on the catalogue at hand: what people say, timed; for ``make bench`` and for operators."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from namkhong.services.procedures.models import ProcedureVersion
from namkhong.services.procedures.queries.search import search
from namkhong.services.procedures.synonyms import synonyms


@dataclass(frozen=True, slots=True)
class SearchTimes:
    """Milliseconds a search took, over ``searches`` searches among ``versions`` versions."""

    versions: int
    searches: int
    median: float
    p95: float
    worst: float
    slowest: str


def measure_search(on: date, turns: int = 3) -> SearchTimes:
    """Search for everything in the synonyms, as it is said and with a letter missing."""
    said = [word for entry in synonyms()["words"] for word in (entry["law"], *entry["people"])]
    typed = [*said, *(word[: len(word) // 2] + word[len(word) // 2 + 1 :] for word in said if len(word) > 6)]
    took: list[tuple[float, str]] = []
    for _turn in range(turns):
        for text in typed:
            start = time.perf_counter()
            search(text, on=on)
            took.append(((time.perf_counter() - start) * 1_000, text))
    took.sort()
    return SearchTimes(
        versions=ProcedureVersion.objects.count(),
        searches=len(took),
        median=took[len(took) // 2][0],
        p95=took[len(took) * 95 // 100][0],
        worst=took[-1][0],
        slowest=took[-1][1],
    )

"""What PostgreSQL does for a page: every question it asks, how long each takes, and its plan with the rows really touched."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

BIG: Final = 5_000  # rows from which on nobody reads a table from its beginning to its end
_SCANS: Final = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Tid Range Scan"}


@dataclass
class Asked:
    """The questions of one page."""

    questions: list[tuple[str, Any]] = field(default_factory=list)
    seconds: float = 0.0


@contextmanager
def listening() -> Iterator[Asked]:
    """Every statement of the block with its values and the time it took, the way to PostgreSQL and back included."""
    heard = Asked()

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            heard.seconds += time.perf_counter() - started
            heard.questions.append((sql, params))

    with connection.execute_wrapper(listen):
        yield heard


@dataclass(frozen=True)
class Told:
    """One plan: the indexes it used, the most rows that one of its nodes read, the pages it touched, what it must not do."""

    sql: str
    indexes: frozenset[str]
    most_rows: float
    pages: int
    wrong: tuple[str, ...]


def explain(sql: str, params: Any) -> Told:
    """The plan of a question that only reads, as it really ran."""
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, format json) {sql}", params)
        said = cursor.fetchone()[0]
        root = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]
        sizes = _sizes(cursor)
    indexes: set[str] = set()
    most, wrong = 0.0, []
    for node in _nodes(root):
        if "Index Name" in node:
            indexes.add(node["Index Name"])
        rows = _touched(node)
        most = max(most, rows)
        table = node.get("Relation Name", "")
        if node["Node Type"] == "Seq Scan" and sizes.get(table, 0) > BIG and node["Actual Loops"]:
            wrong.append(f"reads {table} from end to end")
    pages = root.get("Shared Hit Blocks", 0) + root.get("Shared Read Blocks", 0)
    return Told(sql, frozenset(indexes), most, pages, tuple(wrong))


def reads(sql: str) -> bool:
    """Does the statement only ask?"""
    return sql.lstrip("( ").upper().startswith(("SELECT", "WITH")) and "FOR UPDATE" not in sql.upper()


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)


def _touched(node: dict[str, Any]) -> float:
    """Rows that a scan read, those it threw away included; rows that a sort or an aggregate was given."""
    kind, loops = node["Node Type"], node["Actual Loops"]
    if kind in _SCANS or kind == "Bitmap Index Scan":
        thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        return float((node["Actual Rows"] + thrown) * loops)
    if kind in {"Sort", "Incremental Sort", "Aggregate", "WindowAgg"}:
        return float(sum(below["Actual Rows"] * below["Actual Loops"] for below in node.get("Plans", [])))
    return 0.0


def _sizes(cursor: Any) -> dict[str, float]:
    cursor.execute("select relname, reltuples from pg_class where relkind = 'r' and reltuples > 0")
    return dict(cursor.fetchall())

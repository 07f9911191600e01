"""What must be true after whatever was done to the product, asked of the database itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from namkhong.config import embedded
from tests.endure.hands import Filed
from tests.endure.programs import MARK, Sent
from tests.journeys.product import Product

# A periodic job may always be waiting or at work; all others must come to their end.
_LEFT: Final = (
    "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and not (args ? 'timestamp')"
    " and (scheduled_at is null or scheduled_at < now() + interval '1 hour')"
)
_FAILED: Final = "select count(*), coalesce(string_agg(distinct task_name, ', '), '') from procrastinate_jobs where status = 'failed'"


def url(product: Product) -> str:
    """The product's database."""
    if product.database:
        return product.database
    assert product.var is not None
    return embedded.cluster(product.var / "pg").url(embedded.APP)


def rows(product: Product, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database answers now."""
    with psycopg.connect(url(product), connect_timeout=5, autocommit=True) as connection:
        return connection.execute(statement, values or None).fetchall()


def count(product: Product, statement: str, *values: Any) -> int:
    """One number."""
    found: int = rows(product, statement, *values)[0][0]
    return found


def last_words(product: Product, lines: int = 12) -> str:
    """How its logs end, for whoever reads that something failed: errors in full, without the values of people."""
    told = [f"--- serve\n{product.said()[-1_500:]}"]
    folder = product.var / "log" if product.var is not None else None
    for log in sorted(folder.glob("*.log")) if folder is not None else []:
        found = log.read_text(encoding="utf-8", errors="replace").splitlines()
        errors = [line for line in found if "Internal Server Error" in line or "Traceback" in line]
        shown = [line[-3_000:].replace("\\n", "\n") for line in [*errors[-3:], *found[-lines:]]]
        told.append("\n".join([f"--- {log.name}", *shown]))
    return "\n".join(told)


def settle(product: Product, seconds: float = 900) -> float:
    """Wait until no job is left; how long it took. A job that met three outages waits minutes before it is tried again.

    :raises AssertionError: when jobs stay.
    """
    began = time.monotonic()
    while True:
        try:
            left = count(product, _LEFT)
        except psycopg.OperationalError:
            left = -1
        if left == 0:
            return time.monotonic() - began
        if time.monotonic() - began > seconds:
            shown = rows(product, "select task_name, status::text, attempts, scheduled_at, worker_id from procrastinate_jobs "
                         "where status in ('todo', 'doing') limit 20")  # fmt: skip
            raise AssertionError(f"{left} jobs are left after {seconds} s: {shown}\n{last_words(product)}")
        time.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was counted."""

    acknowledged: int
    submitted: int
    filed: int
    received: int
    told: int
    sealed: int

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged to people, {self.submitted} to a program, {self.filed} filed, {self.received} received, "
            f"{self.told} applicants told, {self.sealed} audit rows verified"
        )


def last_step(product: Product) -> int:
    """Where the steps of the trial's own dossiers end: those were written without telling anybody."""
    return count(product, "select coalesce(max(id), 0) from dossiers_step")


def judge(
    product: Product, filed: Sequence[Filed], received: Iterable[str], since: int, submitted: Sequence[Sent] = ()
) -> Verdict:
    """Every acknowledged dossier is there once, no code twice, no job lost or done twice, the audit verifies.

    :param since: ``last_step`` before the first of them.
    """
    _dossiers(product, filed)
    _submissions(product, submitted)
    _steps(product, received, since)
    failed, names = rows(product, _FAILED)[0]
    assert failed == 0, f"{failed} jobs failed for good: {names}\n{last_words(product)}"
    return Verdict(
        acknowledged=len(filed),
        submitted=len(submitted),
        filed=count(product, "select count(*) from dossiers_step where move = 'file' and id > %s", since),
        received=count(product, "select count(*) from dossiers_step where move = 'receive' and id > %s", since),
        told=_told(product, since),
        sealed=_audited(product),
    )


def _dossiers(product: Product, filed: Sequence[Filed]) -> None:
    assert len({one.code for one in filed}) == len({one.public_id for one in filed}) == len(set(filed)), "a code twice"
    known = rows(
        product,
        "select public_id::text, code from dossiers_dossier where code = any(%s)",
        [one.code for one in filed],
    )
    lost = {(one.public_id, one.code) for one in filed} ^ set(known)
    assert not lost, f"acknowledged and not there, or there otherwise: {sorted(lost)[:5]}"
    assert len(known) == len(filed), "an acknowledged dossier is there twice"
    twice = rows(product, "select code from dossiers_dossier where code is not null group by code having count(*) > 1")
    assert not twice, f"a code twice: {twice}"


def _submissions(product: Product, submitted: Sequence[Sent]) -> None:
    """Each key made one dossier: what was acknowledged is there, and what was never heard of at most once."""
    there = rows(
        product,
        "select s.item_number, d.code from dossiers_submission s join dossiers_dossier d on d.id = s.dossier_id"
        " where s.item_number like %s",
        f"{MARK}%",
    )
    assert len({reference for reference, _code in there}) == len(there), "one key made several dossiers"
    lost = {(one.reference, one.code) for one in submitted} - set(there)
    assert not lost, f"acknowledged to a program and not there, or there otherwise: {sorted(lost)[:5]}"


def _steps(product: Product, received: Iterable[str], since: int) -> None:
    twice = rows(
        product,
        "select dossier_id, move from dossiers_step where move in ('file', 'receive') group by 1, 2 having count(*) > 1",
    )
    assert not twice, f"done twice: {twice[:5]}"
    unfiled = count(
        product,
        "select count(*) from dossiers_dossier d where code is not null"
        " and not exists (select 1 from dossiers_step s where s.dossier_id = d.id and s.move = 'file')",
    )
    assert unfiled == 0, f"{unfiled} dossiers have a code and were never filed"
    wanted = set(received)
    there = rows(
        product,
        "select d.code from dossiers_step s join dossiers_dossier d on d.id = s.dossier_id"
        " where s.move = 'receive' and d.code = any(%s)",
        list(wanted),
    )
    assert {row[0] for row in there} == wanted, "an acknowledged reception is not there"
    recorded = rows(
        product,
        "select s.id, count(e.id) from dossiers_step s left join audit_entry e on e.action in"
        " ('dossiers.filed', 'dossiers.received') and e.subject_id = s.dossier_id::text and e.subject_type = 'dossier'"
        " and e.action = case s.move when 'file' then 'dossiers.filed' else 'dossiers.received' end"
        " where s.move in ('file', 'receive') and s.id > %s group by 1 having count(e.id) <> 1 limit 5",
        since,
    )
    assert not recorded, f"steps that are not recorded exactly once (step, times): {recorded}"


def _told(product: Product, since: int) -> int:
    """Each step of which the applicant is told has told her once: a notice for each, and none more."""
    untold = rows(
        product,
        "select s.id, s.move from dossiers_step s left join dossiers_toldstep t on t.step_id = s.id"
        " where s.move in ('file', 'receive') and t.step_id is null and s.id > %s limit 5",
        since,
    )
    assert not untold, f"the applicant was never told of {untold}"
    wrong = rows(
        product,
        "select d.id, steps, notices from dossiers_dossier d"
        " join lateral (select count(*) steps from dossiers_toldstep t join dossiers_step s on s.id = t.step_id"
        "   where s.dossier_id = d.id) a on true"
        " join lateral (select count(*) notices from notifications_message m where m.about_type = 'dossier'"
        "   and m.about_id = d.id::text and m.key = '' and m.account_id = d.owner_id) b on true"
        " where d.owner_id is not null and d.helper_id is null and steps <> notices"
        " and exists (select 1 from dossiers_step s where s.dossier_id = d.id and s.move = 'file' and s.id > %s) limit 5",
        since,
    )
    assert not wrong, f"not one notice for each step (dossier, steps, notices): {wrong}"
    return count(product, "select count(*) from dossiers_toldstep where step_id > %s", since)


def _audited(product: Product) -> int:
    done = command(product, "audit", "verify", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["intact"], found["findings"]
    return int(found["sealed"]) + int(found["unsealed"])


def command(product: Product, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of ours beside the running product."""
    environment = {**os.environ, "NAMKHONG_VAR": str(product.var), **more}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "SITE_URL"):
        if name not in more:
            environment.pop(name, None)
    if product.database:
        environment.setdefault("DATABASE_URL", product.database)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "namkhong", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )

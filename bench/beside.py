"""What is measured beside the API: printing form 01, and one deed on five hundred dossiers done by the worker."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import psycopg

from bench.measuring import Spread

PRINTED: Final = 200
BULK: Final = 500
_PATIENCE: Final = 300.0  # seconds


def form_pdf(times: int = PRINTED) -> Spread:
    """Form 01 of real dossiers as PDF/A, warm, as a page process prints it the first time it is opened."""
    from namkhong.services.dossiers.models import IssuedForm
    from namkhong.services.dossiers.paper import render
    from namkhong.services.dossiers.paper.kinds import PAPERS

    forms = list(IssuedForm.objects.select_related("template", "dossier").filter(code="01").order_by("-pk")[:20])
    if not forms:
        raise LookupError("nothing was received: there is no form 01 to print")
    taken = []
    for number in range(times + len(forms)):
        form = forms[number % len(forms)]
        began = time.perf_counter()
        made = render.pdf(form.template.layout, PAPERS["01"].printed(form.data, form.dossier), issued_at=form.issued_at)
        taken.append((time.perf_counter() - began) * 1_000)
        if not made.startswith(b"%PDF-"):
            raise ValueError("that is no PDF")
    return Spread.of(taken[len(forms) :])


@dataclass(frozen=True, slots=True)
class Started:
    """A batch that was asked for."""

    batch_id: int
    dossiers: int


def start_bulk(most: int = BULK) -> Started:
    """An official at the counter where most dossiers wait to be received ticks them all and presses once.

    :raises LookupError: nothing waits anywhere.
    """
    from django.db.models import Count

    from namkhong.foundation.organisations import queries as organisations
    from namkhong.kernel import clock
    from namkhong.kernel.actor import Role
    from namkhong.services.desks import actions
    from namkhong.services.desks.types import Deed, Ticked
    from namkhong.services.dossiers.models import Dossier
    from namkhong.services.dossiers.states import State

    now = clock.now()
    waiting = Dossier.objects.filter(state=State.FILED, step_kind="receive", holder_account=None)
    at = waiting.values_list("holder_agency_id").annotate(many=Count("pk")).order_by("-many").first()
    if at is None:
        raise LookupError("no dossier waits to be received")
    official = organisations.officials_at(at[0] or 0, Role.COUNTER, clock.local_date(now))[0]
    actor = organisations.actor_of(official.account_id, clock.local_date(now))
    rows = waiting.filter(holder_agency_id=at[0]).order_by("pk").values_list("pk", "revision")[:most]
    ticked = [Ticked(dossier_id, revision) for dossier_id, revision in rows]
    batch = actions.start_batch(deed=Deed.RECEIVE, ticked=ticked, key=f"bench:{now}", actor=actor, now=now)
    return Started(batch.pk, batch.total)


def seconds_of_bulk(url: str, started: Started) -> tuple[float, int]:
    """How long until the worker had done a batch, from the press of the button; and how many dossiers it moved.

    :raises TimeoutError: it does not end.
    """
    until = time.monotonic() + _PATIENCE
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < until:
            row = connection.execute(
                "select extract(epoch from finished_at - created_at)::float,"
                " (select count(*) from desks_batchitem where batch_id = b.id and outcome = 'done')"
                " from desks_batch b where id = %s and finished_at is not null",
                [started.batch_id],
            ).fetchone()
            if row is not None:
                return float(row[0]), int(row[1])
            time.sleep(0.05)
    raise TimeoutError("the batch does not end")

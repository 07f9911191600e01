"""One deed on many dossiers, in a job: each dossier in its own transaction, through the dossiers' own actions.

The row of an item is locked, the deed done and the result written in one transaction. A worker that dies leaves the
item as if it had not been touched; the job is taken up again and goes on with what is left, so nothing is done twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Invalid, Problem
from namkhong.services.desks import policies
from namkhong.services.desks.errors import (
    NobodyChosen,
    NobodyTakes,
    NothingHeld,
    NothingTicked,
    TooManyTicked,
    WrongDeed,
)
from namkhong.services.desks.models import Batch, BatchItem
from namkhong.services.desks.queries.batches import tally
from namkhong.services.desks.types import DEEDS, MOST, Deed, Outcome, Ticked
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.dossiers import queries as found
from namkhong.services.dossiers.types import Chosen, DossierCard

_log = structlog.get_logger("desks")
_LONGEST: Final = 500


@transaction.atomic
def start_batch(
    *,
    deed: str,
    ticked: Sequence[Ticked],
    key: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    target_id: int | None = None,
    target_agency_id: int | None = None,
) -> Batch:
    """Write down what is to be done with which dossiers, and have a job do it. The same screen sent twice is one batch.

    ``target_id`` is the account of the official the dossiers are assigned to, ``target_agency_id`` the unit that gets them.
    Dossiers the actor may not know of are left out silently, as if they were not there.

    :raises NoWorkOnDossiers: for those whose post does not work on dossiers.
    :raises WrongDeed: for an unknown deed. :raises NothingTicked: :raises TooManyTicked: more than five hundred.
    """
    account_id = policies.require_work(actor)
    if deed not in set(Deed):
        raise WrongDeed
    revisions = {one.dossier_id: one.revision for one in ticked}
    if len(revisions) > MOST:
        raise TooManyTicked
    chosen = found.chosen(actor, revisions)
    if not chosen:
        raise NothingTicked
    if deed == Deed.ASSIGN and target_id not in found.may_take(actor, revisions, now=now):
        raise NobodyChosen
    if deed == Deed.TO_UNIT and target_agency_id is None:
        raise NobodyTakes
    target_id = target_id if deed == Deed.ASSIGN else None
    target_agency_id = target_agency_id if deed == Deed.TO_UNIT else None
    note = text.clean(note)[:_LONGEST]
    batch, first = Batch.objects.get_or_create(
        account_id=account_id,
        key=_key(key, deed, note, target_id or target_agency_id, revisions),
        defaults={
            "deed": deed,
            "note": note,
            "target_id": target_id,
            "target_agency_id": target_agency_id,
            "total": len(chosen),
            "created_at": now,
        },
    )
    if not first:
        return batch
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, position=place, dossier_id=one.id, code=one.code, revision=revisions[one.id])
        for place, one in enumerate(chosen)
    )
    audit.record(
        actor, "desks.batch_started", ("batch", batch.pk), now=now, detail={"deed": deed, "dossiers": len(chosen)}
    )
    app.configure_task("desks.run_batch").defer(batch_id=batch.pk)
    return batch


@transaction.atomic
def hand_work(*, from_account_id: int, to_account_id: int, key: str, actor: Actor, now: datetime) -> Batch:
    """Give everything one official holds by name to another, as a batch of assignments; five hundred at a time.

    Each dossier is asked by itself whether the actor may give it and the other may have it.

    :raises NobodyChosen: the same official twice, or one whose work she does not head.
    :raises NothingHeld: there is nothing to hand over.
    """
    policies.require_work(actor)
    people = {one.account_id for one in organisations.people_of(actor, clock.local_date(now))}
    if from_account_id == to_account_id or not {from_account_id, to_account_id} <= people:
        raise NobodyChosen
    held = found.named_to(actor, from_account_id, limit=MOST)
    if not held:
        raise NothingHeld
    return start_batch(
        deed=Deed.ASSIGN,
        ticked=[Ticked(one.id, one.revision) for one in held],
        key=key,
        target_id=to_account_id,
        actor=actor,
        now=now,
    )


def _key(key: str, deed: str, note: str, target_id: int | None, revisions: dict[int, int]) -> str:
    """The screen and all that was sent: somebody who goes back and ticks others begins another batch."""
    said = repr((key[:100], deed, note, target_id, sorted(revisions.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def run_batch(*, batch_id: int, ask_time: Callable[[], datetime] = clock.now) -> None:
    """Do what is left of a batch, with the rights the official has now. Called again, it goes on; done, it does nothing.

    A dossier whose deed fails for a reason nobody foresaw does not hold up the others; the failure is raised at the end,
    so that the job is tried again for it.
    """
    batch = Batch.objects.get(pk=batch_id)
    if batch.finished_at is not None:
        return
    trouble: Exception | None = None
    with translation.override(settings.LANGUAGE_CODE):  # the sentences are kept
        actor = organisations.actor_of(batch.account_id, clock.local_date(ask_time()))
        for item_id in list(
            BatchItem.objects.filter(batch=batch, outcome=Outcome.WAITING)
            .order_by("position")
            .values_list("pk", flat=True)
        ):
            try:
                _one(item_id, batch, actor, ask_time())
            except Exception as error:  # noqa: BLE001 - kept, and raised again when the others are done
                _log.warning("one dossier of a batch failed", batch=batch.pk, item=item_id, error=type(error).__name__)
                trouble = error
        if trouble is not None:
            raise trouble
        _finish(batch_id, ask_time())


@transaction.atomic
def _one(item_id: int, batch: Batch, actor: Actor, now: datetime) -> None:
    """One dossier: its row is locked until its result is written."""
    item = BatchItem.objects.select_for_update().get(pk=item_id)
    if item.outcome != Outcome.WAITING:
        return
    try:
        with transaction.atomic():
            _DO[Deed(batch.deed)](item, batch, actor, now)
        item.outcome, item.told = Outcome.DONE, ""
    except Conflict as problem:
        item.outcome, item.told = Outcome.ALREADY, str(problem)
    except Invalid as problem:
        item.outcome = Outcome.REFUSED
        item.told = " ".join(str(sentence) for sentence in problem.fields.values()) or str(problem)
    except Problem as problem:
        item.outcome, item.told = Outcome.REFUSED, str(problem)
    item.told, item.done_at = item.told[:500], now
    item.save(update_fields=["outcome", "told", "done_at"])


@transaction.atomic
def _finish(batch_id: int, now: datetime) -> None:
    """Everything has its result: say so to whoever asked for it, once."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.finished_at is not None:
        return
    batch.finished_at = now
    batch.save(update_fields=["finished_at"])
    told = tally(batch)
    notifications.notify(
        account_id=batch.account_id,
        title=_("Đã làm xong: %(deed)s %(total)d hồ sơ")
        % {"deed": str(DEEDS[Deed(batch.deed)]).lower(), "total": told.total},
        text=_("%(done)d hồ sơ đã xong, %(already)d đã được xử lý từ trước, %(refused)d chưa làm được.")
        % {"done": told.done, "already": told.already, "refused": told.refused},
        link=reverse("batch", kwargs={"public_id": batch.public_id}),
        about=("batch", batch.pk),
        key=f"desks.batch:{batch.pk}",
        now=now,
    )


def _receive(item: BatchItem, batch: Batch, actor: Actor, now: datetime) -> DossierCard:
    """Received, or taken over where another counter received it."""
    seen = next(iter(found.chosen(actor, [item.dossier_id])), None)
    deed = dossiers.take_over if _waits_for_taking_over(seen) else dossiers.receive
    return deed(dossier_id=item.dossier_id, revision=item.revision, actor=actor, now=now)


def _waits_for_taking_over(seen: Chosen | None) -> bool:
    return seen is not None and seen.next_move == "take_over"


def _assign(item: BatchItem, batch: Batch, actor: Actor, now: datetime) -> DossierCard:
    return dossiers.assign(
        dossier_id=item.dossier_id, revision=item.revision, account_id=batch.target_id or 0, actor=actor, now=now
    )


def _to_unit(item: BatchItem, batch: Batch, actor: Actor, now: datetime) -> DossierCard:
    return dossiers.hand_to_unit(
        dossier_id=item.dossier_id, revision=item.revision, agency_id=batch.target_agency_id or 0, actor=actor, now=now
    )


def _forward(item: BatchItem, batch: Batch, actor: Actor, now: datetime) -> DossierCard:
    return dossiers.forward(dossier_id=item.dossier_id, revision=item.revision, note=batch.note, actor=actor, now=now)


def _hand_over(item: BatchItem, batch: Batch, actor: Actor, now: datetime) -> DossierCard:
    """The way the applicant asked for."""
    return dossiers.hand_over(
        dossier_id=item.dossier_id, revision=item.revision, taken_by=batch.note, actor=actor, now=now
    )


_DO: Final[dict[Deed, Callable[[BatchItem, Batch, Actor, datetime], DossierCard]]] = {
    Deed.RECEIVE: _receive,
    Deed.ASSIGN: _assign,
    Deed.FORWARD: _forward,
    Deed.HAND_OVER: _hand_over,
    Deed.TO_UNIT: _to_unit,
}

"""Dossiers follow their agencies: a batch is one UPDATE, one INSERT of relocations, one of the record, one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyMap, Moved
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers.actions.informing import inform_applicant
from namkhong.services.dossiers.events import DossiersRelocated
from namkhong.services.dossiers.messages import relocated_message
from namkhong.services.dossiers.models import Dossier, OpinionRequest, Relocation
from namkhong.services.dossiers.queries.relocations import COLUMNS, NAMED, STATES, codes_of, goes
from namkhong.services.dossiers.relocating import Place
from namkhong.services.dossiers.states import TERMINAL, State
from namkhong.services.dossiers.types import Closing

_SELECT: Final = f"select id, {COLUMNS} from dossiers_dossier where id > %s and {NAMED} order by id limit %s for update"  # noqa: S608

_UPDATE: Final = """
update dossiers_dossier d
   set receiver_agency_id = p.receiver, home_counter_id = p.home, decider_agency_id = p.decider, unit_agency_id = p.unit,
       return_agency_id = p.back, holder_agency_id = p.holder, holder_account_id = p.account
  from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
       as p(id, receiver, home, decider, unit, back, holder, account)
 where d.id = p.id
"""
_CHANCES: Final = """
update dossiers_latechance c set decider_agency_id = p.decider, unit_agency_id = p.unit
  from unnest(%s::bigint[], %s::bigint[], %s::bigint[]) as p(id, decider, unit) where c.dossier_id = p.id
"""
_FOUND: Final = """
update dossiers_searchkey k set terms = dossiers_search_terms(k.key, array[p.receiver, p.home, p.decider, p.back])
  from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) as p(id, receiver, home, decider, back)
 where k.dossier_id = p.id
"""


@dataclass(frozen=True, slots=True)
class _Going:
    """One dossier on its way."""

    pk: int
    old: Place
    new: Place


def relocate(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """Move the next dossiers that name an agency which ended, in the caller's transaction; drafts too.

    The rows are locked before they are read, so a deed of an official comes before the move or after it, never between.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [after, list(STATES), *[list(agencies.to)] * 6, most])
        rows = [(row[0], Place(*row[1:])) for row in cursor.fetchall()]
    codes = codes_of(agencies, (old.procedure for _pk, old in rows), now)
    going = [_Going(pk, old, goes(old, agencies, codes)) for pk, old in rows]
    if going:
        _write(going, agencies, now)
        audit.record_all(
            actor,
            "dossiers.relocated",
            "dossier",
            {one.pk: _told(one, agencies) for one in going},
            now=now,
            reason=reason,
        )
        first, last = going[0].pk, going[-1].pk
        publish(DossiersRelocated(reorganisation_id=agencies.plan_id, first_id=first, last_id=last, at=now))
    return Moved(len(going), going[-1].pk if going else after, len(rows) == most)


def _write(going: Sequence[_Going], agencies: AgencyMap, now: datetime) -> None:
    pks = [one.pk for one in going]
    new = [[getattr(one.new, name) for one in going] for name in Place._fields]
    receiver, home, decider, unit, back, holder, _role, account, *_rest = new
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [pks, receiver, home, decider, unit, back, holder, account])
        cursor.execute(_CHANCES, [pks, decider, unit])
        cursor.execute(_FOUND, [pks, receiver, home, decider, back])
    Relocation.objects.bulk_create(
        [
            Relocation(
                dossier_id=one.pk, reorganisation_id=agencies.plan_id, at=now,
                old_receiver_id=one.old.receiver, old_home_counter_id=one.old.home_counter,
                old_decider_id=one.old.decider, old_unit_id=one.old.unit, old_return_id=one.old.return_to,
                old_holder_id=one.old.holder, old_account_id=one.old.account,
                new_receiver_id=one.new.receiver, new_home_counter_id=one.new.home_counter,
                new_decider_id=one.new.decider, new_unit_id=one.new.unit, new_return_id=one.new.return_to,
                new_holder_id=one.new.holder, new_account_id=one.new.account,
            )
            for one in going
        ],
        batch_size=1_000,
    )  # fmt: skip


def _told(one: _Going, agencies: AgencyMap) -> Mapping[str, Any]:
    return {
        "reorganisation": agencies.plan_id,
        "decider": [one.old.decider, one.new.decider],
        "receiver": [one.old.receiver, one.new.receiver],
        "holder": [one.old.holder, one.new.holder],
    }


def tell_relocated(*, reorganisation_id: int, first_id: int, last_id: int, now: datetime) -> None:
    """Tell the applicants of a batch, once each: another agency decides, number and date stay. Drafts are not told."""
    moved = Relocation.objects.filter(
        reorganisation_id=reorganisation_id, dossier_id__gte=first_id, dossier_id__lte=last_id
    ).select_related("dossier", "reorganisation")
    rows = [row for row in moved.order_by("dossier_id") if row.old_decider_id != row.new_decider_id]
    ids = {pk for row in rows for pk in (row.old_decider_id, row.new_decider_id, row.new_return_id)}
    names = {pk: card.name for pk, card in organisations.cards_of(ids).items()}
    with translation.override(settings.LANGUAGE_CODE):  # it is kept and sent
        for row in rows:
            if row.dossier.now_in is State.DRAFT or row.dossier.now_in in TERMINAL:
                continue
            message = relocated_message(
                row.dossier,
                names[row.old_decider_id],
                names[row.new_decider_id],
                names[row.new_return_id],
                row.reorganisation.basis,
            )
            inform_applicant(
                row.dossier, message, now=now, key=f"dossiers.relocation:{reorganisation_id}:{row.dossier_id}"
            )


def relocate_opinions(agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
    """Open questions go to who carries on for the asked agency; two that meet become one, the later is withdrawn."""
    found = OpinionRequest.objects.select_for_update(of=("self",)).filter(
        pk__gt=after, closed_at=None, agency__in=list(agencies.to)
    )
    rows = list(found.select_related("dossier").order_by("pk")[:most])
    codes = codes_of(agencies, (row.dossier.procedure_id for row in rows), now)
    for row in rows:
        new = agencies.successor(row.agency_id, codes.get(row.dossier.procedure_id, ""))
        with transaction.atomic():
            _move_question(row, new, reason=reason, now=now)
        audit.record(
            actor,
            "dossiers.opinion_relocated",
            ("dossier", row.dossier_id),
            now=now,
            detail={"request": row.pk, "to": new, "withdrawn": row.closed_at is not None},
            reason=reason,
        )
    return Moved(len(rows), rows[-1].pk if rows else after, len(rows) == most)


def _move_question(row: OpinionRequest, new: int, *, reason: str, now: datetime) -> None:
    same = OpinionRequest.objects.filter(dossier_id=row.dossier_id, agency_id=new, closed_at=None)
    if not same.exists():
        OpinionRequest.objects.filter(pk=row.pk).update(agency_id=new)
        return
    dossier = Dossier.objects.select_for_update().get(pk=row.dossier_id)
    row.closed_at, row.closing, row.reason = now, Closing.WITHDRAWN, reason
    row.save(update_fields=["closed_at", "closing", "reason"])
    dossier.open_opinions = max(dossier.open_opinions - 1, 0)
    dossier.save(update_fields=["open_opinions"])

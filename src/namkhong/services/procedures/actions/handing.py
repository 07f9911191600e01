"""When an agency ends, what it did for procedures goes to another from a day on (NĐ 118/2025/NĐ-CP art. 14)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.services.procedures import policies, queries
from namkhong.services.procedures.errors import BadHanding
from namkhong.services.procedures.models import Offering

PLACES: Final = ("decider_id", "receiver_id", "return_place_id", "collection_id")


@transaction.atomic
def hand_procedures(
    *, from_agency_id: int | None, to_agency_id: int | None, on: date | None, basis: str, actor: Actor, now: datetime
) -> int:
    """From a day on another agency does what this one did: decide, receive, return, collect. Returns how many procedures.

    Dossiers already there stay where they are: they go by the plan of those who hold them. Twice is once.

    :raises BadHanding: naming every field that cannot be right.
    """
    policies.require(actor, "change_offering", now)
    basis, today = text.one_line(basis)[:300], clock.local_date(now)
    wrong = _wrong(from_agency_id, to_agency_id, on, basis, today)
    if wrong or on is None:
        raise BadHanding(_("Chưa ghi được nơi nhận thủ tục, xin xem các mục dưới đây."), fields=wrong)
    queries.forget()
    named = Q()
    for place in PLACES:
        named |= Q(**{place: from_agency_id})
    rows = list(Offering.objects.select_for_update().filter(named, valid_to__isnull=True).order_by("pk"))
    for row in rows:
        _hand(row, from_agency_id or 0, to_agency_id or 0, on, now)
        audit.record(
            actor,
            "procedures.offering_handed",
            ("procedures.procedure", row.procedure_id),
            now=now,
            detail={"from_agency": from_agency_id, "to_agency": to_agency_id, "from": on.isoformat()},
            reason=basis,
        )
    return len({row.procedure_id for row in rows})


def _hand(row: Offering, old: int, new: int, on: date, now: datetime) -> None:
    """The row ends, one like it with the other agency begins; an offering the other has already is enough."""
    places: dict[str, Any] = {place: new if getattr(row, place) == old else getattr(row, place) for place in PLACES}
    if row.valid_from >= on:
        row.delete()
    else:
        row.valid_to = on
        row.save(update_fields=["valid_to"])
    same = Offering.objects.filter(procedure_id=row.procedure_id, decider_id=places["decider_id"])
    if same.exclude(valid_to__lte=on).exists():
        return
    Offering.objects.create(
        procedure_id=row.procedure_id, decided_by=row.decided_by, valid_from=on, created_at=now, **places
    )


def _wrong(old: int | None, new: int | None, on: date | None, basis: str, today: date) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if old is None:
        wrong["from_agency"] = _("Xin chọn cơ quan đang làm.")
    if on is None or on < today:
        wrong["on"] = _("Xin ghi một ngày từ hôm nay trở đi.")
    if new is None or new == old or not _is_there(new, on or today):
        wrong["to_agency"] = _("Xin chọn một cơ quan khác, có hoạt động vào ngày đó.")
    if not basis:
        wrong["basis"] = _("Xin ghi số, ký hiệu, ngày của văn bản.")
    return wrong


def _is_there(agency_id: int, on: date) -> bool:
    try:
        found = organisations.agency(agency_id)
    except NoSuchAgency:
        return False
    return any(card.id == found.id for card in organisations.agencies(on=on))

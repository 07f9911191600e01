"""Dated rules beside the versions: the front door, and who offers the procedure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.procedures import policies, queries
from namkhong.services.procedures.errors import BadFrontDoor, NoSuchProcedure
from namkhong.services.procedures.events import FrontDoorChanged
from namkhong.services.procedures.models import FrontDoorRule, Offering, Procedure
from namkhong.services.procedures.types import DecidedBy, FrontDoor


@transaction.atomic
def change_front_door(
    *, procedure_id: int, kind: str, url: str, basis: str, from_day: date | None, actor: Actor, now: datetime
) -> int:
    """From a day on, people file the procedure here, on the national portal or in a ministry's system.

    :raises BadFrontDoor: when the address or the basis is missing, or the day is past.
    """
    policies.require(actor, "change_front_door", now)
    wrong: dict[str, str] = {}
    url, basis = text.one_line(url), text.one_line(basis)
    if kind not in list(FrontDoor):
        wrong["kind"] = _("Xin chọn nơi người dân nộp hồ sơ trực tuyến.")
    if kind != FrontDoor.OWN and (not url.startswith("https://") or len(url) > 500):
        wrong["url"] = _("Xin ghi địa chỉ trang nộp hồ sơ, bắt đầu bằng https://.")
    if not basis or len(basis) > 1_000:
        wrong["basis"] = _("Xin ghi căn cứ: số, ký hiệu, ngày của văn bản.")
    if from_day is None:
        wrong["from_day"] = _("Xin ghi đủ ngày, tháng, năm có trong lịch.")
    elif from_day < clock.local_date(now):
        wrong["from_day"] = _("Ngày áp dụng không được trước hôm nay.")
    if wrong or from_day is None:
        raise BadFrontDoor(_("Cửa nộp mới còn chỗ chưa đúng."), fields=wrong)
    if not Procedure.objects.select_for_update().filter(pk=procedure_id).exists():
        raise NoSuchProcedure
    url = "" if kind == FrontDoor.OWN else url
    rule = set_front_door(procedure_id, kind=kind, url=url, basis=basis, to_be_confirmed="", start=from_day, now=now)
    detail = {"kind": kind, "from": from_day.isoformat(), "rule": rule.pk}
    audit.record(actor, "procedures.front_door_changed", ("procedures.procedure", procedure_id), now=now, detail=detail)
    publish(FrontDoorChanged(rule_id=rule.pk, at=now))
    return rule.pk


def set_front_door(
    procedure_id: int, *, kind: str, url: str, basis: str, to_be_confirmed: str, start: date, now: datetime
) -> FrontDoorRule:
    """Close the rule that holds and open the new one; rules planned for later days give way."""
    queries.forget()
    FrontDoorRule.objects.filter(procedure_id=procedure_id, valid_from__gte=start).delete()
    FrontDoorRule.objects.filter(procedure_id=procedure_id, valid_from__lt=start).exclude(valid_to__lte=start).update(
        valid_to=start
    )
    return FrontDoorRule.objects.create(
        procedure_id=procedure_id,
        kind=kind,
        url=url,
        basis=basis,
        to_be_confirmed=to_be_confirmed,
        valid_from=start,
        created_at=now,
    )


@transaction.atomic
def offer(  # noqa: PLR0913 - four different places
    *,
    procedure_id: int,
    decided_by: DecidedBy,
    decider_id: int | None,
    from_day: date,
    actor: Actor,
    now: datetime,
    receiver_id: int | None = None,
    return_place_id: int | None = None,
    collection_id: int | None = None,
) -> int:
    """From a day on, the procedure is offered so; the row for the same decider before it ends that day."""
    policies.require(actor, "change_offering", now)
    queries.forget()
    before = Offering.objects.select_for_update().filter(procedure_id=procedure_id, decider_id=decider_id)
    before.filter(valid_from__gte=from_day).delete()
    before.filter(valid_from__lt=from_day).exclude(valid_to__lte=from_day).update(valid_to=from_day)
    row = Offering.objects.create(
        procedure_id=procedure_id,
        decided_by=decided_by,
        decider_id=decider_id,
        receiver_id=receiver_id,
        return_place_id=return_place_id,
        collection_id=collection_id,
        valid_from=from_day,
        created_at=now,
    )
    audit.record(
        actor,
        "procedures.offered",
        ("procedures.procedure", procedure_id),
        now=now,
        detail={"offering": row.pk, "from": from_day.isoformat()},
    )
    return row.pk


def next_day(day: date) -> date:
    """Tomorrow of a day."""
    return day + timedelta(days=1)

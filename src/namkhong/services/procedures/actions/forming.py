"""Which form a procedure asks people to fill in, from a day on: a new version, like the one before but for its form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.eforms import queries as eforms
from namkhong.services.procedures import policies, queries
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.errors import BadChoice, NoSuchProcedure
from namkhong.services.procedures.events import ProcedureVersionAdded
from namkhong.services.procedures.models import Component, FeeLine, ProcedureVersion
from namkhong.web import words

CHOSEN: Final = "form_chosen_in_the_province"  # in the source of a version: files that come later leave the form alone


@transaction.atomic
def use_form(*, procedure_id: int, form_key: str, from_day: date | None, actor: Actor, now: datetime) -> int:
    """From a day on, new dossiers of the procedure ask this form; returns the version. Dossiers begun keep theirs.

    :raises BadChoice: when there is no such form on that day, the day is past, or nothing would change.
    :raises NoSuchProcedure: when there is none.
    """
    policies.require(actor, "add_process_version", now)
    rows = ProcedureVersion.objects.select_for_update().filter(procedure_id=procedure_id)
    last = rows.order_by("-number").first()
    if last is None:
        raise NoSuchProcedure
    start = _checked(last, form_key, from_day, clock.local_date(now))
    components, fees = list(last.components.order_by("position")), list(last.fees.order_by("position"))
    before = last.form_key
    ProcedureVersion.objects.filter(pk=last.pk).update(valid_to=start)
    made = last
    made.pk, made.number, made.valid_from, made.valid_to = None, last.number + 1, start, None
    made.form_key, made.created_at, made.source = form_key, now, {**last.source, CHOSEN: True}
    made._state.adding = True
    made.save(force_insert=True)
    for component in components:
        component.pk, component.version_id = None, made.pk
    for fee in fees:
        fee.pk, fee.version_id = None, made.pk
    Component.objects.bulk_create(components)
    FeeLine.objects.bulk_create(fees)
    queries.forget()
    detail = {"form": form_key, "before": before, "from": start.isoformat(), "number": made.number}
    audit.record(actor, "procedures.form_chosen", ("procedures.procedure", procedure_id), now=now, detail=detail)
    publish(ProcedureVersionAdded(version_id=made.pk, at=now))
    return made.pk


def _checked(last: ProcedureVersion, form_key: str, from_day: date | None, today: date) -> date:
    """:raises BadChoice: with a sentence for each field."""
    wrong: dict[str, str] = {}
    if from_day is None:
        wrong["from_day"] = _("Xin ghi đủ ngày, tháng, năm có trong lịch.")
    elif from_day < today:
        wrong["from_day"] = _("Ngày áp dụng không được trước hôm nay.")
    elif from_day <= last.valid_from:
        said = _("Thủ tục có phiên bản bắt đầu từ %(day)s. Xin chọn một ngày sau đó.")
        wrong["from_day"] = said % {"day": words.day(last.valid_from)}
    if form_key == last.form_key:
        wrong["form_key"] = _("Thủ tục đang dùng biểu mẫu này rồi. Xin chọn biểu mẫu khác.")
    elif not eforms.has_form(form_key, from_day or today):
        wrong["form_key"] = _(
            "Biểu mẫu này chưa có phiên bản nào dùng được vào ngày ấy. Xin chọn biểu mẫu khác hoặc ngày khác."
        )
    if wrong or from_day is None:
        raise BadChoice(_("Biểu mẫu của thủ tục còn chỗ chưa đúng."), fields=wrong)
    return from_day


def keep_chosen_form(draft: Draft, last: ProcedureVersion | None) -> None:
    """A form chosen in the province stays when a file brings the procedure anew."""
    if last is not None and last.source.get(CHOSEN):
        draft.form_key, draft.source = last.form_key, {**draft.source, CHOSEN: True}

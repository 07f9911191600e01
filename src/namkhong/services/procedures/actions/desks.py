"""What is at hand while a file of procedures is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.eforms import queries as eforms
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.models import Field, ProcessVersion
from namkhong.services.procedures.wording import limit_in_words

GENERAL_FORM: Final = "don-de-nghi"
HOURS_A_DAY: Final = 8


@dataclass(slots=True)
class Desk:
    """What is at hand while a file is read, so that each row costs few queries."""

    today: date
    now: datetime
    actor: Actor
    default_from: date | None
    forms: dict[str, bool] = field(default_factory=dict)
    process_hours: dict[str, int] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)

    def has_form(self, key: str) -> bool:
        """Is there such a form? Asked once."""
        if key not in self.forms:
            self.forms[key] = eforms.has_form(key, self.today)
        return self.forms[key]


def prepare(actor: Actor, now: datetime, default_from: date | None) -> Desk:
    """Everything asked once for the whole file."""
    desk = Desk(today=clock.local_date(now), now=now, actor=actor, default_from=default_from)
    for version in ProcessVersion.objects.select_related("process").order_by("number"):
        desk.process_hours[version.process.key] = sum(step["hours"] for step in version.steps)
    desk.agencies = {text.fold(card.short_name): card.id for card in organisations.agencies(kind="department")}
    desk.fields = {row.slug: row for row in Field.objects.all()}
    return desk


def limit_hours(limit: Limit) -> int:
    """How many working hours a limit holds at least; calendar days are counted as five working days in seven."""
    match limit.unit:
        case LimitUnit.SAME_DAY:
            return HOURS_A_DAY
        case LimitUnit.WORKING_HOUR:
            return limit.value
        case LimitUnit.DAY:
            return max(limit.value * 5 // 7, 1) * HOURS_A_DAY
    return limit.value * HOURS_A_DAY


def settle_form_and_process(draft: Draft, desk: Desk) -> None:
    """The form and the process a row means, and what of them is missing or does not add up."""
    if not draft.form_key:
        draft.form_key = draft.code if desk.has_form(draft.code) else GENERAL_FORM
    if not desk.has_form(draft.form_key):
        draft.missing.append(_("biểu mẫu điện tử"))
    limit = draft.written_limit
    if limit is None:
        return
    hours = limit_hours(limit)
    if not draft.process_key:
        place = "department" if draft.level == "province" else "commune-office"
        draft.process_key = f"{place}-{hours}"
    planned = desk.process_hours.get(draft.process_key)
    if planned is None:
        draft.missing.append(_("quy trình giải quyết"))
    elif planned > hours or (planned < hours and limit.unit is not LimitUnit.DAY):
        draft.to_confirm.append(
            _("Các bước của quy trình cộng lại %(planned)s giờ, khác thời hạn %(limit)s (%(hours)s giờ làm việc).")
            % {"planned": planned, "limit": limit_in_words(limit), "hours": hours}
        )

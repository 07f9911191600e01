"""Taking a file of procedures, row by row; nothing is refused silently, nothing that holds is edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.eforms import queries as eforms
from namkhong.services.procedures import beside, policies, queries, rows
from namkhong.services.procedures.actions import doors, searching
from namkhong.services.procedures.errors import BadFile, BadRow
from namkhong.services.procedures.events import ProcedureVersionAdded
from namkhong.services.procedures.models import (
    Component,
    FeeLine,
    Field,
    FrontDoorRule,
    Offering,
    Procedure,
    ProcedureVersion,
    ProcessVersion,
)
from namkhong.services.procedures.rows import Draft
from namkhong.services.procedures.types import DecidedBy, FrontDoor, ImportReport, ImportRow, RowStatus
from namkhong.services.procedures.wording import limit_in_words

GENERAL_FORM: Final = "don-de-nghi"
HOURS_A_DAY: Final = 8
MOST_ROWS: Final = 20_000


@dataclass(slots=True)
class _Desk:
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


def import_procedures(data: Any, *, actor: Actor, now: datetime) -> ImportReport:
    """Take a file of the shape of ``facts/procedures.json``: created, updated, unchanged or refused, row by row.

    Each row stands alone: a row that cannot be used is refused with its sentence and the others go on.

    :raises BadFile: when it is no list of procedures at all.
    """
    policies.require(actor, "import_procedures", now)
    given, default_from = _open(data)
    desk = _prepare(actor, now, default_from)
    seen: set[str] = set()
    report = [_one(number, row, desk, seen) for number, row in enumerate(given, start=1)]
    with transaction.atomic():
        searching.learn_words()
        result = ImportReport(tuple(report))
        counts = {str(status): result.count(status) for status in RowStatus}
        audit.record(actor, "procedures.imported", ("procedures.catalogue", "all"), now=now, detail=counts)
    return result


def _open(data: Any) -> tuple[list[Any], date | None]:
    given = data.get("procedures") if isinstance(data, Mapping) else data
    if not isinstance(given, list):
        raise BadFile(_("Tệp này không có danh sách “procedures”. Xin chọn đúng tệp thủ tục hành chính."))
    if len(given) > MOST_ROWS:
        raise BadFile(_("Tệp có quá nhiều dòng. Xin chia thành các tệp không quá 20.000 dòng."))
    written = data.get("valid_from") if isinstance(data, Mapping) else None
    try:
        return given, date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError as error:
        raise BadFile(_("Ngày “valid_from” của tệp phải ghi như 2026-11-23.")) from error


def _prepare(actor: Actor, now: datetime, default_from: date | None) -> _Desk:
    desk = _Desk(today=clock.local_date(now), now=now, actor=actor, default_from=default_from)
    for version in ProcessVersion.objects.select_related("process").order_by("number"):
        desk.process_hours[version.process.key] = sum(step["hours"] for step in version.steps)
    desk.agencies = {text.fold(card.short_name): card.id for card in organisations.agencies(kind="department")}
    desk.fields = {row.slug: row for row in Field.objects.all()}
    return desk


def _safe(value: Any) -> Any:
    """JSON without the characters a database cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    if isinstance(value, Mapping):
        return {str(_safe(key)): _safe(item) for key, item in value.items()}
    return [_safe(item) for item in value] if isinstance(value, list) else value


def _shown(row: Any, key: str) -> str:
    value = row.get(key) if isinstance(row, Mapping) else None
    return text.one_line(value)[:200] if isinstance(value, str) else ""


def _one(number: int, given: Any, desk: _Desk, seen: set[str]) -> ImportRow:
    row = _safe(given)
    code, name = _shown(row, "code"), _shown(row, "name")
    try:
        if code and code in seen:
            raise BadRow(_("Mã thủ tục này đã có ở một dòng trên trong cùng tệp."))
        with transaction.atomic():
            status, draft = _take(row, desk)
            seen.add(code)
            return _say(number, status, draft)
    except BadRow as problem:
        return ImportRow(number, code, name, RowStatus.REFUSED, str(problem))


def _say(number: int, status: RowStatus, draft: Draft) -> ImportRow:
    sentences = {
        RowStatus.CREATED: _("Đã thêm thủ tục mới."),
        RowStatus.UPDATED: _("Có thay đổi, đã ghi thành phiên bản mới; hồ sơ đã nhận vẫn theo phiên bản cũ."),
        RowStatus.UNCHANGED: _("Không có gì thay đổi."),
    }
    return ImportRow(
        number, draft.code, draft.name, status, sentences[status], tuple(draft.missing), tuple(draft.to_confirm)
    )


def _take(row: Any, desk: _Desk) -> tuple[RowStatus, Draft]:
    procedure, last = _known(row)
    draft = rows.read(row, last.source if last else None)
    door, offerings = beside.read_front_door(row), beside.read_offerings(row, draft)
    deciders = [_decider(item, desk) for item in offerings] if offerings is not None else None
    _settle_form_and_process(draft, desk)
    if deciders is None and (procedure is None or not Offering.objects.filter(procedure=procedure).exists()):
        draft.missing.append(_("cơ quan giải quyết"))
        draft.to_confirm.append(_("Chưa xác định được cơ quan giải quyết thủ tục này trong bộ máy của tỉnh."))
    fingerprint = draft.fingerprint()
    status = RowStatus.UNCHANGED
    if procedure is None or last is None:
        procedure = procedure or Procedure.objects.create(code=draft.code, created_at=desk.now)
        _add_version(procedure, None, draft, fingerprint, desk)
        status = RowStatus.CREATED
    elif last.fingerprint != fingerprint:
        _add_version(procedure, last, draft, fingerprint, desk)
        status = RowStatus.UPDATED
    moved = _front_door(procedure, door, draft, desk)
    moved = _offerings(procedure, offerings, deciders, desk) or moved
    return (RowStatus.UPDATED if moved and status is RowStatus.UNCHANGED else status), draft


def _known(row: Any) -> tuple[Procedure | None, ProcedureVersion | None]:
    code = _shown(row, "code")
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    last = ProcedureVersion.objects.filter(procedure=procedure).order_by("-number").first() if procedure else None
    return procedure, last


def _decider(offering: beside.OfferingRow, desk: _Desk) -> int | None:
    if offering.decided_by == DecidedBy.COMMUNE:
        return None
    found = desk.agencies.get(text.fold(offering.agency))
    if found is None:
        raise BadRow(_("Không có cơ quan “%(name)s” trong bộ máy của tỉnh.") % {"name": offering.agency})
    return found


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


def _settle_form_and_process(draft: Draft, desk: _Desk) -> None:
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


def _start(last: ProcedureVersion | None, draft: Draft, desk: _Desk) -> date:
    given = draft.valid_from or desk.default_from
    if last is None:
        return given or desk.today
    return max(given or desk.today, desk.today, last.valid_from + timedelta(days=1))


def _withdraw_if_not_begun(last: ProcedureVersion, desk: _Desk) -> ProcedureVersion | None:
    """A version that has not begun to hold is replaced; the one before it is the last again."""
    if last.number == 1 or last.valid_from <= desk.today:
        return last
    before = ProcedureVersion.objects.filter(procedure_id=last.procedure_id, number__lt=last.number)
    last.delete()
    return before.order_by("-number").first()


def _add_version(
    procedure: Procedure, last: ProcedureVersion | None, draft: Draft, fingerprint: str, desk: _Desk
) -> None:
    number = last.number + 1 if last else 1
    last = _withdraw_if_not_begun(last, desk) if last else None
    start = _start(last, draft, desk)
    if last is not None:
        last.valid_to = start
        last.save(update_fields=["valid_to"])
    name_key = text.fold(draft.name)
    more = searching.more_key(
        draft.code, draft.name, draft.question, draft.field_name, draft.result_name, draft.keywords
    )
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=number,
        valid_from=start,
        name=draft.name,
        question=draft.question,
        field=_field(draft.field_name, desk),
        levels=draft.levels,
        level=draft.level,
        online_level=draft.online_level,
        partial_reason=draft.partial_reason,
        limit=draft.limit,
        limit_note=draft.limit_note,
        supplement_policy=draft.supplement_policy,
        close_after_days=draft.close_after_days,
        form_key=draft.form_key,
        process_key=draft.process_key,
        result_name=draft.result_name,
        result_code=draft.result_code,
        publishing_decision=draft.publishing_decision,
        legal_bases=draft.legal_bases,
        note=draft.note,
        to_be_confirmed=draft.to_confirm,
        missing=draft.missing,
        source=draft.source,
        fingerprint=fingerprint,
        name_key=name_key,
        more_key=more,
        created_at=desk.now,
    )
    Component.objects.bulk_create(
        Component(
            version=version,
            position=position,
            name=item.name,
            originals=item.originals,
            copies=item.copies,
            is_form=item.is_form,
            form_code=item.form_code,
            required=item.required,
            present_only=item.present_only,
            obtainable_from=item.obtainable_from,
            condition=item.condition,
        )
        for position, item in enumerate(draft.components, start=1)
    )
    FeeLine.objects.bulk_create(
        FeeLine(
            version=version,
            position=position,
            name=item.name,
            amount=item.amount,
            note=item.note,
            exemptions=item.exemptions,
        )
        for position, item in enumerate(draft.fees, start=1)
    )
    queries.forget()
    audit.record(
        desk.actor,
        "procedures.version_added",
        ("procedures.procedure", procedure.pk),
        now=desk.now,
        detail={"code": draft.code, "number": number, "from": start.isoformat()},
    )
    publish(ProcedureVersionAdded(version_id=version.pk, at=desk.now))


def _field(name: str, desk: _Desk) -> Field:
    key = text.fold(name)
    slug = "-".join("".join(char if char.isalnum() else " " for char in key).split())[:120] or "khac"
    if slug not in desk.fields:
        desk.fields[slug] = Field.objects.create(slug=slug, name=name, name_key=key)
    return desk.fields[slug]


def _front_door(procedure: Procedure, door: beside.DoorRow | None, draft: Draft, desk: _Desk) -> bool:
    """Keep the front door the row states; without one, a new procedure is filed here until somebody says otherwise."""
    last = FrontDoorRule.objects.filter(procedure=procedure).order_by("-valid_from").first()
    if door is None:
        if last is not None:
            return False
        door = beside.DoorRow(FrontDoor.OWN, "", "", _("Tệp không ghi cửa nộp, tạm nhận ngay trên trang này."), None)
    if door.to_be_confirmed:
        draft.to_confirm.append(door.to_be_confirmed)
    if last is not None and (last.kind, last.url, last.basis) == (door.kind, door.url, door.basis):
        return False
    given = door.valid_from or draft.valid_from or desk.default_from or desk.today
    start = given if last is None else max(given, desk.today, doors.next_day(last.valid_from))
    doors.set_front_door(
        procedure.pk,
        kind=door.kind,
        url=door.url,
        basis=door.basis,
        to_be_confirmed=door.to_be_confirmed,
        start=start,
        now=desk.now,
    )
    return last is not None


def _offerings(
    procedure: Procedure, given: list[beside.OfferingRow] | None, deciders: list[int | None] | None, desk: _Desk
) -> bool:
    if given is None or deciders is None:
        return False
    rows_now = Offering.objects.filter(procedure=procedure, valid_to__isnull=True)
    held = {(row.decided_by, row.decider_id) for row in rows_now}
    changed = False
    for item, decider_id in zip(given, deciders, strict=True):
        if (item.decided_by, decider_id) in held:
            continue
        start = item.valid_from or desk.default_from or desk.today
        doors.offer(
            procedure_id=procedure.pk,
            decided_by=DecidedBy(item.decided_by),
            decider_id=decider_id,
            from_day=max(start, desk.today) if held else start,
            actor=desk.actor,
            now=desk.now,
        )
        changed = bool(held)
    return changed


__all__ = ["import_procedures", "limit_hours"]

"""Taking a file of procedures, row by row; nothing is refused silently, nothing that holds is edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.services.procedures import beside, policies, rows
from namkhong.services.procedures.actions import doors, searching
from namkhong.services.procedures.actions.desks import Desk, prepare, settle_form_and_process
from namkhong.services.procedures.actions.forming import keep_chosen_form
from namkhong.services.procedures.actions.versions import add_version
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.errors import BadFile, BadRow
from namkhong.services.procedures.models import FrontDoorRule, Offering, Procedure, ProcedureVersion
from namkhong.services.procedures.types import DecidedBy, FrontDoor, ImportReport, ImportRow, RowStatus

MOST_ROWS: Final = 20_000


def import_procedures(data: Any, *, actor: Actor, now: datetime) -> ImportReport:
    """Take a file of the shape of ``facts/procedures.json``: created, updated, unchanged or refused, row by row.

    Each row stands alone: a row that cannot be used is refused with its sentence and the others go on.

    :raises BadFile: when it is no list of procedures at all.
    """
    policies.require(actor, "import_procedures", now)
    given, default_from = _open(data)
    desk = prepare(actor, now, default_from)
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


def _one(number: int, given: Any, desk: Desk, seen: set[str]) -> ImportRow:
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


def _take(row: Any, desk: Desk) -> tuple[RowStatus, Draft]:
    procedure, last = _known(row)
    draft = rows.read(row, last.source if last else None)
    door, offerings = beside.read_front_door(row), beside.read_offerings(row, draft)
    deciders = [_decider(item, desk) for item in offerings] if offerings is not None else None
    settle_form_and_process(draft, desk)
    if deciders is None and (procedure is None or not Offering.objects.filter(procedure=procedure).exists()):
        draft.missing.append(_("cơ quan giải quyết"))
        draft.to_confirm.append(_("Chưa xác định được cơ quan giải quyết thủ tục này trong bộ máy của tỉnh."))
    fingerprint = draft.fingerprint()
    keep_chosen_form(draft, last)
    status = RowStatus.UNCHANGED
    if procedure is None or last is None:
        procedure = procedure or Procedure.objects.create(code=draft.code, created_at=desk.now)
        add_version(procedure, None, draft, fingerprint, desk)
        status = RowStatus.CREATED
    elif last.fingerprint != fingerprint:
        add_version(procedure, last, draft, fingerprint, desk)
        status = RowStatus.UPDATED
    moved = _front_door(procedure, door, draft, desk)
    moved = _offerings(procedure, offerings, deciders, desk) or moved
    return (RowStatus.UPDATED if moved and status is RowStatus.UNCHANGED else status), draft


def _known(row: Any) -> tuple[Procedure | None, ProcedureVersion | None]:
    code = _shown(row, "code")
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    last = ProcedureVersion.objects.filter(procedure=procedure).order_by("-number").first() if procedure else None
    return procedure, last


def _decider(offering: beside.OfferingRow, desk: Desk) -> int | None:
    if offering.decided_by == DecidedBy.COMMUNE:
        return None
    found = desk.agencies.get(text.fold(offering.agency))
    if found is None:
        raise BadRow(_("Không có cơ quan “%(name)s” trong bộ máy của tỉnh.") % {"name": offering.agency})
    return found


def _front_door(procedure: Procedure, door: beside.DoorRow | None, draft: Draft, desk: Desk) -> bool:
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
    procedure: Procedure, given: list[beside.OfferingRow] | None, deciders: list[int | None] | None, desk: Desk
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


__all__ = ["import_procedures"]

"""A step that is done in another system, such as the shared civil-status software: told with its number and day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.services.dossiers.actions.moving import Moving
from namkhong.services.dossiers.errors import Missing
from namkhong.services.dossiers.models import OutsideRecord, Step
from namkhong.services.dossiers.types import OutsideEntry


def checked(moving: Moving, entry: OutsideEntry | None) -> tuple[str, str, date]:
    """The system, its number, its day.

    :raises Missing: without the number or the day, or when the day lies ahead.
    """
    number = text.one_line(entry.number)[:100] if entry else ""
    if entry is None or not number:
        raise Missing("outside_number", _("Xin ghi số đăng ký mà hệ thống bên ngoài đã cấp."))
    if entry.on is None:
        raise Missing("outside_on", _("Xin ghi ngày đăng ký ở hệ thống bên ngoài."))
    if entry.on > clock.local_date(moving.now):
        raise Missing("outside_on", _("Ngày đăng ký ở hệ thống bên ngoài không thể sau hôm nay."))
    system = text.one_line(entry.system)[:200] or moving.process.steps[moving.dossier.step_index].system
    return system, number, entry.on


def words(kept: tuple[str, str, date]) -> str:
    """What the way of the dossier says of it."""
    system, number, on = kept
    return _("Đã làm ở %(system)s: số %(number)s ngày %(day)s") % {
        "system": system,
        "number": number,
        "day": f"{on:%d/%m/%Y}",
    }


def keep(step: Step, kept: tuple[str, str, date]) -> None:
    """Beside the step that was written."""
    system, number, on = kept
    OutsideRecord(dossier_id=step.dossier_id, step=step, system=system, number=number, on=on).save(force_insert=True)

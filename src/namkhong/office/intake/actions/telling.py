"""Notices inside the house: who was given something, and who gave it when something comes back up. Told once each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.office.intake.models import Assignment, Note
from namkhong.office.intake.policies import HEADING
from namkhong.office.intake.states import ENDS, PARTS, End, Part
from namkhong.web.words import day


@transaction.atomic
def tell_given(*, note_id: int, now: datetime) -> None:
    """Tell everybody whom a note gave something; of a unit those who head it."""
    rows = Assignment.objects.select_related("arrival").filter(note_id=note_id, end=End.OPEN)
    for row in rows:
        part, about = str(PARTS[Part(row.part)]).lower(), row.arrival.number or row.arrival.subject[:80]
        until = _("Hạn: %s.") % day(row.due_on) if row.due_on else _("Không ghi hạn.")
        for account in _accounts(row, now):
            notifications.notify(
                account_id=account,
                title=_("Ông/Bà được giao %(part)s: %(about)s") % {"part": part, "about": about},
                text=until,
                link=reverse("arrival", kwargs={"public_id": row.arrival.public_id}),
                about=("arrival", row.arrival_id),
                key=f"intake.given:{row.pk}:{account}",
                now=now,
            )


@transaction.atomic
def tell_giver(*, note_id: int, now: datetime) -> None:
    """Tell who gave it that something comes up to him."""
    note = Note.objects.select_related("assignment", "arrival").filter(pk=note_id).first()
    if note is None or note.assignment is None:
        return
    notifications.notify(
        account_id=note.assignment.giver_id,
        title=_("%(who)s trình: %(about)s")
        % {"who": note.by_name, "about": note.arrival.number or note.arrival.subject[:80]},
        text=note.words[:500],
        link=reverse("arrival", kwargs={"public_id": note.arrival.public_id}),
        about=("arrival", note.arrival_id),
        key=f"intake.up:{note.pk}",
        now=now,
    )


@transaction.atomic
def tell_ended(*, assignment_id: int, now: datetime) -> None:
    """Tell who gave it that it is done or came back; nobody is told of his own deed."""
    row = Assignment.objects.select_related("arrival").filter(pk=assignment_id).first()
    if row is None or row.end not in {End.DONE, End.GIVEN_BACK} or row.ended_by_id == row.giver_id:
        return
    if row.part == Part.KNOW:
        return
    about = row.arrival.number or row.arrival.subject[:80]
    notifications.notify(
        account_id=row.giver_id,
        title=f"{ENDS[End(row.end)]}: {about}",
        text=row.result[:500] or _("Không ghi thêm."),
        link=reverse("arrival", kwargs={"public_id": row.arrival.public_id}),
        about=("arrival", row.arrival_id),
        key=f"intake.ended:{row.pk}",
        now=now,
    )


def _accounts(row: Assignment, now: datetime) -> list[int]:
    if row.account_id is not None:
        return [row.account_id]
    on = clock.local_date(now)
    heads = {one.account_id for role in HEADING for one in organisations.officials_at(row.unit_id, role, on)}
    return sorted(heads or {one.account_id for one in organisations.officials_at(row.unit_id, Role.SPECIALIST, on)})

"""Tasks at every station, made by the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from namkhong.office.directives import actions
from namkhong.office.directives.models import Directive
from namkhong.office.directives.types import NewDirective
from namkhong.office.intake.models import Arrival, Assignment, Note
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import FRIDAY, NOW, SYSTEM, House
from namkhong.office.intake.types import Line


def new(house: House, **how: Any) -> NewDirective:
    """What a leader types."""
    fields: dict[str, Any] = {
        "subject": "Báo cáo số hộ dùng nước sạch", "words": "Làm kỹ.", "source": "12/TB-UBND",
        "lead_account_id": make.account(house.specialist), "helper_ids": (make.account(house.elsewhere),), "due_on": FRIDAY,
        "token": uuid4(),
    }  # fmt: skip
    return NewDirective(**(fields | how))


def given(house: House, **how: Any) -> Directive:
    """Given by hand."""
    card = actions.give(new=new(house, **how), actor=house.chairman, now=NOW)
    return Directive.objects.get(pk=card.id)


def caused(house: House, *lines: Line, confirmed: bool = True) -> tuple[Directive, Arrival]:
    """Caused by the chairman's note on a document, told as the job would tell it."""
    arrival = make.directed(house, *(lines or [make.lead(house.specialist)]), confirmed=confirmed)
    note = Note.objects.get(arrival=arrival, kind="direct")
    actions.take_direction(note_id=note.pk, actor=SYSTEM, now=NOW)
    return Directive.objects.get(assignment__arrival=arrival), arrival


def fresh(row: Directive) -> Directive:
    """As the database has it now."""
    return Directive.objects.get(pk=row.pk)


def top(row: Directive) -> Assignment:
    """The assignment it stands for."""
    return Assignment.objects.get(pk=row.assignment_id or 0)


LATER = date(2026, 12, 4)

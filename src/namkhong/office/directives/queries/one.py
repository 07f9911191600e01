"""One task for who may read it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.office.directives import policies
from namkhong.office.directives.errors import NoSuchDirective
from namkhong.office.directives.models import Directive, DirectiveHelper, DirectiveStep
from namkhong.office.directives.states import MOVES, Move
from namkhong.office.directives.types import Station
from namkhong.web.words import day, moment


def by_public_id(public_id: UUID, actor: Actor) -> Directive:
    """A task, for an official who may read it.

    :raises NoSuchDirective: when there is none, or it is not for her.
    """
    row = Directive.objects.filter(public_id=public_id).first()
    if row is None or not policies.sees(actor, row):
        raise NoSuchDirective
    return row


def of_arrival(arrival_id: int, actor: Actor) -> list[Directive]:
    """The tasks that a document caused, for who may read them."""
    rows = Directive.objects.filter(policies.visible_to(actor), assignment__arrival_id=arrival_id)
    return list(rows.order_by("pk"))


def helpers_of(directive_id: int) -> list[str]:
    """Who helps, by name."""
    ids = list(DirectiveHelper.objects.filter(directive_id=directive_id).values_list("account_id", flat=True))
    return [one.full_name for one in organisations.official_names(ids).values()] if ids else []


def stations(row: Directive) -> list[Station]:
    """What happened, in order."""
    made = []
    for step in DirectiveStep.objects.filter(directive=row).order_by("revision"):
        who = ", ".join(part for part in (step.by_name, step.by_title) if part)
        lines = [", ".join(part for part in (moment(step.at), who) if part)]
        if step.for_name:
            lines.append(_("Thay mặt %s") % step.for_name)
        if step.percent is not None:
            lines.append(_("Đã làm %d phần trăm") % step.percent)
        if step.due_before is not None and step.due_after is not None:
            lines.append(
                _("Hạn từ %(before)s sang %(after)s") % {"before": day(step.due_before), "after": day(step.due_after)}
            )
        if step.words:
            lines.append(step.words)
        made.append(Station(str(MOVES[Move(step.move)].words), tuple(lines)))
    return made

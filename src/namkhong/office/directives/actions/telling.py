"""Notices: who does it of what was said to her, who gave it of what came back. Nobody is told of his own deed; each once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.office.directives.models import DirectiveHelper, DirectiveStep
from namkhong.office.directives.states import MOVES, Move
from namkhong.web.words import day


@transaction.atomic
def tell_moved(*, step_id: int, now: datetime) -> None:
    """Tell those whom one step concerns."""
    step = DirectiveStep.objects.select_related("directive").filter(pk=step_id).first()
    if step is None:
        return
    row, move = step.directive, Move(step.move)
    doers = {row.lead_account_id, row.worker_id} - {None}
    if move is Move.GIVE and row.assignment_id is not None:
        return  # intake told them of the note
    if move is Move.GIVE:
        told = doers | set(DirectiveHelper.objects.filter(directive=row).values_list("account_id", flat=True))
    elif move in {Move.EXTEND, Move.RETURN, Move.DROP, Move.CONFIRM}:
        told = doers
    else:
        told = {row.giver_id} if move in {Move.REPORT, Move.PROGRESS} else set()
    for account in sorted(one for one in told if one is not None and one != step.by_id):
        notifications.notify(
            account_id=account,
            title=f"{MOVES[move].words}: {row.subject[:100]}",
            text=step.words[:500] or _("Hạn: %s.") % day(row.due_on),
            link=reverse("directive", kwargs={"public_id": row.public_id}),
            about=("directive", row.pk),
            key=f"directives.moved:{step.pk}:{account}",
            now=now,
        )

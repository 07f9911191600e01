"""What form 06 says: every hand-over of a dossier, told from its steps and never typed.

Who gave and who took, when, how the giver's time was kept, and what she noted. A step is a hand-over when the next one
is held by another agency, role or official, or is another station; the last is with whoever has the dossier now. When a
reorganisation takes it to another agency that is a hand-over too, told once, in nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import Dossier, FormTemplate
from namkhong.services.dossiers.paper.head import on_paper
from namkhong.services.dossiers.queries.history import Entry
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import TIMELINESS, Timeliness
from namkhong.web.words import day

_FROM_APPLICANT = {Move.FILE}


def content(
    dossier: Dossier, history: Sequence[Entry], template: FormTemplate, consulted: Iterable[str] = ()
) -> dict[str, Any]:
    """Everything the form says below its head; ``consulted`` are the agencies asked for their opinion."""
    del template
    decider = frozen.agency(dossier.decider_agency_id)
    unit = frozen.agency(dossier.unit_agency_id)
    return {
        "applicant": dossier.applicant_name,
        "request": dossier.procedure_name,
        "solver": decider.name if unit.id == decider.id else f"{unit.name}, {decider.name}",
        "consulted": "; ".join(consulted) or _("Không"),
        "received": on_paper(dossier.received_at) if dossier.received_at else "",
        "due": on_paper(dossier.due_at) if dossier.due_at else "",
        "new_due": on_paper(dossier.new_due_at)
        if dossier.new_due_at and dossier.due_at and dossier.new_due_at > dossier.due_at
        else "",
        "hand_overs": hand_overs(dossier, history),
    }


def hand_overs(dossier: Dossier, history: Sequence[Entry]) -> list[dict[str, str]]:
    """One block for each hand-over, in order."""
    told = [one for one in history if one.move not in _FROM_APPLICANT and not _stays(one)]
    blocks = []
    for place, step in enumerate(told):
        following = told[place + 1] if place + 1 < len(told) else None
        if not _hands_over(step, following, dossier):
            continue
        result = step.timeliness or _received_then(told, place)
        blocks.append(
            {
                "giver": _agency(step.agency_id),
                "giver_name": step.by_name,
                "taker": _taker(step, following, dossier),
                "taker_name": following.by_name if following and following.by_id else "",
                "at": _clock(step.at),
                "result": str(TIMELINESS[Timeliness(result)]) if result else "",
                "what": step.what,
                "note": step.note,
            }
        )
    return blocks


def _stays(one: Entry) -> bool:
    """A reorganisation after which the same agency has it: another decides."""
    return one.is_reorganisation and one.agency_id == one.held_after


def _hands_over(step: Entry, following: Entry | None, dossier: Dossier) -> bool:
    if step.is_reorganisation:
        return True
    if following is not None:
        then = (following.agency_id, following.role, following.step_index)
    elif step.move == Move.HAND_OVER:
        return True
    elif dossier.holder_agency_id is None:
        return False
    else:
        then = (dossier.holder_agency_id, dossier.holder_role, dossier.step_index)
    return then != (step.agency_id, step.role, step.step_index)


def _received_then(told: Sequence[Entry], place: int) -> str:
    """Passing on at the counter is one click with the reception: its time is the reception's."""
    before = told[place - 1] if place else None
    return before.timeliness if before is not None and before.at == told[place].at else ""


def _taker(step: Entry, following: Entry | None, dossier: Dossier) -> str:
    if step.is_reorganisation:
        return _agency(step.held_after)
    if step.move == Move.HAND_OVER:
        return _("Người nộp hồ sơ: %s") % dossier.applicant_name
    return _agency(following.agency_id if following is not None else dossier.holder_agency_id)


def _agency(agency_id: int | None) -> str:
    return frozen.agency(agency_id).name if agency_id is not None else ""


def _clock(moment: datetime) -> str:
    at = clock.local(moment)
    return _("%(hour)02d giờ %(minute)02d phút, ngày %(day)s") % {
        "hour": at.hour,
        "minute": at.minute,
        "day": day(moment),
    }

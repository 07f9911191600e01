"""Everything an official's page of one dossier shows; opening it is recorded as a reading of personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.clocks import is_past
from namkhong.services.dossiers.models import Dossier, EndRequest, Step
from namkhong.services.dossiers.queries.counter import came_in
from namkhong.services.dossiers.queries.fees import fees_of
from namkhong.services.dossiers.queries.history import Entry, history_of
from namkhong.services.dossiers.queries.mandates import mandate_of
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.queries.supplements import asked_of
from namkhong.services.dossiers.queries.timeline import why_due
from namkhong.services.dossiers.queries.warnings import issued_forms, looking_ahead
from namkhong.services.dossiers.queries.words import due_words, headline
from namkhong.services.dossiers.states import RUNNING, STATES, Move, Pending, State
from namkhong.services.dossiers.types import CHANNELS, RETURN_WAYS, TIMELINESS, Channel, ReturnWay, Timeliness
from namkhong.services.dossiers.views.beside import beside, made, paper_link
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms import rendering
from namkhong.services.procedures import queries as procedures
from namkhong.web.http import Request


def sheet(request: Request, found: Dossier) -> dict[str, Any]:
    """The context of the page."""
    now, actor = clock.now(), request.actor
    audit.record_access(actor, person_id=found.person_id, purpose="Xử lý hồ sơ", subject=("dossier", found.pk), now=now)
    lines = file_lines(found)
    steps = list(Step.objects.filter(dossier=found).order_by("-revision"))
    return {
        "dossier": found,
        "person": citizens.person(found.person_id),
        "can": policies.abilities(actor, found),
        "standing": policies.post_for(actor, found),
        "state": str(STATES[found.now_in].official),
        "headline": headline(found, now),
        "due": _due(found, found.due_at),
        "step_due": _due(found, found.step_due_at),
        "channel": str(CHANNELS[Channel(found.channel)]),
        "return_way": str(RETURN_WAYS[ReturnWay(found.return_way)]),
        "answers": answers_html(found),
        "files": [
            {
                "line": line,
                "link": "" if line.gone else paper_link(request, found, line),
                "component": line.component_id,
            }
            for line in lines
        ],
        "gone": [line for line in lines if line.gone],
        "accept": files.accept(),
        "kept": [],
        "fees": fees_of(found),
        "collects": policies.collecting_agency(actor, found) is not None,
        "mandate": mandate_of(found),
        "came_in": came_in(found),
        "names": {
            component.id: component.name for component in procedures.version(found.procedure_version_id).components
        }
        if lines
        else {},
        "steps": [_entry(one) for one in reversed(history_of(found, steps))],
        "why": why_due(found),
        "forms": issued_forms(found) if found.received_at or found.revision > 1 else [],
        **_supplement(found, steps, actor, now),
        **_ahead(found),
        "errors": {},
        "conflict": "",
        "posted": {},
        **beside(request, found, steps),
    }


def _ahead(found: Dossier) -> dict[str, Any]:
    """The apology with the new date, drafted or signed, and the chance of being late; while there is no result."""
    if found.now_in is not State.IN_PROGRESS and found.new_due_at is None:
        return {"apology": None, "warning": (0, "")}
    apology, percent, why = looking_ahead(found)
    return {"apology": apology, "warning": (percent, why)}


def answers_html(found: Dossier) -> str:
    """The form of the dossier in words."""
    if found.answers_id is None:
        return ""
    answers = forms.answers(found.answers_id)
    return rendering.summary_html(forms.form_version(answers.form_version_id), answers.data)


def _supplement(found: Dossier, steps: list[Step], actor: Actor, now: datetime) -> dict[str, Any]:
    """What was asked of the applicant, what somebody has to agree to, and her signed paper."""
    asked = asked_of(found) if made(steps, Move.PROPOSE_SUPPLEMENT, Move.REQUEST_SUPPLEMENT) else []
    waits = found.now_in is State.SUPPLEMENT_REQUESTED and found.step_due_at is not None
    ended = (
        EndRequest.objects.filter(dossier=found).first() if made(steps, Move.WITHDRAW, Move.STOP_AT_REQUEST) else None
    )
    refusal = None
    if found.step_kind == Pending.REFUSAL:
        refusal = next((step for step in steps if step.move == Move.PROPOSE_NOT_RECEIVE), None)
    return {
        "asked": asked,
        "may_close": waits and is_past(found.step_due_at or now, now),
        "proposed_refusal": refusal,
        "signed_paper": {"name": ended.file_name, "link": files.link(ended.file_id, actor=actor, now=now)}
        if ended is not None and ended.file_id is not None
        else None,
    }


def _due(found: Dossier, due_at: Any) -> dict[str, str]:
    if due_at is None or found.now_in not in {*RUNNING, State.FILED, State.DECIDED}:
        return {"text": "", "kind": "plain"}
    text, kind = due_words(due_at, clock.now())
    return {"text": text, "kind": kind}


def _entry(one: Entry) -> dict[str, Any]:
    old, new = one.agencies if one.is_reorganisation else (None, None)
    return {
        "move": one.what,
        "by": f"{frozen.agency(old).name} → {frozen.agency(new).name}" if old and new else one.by_name,
        "title": one.by_title,
        "at": one.at,
        "due_at": one.due_at,
        "timeliness": str(TIMELINESS[Timeliness(one.timeliness)]) if one.timeliness else "",
        "late": one.timeliness == Timeliness.LATE,
        "note": one.note,
    }

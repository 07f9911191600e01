"""Everything an official's page of one dossier shows; opening it is recorded as a reading of personal data."""

from __future__ import annotations

from typing import Any

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.services.dossiers import policies, queries
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.queries.words import due_words, headline
from namkhong.services.dossiers.states import MOVES, RUNNING, STATES, Move, State
from namkhong.services.dossiers.types import CHANNELS, RETURN_WAYS, TIMELINESS, Channel, ReturnWay, Timeliness
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms import rendering
from namkhong.web.http import Request


def sheet(request: Request, found: Dossier) -> dict[str, Any]:
    """The context of the page."""
    now, actor = clock.now(), request.actor
    audit.record_access(actor, person_id=found.person_id, purpose="Xử lý hồ sơ", subject=("dossier", found.pk), now=now)
    lines = file_lines(found)
    return {
        "dossier": found,
        "person": citizens.person(found.person_id),
        "can": policies.abilities(actor, found),
        "state": str(STATES[found.now_in].official),
        "headline": headline(found, now),
        "due": _due(found, found.due_at),
        "step_due": _due(found, found.step_due_at),
        "channel": str(CHANNELS[Channel(found.channel)]),
        "return_way": str(RETURN_WAYS[ReturnWay(found.return_way)]),
        "answers": _answers(found),
        "files": [
            {
                "line": line,
                "link": "" if line.gone else files.link(line.file_id, actor=actor, now=now),
                "component": line.component_id,
            }
            for line in lines
        ],
        "gone": [line for line in lines if line.gone],
        "accept": files.accept(),
        "kept": [],
        "names": {component.id: component.name for component in queries.components_of(found)},
        "steps": [_step(step) for step in Step.objects.filter(dossier=found).order_by("-revision")],
        "why": queries.timeline(found.pk, now=now).why,
        "errors": {},
        "conflict": "",
        "posted": {},
    }


def _answers(found: Dossier) -> str:
    if found.answers_id is None:
        return ""
    answers = forms.answers(found.answers_id)
    return rendering.summary_html(forms.form_version(answers.form_version_id), answers.data)


def _due(found: Dossier, due_at: Any) -> dict[str, str]:
    if due_at is None or found.now_in not in {*RUNNING, State.FILED, State.DECIDED}:
        return {"text": "", "kind": "plain"}
    text, kind = due_words(due_at, clock.now())
    return {"text": text, "kind": kind}


def _step(step: Step) -> dict[str, Any]:
    return {
        "move": str(MOVES[Move(step.move)].official),
        "by": step.by_name,
        "title": step.by_title,
        "from_at": step.from_at,
        "at": step.at,
        "due_at": step.due_at,
        "timeliness": str(TIMELINESS[Timeliness(step.timeliness)]) if step.timeliness else "",
        "late": step.timeliness == Timeliness.LATE,
        "note": step.note,
    }

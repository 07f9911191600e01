"""What the counter's filing page offers first: the procedures this clerk has been filing."""

from __future__ import annotations

from typing import Final

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.models import Dossier, Submission
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import CHANNELS, CONSENTS, Channel, Consent
from namkhong.services.procedures import queries as procedures
from namkhong.web.words import day

_LOOKED_AT: Final = 60
_SHOWN: Final = 8


def usual_procedures(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of what this clerk filed last, each once, the most frequent first. Two queries."""
    rows = Dossier.objects.filter(helper_id=actor.account_id).order_by("-created_at", "-id")
    versions = list(rows.values_list("procedure_version_id", flat=True)[:_LOOKED_AT])
    names = procedures.names_of(set(versions)) if versions else {}
    counted: dict[tuple[str, str], int] = {}
    for version in versions:
        if version in names:
            counted[names[version]] = counted.get(names[version], 0) + 1
    return sorted(counted, key=lambda pair: -counted[pair])[:_SHOWN]


def open_drafts(actor: Actor) -> list[Dossier]:
    """What this clerk began and did not send, the newest first."""
    rows = Dossier.objects.filter(helper_id=actor.account_id, state=State.DRAFT)
    return list(rows.order_by("-created_at", "-id")[:_SHOWN])


def came_in(dossier: Dossier) -> list[str]:
    """How it came in, line by line: the agreement, the mandate, the envelope. Empty when the applicant filed alone."""
    row = Submission.objects.filter(dossier=dossier).first() if dossier.helper_id is not None else None
    lines = [str(CONSENTS[Consent(row.consent)])] if row is not None and row.consent else []
    if row is not None and row.posted_on is not None:
        parts = [f"{CHANNELS[Channel.POST]}: {row.sent_by}", day(row.posted_on), row.item_number]
        lines.append(" · ".join(part for part in parts if part))
    if row is not None and row.consent == Consent.ELSEWHERE:
        lines.append(f"{row.sent_by} · {row.item_number}")
    return lines

"""Reactions to our own events: the applicant is told, in a job, so that a silent telephone never undoes a decision."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.events import (
    DossierDecided,
    DossierFiled,
    DossierNotReceived,
    DossierReceived,
    DossierTakenOver,
    ResultHandedOver,
)

Told = DossierFiled | DossierReceived | DossierNotReceived | DossierTakenOver | DossierDecided | ResultHandedOver


def tell_applicant(event: Told) -> None:
    """Tell the applicant; a repeated event tells nobody twice."""
    actions.tell_applicant(step_id=event.step_id, now=clock.now())

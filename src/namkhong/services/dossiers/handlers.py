"""Reactions, in jobs: the applicant is told, so that a silent telephone never undoes a decision; a refused file is marked."""

from __future__ import annotations

from uuid import UUID

from namkhong.foundation.files.events import FileRefused
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


def mark_refused_file(event: FileRefused) -> None:
    """The scanner refused a file after it was taken in: mark the paper, tell whoever has the dossier."""
    actions.mark_refused(file_id=UUID(event.file_id), now=clock.now())

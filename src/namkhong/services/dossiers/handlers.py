"""Reactions, in jobs: the applicant is told, so that a silent telephone never undoes a decision; a refused file is marked."""

from __future__ import annotations

from uuid import UUID

from namkhong.foundation.calendars.events import CalendarChanged
from namkhong.foundation.files.events import FileRefused
from namkhong.kernel import clock
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.events import (
    DossierDecided,
    DossierExtended,
    DossierFiled,
    DossierNotReceived,
    DossierReceived,
    DossiersRelocated,
    DossierTakenOver,
    DossierWithdrawn,
    DraftAnswered,
    DraftLapsed,
    DraftSent,
    OpinionAsked,
    OpinionClosed,
    OpinionDrafted,
    OpinionOverdue,
    ProcessMoveApproved,
    ProcessTrialStarted,
    RecalculationApproved,
    ResultHandedOver,
    StepAssigned,
    StoppedAtRequest,
    StoppedUnmet,
    SupplementCompleted,
    SupplementRequested,
)

Asked = SupplementRequested | SupplementCompleted | DossierWithdrawn | StoppedAtRequest | StoppedUnmet
Told = (
    Asked | DossierFiled | DossierReceived | DossierNotReceived | DossierTakenOver | DossierDecided | ResultHandedOver
)


def tell_applicant(event: Told | DossierExtended | DraftSent | DraftLapsed) -> None:
    """Tell the applicant; a repeated event tells nobody twice."""
    actions.tell_applicant(step_id=event.step_id, now=clock.now())


def mark_refused_file(event: FileRefused) -> None:
    """The scanner refused a file after it was taken in: mark the paper, tell whoever has the dossier."""
    actions.mark_refused(file_id=UUID(event.file_id), now=clock.now())


def tell_holder(event: StepAssigned | DraftAnswered | DraftLapsed) -> None:
    """Tell whoever has the dossier now."""
    actions.tell_holder(step_id=event.step_id, now=clock.now())


def tell_asked(event: OpinionAsked) -> None:
    """Tell the agency that is asked for its opinion."""
    actions.tell_asked(request_id=event.request_id, times=event.times, now=clock.now())


def tell_signers(event: OpinionDrafted) -> None:
    """Tell those who sign for the asked agency."""
    actions.tell_signers(request_id=event.request_id, opinion_id=event.opinion_id, now=clock.now())


def tell_asker(event: OpinionClosed | OpinionOverdue) -> None:
    """Tell whoever asked."""
    actions.tell_asker(request_id=event.request_id, now=clock.now())


def preview_recalculation(event: CalendarChanged) -> None:
    """Count what the changed calendar would move."""
    actions.preview_recalculation(version=event.version, changed_at=event.at, now=clock.now())


def apply_recalculation(event: RecalculationApproved) -> None:
    """Move the dates."""
    actions.apply_recalculation(recalculation_id=event.recalculation_id, now=clock.now())


def tell_relocated(event: DossiersRelocated) -> None:
    """Tell the applicants whose dossier another agency goes on with."""
    actions.tell_relocated(
        reorganisation_id=event.reorganisation_id, first_id=event.first_id, last_id=event.last_id, now=clock.now()
    )


def count_process_trial(event: ProcessTrialStarted) -> None:
    """Look at every open dossier of the process."""
    actions.count_process_trial(trial_id=event.trial_id, now=clock.now())


def apply_process_move(event: ProcessMoveApproved) -> None:
    """Move the open dossiers to the new version."""
    actions.apply_process_move(trial_id=event.trial_id, now=clock.now())

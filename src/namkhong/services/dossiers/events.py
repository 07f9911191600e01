"""What others may hear. Each names the step that was written, never only the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class _Stepped(Event):
    step_id: int
    at: datetime


@dataclass(frozen=True)
class DossierFiled(_Stepped):
    """The applicant sent it; it has its code now."""

    name: ClassVar[str] = "dossiers.DossierFiled"


@dataclass(frozen=True)
class DossierReceived(_Stepped):
    """The counter took it in complete; form 01 is issued."""

    name: ClassVar[str] = "dossiers.DossierReceived"


@dataclass(frozen=True)
class DossierNotReceived(_Stepped):
    """The counter did not take it in, with the reason and the law."""

    name: ClassVar[str] = "dossiers.DossierNotReceived"


@dataclass(frozen=True)
class DossierTakenOver(_Stepped):
    """Received elsewhere, it has reached the competent agency; the clock runs."""

    name: ClassVar[str] = "dossiers.DossierTakenOver"


@dataclass(frozen=True)
class DossierForwarded(_Stepped):
    """One step is done and the next holder has it."""

    name: ClassVar[str] = "dossiers.DossierForwarded"


@dataclass(frozen=True)
class DossierDecided(_Stepped):
    """There is a result."""

    name: ClassVar[str] = "dossiers.DossierDecided"


@dataclass(frozen=True)
class ResultHandedOver(_Stepped):
    """The applicant has the result."""

    name: ClassVar[str] = "dossiers.ResultHandedOver"


@dataclass(frozen=True)
class StepAssigned(_Stepped):
    """A head gave the step to one official, an official took it, or it lies free again."""

    name: ClassVar[str] = "dossiers.StepAssigned"


@dataclass(frozen=True)
class HandedToUnit(_Stepped):
    """The whole work of a unit went to another, this dossier with it."""

    name: ClassVar[str] = "dossiers.HandedToUnit"


@dataclass(frozen=True)
class DraftSent(_Stepped):
    """The applicant is asked whether a draft is right."""

    name: ClassVar[str] = "dossiers.DraftSent"


@dataclass(frozen=True)
class DraftAnswered(_Stepped):
    """The applicant said that the draft is right, or what is wrong in it."""

    name: ClassVar[str] = "dossiers.DraftAnswered"


@dataclass(frozen=True)
class DraftLapsed(_Stepped):
    """The applicant said nothing in time: the draft counts as agreed."""

    name: ClassVar[str] = "dossiers.DraftLapsed"


@dataclass(frozen=True)
class OpinionAsked(Event):
    """An agency is asked, or asked again, for its opinion."""

    request_id: int
    times: int
    at: datetime

    name: ClassVar[str] = "dossiers.OpinionAsked"


@dataclass(frozen=True)
class OpinionDrafted(Event):
    """A specialist of the asked agency has written the answer; its head may sign."""

    request_id: int
    opinion_id: int
    at: datetime

    name: ClassVar[str] = "dossiers.OpinionDrafted"


@dataclass(frozen=True)
class OpinionClosed(Event):
    """An opinion was signed, given by silence, or is no longer asked for."""

    request_id: int
    at: datetime

    name: ClassVar[str] = "dossiers.OpinionClosed"


@dataclass(frozen=True)
class OpinionOverdue(Event):
    """The time of an opinion is over and the step still waits for it."""

    request_id: int
    at: datetime

    name: ClassVar[str] = "dossiers.OpinionOverdue"


@dataclass(frozen=True)
class SupplementRequested(_Stepped):
    """The applicant is told what is missing; the clock stands still (form 02)."""

    name: ClassVar[str] = "dossiers.SupplementRequested"


@dataclass(frozen=True)
class SupplementCompleted(_Stepped):
    """Everything that was missing has come; the clock runs again, or the counter looks at the dossier anew."""

    name: ClassVar[str] = "dossiers.SupplementCompleted"


@dataclass(frozen=True)
class DossierWithdrawn(_Stepped):
    """The applicant took it back before it was received."""

    name: ClassVar[str] = "dossiers.DossierWithdrawn"


@dataclass(frozen=True)
class StoppedAtRequest(_Stepped):
    """The applicant asked to stop; there was no decision yet (form 05)."""

    name: ClassVar[str] = "dossiers.StoppedAtRequest"


@dataclass(frozen=True)
class StoppedUnmet(_Stepped):
    """What was missing did not come in time."""

    name: ClassVar[str] = "dossiers.StoppedUnmet"


@dataclass(frozen=True)
class DossierExtended(_Stepped):
    """The leader signed the apology (form 04): there is a new date, in time or too late to keep the promise."""

    name: ClassVar[str] = "dossiers.DossierExtended"


@dataclass(frozen=True)
class FeeReceiptRecorded(Event):
    """Money was taken at the counter, or it was decided that none is due."""

    name: ClassVar[str] = "dossiers.FeeReceiptRecorded"
    receipt_id: int
    at: datetime


@dataclass(frozen=True)
class FeeReceiptWasVoided(Event):
    """A receipt was written wrongly; what was due is due again."""

    name: ClassVar[str] = "dossiers.FeeReceiptWasVoided"
    receipt_id: int
    at: datetime


@dataclass(frozen=True)
class MandateRegistered(Event):
    """A counter saw the paper by which somebody lets another file for her."""

    name: ClassVar[str] = "dossiers.MandateRegistered"
    mandate_id: int
    at: datetime


@dataclass(frozen=True)
class MandateWasEnded(Event):
    """Whoever gave it took it back."""

    name: ClassVar[str] = "dossiers.MandateWasEnded"
    mandate_id: int
    at: datetime


@dataclass(frozen=True)
class RecalculationApproved(Event):
    """The administrator let the dates of open dossiers follow the calendar."""

    name: ClassVar[str] = "dossiers.RecalculationApproved"
    recalculation_id: int
    at: datetime


@dataclass(frozen=True)
class DossiersRecalculated(Event):
    """Every open dossier follows the changed calendar; no promise moved earlier."""

    name: ClassVar[str] = "dossiers.DossiersRecalculated"
    recalculation_id: int
    at: datetime


@dataclass(frozen=True)
class DossiersRelocated(Event):
    """A batch of dossiers went to other agencies by a reorganisation: those with ids from ``first_id`` to ``last_id``."""

    name: ClassVar[str] = "dossiers.DossiersRelocated"
    reorganisation_id: int
    first_id: int
    last_id: int
    at: datetime


@dataclass(frozen=True)
class ProcessTrialStarted(Event):
    """Somebody wants to know what a new version of a process would do to the open dossiers."""

    name: ClassVar[str] = "dossiers.ProcessTrialStarted"
    trial_id: int
    at: datetime


@dataclass(frozen=True)
class ProcessMoveApproved(Event):
    """Open dossiers may follow the new version of their process."""

    name: ClassVar[str] = "dossiers.ProcessMoveApproved"
    trial_id: int
    at: datetime


@dataclass(frozen=True)
class DossiersFollowProcess(Event):
    """Every open dossier that can follows the new version; no promise moved earlier."""

    name: ClassVar[str] = "dossiers.DossiersFollowProcess"
    trial_id: int
    at: datetime

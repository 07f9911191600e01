"""A dossier: its hot row, and the facts written beside it."""

from namkhong.services.dossiers.models.asked import (
    DraftRound,
    Opinion,
    OpinionRequest,
    OutsideRecord,
)
from namkhong.services.dossiers.models.dossier import (
    Dossier,
    SearchKey,
)
from namkhong.services.dossiers.models.extensions import (
    Extension,
    LateChance,
    Register,
    StepTime,
)
from namkhong.services.dossiers.models.figures import (
    MonthFigure,
)
from namkhong.services.dossiers.models.filing import (
    DossierFee,
    FeeReceipt,
    Mandate,
    Submission,
)
from namkhong.services.dossiers.models.papers import (
    Attachment,
    FormTemplate,
    IssuedForm,
)
from namkhong.services.dossiers.models.process_trial import (
    ProcessTrial,
    TrialLine,
    TrialState,
    Trouble,
)
from namkhong.services.dossiers.models.recalculation import (
    Recalculation,
    RecalculationState,
)
from namkhong.services.dossiers.models.relocation import Relocation
from namkhong.services.dossiers.models.steps import (
    ClockEvent,
    Step,
    ToldStep,
)
from namkhong.services.dossiers.models.supplements import (
    OPEN_REQUEST,
    AnsweredBy,
    EndRequest,
    RequestState,
    SupplementItem,
    SupplementRequest,
)

__all__ = [
    "OPEN_REQUEST",
    "AnsweredBy",
    "Attachment",
    "ClockEvent",
    "Dossier",
    "DossierFee",
    "DraftRound",
    "EndRequest",
    "Extension",
    "FeeReceipt",
    "FormTemplate",
    "IssuedForm",
    "LateChance",
    "Mandate",
    "MonthFigure",
    "Opinion",
    "OpinionRequest",
    "OutsideRecord",
    "ProcessTrial",
    "Recalculation",
    "RecalculationState",
    "Register",
    "Relocation",
    "RequestState",
    "SearchKey",
    "Step",
    "StepTime",
    "Submission",
    "SupplementItem",
    "SupplementRequest",
    "ToldStep",
    "TrialLine",
    "TrialState",
    "Trouble",
]

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

"""A draft the applicant confirms, opinions of others, a step done in another system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.services.procedures.types import Silence


class DraftAnswer(StrEnum):
    """What became of a draft that the applicant was asked to confirm."""

    AGREED = "agreed"
    CORRECTION = "correction"
    SILENT = "silent"  # she said nothing in time, which is a yes
    VOID = "void"  # the dossier left the step before she answered


DRAFT_ANSWERS: dict[DraftAnswer, Promise] = {
    DraftAnswer.AGREED: _("Người nộp đồng ý"),
    DraftAnswer.CORRECTION: _("Người nộp báo chỗ sai"),
    DraftAnswer.SILENT: _("Không trả lời trong thời hạn, coi là đồng ý"),
    DraftAnswer.VOID: _("Không còn hiệu lực"),
}


class Verdict(StrEnum):
    """What an agency that was asked says."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CONDITIONS = "conditions"


VERDICTS: dict[Verdict, Promise] = {
    Verdict.AGREE: _("Đồng ý"),
    Verdict.CONDITIONS: _("Đồng ý, có điều kiện"),
    Verdict.DISAGREE: _("Không đồng ý"),
}


class Closing(StrEnum):
    """How a question for an opinion ended."""

    ANSWERED = "answered"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


CLOSINGS: dict[Closing, Promise] = {
    Closing.ANSWERED: _("Đã trả lời"),
    Closing.SILENT: _("Không trả lời trong thời hạn, coi là đồng ý"),
    Closing.WITHDRAWN: _("Đã thôi hỏi"),
}


SILENCES: dict[Silence, Promise] = {
    Silence.AGREED: _("coi là đồng ý"),
    Silence.ASK_AGAIN: _("hỏi lại một lần nữa, sau đó phải chờ"),
    Silence.BLOCKS: _("phải chờ trả lời"),
}


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """What an official says of a step done in another system."""

    number: str
    on: date | None
    system: str = ""  # empty: the system the process names

"""What is asked beside the line of steps: the draft with the applicant, the opinions of others, the questions put to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import OfficialCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.errors import NoSuchQuestion
from namkhong.services.dossiers.models import Dossier, DraftRound, Opinion, OpinionRequest
from namkhong.services.dossiers.policies import asked as policies_asked
from namkhong.services.dossiers.queries.words import due_words
from namkhong.services.dossiers.states import CONFIRMING, State
from namkhong.services.dossiers.types import (
    CLOSINGS,
    DRAFT_ANSWERS,
    SILENCES,
    VERDICTS,
    Closing,
    DraftAnswer,
    Verdict,
)
from namkhong.services.eforms import queries as forms
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ProcessStep, Silence
from namkhong.web.words import moment

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft as it was shown, and what became of it."""

    number: int
    fields: tuple[tuple[str, str], ...]
    file_id: UUID | None
    file_name: str
    sent_at: datetime
    due_at: datetime
    answer: str
    words: str
    open: bool
    agreed: bool
    void: bool


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One agency that was asked: its answer, or until when it may answer. ``kind`` colours the tag."""

    request_id: int
    agency: str
    question: str
    asked: str
    answer: str
    text: str
    silence: str  # what it means when nobody answers; empty once it is closed
    kind: str
    file_id: UUID | None
    file_name: str
    by: str
    at: datetime | None
    open: bool
    prescribed: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question put to an agency of mine."""

    request_id: int
    code: str
    procedure_name: str
    agency: str
    due: str
    due_kind: str
    drafted: bool


def draft_rounds(dossier: Dossier) -> list[DraftShown]:
    """Every draft the applicant was shown, the newest first."""
    rows = DraftRound.objects.filter(dossier=dossier).order_by("-number")
    return [
        DraftShown(
            number=row.number,
            fields=tuple((str(label), str(said)) for label, said in row.fields),
            file_id=row.file_id,
            file_name=row.file_name,
            sent_at=row.sent_at,
            due_at=row.due_at,
            answer=str(DRAFT_ANSWERS[DraftAnswer(row.answer)]) if row.answer else "",
            words=row.words,
            open=row.closed_at is None,
            agreed=row.answer in {DraftAnswer.AGREED, DraftAnswer.SILENT},
            void=row.answer == DraftAnswer.VOID,
        )
        for row in rows
    ]


def draft_fields(dossier: Dossier, step: ProcessStep) -> list[tuple[str, str]]:
    """The lines a draft begins with: what was last sent, else the answers of the form in words."""
    last = DraftRound.objects.filter(dossier=dossier).order_by("-number").first()
    if last is not None and last.fields:
        return [(str(label), str(said)) for label, said in last.fields]
    if step.confirm is None:
        return []
    said: dict[str, str] = {}
    if dossier.answers_id is not None:
        answers = forms.answers(dossier.answers_id)
        parts = forms.summary(forms.form_version(answers.form_version_id), answers.data)
        said = {row.field: row.value for part in parts for row in part.rows}
    return [(line.label, said.get(line.answer, "")) for line in step.confirm.fields]


def opinions_of(dossier: Dossier, now: datetime) -> list[OpinionLine]:
    """Every agency asked about a dossier, in the order of asking. Three queries."""
    rows = list(OpinionRequest.objects.filter(dossier=dossier).order_by("pk"))
    signed = {row.request_id: row for row in Opinion.objects.filter(request__in=[row.pk for row in rows], signed=True)}
    return [_line(row, signed.get(row.pk), now) for row in rows]


def step_of(dossier: Dossier) -> ProcessStep:
    """The step the dossier stands at, as its process says."""
    return procedures.process_version(dossier.process_version_id).steps[dossier.step_index]


def officials_of_post(dossier: Dossier, now: datetime) -> list[OfficialCard]:
    """Who could do this step: everybody who holds its post today."""
    if dossier.holder_agency_id is None or not dossier.holder_role:
        return []
    return organisations.officials_at(dossier.holder_agency_id, Role(dossier.holder_role), clock.local_date(now))


def questions(actor: Actor, cursor: str = "", *, now: datetime) -> Page[QuestionRow]:
    """What the agencies of this official are asked and have not answered, what is due first on top."""
    rows = OpinionRequest.objects.filter(policies_asked.visible_to(actor), closed_at=None).select_related("dossier")
    if cursor:
        due, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(due_at__gte=due).exclude(due_at=due, pk__lte=last)
    found = list(rows.order_by("due_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].due_at, found[-1].pk)
    drafted = set(
        Opinion.objects.filter(request__in=[row.pk for row in found], signed=False).values_list("request_id", flat=True)
    )
    return Page([_question(row, now, drafted=row.pk in drafted) for row in found], following)


def questions_count(actor: Actor) -> BoundedCount:
    """How many wait for an answer of hers, never counted past a thousand."""
    found = [pk for rows in open_questions(actor) for pk in rows.values_list("pk", flat=True)[: COUNT_LIMIT + 1]]
    return BoundedCount(len(found))


def open_questions(actor: Actor) -> list[QuerySet[OpinionRequest]]:
    """What waits for an answer of hers; nothing to ask the database where she answers for nobody."""
    if not policies_asked.asked_places(actor):
        return []
    return [OpinionRequest.objects.filter(policies_asked.visible_to(actor), closed_at=None).order_by()]


def question(request_id: int, actor: Actor) -> OpinionRequest:
    """One question, for somebody of the asked agency.

    :raises NoSuchQuestion: when there is none, or it was put to others.
    """
    row = OpinionRequest.objects.select_related("dossier").filter(pk=request_id).first()
    if row is None or not policies_asked.answers(actor, row):
        raise NoSuchQuestion
    return row


def asked_words(dossier: Dossier) -> tuple[str, ...]:
    """For the timeline: who is being waited for, in a sentence each. No query where nobody is."""
    if dossier.now_in is not State.IN_PROGRESS:
        return ()
    if dossier.step_kind == CONFIRMING:
        asked = DraftRound.objects.filter(dossier=dossier, closed_at=None).first()
        if asked is None:
            return ()
        return (_("Xin trả lời trước %s. Không trả lời được coi là đồng ý.") % moment(asked.due_at),)
    if not dossier.open_opinions:
        return ()
    waiting = OpinionRequest.objects.filter(dossier=dossier, closed_at=None).order_by("pk")[:20]
    return tuple(
        _("Đang chờ ý kiến của %(agency)s, trước %(due)s.")
        % {"agency": frozen.agency(row.agency_id).name, "due": moment(row.due_at)}
        for row in waiting
    )


def _line(row: OpinionRequest, signed: Opinion | None, now: datetime) -> OpinionLine:
    late = row.closed_at is None and row.due_at < now
    if signed is not None and not signed.by_silence:
        answer, kind = str(VERDICTS[Verdict(signed.verdict)]), "late" if signed.verdict == Verdict.DISAGREE else "ok"
    elif row.closing:
        answer, kind = str(CLOSINGS[Closing(row.closing)]), "plain"
    else:
        due, kind = due_words(row.due_at, now)
        answer = due if late else _("Chờ đến %s") % due
    said = signed if signed is not None and not signed.by_silence else None
    return OpinionLine(
        request_id=row.pk,
        agency=frozen.agency(row.agency_id).name,
        question=row.question,
        asked=_("%(who)s hỏi %(at)s") % {"who": row.asked_name, "at": moment(row.asked_at)},
        answer=answer,
        text=said.text if said else row.reason,
        silence="" if row.closing else str(SILENCES[Silence(row.silence)]),
        kind=kind,
        file_id=said.file_id if said else None,
        file_name=said.file_name if said else "",
        by=", ".join(part for part in (said.by_name, said.by_title) if part) if said else "",
        at=said.at if said else None,
        open=row.closed_at is None,
        prescribed=row.prescribed,
    )


def _question(row: OpinionRequest, now: datetime, *, drafted: bool) -> QuestionRow:
    due, kind = due_words(row.due_at, now)
    return QuestionRow(
        request_id=row.pk,
        code=row.dossier.code or "",
        procedure_name=row.dossier.procedure_name,
        agency=frozen.agency(row.agency_id).name,
        due=due,
        due_kind=kind,
        drafted=drafted,
    )

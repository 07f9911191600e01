"""Steps in which others are asked, lived through the real actions: the applicant, another system, other agencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.actions.opinions import prescribed
from namkhong.services.dossiers.models import Dossier, OpinionRequest
from namkhong.services.dossiers.queries import consulted
from namkhong.services.dossiers.types import OutsideEntry, Verdict
from namkhong.services.procedures import queries as procedures

SILENT_SHARE: Final = 0.02  # of the applicants who are shown a draft
_SAID: Final = (
    (Verdict.AGREE, "Thống nhất, cơ sở đủ điều kiện."),
    (Verdict.CONDITIONS, "Đồng ý; đề nghị cơ sở bổ sung giấy khám sức khỏe của người trực tiếp sản xuất."),
)
Find = Callable[[int, Role, float], Actor]


def send_draft(dossier_id: int, official: Actor, at: datetime) -> None:
    """The draft as the answers of the form say it."""
    row = Dossier.objects.get(pk=dossier_id)
    lines = [(label, said) for label, said in consulted.draft_fields(row, consulted.step_of(row)) if said]
    actions.send_draft(dossier_id=dossier_id, actor=official, now=at, fields=lines or [("Nội dung", "Như tờ khai")])


def in_another_system(dossier_id: int, official: Actor, at: datetime) -> None:
    """Done in the shared software; its number follows ours."""
    day = clock.local_date(at)
    entry = OutsideEntry(number=f"{dossier_id}/{day.year}", on=day)
    actions.forward(dossier_id=dossier_id, actor=official, now=at, outside=entry)


def ask(dossier_id: int, row: dict[str, Any], official: Actor, at: datetime) -> bool:
    """Ask whom the process names; ``False`` where it names nobody."""
    step = procedures.process_version(row["process_version_id"]).steps[row["step_index"]]
    if row["step_kind"] != "work" or not step.opinions:
        return False
    agencies = prescribed(step, Dossier.objects.get(pk=dossier_id))
    rule = step.opinions[0]
    question = actions.Question(rule.question, rule.limit, rule.silence)
    actions.ask_opinions(dossier_id=dossier_id, agency_ids=agencies, question=question, actor=official, now=at)
    return bool(agencies)


def answer(dossier_id: int, find: Find, lot: float, at: datetime) -> None:
    """The heads of the agencies that were asked sign their answers."""
    verdict, words = _SAID[int(lot * len(_SAID))]
    for request in OpinionRequest.objects.filter(dossier_id=dossier_id, closed_at=None).order_by("pk"):
        head = find(request.agency_id, Role.HEAD, lot)
        actions.sign_opinion(request_id=request.pk, verdict=verdict, words=words, actor=head, now=at)

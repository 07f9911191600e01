"""Drafts: what was given, what is still missing."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Attachment, Dossier, Submission
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.types import Channel, ComponentLine, ReturnWay
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms.types import Answers, Kind
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ComponentCard


def draft(public_id: UUID, actor: Actor) -> Dossier:
    """The draft with this id, or what has become of it.

    :raises NoSuchDossier: when there is none, or it is not for this actor.
    """
    dossier = policies.require_seen(actor, Dossier.objects.filter(public_id=public_id).first())
    policies.require_edit(actor, dossier)
    return dossier


def seen_draft(public_id: UUID, actor: Actor) -> Dossier:
    """The draft with this id, or what has become of it, for whoever may read it: the person it is for, too.

    :raises NoSuchDossier: when there is none, or it is not for this actor.
    :raises MandateOver: she began it under a mandate that is over.
    """
    dossier = policies.require_seen(actor, Dossier.objects.filter(public_id=public_id).first())
    if dossier.is_draft:
        policies.require_content(actor, dossier)
    return dossier


def my_drafts(actor: Actor, procedure_id: int) -> list[Dossier]:
    """What this actor has begun and not sent, of one procedure."""
    if actor.person_id is None:
        return []
    begun = Dossier.objects.filter(
        person_id=actor.person_id, owner_id=actor.account_id, state=State.DRAFT, procedure_id=procedure_id
    )
    return list(begun.order_by("-created_at")[:5])


def takes_files(component: ComponentCard) -> bool:
    """Is this a paper to upload: not the form itself, not only shown."""
    return not component.is_form and not component.present_only


def needs_file(component: ComponentCard) -> bool:
    """Must the applicant upload it: what the state can get by itself is not asked for."""
    return component.required and takes_files(component) and not component.obtainable_from


def components_of(dossier: Dossier) -> list[ComponentLine]:
    """The papers of the procedure with what was given for each."""
    version = procedures.version(dossier.procedure_version_id)
    given = file_lines(dossier)
    samples = procedures.samples_of(version.code)
    return [
        ComponentLine(
            id=component.id,
            name=component.name,
            note=_note(component),
            required=needs_file(component),
            upload=takes_files(component),
            files=tuple(line for line in given if line.component_id == component.id),
            copies=copies_of(component),
            sample=reverse("sample", args=[version.code, samples[component.name]]) if component.name in samples else "",
        )
        for component in version.components
    ]


_WAYS: Final = {"electronic": ReturnWay.ONLINE, "counter": ReturnWay.COUNTER, "post": ReturnWay.POST}


def answers_of(dossier: Dossier) -> Answers | None:
    """What was answered so far."""
    return forms.answers(dossier.answers_id) if dossier.answers_id else None


def said_in_form(dossier: Dossier, answers: Answers | None) -> tuple[bool, ReturnWay | None]:
    """What the form itself asks: is there a declaration in it, and how is the result taken? Nothing is asked twice."""
    if dossier.form_version_id is None:
        return False, None
    spec = forms.form_version(dossier.form_version_id)
    declares = any(item.kind is Kind.DECLARATION for section in spec.sections for item in section.fields)
    if spec.field("receive_by") is None:
        return declares, None
    data = answers.data if answers else {}
    return declares, _WAYS.get(str(data.get("receive_by", "")), ReturnWay.ONLINE)


def what_is_missing(dossier: Dossier, answers: Answers | None) -> dict[str, str]:
    """Everything that keeps the draft from being sent: field id → sentence."""
    version = procedures.version(dossier.procedure_version_id)
    missing: dict[str, str] = {}
    if answers is not None:
        missing |= forms.errors_of(answers)
    elif dossier.form_version_id is not None:
        missing["form"] = _("Xin điền tờ khai.")
    wanted = [component for component in version.components if needs_file(component)]
    given = with_file(dossier) | on_paper(dossier) if wanted else set()
    for component in wanted:
        if component.id not in given:
            missing[f"component-{component.id}"] = _("Xin tải lên giấy tờ: %s.") % component.name
    return missing


def with_file(dossier: Dossier) -> set[int | None]:
    """The components of which there is a file that the scanner did not refuse."""
    files = Attachment.objects.filter(dossier=dossier, kind="component", refused_at=None)
    return set(files.values_list("component_id", flat=True).distinct())


def on_paper(dossier: Dossier) -> set[int]:
    """The papers the counter has in hand: they need no file."""
    if Channel(dossier.channel).online:
        return set()
    noted = Submission.objects.filter(dossier=dossier).values_list("on_paper", flat=True).first()
    return set(noted or ())


def copies_of(component: ComponentCard) -> str:
    """How many originals and copies are asked for; empty where nothing is handed in."""
    if component.is_form or component.present_only:
        return ""
    counted = [(component.originals, _("%02d bản chính")), (component.copies, _("%02d bản sao"))]
    return ", ".join(words % count for count, words in counted if count)


def _note(component: ComponentCard) -> str:
    if component.is_form:
        return _("Ông/bà đã điền ở các trang trước, không cần tải lên.")
    if component.present_only:
        return _("Chỉ xuất trình khi cán bộ cần kiểm tra, không cần tải lên.")
    if component.obtainable_from:
        return _("Cơ quan tự khai thác từ %s. Chỉ tải lên nếu ông/bà có sẵn.") % component.obtainable_from
    if component.condition[:3] in {"nếu", "khi"}:
        return _("Chỉ cần %(condition)s.") % {"condition": component.condition}
    if component.condition:
        return f"{component.condition[:1].upper()}{component.condition[1:]}."
    return "" if component.required else _("Tải lên nếu thuộc trường hợp này.")

"""Forms of the one-stop shop: issued with a number and everything they say; the PDF made when first opened, then kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as kept_files
from namkhong.foundation.numbering import actions as numbering
from namkhong.kernel import clock, rows
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import LimitUnit
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.actions.informing import inform_applicant
from namkhong.services.dossiers.errors import NoSuchDossier, NotYours
from namkhong.services.dossiers.messages import message_of
from namkhong.services.dossiers.models import Dossier, FormTemplate, IssuedForm, Step, ToldStep
from namkhong.services.dossiers.paper import form01, render
from namkhong.services.dossiers.paper.head import head
from namkhong.services.dossiers.paper.kinds import PAPERS
from namkhong.services.dossiers.states import Move
from namkhong.services.procedures import queries as procedures

RECEIPT = "01"
Content = Callable[[FormTemplate], Mapping[str, Any]]


def issue(
    dossier: Dossier,
    step: Step,
    code: str,
    content: Content,
    *,
    agency_id: int,
    now: datetime,
    number: str = "",
    signer_id: int | None = None,
) -> IssuedForm:
    """Issue form ``code`` ("01" … "06") for a step that is saved, in the deed's own transaction.

    ``agency_id`` issues it: its head and its number series (``form01`` … in ``facts/numbering.json``) are that
    agency's; ``number`` is given where the form keeps the one it has. ``content`` is asked in Vietnamese for all the
    layout prints below the head (see ``paper/head.py``). Take it late in a deed: the number's row stays locked.
    """
    template = frozen.template(code, clock.local_date(now))
    if not number:
        number = numbering.take(kind=f"form{code}", agency_code=frozen.agency(agency_id).code, now=now)
    with translation.override(settings.LANGUAGE_CODE):  # a paper of the law, in whatever language the page was read
        data = {**head(agency_id, template, number, now), "code": dossier.code or "", **content(template)}
    form = IssuedForm(
        dossier=dossier,
        step=step,
        template=template,
        code=code,
        number=number,
        issued_at=now,
        signer_id=signer_id if signer_id is not None else step.by_id,
        data=data,
    )
    rows.insert(form)
    return form


def issue_receipt(
    dossier: Dossier, step: Step, *, actor: Actor, now: datetime, asked: bool = False
) -> IssuedForm | None:
    """Issue form 01 for a step that received the dossier. Answered the same day, it is printed only when asked for."""
    version = procedures.version(dossier.procedure_version_id)
    if version.limit.unit is LimitUnit.SAME_DAY and not asked:
        return None
    form = issue(
        dossier,
        step,
        RECEIPT,
        lambda template: form01.content(dossier, version, step, template),
        agency_id=dossier.receiver_agency_id,
        now=now,
    )
    if asked:
        audit.record(actor, "dossiers.form_issued", ("dossier", dossier.pk), now=now, detail={"form": RECEIPT})
    return form


@transaction.atomic
def receipt_pdf(*, dossier_id: int, actor: Actor, now: datetime) -> bytes:
    """Form 01 of a received dossier as PDF: made the first time it is opened, the same bytes ever after.

    :raises NoSuchDossier: not for this actor.
    :raises NotYours: there is nothing to print yet.
    """
    dossier = policies.require_seen(actor, Dossier.objects.filter(pk=dossier_id).first())
    if policies.Ability.PRINT_RECEIPT not in policies.abilities(actor, dossier):
        raise NotYours
    form = (
        IssuedForm.objects.select_for_update(of=("self",))
        .select_related("template")
        .filter(dossier=dossier, code=RECEIPT)
        .order_by("-issued_at", "-pk")
        .first()
    )
    return _opened(form or _issue_when_asked(dossier, actor, now), dossier, actor, now)


@transaction.atomic
def form_pdf(*, form_id: int, actor: Actor, now: datetime) -> tuple[str, bytes]:
    """The name and the bytes of any issued form as PDF/A: made the first time it is opened, the same ever after.

    :raises NoSuchDossier: no such form, or its dossier is not for this actor, or the form is for officials only.
    :raises MandateOver: she filed under a mandate that is over; form 01 alone stays hers.
    """
    form = (
        IssuedForm.objects.select_for_update(of=("self",))
        .select_related("template", "dossier")
        .filter(pk=form_id)
        .first()
    )
    if form is None:
        raise NoSuchDossier
    dossier = policies.require_seen(actor, form.dossier)
    if not (actor.is_official or PAPERS[form.code].for_applicant):
        raise NoSuchDossier
    if form.code != RECEIPT:
        policies.require_content(actor, dossier)
    return f"{PAPERS[form.code].file_name}-{dossier.code}.pdf", _opened(form, dossier, actor, now)


def _opened(form: IssuedForm, dossier: Dossier, actor: Actor, now: datetime) -> bytes:
    """The bytes of a locked form; an official's reading is recorded."""
    if actor.is_official:
        audit.record_access(
            actor,
            person_id=dossier.person_id,
            purpose=f"Mở {form.template.name}",
            subject=("dossier", dossier.pk),
            now=now,
        )
    if form.file_id is not None:
        return kept_files.read(form.file_id)
    paper = PAPERS[form.code]
    made = render.pdf(form.template.layout, paper.printed(form.data, dossier), issued_at=form.issued_at)
    kept = files.store_generated(
        name=f"{paper.file_name}-{dossier.code}.pdf", content=made, media_type="application/pdf", now=now
    )
    form.file_id = kept.id
    form.save(update_fields=["file_id"])
    return made


def _issue_when_asked(dossier: Dossier, actor: Actor, now: datetime) -> IssuedForm:
    # Two people may ask at once; the dossier's row lets them in one by one.
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    again = IssuedForm.objects.select_related("template").filter(dossier=dossier, code=RECEIPT).first()
    if again is not None:
        return again
    step = Step.objects.filter(dossier=dossier, move=Move.RECEIVE).order_by("-revision").first()
    if step is None:
        raise NotYours
    form = issue_receipt(dossier, step, actor=actor, now=now, asked=True)
    if form is None:
        raise NotYours
    return form


@transaction.atomic
def tell_applicant(*, step_id: int, now: datetime) -> bool:
    """Tell the applicant what a step means for her. Once per step, however often the event comes."""
    step = Step.objects.select_related("dossier").get(pk=step_id)
    _told, first = ToldStep.objects.get_or_create(step=step, defaults={"at": now})
    if not first:
        return False
    dossier = step.dossier
    with translation.override(settings.LANGUAGE_CODE):  # it is sent and kept
        message = message_of(step, dossier)
    inform_applicant(dossier, message, now=now, step=step)
    return True

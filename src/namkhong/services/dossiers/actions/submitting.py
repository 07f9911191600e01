"""Another system sends a whole dossier for a person who agreed there: begun, filled and filed in one deed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, rows, text
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.actions.drafting import new_draft
from namkhong.services.dossiers.actions.enrolling import enrol
from namkhong.services.dossiers.actions.filing import send_off
from namkhong.services.dossiers.actions.moving import Moving
from namkhong.services.dossiers.actions.papers import attach
from namkhong.services.dossiers.errors import Missing
from namkhong.services.dossiers.identity import identity_from
from namkhong.services.dossiers.models import Dossier, Submission
from namkhong.services.dossiers.types import AgreedElsewhere, Channel, Consent, DossierCard, Sent
from namkhong.services.eforms import actions as eforms
from namkhong.services.procedures import queries as procedures

AGREED_WITHIN: Final = timedelta(days=30)


@transaction.atomic
@audit.together()
def submit(*, sent: Sent, actor: Actor, now: datetime) -> DossierCard:
    """File a dossier for somebody, with her agreement on record; it waits at the receiving counter like any other.

    Procedures whose online filing happens on another system are filed this way too: this is that other system.

    :raises NotYours: not a program with the scope to submit.
    :raises Missing: without the moment and the reference of her agreement.
    :raises PersonDiffers: the personal number is known with another name or date of birth.
    :raises Incomplete: something is missing; ``fields`` say what.
    """
    policies.require_submit(actor)
    _look_at(sent.agreed, now)
    version = procedures.in_force(sent.procedure_code, clock.local_date(now))
    _limit_known = version.limit  # a procedure without one cannot be received: say so before anything is kept
    person = enrol(sent.applicant, actor=actor, now=now)
    dossier, code = new_draft(
        procedure_code=sent.procedure_code,
        actor=actor,
        now=now,
        commune_agency_id=sent.commune_agency_id,
        person_id=person.id,
        channel=Channel.SYSTEM,
        known=person,
    )
    answers = None
    if dossier.form_version_id is not None:
        answers = eforms.give_answers(
            form_id=dossier.form_version_id,
            given=sent.answers,
            owner_account_id=actor.account_id or 0,
            now=now,
            identity=identity_from(person),
            actor=actor,
        )
        dossier.answers_id = answers.id
    rows.insert(dossier)
    _keep_agreement(dossier, sent.agreed, actor, now)
    for component_id, file_id in sent.files:
        attach(dossier_id=dossier.pk, component_id=component_id, new=file_id, actor=actor, now=now)
    audit.record(
        actor,
        "dossiers.sent_by_system",
        ("dossier", dossier.pk),
        now=now,
        detail={"procedure": code, "consent": Consent.ELSEWHERE.value},
    )
    return send_off(Moving(dossier, actor, now), answers, declared=sent.declared, return_way=sent.return_way)


def _look_at(agreed: AgreedElsewhere, now: datetime) -> None:
    if not text.one_line(agreed.reference):
        raise Missing("consent.reference", _("Xin ghi mã tra lại được sự đồng ý của người nộp trên hệ thống gửi."))
    if not now - AGREED_WITHIN <= agreed.at <= now + timedelta(minutes=5):
        raise Missing("consent.at", _("Người nộp phải đồng ý trong vòng 30 ngày trước khi gửi."))


def _keep_agreement(dossier: Dossier, agreed: AgreedElsewhere, actor: Actor, now: datetime) -> None:
    rows.insert(
        Submission(
            dossier=dossier,
            consent=Consent.ELSEWHERE,
            agreed_at=min(agreed.at, now),
            sent_by=text.one_line(actor.label)[:200],
            item_number=text.one_line(agreed.reference)[:60],  # by which the sender finds the proof
            recorded_by_id=actor.account_id,
            recorded_at=now,
        )
    )

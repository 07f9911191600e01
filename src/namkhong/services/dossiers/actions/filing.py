"""Filing: the draft is checked as a whole, gets its code and goes to the receiving counter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.numbering import actions as numbering
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers import frozen, searching
from namkhong.services.dossiers.actions.fees import write_fees
from namkhong.services.dossiers.actions.mandates import usable_mandate
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.errors import Incomplete
from namkhong.services.dossiers.events import DossierFiled
from namkhong.services.dossiers.models import Dossier, Submission
from namkhong.services.dossiers.queries.drafts import answers_of, said_in_form, what_is_missing
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import Channel, DossierCard, ReturnWay
from namkhong.services.eforms import actions as eforms
from namkhong.services.eforms.types import Answers
from namkhong.services.procedures import queries as procedures


@transaction.atomic
def file(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    declared: bool = False,
    return_way: ReturnWay | None = None,
    revision: int | None = None,
) -> DossierCard:
    """Send the draft: it gets its code and waits at the receiving counter. Sending twice sends once.

    :raises Incomplete: something is missing; ``fields`` say what.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.FILE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before or not dossier.is_draft:
        return card(dossier)
    return send_off(moving, answers_of(dossier), declared=declared, return_way=return_way)


def send_off(moving: Moving, answers: Answers | None, *, declared: bool, return_way: ReturnWay | None) -> DossierCard:
    """A draft in hand is checked as a whole, with its answers as they were just read, and sent; a part of the deeds that file."""
    dossier, now = moving.dossier, moving.now
    missing = what_is_missing(dossier, answers)
    declared_in_form, way_in_form = said_in_form(dossier, answers)
    if not declared and not declared_in_form:
        missing["declared"] = _("Xin đánh dấu vào lời cam đoan trước khi gửi.")
    if missing:
        raise Incomplete(missing)
    _mandate_still_holds(dossier, now)
    _renew_version(dossier, now)
    write_fees(dossier)
    if dossier.answers_id is not None:
        eforms.lock_answers(answers_id=dossier.answers_id, now=now, known=answers)
    receiver = frozen.agency(dossier.receiver_agency_id)
    dossier.code = numbering.take(kind="dossier", agency_code=receiver.code, now=moving.now)
    dossier.filed_at = moving.now
    dossier.return_way = return_way or way_in_form or ReturnWay.ONLINE
    step = moving.step(Move.FILE)
    moving.give_to(0)
    moving.save("filed")
    searching.keep(dossier)
    publish(DossierFiled(step_id=step.pk, at=moving.now))
    return card(dossier)


def _renew_version(dossier: Dossier, now: datetime) -> None:
    """A draft begun under an older version is filed under the one in force, as the law asks."""
    on = clock.local_date(now)
    if clock.local_date(dossier.created_at) == on:
        return
    begun = procedures.version(dossier.procedure_version_id)
    version = procedures.in_force(begun.code, on)
    if version.id != begun.id:
        dossier.procedure_version_id = version.id
        dossier.procedure_name = version.name
        dossier.process_version_id = procedures.process(version.process_key, on).version_id


def _mandate_still_holds(dossier: Dossier, now: datetime) -> None:
    """A draft begun under a mandate is not sent when the mandate is over.

    :raises MandateUnusable: with the sentence that says why.
    """
    if dossier.helper_id is None or dossier.channel == Channel.SYSTEM:  # filed alone, or agreed to elsewhere
        return
    used = Submission.objects.filter(dossier=dossier).values_list("mandate_id", flat=True).first()
    if used is not None:
        usable_mandate(used, procedure_id=dossier.procedure_id, on=clock.local_date(now))

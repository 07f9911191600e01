"""Dossiers standing at the steps in which somebody else is asked: the applicant, another system, other agencies."""

from __future__ import annotations

from datetime import datetime, timedelta

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.actions import Question
from namkhong.services.dossiers.models import Dossier, OpinionRequest
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import DossierCard
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import Silence

BIRTH = "commune-birth-8"
SENT = MONDAY + timedelta(hours=2)
FIELDS = (("Họ, chữ đệm, tên", "Lò Minh An"), ("Ngày, tháng, năm sinh", "12/11/2026"))


def received(world: Province, *, process: str = BIRTH, now: datetime = MONDAY) -> DossierCard:
    """Lan's dossier, worked on by another process than her procedure's own."""
    sent = factories.filed(world, now=now)
    version = procedures.process(process, clock.local_date(now)).version_id
    Dossier.objects.filter(pk=sent.id).update(process_version_id=version)
    return actions.receive(dossier_id=sent.id, actor=world.counter, now=now)


def confirmable(world: Province, *, now: datetime = MONDAY) -> DossierCard:
    """With the specialist, who is to send the draft."""
    sent = received(world, now=now)
    return actions.forward(dossier_id=sent.id, actor=world.specialist, now=now + timedelta(hours=1))


def drafted(world: Province, *, now: datetime = MONDAY) -> DossierCard:
    """With Lan, who has 24 hours from :data:`SENT`."""
    sent = confirmable(world, now=now)
    return actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=now + timedelta(hours=2), fields=FIELDS)


def confirmed(world: Province, *, now: datetime = MONDAY) -> DossierCard:
    """Agreed; the specialist is to do the next step in the civil-status software."""
    sent = drafted(world, now=now)
    return actions.answer_draft(dossier_id=sent.id, actor=world.lan, now=now + timedelta(hours=3), agreed=True)


def question(silence: Silence = Silence.BLOCKS, hours: int = 8) -> Question:
    """A question with a time of working hours."""
    return Question("Cơ sở có đủ điều kiện không?", Limit(hours, LimitUnit.WORKING_HOUR), silence)


def standing(world: Province) -> dict[str, int]:
    """One dossier at each of these steps, for the cast of the whole product."""
    return {
        "to_confirm": confirmable(world).id,
        "confirming": drafted(world).id,
        "outside": confirmed(world).id,
        "asking": factories.received(world).id,
    }


def question_to(dossier_id: int, asker: Actor, agency_id: int) -> int:
    """One agency is asked about a dossier; the id of the question."""
    actions.ask_opinions(dossier_id=dossier_id, agency_ids=[agency_id], question=question(), actor=asker, now=MONDAY)
    return OpinionRequest.objects.get(dossier_id=dossier_id, agency_id=agency_id).pk

"""What the product ships knowing, loaded in the order of the floors. Loading twice changes nothing."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations import actions as organisations
from namkhong.foundation.places import actions as places
from namkhong.foundation.retention import actions as retention
from namkhong.kernel.actor import Actor
from namkhong.office.documents import actions as documents
from namkhong.office.drafting import actions as drafting
from namkhong.office.intake import actions as intake
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.eforms import actions as eforms
from namkhong.services.feedback import actions as feedback
from namkhong.services.procedures import actions as procedures


def load_all(*, now: datetime) -> None:
    """Places, calendars, numbers, agencies, forms, procedures, words of dossiers, time limits of answers, how long data is kept."""
    actor = Actor.system("Nạp dữ liệu ban đầu")
    places.load_facts(now, actor=actor)
    calendars.load_facts(now=now, actor=actor)
    numbering.load_facts(now=now)
    organisations.load_facts(now, actor)
    documents.load_facts(now, actor)
    drafting.load_facts(now, actor)
    intake.load_facts(now, actor)
    eforms.load_facts(now, actor)
    procedures.load_facts(now, actor)
    dossiers.load_facts(now, actor)
    feedback.load_facts(now, actor)
    retention.load_facts(now, actor)

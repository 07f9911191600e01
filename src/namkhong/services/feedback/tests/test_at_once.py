"""Two officials at the same moment: real threads, real locks."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Conflict
from namkhong.services.dossiers.tests import factories as dossiers
from namkhong.services.feedback import actions
from namkhong.services.feedback.tests import factories


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    dossiers.load_facts()
    actions.load_facts(dossiers.SETUP, dossiers.SYSTEM)
    commune = organisations.agency_by_code(dossiers.COMMUNE).id
    leader = dossiers.official("hac.lv", "Lò Văn Hặc", commune, Role.LEADER)
    office = organisations.unit_of(commune, "office").id
    deputy = dossiers.official("thanh.tv", "Tòng Văn Thanh", office, Role.CHIEF_OF_OFFICE)
    inquiry = factories.assigned(Actor.anonymous(), leader, commune, agency_id=commune)
    outcomes: list[str] = []
    begin = threading.Barrier(2)

    def run(who: Actor) -> None:
        begin.wait()
        try:
            factories.answered(inquiry, who, revision=inquiry.revision)
            outcomes.append("done")
        except Conflict:
            outcomes.append("late")
        finally:
            connection.close()

    both = [threading.Thread(target=run, args=(who,)) for who in (leader, deputy)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(outcomes) == ["done", "late"]

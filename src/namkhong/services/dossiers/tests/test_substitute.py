"""Leave: the substitute sees the work, does it, and every step and record says for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.models import Official
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def _stand_in(absent: Actor, substitute: Actor, home_id: int) -> Actor:
    officials = Official.objects.filter(account_id__in=[absent.account_id or 0, substitute.account_id or 0])
    officials.update(home_id=home_id)
    ids = dict(officials.values_list("account_id", "pk"))
    organise.give_substitute(
        official_id=ids[absent.account_id or 0],
        substitute_id=ids[substitute.account_id or 0],
        valid_from=MONDAY.date(),
        last_day=MONDAY.date() + timedelta(days=4),
        reason="Nghỉ phép",
        actor=SYSTEM,
        now=MONDAY,
    )
    return organisations.actor_of(substitute.account_id or 0, MONDAY.date())


def test_the_substitute_does_the_work_and_it_says_for_whom(world: Province, browser: Browser) -> None:
    given, free = factories.received(world), factories.received(world)
    Dossier.objects.filter(pk=given.id).update(holder_account=world.specialist.account_id)
    with pytest.raises(Problem):
        actions.forward(dossier_id=given.id, actor=world.counter, now=MONDAY)
    who = _stand_in(world.specialist, world.counter, world.commune_id)
    assert {row.code for row in queries.inbox(who, now=MONDAY).rows} == {given.code, free.code}
    for card in (given, free):
        actions.forward(dossier_id=card.id, actor=who, now=MONDAY, note="Đủ điều kiện")
        step = Step.objects.get(dossier_id=card.id, note="Đủ điều kiện")
        assert (step.by_id, step.by_name) == (world.counter.account_id, "Lò Thị Xuân")
        assert step.by_title.startswith("thay mặt Quàng Văn Tưởng, Chuyên viên")
        entry = next(one for one in audit.entries_of(("dossier", card.id)) if one.action == "dossiers.forwarded")
        assert (entry.actor_label, entry.on_behalf_of) == ("Lò Thị Xuân", "Quàng Văn Tưởng")


def test_her_own_work_stays_her_own_and_the_pages_say_so(world: Province, browser: Browser) -> None:
    mine, theirs = factories.filed(world), factories.received(world)
    who = _stand_in(world.specialist, world.counter, world.commune_id)
    actions.receive(dossier_id=mine.id, actor=who, now=MONDAY)
    step = Step.objects.get(dossier_id=mine.id, move="receive")
    assert "thay mặt" not in step.by_title
    page = browser(world.counter).get(f"/can-bo/ho-so/{theirs.code}/").content.decode()
    assert "Thay mặt Quàng Văn Tưởng" in page
    assert "Chuyển xử lý" in page


def test_the_list_and_the_single_dossier_agree_for_a_substitute_too(world: Province) -> None:
    cards = [factories.filed(world), factories.received(world), factories.appraised(world), factories.decided(world)]
    Dossier.objects.filter(pk=cards[1].id).update(holder_account=world.specialist.account_id)
    economy = organisations.unit_of(world.commune_id, "economy").id
    accountant = factories.official("loan.ct", "Cà Thị Loan", economy, Role.ACCOUNTANT)
    who = _stand_in(world.specialist, accountant, world.commune_id)
    for card in cards:
        row = Dossier.objects.get(pk=card.id)
        assert Dossier.objects.filter(policies.visible_to(who), pk=card.id).exists() is policies.sees(who, row)
    assert policies.holds(who, Dossier.objects.get(pk=cards[1].id))

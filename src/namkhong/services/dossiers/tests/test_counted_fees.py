"""Fees counted by copies: from the form's answers, else from what the clerk enters; shown before filing, kept as filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Unseen
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import Missing
from namkhong.services.dossiers.models import Dossier, DossierFee
from namkhong.services.dossiers.queries.fees import fees_of, lines_of, total_of
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, Province
from namkhong.services.dossiers.tests.test_counter import filled
from namkhong.services.dossiers.types import Money
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import FeeLine
from namkhong.services.procedures.types import Counted

pytestmark = pytest.mark.django_db
RULE = {"shape": 2, "page_prices": [[2, 2000], [None, 1000]], "cap_per_copy": 200_000}
ASKED = {"rows": "papers", "copies": "copies", "pages": "pages"}


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    procedures.forget()
    yield
    procedures.forget()


def counting(rule: dict[str, Any]) -> None:
    """The procedure of the world counts copies."""
    FeeLine.objects.filter(version__procedure__code=MARRIAGE).update(amount=None, rule=rule)
    procedures.forget()


def test_the_answers_say_what_is_due(world: Province) -> None:
    counting({**RULE, "count": ASKED})
    version = procedures.in_force(MARRIAGE, MONDAY.date())
    (line,) = lines_of(version, {"papers": [{"pages": 5, "copies": 2}, {"pages": 1, "copies": 1}]}, (Counted(9, 9),))
    assert (line.amount, line.by_clerk) == (2 * 7_000 + 2_000, False)
    assert line.text == (
        "16.000 đồng (2 bản của giấy tờ 5 trang, 1 bản của giấy tờ 1 trang; trang 1 đến 2: 2.000 đồng một trang; "
        "từ trang 3: 1.000 đồng một trang; nhiều nhất 200.000 đồng một bản)"
    )
    (unsaid,) = lines_of(version)
    assert (unsaid.amount, unsaid.by_clerk, total_of([unsaid])) == (None, True, None)
    assert unsaid.text.endswith("tính theo số bản")


def test_the_clerk_counts_where_the_form_does_not_ask_and_it_is_kept_as_filed(world: Province) -> None:
    counting(RULE)
    draft = filled(world)
    assert fees_of(Dossier.objects.get(pk=draft.id)).total is None
    actions.count_copies(dossier_id=draft.id, counted=[Counted(3, 250)], actor=world.counter, now=MONDAY)
    assert fees_of(Dossier.objects.get(pk=draft.id)).total == 600_000
    actions.file_and_receive(dossier_id=draft.id, actor=world.counter, now=MONDAY, declared=True)
    row = DossierFee.objects.get(dossier_id=draft.id)
    assert (row.amount, row.rule["shape"], row.counted) == (600_000, 2, [[3, 250]])
    counting({"shape": 2, "price": 1})
    fees = fees_of(Dossier.objects.get(pk=draft.id))
    assert (fees.state, fees.total) == (Money.TO_PAY, 600_000)
    assert "3 bản của giấy tờ 250 trang" in fees.lines[0].text


def test_only_the_counter_counts_and_only_what_can_be(world: Province) -> None:
    counting(RULE)
    draft = filled(world)
    for who in (world.lan, world.neighbour, world.specialist):
        with pytest.raises((Forbidden, Unseen)):
            actions.count_copies(dossier_id=draft.id, counted=[Counted(1)], actor=who, now=MONDAY)
    for counted in ([], [Counted(0)], [Counted(1, 0)], [Counted(10**6)], [Counted(1, 10**6)]):
        with pytest.raises(Missing):
            actions.count_copies(dossier_id=draft.id, counted=counted, actor=world.counter, now=MONDAY)


def test_the_check_page_asks_the_clerk_and_shows_the_sum_before_filing(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    counting(RULE)
    draft = filled(world)
    page = reverse("draft", kwargs={"public_id": Dossier.objects.get(pk=draft.id).public_id, "section": "kiem-tra"})
    clerk = browser(world.counter)
    assert "Giấy tờ thứ 1: số bản cần cấp" in clerk.get(page).content.decode()
    wrong = clerk.post(page, {"dem": "", "copies-0": "hai"})
    assert wrong.status_code == 422
    assert 'value="hai"' in wrong.content.decode()
    assert clerk.post(page, {"dem": "", "copies-0": "2", "pages-0": "3", "copies-1": "1"}).status_code == 302
    shown = clerk.get(page).content.decode()
    assert "12.000 đồng (2 bản của giấy tờ 3 trang, 1 bản của giấy tờ 1 trang" in shown


def test_a_citizen_is_told_the_price_and_asked_nothing_of_it(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    counting(RULE)
    draft = factories.filled(world)
    page = reverse("draft", kwargs={"public_id": Dossier.objects.get(pk=draft.id).public_id, "section": "kiem-tra"})
    shown = browser(world.lan).get(page).content.decode()
    assert "2.000 đồng một trang" in shown
    assert "tính theo số bản" in shown
    assert 'name="dem"' not in shown

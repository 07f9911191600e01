"""Under a mandate both are told of every step, once: whoever gave it, and whoever files while it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.foundation.notifications.models import Message
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, Province
from namkhong.services.dossiers.tests.test_mandates import begun, registered
from namkhong.services.dossiers.types import Channel
from namkhong.services.eforms import actions as eforms

pytestmark = pytest.mark.django_db


def _filed(world: Province, mandate_id: int) -> int:
    draft = begun(world, mandate_id)
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=world.neighbour.account_id or 0, now=MONDAY)
    Dossier.objects.filter(pk=draft.id).update(answers_id=copy)
    return actions.file(dossier_id=draft.id, actor=world.neighbour, now=MONDAY, declared=True).id


def _told(dossier_id: int) -> dict[int | None, list[Message]]:
    """Everybody who was told of the last step, by account; twice is once."""
    step = Step.objects.filter(dossier_id=dossier_id).order_by("-revision")[0]
    before = set(Message.objects.values_list("pk", flat=True))
    for _time in range(2):
        actions.tell_applicant(step_id=step.pk, now=MONDAY + timedelta(minutes=1))
    found: dict[int | None, list[Message]] = {}
    for message in Message.objects.exclude(pk__in=before):
        found.setdefault(message.account_id, []).append(message)
    return found


def test_both_are_told_once_each_in_her_own_words(world: Province) -> None:
    told = _told(_filed(world, registered(world)))
    assert set(told) == {world.lan.account_id, world.neighbour.account_id}
    (own,), (theirs,) = told[world.lan.account_id], told[world.neighbour.account_id]
    assert own.phone == "0912345678"
    assert theirs.phone == "0987654321"
    assert "Cà Văn Inh nộp thay ông/bà theo giấy ủy quyền số 215/2026/CT" in own.text
    assert theirs.text.startswith("Hồ sơ ông/bà nộp thay Lò Thị Lan theo giấy ủy quyền số 215/2026/CT.")
    assert own.link == theirs.link


def test_whoever_files_without_a_mandate_is_told_alone(world: Province) -> None:
    told = _told(factories.filed(world).id)
    assert [(account, len(said)) for account, said in told.items()] == [(world.lan.account_id, 1)]


def test_the_attorney_hears_no_more_when_the_mandate_is_over(world: Province) -> None:
    mandate = registered(world)
    filed = _filed(world, mandate)
    actions.receive(dossier_id=filed, actor=world.counter, now=MONDAY)
    before = Message.objects.count()
    actions.end_mandate(mandate_id=mandate, reason="", actor=world.lan, now=MONDAY)
    ended = Message.objects.order_by("-pk")[0]
    assert Message.objects.count() == before + 1
    assert (ended.account_id, ended.title) == (world.neighbour.account_id, "Giấy ủy quyền đã chấm dứt")
    step = Step.objects.get(dossier_id=filed, move="receive")
    actions.tell_applicant(step_id=step.pk, now=MONDAY + timedelta(minutes=1))
    last = Message.objects.order_by("-pk")[0]
    assert Message.objects.count() == before + 2
    assert last.account_id == world.lan.account_id


def test_filed_at_a_counter_by_the_attorney_her_notice_leads_where_she_may_go(world: Province) -> None:
    draft = actions.start_at_counter(
        procedure_code=MARRIAGE, who=world.lan.person_id or 0, channel=Channel.COUNTER, mandate_id=registered(world),
        commune_agency_id=world.commune_id, actor=world.counter, now=MONDAY,
    )  # fmt: skip
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=world.counter.account_id or 0, now=MONDAY)
    Dossier.objects.filter(pk=draft.id).update(answers_id=copy)
    actions.file(dossier_id=draft.id, actor=world.counter, now=MONDAY, declared=True)
    told = _told(draft.id)
    assert set(told) == {world.lan.account_id, world.neighbour.account_id}
    assert told[world.neighbour.account_id][0].link == "/tra-cuu/"
    assert told[world.lan.account_id][0].link.startswith("/ho-so/")


def test_the_attorney_is_not_said_to_have_asked_for_what_the_mandator_did(world: Province) -> None:
    filed = _filed(world, registered(world))
    actions.withdraw(dossier_id=filed, actor=world.lan, now=MONDAY)
    told = _told(filed)
    assert told[world.lan.account_id][0].title == "Đã rút hồ sơ theo đề nghị của ông/bà"
    assert told[world.neighbour.account_id][0].title == "Hồ sơ ông/bà nộp thay đã được rút"

"""Copies of lived dossiers stand on their own: person, numbers, words, steps and record."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from namkhong.config.demo import multiplying, twins
from namkhong.config.demo.lives import holder
from namkhong.config.demo.multiplying import NotCopied, Plan
from namkhong.config.demo.people import People
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.citizens.models import Person
from namkhong.foundation.numbering.models import Series
from namkhong.kernel.actor import Role
from namkhong.services.dossiers import actions, searching, witness
from namkhong.services.dossiers.models import ClockEvent, Dossier, IssuedForm, SearchKey, Step
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.eforms.models import AnswerSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived() -> list[int]:
    """Three dossiers of one counter: filed, received, decided."""
    world = factories.province()
    return [factories.filed(world).id, factories.received(world).id, factories.decided(world).id]


def _multiply(wanted: int) -> list[Dossier]:
    plan = Plan(Dossier.objects.count(), wanted)
    last = Dossier.objects.order_by("-pk").values_list("pk", flat=True)[0]
    found = twins.invent(People(Random(5)), copies=plan.copies, now=MONDAY)
    first, second = multiplying.halves()
    assert not second, "one counter, one half"
    multiplying.copy_dossiers(Plan(plan.lived, wanted, found), first)
    return list(Dossier.objects.filter(pk__gt=last).order_by("pk"))


def test_as_many_as_wanted_each_with_a_number_of_its_own(lived: list[int]) -> None:
    copies = _multiply(8)
    assert len(copies) == 5
    codes = sorted(str(code) for code in Dossier.objects.values_list("code", flat=True))
    assert [int(code[-4:]) for code in codes] == list(range(1, 9)), "the serials go on without a gap"
    assert Series.objects.get(kind="dossier").last == 8
    numbers = sorted(IssuedForm.objects.filter(code="01").values_list("number", flat=True))
    assert [int(number[:2]) for number in numbers] == list(range(1, len(numbers) + 1))
    assert Series.objects.get(kind="form01").last == len(numbers)


def test_a_copy_is_another_persons_in_every_word(lived: list[int]) -> None:
    copies = _multiply(6)
    lan = Dossier.objects.get(pk=lived[0]).person
    for one in copies:
        her = Person.objects.get(pk=one.person_id)
        assert her.pk != lan.pk
        assert (her.date_of_birth, her.gender) == (lan.date_of_birth, lan.gender)
        assert one.owner_id == her.account_id
        assert one.applicant_name == her.full_name
        found = SearchKey.objects.get(dossier=one)
        assert found.key == f"{her.search_key} {str(one.code).lower()}"
        whole = {f"{one.decider_agency_id}:{part}" for part in searching.parts(found.key)}
        assert whole < set(found.terms), "found by name and number where it is decided"
        answers = AnswerSet.objects.get(pk=str(one.answers_id))
        assert answers.owner_account_id == her.account_id
        said = [answers.data, *IssuedForm.objects.filter(dossier=one).values_list("data", flat=True)]
        words = json.dumps(said, ensure_ascii=False)
        assert lan.full_name not in words
        assert lan.personal_number not in words
        assert her.full_name in words
    assert lan.full_name not in " ".join(Step.objects.filter(dossier__in=copies).values_list("by_name", flat=True))


def test_steps_clock_and_record_are_those_of_the_copy(lived: list[int]) -> None:
    copies = _multiply(6)
    for old, one in zip(lived, copies, strict=True):
        steps = {step.revision: step for step in Step.objects.filter(dossier=one)}
        assert len(steps) == Step.objects.filter(dossier_id=old).count()
        assert one.revision in steps
        for event in ClockEvent.objects.filter(dossier=one).select_related("step"):
            assert event.step is not None
            assert event.step.dossier_id == one.pk
        entries = Entry.objects.filter(subject_type="dossier", subject_id=str(one.pk)).order_by("pk")
        told = [kept["revision"] for entry in entries for kept in entry.detail[witness.STEPS]]
        assert told == sorted(steps), "each step has its entry"
        for entry in entries:
            digests = [
                witness.digest(witness.said(steps[kept["revision"]], str(one.code), kept))
                for kept in entry.detail[witness.STEPS]
            ]
            assert entry.detail["commits"] == digests


def test_a_copy_goes_on_like_any_dossier(lived: list[int]) -> None:
    filed = _multiply(6)[0]
    assert filed.state == State.FILED
    counter = holder(filed.receiver_agency_id, Role.COUNTER, 0.0)
    actions.receive(dossier_id=filed.pk, actor=counter, now=MONDAY + timedelta(hours=1))
    filed.refresh_from_db()
    assert filed.state == State.IN_PROGRESS
    assert IssuedForm.objects.filter(dossier=filed, code="01").exists()


def test_facts_that_nobody_said_how_to_copy_stop_it(lived: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table demo_forgotten (dossier_id bigint references dossiers_dossier (id))")
        cursor.execute("insert into demo_forgotten values (%s)", [lived[1]])
    with pytest.raises(NotCopied, match="demo_forgotten"):
        _multiply(6)

"""Dossiers follow their agencies: where each goes, who still has it, and what happens when an official is at work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse

from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.models import AgencySuccession, Reorganisation
from namkhong.foundation.organisations.types import AgencyMap, Moved, Successor
from namkhong.kernel import remembering
from namkhong.kernel.actor import Actor, AgencyId, Role
from namkhong.services.dossiers import actions, policies
from namkhong.services.dossiers.actions.relocating import relocate, relocate_opinions
from namkhong.services.dossiers.models import Dossier, IssuedForm, OpinionRequest, Relocation, Step
from namkhong.services.dossiers.paper import form06
from namkhong.services.dossiers.queries.history import history_of
from namkhong.services.dossiers.queries.relocations import forecast
from namkhong.services.dossiers.queries.timeline import timeline_of
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province


def merged(world: Province) -> AgencyMap:
    """Mường Phăng goes into the commune next door, unit by unit."""
    new, old = world.other_commune_id, world.commune_id
    to, kinds, units = {old: (Successor(new),)}, {old: "commune"}, {}
    for card in organisations.children_of(old):
        there = organisations.unit_of(new, card.kind).id
        to[card.id], kinds[card.id] = (Successor(there),), card.kind
        units[new, card.kind] = there
    plan = Reorganisation.objects.create(title="Sáp nhập", basis="NQ 1661", on=MONDAY.date(), created_at=MONDAY)
    return AgencyMap(plan_id=plan.pk, on=MONDAY.date(), to=to, kinds=kinds, units=units)


def move(agencies: AgencyMap, most: int = 100) -> Moved:
    """One batch."""
    with transaction.atomic():
        return relocate(agencies, after=0, most=most, reason="NQ 1661", actor=SYSTEM, now=MONDAY + timedelta(hours=9))


def test_a_batch_takes_every_open_dossier_to_who_carries_on_and_nothing_twice(world: Province) -> None:
    ids = {
        name: make(world).id
        for name, make in (
            ("draft", factories.draft), ("filed", factories.filed), ("received", factories.received),
            ("appraised", factories.appraised), ("decided", factories.decided), ("over", factories.handed_over),
        )
    }  # fmt: skip
    Dossier.objects.filter(pk=ids["received"]).update(holder_account_id=world.specialist.account_id)
    due = dict(Dossier.objects.values_list("pk", "due_at"))
    agencies = merged(world)
    told = forecast(agencies, MONDAY)
    assert sum(flow.count for flow in told.flows) == 5
    assert {(need.role, need.count) for need in told.needs} >= {("specialist", 1), ("leader", 1), ("counter", 2)}
    assert move(agencies, most=2).more
    assert move(agencies).count == 3
    assert move(agencies).count == 0
    office = organisations.unit_of(world.other_commune_id, "office").id
    rows = {name: Dossier.objects.get(pk=pk) for name, pk in ids.items()}
    assert rows["over"].decider_agency_id == world.commune_id, "what has ended stays"
    assert rows["draft"].receiver_agency_id == world.other_centre_id
    assert rows["filed"].holder_agency_id == world.other_centre_id
    assert (rows["received"].holder_agency_id, rows["received"].holder_account_id) == (office, None)
    assert rows["appraised"].holder_agency_id == world.other_commune_id
    assert rows["decided"].return_agency_id == rows["decided"].holder_agency_id == world.other_centre_id
    assert {row.decider_agency_id for name, row in rows.items() if name != "over"} == {world.other_commune_id}
    assert dict(Dossier.objects.values_list("pk", "due_at")) == due, "no date moves by itself"
    assert Relocation.objects.count() == 5


def test_it_stays_hers_by_name_when_she_goes_with_it(world: Province) -> None:
    card = factories.received(world)
    hers = world.specialist.account_id or 0
    Dossier.objects.filter(pk=card.id).update(holder_account_id=hers)
    office = organisations.unit_of(world.other_commune_id, "office").id
    move(replace(merged(world), posts=frozenset({(hers, office, Role.SPECIALIST.value)})))
    assert Dossier.objects.get(pk=card.id).holder_account_id == hers


def test_the_applicant_reads_it_once_and_the_way_shows_it(world: Province, run_jobs: Callable[[], int]) -> None:
    card = factories.received(world)
    run_jobs()
    agencies = merged(world)
    move(agencies)
    assert run_jobs() > 0
    found = Message.objects.filter(key=f"dossiers.relocation:{agencies.plan_id}:{card.id}")
    assert found.count() == 1
    assert "Số hồ sơ và ngày hẹn trả giữ nguyên" in found.get().text
    actions.tell_relocated(reorganisation_id=agencies.plan_id, first_id=card.id, last_id=card.id, now=MONDAY)
    assert found.count() == 1, "told once"
    said = [item.title for item in timeline_of(Dossier.objects.get(pk=card.id), now=MONDAY + timedelta(hours=9)).items]
    assert any(title.startswith("Chuyển sang") for title in said)


def test_the_history_tells_it_once_between_the_steps(world: Province) -> None:
    """On the official's page, on form 06 and on the applicant's way: before, the move, and what was done after."""
    card = factories.received(world)
    actions.control_slip(dossier_id=card.id, actor=world.specialist, now=MONDAY + timedelta(hours=8))
    move(merged(world))
    office = organisations.unit_of(world.other_commune_id, "office").id
    other = replace(world.specialist, posts=(replace(world.specialist.posts[0], agency_id=AgencyId(office)),))
    before = IssuedForm.objects.filter(dossier_id=card.id, code="06").count()
    _name, moved = actions.control_slip(dossier_id=card.id, actor=other, now=MONDAY + timedelta(hours=9))
    assert moved.startswith(b"%PDF")
    assert IssuedForm.objects.filter(dossier_id=card.id, code="06").count() == before, "kept with the next step"
    actions.forward(dossier_id=card.id, actor=other, now=MONDAY + timedelta(hours=25), note="Đủ điều kiện")
    row = Dossier.objects.get(pk=card.id)
    told = history_of(row, Step.objects.filter(dossier=row))
    assert [one.move for one in told] == ["file", "receive", "forward", "", "forward"]
    blocks = form06.hand_overs(row, told)
    centre, old, new, commune = (
        organisations.agency(pk).name
        for pk in (
            world.centre_id,
            organisations.unit_of(world.commune_id, "office").id,
            office,
            world.other_commune_id,
        )
    )
    assert [(block["giver"], block["taker"]) for block in blocks] == [(centre, old), (old, new), (new, commune)]
    assert [block["giver_name"] for block in blocks][1] == ""
    assert blocks[1]["note"] == "NQ 1661"
    way = [item.title for item in timeline_of(row, now=MONDAY + timedelta(hours=26)).items]
    assert sum(title.startswith("Chuyển sang") for title in way) == 1


def test_the_officials_page_names_from_whom_to_whom(world: Province, browser: Callable[[Actor], Client]) -> None:
    card = factories.received(world)
    move(merged(world))
    shown = browser(world.other_leader).get(reverse("officer_dossier", args=[card.code])).content.decode()
    assert shown.count("Chuyển theo phương án sắp xếp cơ quan") == 1
    assert "NQ 1661" in shown


def test_who_carries_on_still_sees_what_was_finished_before(world: Province) -> None:
    over = Dossier.objects.get(pk=factories.handed_over(world).id)
    assert not policies.sees(world.other_counter, over)
    AgencySuccession.objects.create(old_id=world.commune_id, new_id=world.other_commune_id, on=MONDAY.date())
    AgencySuccession.objects.create(old_id=world.centre_id, new_id=world.other_centre_id, on=MONDAY.date())
    remembering.begin_anew()
    for who in (world.other_counter, world.other_leader):
        assert policies.sees(who, over)
        assert Dossier.objects.filter(policies.visible_to(who), pk=over.pk).exists()
    policies.require_register(world.other_counter, world.centre_id)


def test_two_questions_that_meet_become_one(world: Province) -> None:
    card = factories.received(world)
    asked = [
        OpinionRequest.objects.create(
            dossier_id=card.id, step_code="appraise", agency_id=agency, question="Có ý kiến gì?", limit="3 working_day",
            silence="agreed", asked_at=MONDAY, asked_name="Tưởng", due_at=MONDAY + timedelta(days=3),
        )
        for agency in (world.commune_id, world.other_commune_id)
    ]  # fmt: skip
    Dossier.objects.filter(pk=card.id).update(open_opinions=2)
    with transaction.atomic():
        relocate_opinions(merged(world), after=0, most=10, reason="NQ 1661", actor=SYSTEM, now=MONDAY)
    asked[0].refresh_from_db()
    assert asked[0].closing == "withdrawn"
    assert Dossier.objects.get(pk=card.id).open_opinions == 1

"""A draft begun in somebody's name: whoever began it fills and sends it, whom it is for reads it, nobody else knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Forbidden, Unseen
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, Province, posted
from namkhong.services.dossiers.tests.test_counter import filled
from namkhong.services.dossiers.tests.test_mandates import begun as begun_by_mandate
from namkhong.services.dossiers.tests.test_mandates import registered

pytestmark = pytest.mark.django_db


def _refused(deed: Callable[[Actor], object], who: Actor, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        deed(who)


def test_until_it_is_sent_only_the_clerk_who_began_it_changes_it(world: Province) -> None:
    draft = filled(world)
    row = Dossier.objects.get(pk=draft.id)
    assert policies.abilities(world.counter, row) == {Ability.SEE, Ability.EDIT, Ability.FILE}
    assert policies.abilities(world.lan, row) == {Ability.SEE}
    for who in (world.counter2, world.neighbour, world.specialist, world.other_counter):
        assert policies.abilities(who, row) == frozenset()
    deeds: list[Callable[[Actor], object]] = [
        lambda who: actions.file(dossier_id=draft.id, actor=who, now=MONDAY, declared=True),
        lambda who: actions.discard_draft(dossier_id=draft.id, actor=who, now=MONDAY),
        lambda who: actions.save_step(
            dossier_id=draft.id, section="ve-ban-than", posted=posted({"gender": "male"}), actor=who, now=MONDAY
        ),
    ]
    for deed in deeds:
        _refused(deed, world.lan, Forbidden)
        _refused(deed, world.counter2, Unseen)
    assert actions.file_and_receive(dossier_id=draft.id, actor=world.counter, now=MONDAY, declared=True).code
    row.refresh_from_db()
    assert policies.owns(world.lan, row), "sent, it is hers"


def test_a_clerk_who_left_the_counter_changes_it_no_more(world: Province) -> None:
    draft = filled(world)
    row = Dossier.objects.get(pk=draft.id)
    posts = tuple(replace(post, role=Role.SPECIALIST) for post in world.counter.posts)
    moved = replace(world.counter, posts=posts)
    assert policies.abilities(moved, row) == {Ability.SEE}
    _refused(lambda who: actions.file(dossier_id=draft.id, actor=who, now=MONDAY, declared=True), moved, Forbidden)


def test_whom_it_is_for_reads_it_and_is_told_who_fills_it(world: Province, browser: Callable[[Actor], Client]) -> None:
    draft = filled(world)
    lan = browser(world.lan)
    (listed,) = [row for row in queries.mine(world.lan, now=MONDAY).items if row.public_id == draft.public_id]
    assert listed.begun_by_another
    mine = lan.get(reverse("my_dossiers")).content.decode()
    assert "người khác đang lập giúp ông/bà, chỉ để xem" in mine
    assert "Bỏ bản nháp này" not in mine
    page = reverse("draft", kwargs={"public_id": draft.public_id, "section": "kiem-tra"})
    shown = lan.get(page).content.decode()
    assert "đang lập hồ sơ này giúp ông/bà tại quầy" in shown
    assert "<form" not in shown.split("<main", 1)[1].split("</main", 1)[0]
    assert lan.post(page, {"declared": "1"}).status_code == 403
    assert lan.get(reverse("discard_draft", kwargs={"public_id": draft.public_id})).status_code == 403
    assert browser(world.neighbour).get(page).status_code == 404
    assert queries.my_drafts(world.lan, Dossier.objects.get(pk=draft.id).procedure_id) == []


def test_the_attorneys_draft_is_the_attorneys_until_it_is_sent(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    draft = begun_by_mandate(world, registered(world))
    row = Dossier.objects.get(pk=draft.id)
    assert policies.abilities(world.neighbour, row) == {Ability.SEE, Ability.EDIT, Ability.FILE}
    assert policies.abilities(world.lan, row) == {Ability.SEE}
    page = reverse("resume_draft", kwargs={"public_id": draft.public_id})
    shown = browser(world.lan).get(page, follow=True).content.decode()
    assert "Cà Văn Inh đang lập hồ sơ này thay ông/bà theo giấy ủy quyền." in shown


def test_her_own_draft_is_hers(world: Province) -> None:
    own = actions.start_draft(procedure_code=MARRIAGE, commune_agency_id=world.commune_id, actor=world.lan, now=MONDAY)
    row = Dossier.objects.get(pk=own.id)
    assert policies.abilities(world.lan, row) == {Ability.SEE, Ability.EDIT, Ability.FILE}
    assert [found.pk for found in queries.my_drafts(world.lan, row.procedure_id)] == [own.id]

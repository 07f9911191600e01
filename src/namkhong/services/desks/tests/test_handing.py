"""The whole work of a unit or of a post handed over: previewed, each dossier with its result, safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import actions
from namkhong.services.desks.errors import NobodyTakes, NothingHeldThere
from namkhong.services.desks.models import Batch, BatchItem
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def _culture(world: Province) -> int:
    return organisations.unit_of(world.commune_id, "culture").id


def _hand(world: Province, who: Actor, key: str = "a") -> list[Batch]:
    return actions.hand_unit(
        from_agency_id=world.office_id, to_agency_id=_culture(world), key=key, actor=who, now=MONDAY
    )


def _run(batches: list[Batch]) -> list[str]:
    for batch in batches:
        actions.run_batch(batch_id=batch.pk, ask_time=lambda: MONDAY)
    return list(BatchItem.objects.filter(batch__in=batches).order_by("pk").values_list("outcome", flat=True))


def test_a_units_whole_work_lies_at_the_same_post_of_the_other(world: Province) -> None:
    taker = factories.official("van.lt", "Lường Thị Vân", _culture(world), Role.SPECIALIST)
    cards = [factories.received(world) for _number in range(3)]
    Dossier.objects.filter(pk=cards[0].id).update(holder_account=world.specialist.account_id)
    before = {row.pk: row for row in Dossier.objects.filter(pk__in=[card.id for card in cards])}
    assert _run(_hand(world, world.leader)) == ["done"] * 3
    for card in cards:
        row = Dossier.objects.get(pk=card.id)
        assert (row.holder_agency_id, row.unit_agency_id, row.holder_account_id) == (_culture(world),) * 2 + (None,)
        assert (row.holder_role, row.step_code, row.step_due_at, row.due_at) == (
            before[row.pk].holder_role,
            before[row.pk].step_code,
            before[row.pk].step_due_at,
            before[row.pk].due_at,
        )
        step = Step.objects.get(dossier=row, revision=row.revision)
        assert step.note.startswith("Bàn giao từ Văn phòng")
        assert not step.public
        assert Entry.objects.filter(action="dossiers.handed_to_unit", subject_id=str(row.pk)).exists()
    moved = dossiers.forward(dossier_id=cards[0].id, actor=taker, now=MONDAY, note="Đủ điều kiện")
    assert moved.revision == before[cards[0].id].revision + 2


def test_safe_to_repeat_and_only_what_has_come_since(world: Province) -> None:
    factories.official("van.lt", "Lường Thị Vân", _culture(world), Role.SPECIALIST)
    factories.received(world)
    first = _hand(world, world.leader)
    assert _hand(world, world.leader) == first
    assert _run(first) == _run(first) == ["done"]
    with pytest.raises(NothingHeldThere):
        _hand(world, world.leader, "b")
    factories.received(world)
    assert _run(_hand(world, world.leader, "c")) == ["done"]


def test_one_that_moved_meanwhile_is_told_so(world: Province) -> None:
    factories.official("van.lt", "Lường Thị Vân", _culture(world), Role.SPECIALIST)
    cards = [factories.received(world) for _number in range(2)]
    made = _hand(world, world.leader)
    dossiers.forward(dossier_id=cards[0].id, actor=world.specialist, now=MONDAY, note="Đủ")
    assert _run(made) == ["already", "done"]


def test_a_unit_where_nobody_holds_the_post_gets_nothing_and_is_named(world: Province) -> None:
    factories.received(world)
    made = _hand(world, world.leader)
    assert _run(made) == ["refused"]
    assert "chưa có ai giữ vị trí của bước này" in BatchItem.objects.get(batch=made[0]).told


@pytest.mark.parametrize("who", ["specialist", "counter", "other_leader"])
def test_only_who_leads_both_units_hands_over(world: Province, who: str) -> None:
    factories.received(world)
    with pytest.raises(NobodyTakes):
        _hand(world, getattr(world, who))
    with pytest.raises(NobodyTakes):
        actions.hand_unit(
            from_agency_id=world.office_id, to_agency_id=world.centre_id, key="a", actor=world.leader, now=MONDAY
        )


def test_a_posts_whole_work_goes_to_one_who_holds_it(world: Province, browser: Browser) -> None:
    chief = factories.official("thanh.tv", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)
    other = factories.official("en.lt", "Lò Thị Én", world.office_id, Role.SPECIALIST)
    cards = [factories.received(world) for _number in range(3)]
    Dossier.objects.filter(pk=cards[0].id).update(holder_account=world.specialist.account_id)
    client = browser(chief)
    way = f"vt-{world.office_id}-specialist-{other.account_id}"
    page = client.get(f"/can-bo/ban-giao/don-vi/?viec={way}").content.decode()
    assert "Bàn giao 3 hồ sơ" in page
    assert client.post("/can-bo/ban-giao/don-vi/", {"viec": "vt-1-specialist-1"}).status_code == 422
    answer = client.post("/can-bo/ban-giao/don-vi/", {"viec": way, "khoa": "k"})
    batch = Batch.objects.get()
    assert answer["Location"] == f"/can-bo/hang-loat/{batch.public_id}/"
    assert _run([batch]) == ["done"] * 3
    holders: set[Any] = set(
        Dossier.objects.filter(pk__in=[card.id for card in cards]).values_list("holder_account_id", flat=True)
    )
    assert holders == {other.account_id}
    for wrong in ({"role": "boss"}, {"agency_id": world.centre_id}, {"to_account_id": world.counter.account_id}):
        given: dict[str, Any] = {
            "agency_id": world.office_id, "role": "specialist", "to_account_id": other.account_id, **wrong
        }  # fmt: skip
        with pytest.raises(Invalid):
            actions.hand_post(**given, key="b", actor=chief, now=MONDAY)


def test_the_preview_counts_step_by_step_and_says_what_stays(world: Province, browser: Browser) -> None:
    for _number in range(2):
        factories.received(world)
    factories.asked(world)
    way = f"dv-{world.office_id}-{_culture(world)}"
    page = browser(world.leader).get(f"/can-bo/ban-giao/don-vi/?viec={way}").content.decode()
    assert "Bàn giao 2 hồ sơ" in page
    assert "chuyên viên, công chức chuyên môn" in page

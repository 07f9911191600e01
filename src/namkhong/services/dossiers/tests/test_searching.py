"""Found by name and number inside one's own agencies, whatever the size of the province."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from namkhong.foundation.organisations.models import AgencySuccession
from namkhong.kernel import remembering, text
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import policies, queries, searching
from namkhong.services.dossiers.models import Dossier, SearchKey
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.tests.test_relocating import merged, move
from namkhong.services.dossiers.types import InboxFilter

WORDS = st.text("abcdghijklmnopquvxyz'", min_size=1, max_size=20)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def _terms(key: str, agencies: list[int]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select dossiers_search_terms(%s, %s::bigint[])", [key, agencies])
        return set(cursor.fetchone()[0])


def _found(who: Actor, words: str) -> list[str]:
    return [row.code for row in queries.inbox(who, now=MONDAY, wanted=InboxFilter(text=words)).rows]


@pytest.mark.django_db
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, serial=st.integers(1, 99_999_999), data=st.data())
def test_every_part_of_a_key_that_begins_a_word_is_among_its_terms(name: str, serial: int, data: st.DataObject) -> None:
    key = text.fold(f"{name} H18.55.01-261123-{serial:04}")
    starts = [0, *(place + 1 for place, letter in enumerate(key) if letter in " -")]
    start = data.draw(st.sampled_from(starts))
    typed = key[start : data.draw(st.integers(start + 2, len(key)))]
    assume(not re.search(r"(^|[ -])h$", typed))  # an agency's code is no word, and half of its first sign neither
    assert {f"7:{part}" for part in searching.parts(typed)} | {"7:"} <= _terms(key, [7]), typed


@pytest.mark.django_db
def test_a_serial_is_found_without_its_zeros_and_an_agencys_code_is_no_term() -> None:
    terms = _terms("lo thi lan h18.55.01-261123-0042", [7, 9])
    assert {"7:42", "9:0042", "7:2611", "7:lan", "9:la", "7:"} <= terms
    assert not [term for term in terms if "h18" in term]
    assert searching.parts("h18.55.01-261123-0042") == ["0042", "261123"]
    assert searching.parts("h18.55.01") == []


def test_whoever_may_see_a_dossier_finds_it_and_nobody_else(world: Province) -> None:
    made = [factories.filed(world), factories.received(world), factories.decided(world), factories.handed_over(world)]
    made.append(factories.filed(world, actor=world.neighbour, commune_agency_id=world.other_commune_id))
    for who in (world.counter, world.specialist, world.leader, world.other_counter, world.other_leader):
        seen = set(Dossier.objects.filter(policies.visible_to(who)).values_list("code", flat=True))
        found = {code for words in ("lò thị lan", "cà văn inh") for code in _found(who, words)}
        assert found == seen
        for code in seen:
            assert _found(who, str(code)) == [code]
    assert len(made) == SearchKey.objects.count()


def test_after_a_reorganisation_both_what_moved_and_what_had_ended_are_found(world: Province) -> None:
    moved, over = factories.received(world).code, factories.handed_over(world).code
    assert _found(world.other_leader, "lo thi lan") == []
    move(merged(world))
    AgencySuccession.objects.create(old_id=world.commune_id, new_id=world.other_commune_id, on=MONDAY.date())
    AgencySuccession.objects.create(old_id=world.centre_id, new_id=world.other_centre_id, on=MONDAY.date())
    remembering.begin_anew()
    assert set(_found(world.other_leader, "lo thi lan")) == {moved, over}
    assert set(_found(world.other_counter, "lo thi lan")) == {moved, over}

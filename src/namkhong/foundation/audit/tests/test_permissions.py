"""Who may write the record and read it: rooms write for whoever acted, nobody rewrites, a person reads her own."""

from __future__ import annotations

from typing import Final

import pytest

from namkhong.foundation.audit import actions, queries
from namkhong.foundation.audit.models import Entry
from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId

pytestmark = pytest.mark.django_db

# The record is never refused to somebody who acted: it says who it was. ``seal`` is the platform's own job.
NEVER_REFUSED: Final = {"record", "record_access", "record_all", "seal", "together"}
CAST: Final = {
    "visitor": (Actor.anonymous(), 0),
    "Lan": (Actor(ActorKind.CITIZEN, AccountId(70), "Lò Thị Lan", person_id=PersonId(71)), 1),
    "her neighbour": (Actor(ActorKind.CITIZEN, AccountId(80), "Cà Văn Inh", person_id=PersonId(81)), 0),
    "citizen without a person": (Actor(ActorKind.CITIZEN, AccountId(90), "Chưa rõ"), 0),
    "official": (Actor(ActorKind.OFFICIAL, AccountId(11), "Lò Thị Xuân"), 0),
    "program": (Actor(ActorKind.API_CLIENT, AccountId(4), "Cổng"), 0),
    "system": (Actor.system("Hệ thống"), 0),
}


def test_every_verb_has_its_place() -> None:
    assert set(actions.__all__) == NEVER_REFUSED


@pytest.mark.parametrize("who", CAST)
def test_readings_of_personal_data_are_shown_to_that_person_alone(who: str) -> None:
    now = clock.now()
    reader = CAST["official"][0]
    actions.record_access(reader, person_id=71, purpose="Xử lý hồ sơ", subject=("dossier", 5), now=now)
    actor, seen = CAST[who]
    assert len(queries.who_read(actor).items) == seen


@pytest.mark.parametrize("who", CAST)
def test_whoever_acts_is_written_down(who: str) -> None:
    actor, _seen = CAST[who]
    actions.record(actor, "rooms.deed_done", ("thing", 7), now=clock.now())
    entry = Entry.objects.get(subject_type="thing")
    assert (entry.actor_kind, entry.actor_account_id) == (actor.kind, actor.account_id)
    assert entry.actor_label == ("" if actor.is_citizen else actor.label)  # people are known by their ids alone

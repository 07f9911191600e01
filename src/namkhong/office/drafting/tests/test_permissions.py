"""Who may do what, against a small oracle of its own; and the list of what is seen is the same as what is seen one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import pytest

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Unseen
from namkhong.office.drafting import actions, policies
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.tests.factories import NOW, House
from namkhong.office.drafting.types import Answer, Content, CopyKind, Edited

A = Ability
# By station: who may do what besides seeing; who is not named sees and does nothing.
EXPECTED: dict[str, dict[str, set[Ability]]] = {
    "begun": {"specialist": {A.CHANGE}, "chief": set(), "chairman": set(), "deputy": set()},
    "submitted": {"specialist": set(), "chief": {A.CHECK, A.RETURN}, "chairman": set(), "deputy": set()},
    "locked": {
        "specialist": set(), "chief": {A.SIGN, A.RETURN}, "chairman": {A.SIGN, A.RETURN}, "deputy": set(),
    },
    "signed": {
        "specialist": set(), "chief": set(), "chairman": set(), "deputy": set(), "clerk": {A.NUMBER, A.RETURN},
    },
    "numbered": {"specialist": set(), "chief": set(), "chairman": set(), "deputy": set(), "clerk": {A.SEAL}},
    "sealed": {"specialist": set(), "chief": set(), "chairman": set(), "deputy": set(), "clerk": {A.ISSUE}},
    "issued": {"specialist": set(), "chief": set(), "chairman": set(), "deputy": set(), "clerk": set()},
}  # fmt: skip


@pytest.mark.parametrize("station", EXPECTED)
def test_every_station_is_seen_and_moved_by_those_alone_who_should(house: House, station: str) -> None:
    card = getattr(house, station)()
    draft = Draft.objects.get(pk=card.id)
    everybody: dict[str, Actor] = {**house.actors, "nobody": Actor.anonymous(), "system": Actor.system("Hệ thống")}
    for who, actor in everybody.items():
        wanted = EXPECTED[station].get(who)
        found = policies.abilities(actor, draft)
        assert found == (frozenset() if wanted is None else frozenset({A.SEE} | wanted)), who
        listed = Draft.objects.filter(policies.visible_to(actor), pk=draft.pk).exists()
        assert listed is (wanted is not None), who


# Every deed, as somebody of another agency tries it. Not here: ``load_facts``, ``note_signed``, ``note_status``, ``tell_asked``,
# ``tell_author``, ``tell_signers`` are jobs' and the platform's own; ``create`` is asked for below.
DEEDS: Final[dict[str, Callable[[int, House], dict[str, Any]]]] = {
    "save": lambda draft, house: {"draft_id": draft, "edited": Edited(Content("x", "y"), (), None)},
    "add_annex": lambda draft, house: {"draft_id": draft, "source": ("a.pdf", b"%PDF-")},
    "drop_annex": lambda draft, house: {"draft_id": draft, "position": 1},
    "submit": lambda draft, house: {"draft_id": draft},
    "pass_check": lambda draft, house: {"draft_id": draft},
    "send_back": lambda draft, house: {"draft_id": draft, "reason": "x"},
    "withdraw": lambda draft, house: {"draft_id": draft, "reason": "x"},
    "number": lambda draft, house: {"draft_id": draft},
    "issue": lambda draft, house: {"draft_id": draft},
    "ask_opinions": lambda draft, house: {"draft_id": draft, "units": [house.unit_id], "due_on": NOW.date()},
    "give_opinion": lambda draft, house: {"request_id": 1, "opinion": "x"},
    "answer_opinion": lambda draft, house: {"opinion_id": 1, "answer": Answer.TAKEN},
    "make_copy": lambda draft, house: {"document_id": 1, "kind": CopyKind.FULL, "token": uuid4()},
}
SIGNING: Final = ("sign", "seal", "sign_copy")


def test_nobody_of_another_agency_does_anything(house: House) -> None:
    card = house.begun()
    for who in ("stranger", "other_clerk"):
        actor = house.actors[who]
        for name, given in DEEDS.items():
            with pytest.raises((Unseen, Forbidden)):
                getattr(actions, name)(**given(card.id, house), actor=actor, now=NOW)
        for name in SIGNING:
            ids = {"copy_ids" if name == "sign_copy" else "draft_ids": [card.id]}
            done = getattr(actions, name)(
                **ids, certificate_id=house.certificates["agency"], secret="x", actor=actor, now=NOW
            )
            assert isinstance(done[card.id], Unseen | Forbidden), name
        with pytest.raises(Forbidden):
            house.begun(who, unit_id=house.unit_id)
    assert Draft.objects.get().revision == 1

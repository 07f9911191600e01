"""Who may change which answers. This room asks for the owner alone; who may act for her is the dossier's question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from django.db import transaction

from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, Post, PostId, Role
from namkhong.kernel.problems import Conflict, Problem, Unseen
from namkhong.services.eforms import actions, edits
from namkhong.services.eforms.errors import NeedsElevation, NotYours
from namkhong.services.eforms.tests.factories import GOOD, NOW, SYSTEM, TODAY, owner, posted, spec

pytestmark = pytest.mark.django_db

BY_OWNER: Final = {"save_step"}
# Called by a deed of a room above, which has asked its own policies first; or by the platform and its keepers.
ASKED_ABOVE: Final = {"add_form_version", "copy_answers", "drop_answers", "give_answers", "load_facts", "lock_answers"}
TABLE: Final = {
    # whose account says it is hers: a draft, what was filed
    "Lan": ("yes", "filed"),
    "her neighbour": ("unseen", "unseen"),
    "nobody": ("unseen", "unseen"),
}


# Designing: the keepers of forms; what touches everybody who files, only in an elevated session.
BY_KEEPER: Final[dict[str, Callable[[Actor], object]]] = {
    "begin_form": lambda who: actions.begin_form(title="Mẫu mới", actor=who, now=NOW),
    "begin_form_draft": lambda who: actions.begin_form_draft(key="thu", actor=who, now=NOW),
    "change_form_draft": lambda who: actions.change_form_draft(
        key="thu", revision=2, edit=edits.EditHead("Tên mới"), actor=who, now=NOW
    ),
    "undo_form_draft": lambda who: actions.undo_form_draft(key="thu", revision=2, actor=who, now=NOW),
    "drop_form_draft": lambda who: actions.drop_form_draft(key="thu", revision=2, actor=who, now=NOW),
    "take_form_file": lambda who: actions.take_form_file(given=FILE, actor=who, now=NOW),
}
BY_ELEVATED: Final[dict[str, Callable[[Actor], object]]] = {
    "publish_form": lambda who: actions.publish_form(
        key="thu", revision=2, from_day=TODAY + timedelta(days=1), actor=who, now=NOW
    ),
    "withdraw_form_version": lambda who: actions.withdraw_form_version(key="sau", number=1, actor=who, now=NOW),
}
FILE: Final = (
    '{"key": "tep", "title": "T", "valid_from": "2026-01-01", "sections": [{"code": "a", "title": "A", "fields": '
    '[{"name": "b", "kind": "text", "label": "B"}]}]}'
)


def _official(role: Role, path: str, *, elevated: bool = False) -> Actor:
    post = Post(PostId(1), role, AgencyId(1), path, "Cơ quan", "Chức danh")
    until = Elevation("Ban hành biểu mẫu", NOW + timedelta(minutes=5)) if elevated else None
    who = Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(1), label="Cán bộ", posts=(post,))
    return replace(who, elevation=until)


KEEPERS: Final = {
    "controller": (_official(Role.PROCEDURE_CONTROLLER, "/1/"), "yes", "elevate"),
    "elevated controller": (_official(Role.PROCEDURE_CONTROLLER, "/1/", elevated=True), "yes", "yes"),
    "administrator of the province": (_official(Role.ADMINISTRATOR, "/1/"), "yes", "elevate"),
    "elevated administrator": (_official(Role.ADMINISTRATOR, "/1/", elevated=True), "yes", "yes"),
    "administrator of a commune": (_official(Role.ADMINISTRATOR, "/1/2/", elevated=True), "no", "no"),
    "specialist": (_official(Role.SPECIALIST, "/1/", elevated=True), "no", "no"),
    "citizen": (Actor(kind=ActorKind.CITIZEN, account_id=AccountId(2)), "no", "no"),
    "nobody": (Actor.anonymous(), "no", "no"),
    "platform": (SYSTEM, "yes", "yes"),
}


def test_every_verb_has_its_place() -> None:
    assert set(actions.__all__) == BY_OWNER | ASKED_ABOVE | BY_KEEPER.keys() | BY_ELEVATED.keys()


@pytest.mark.parametrize("verb", [*BY_KEEPER, *BY_ELEVATED])
@pytest.mark.parametrize("who", KEEPERS)
def test_forms_are_designed_by_their_keepers_and_published_in_an_elevated_session(who: str, verb: str) -> None:
    actor, design, elevated = KEEPERS[who]
    spec()
    spec(key="sau", valid_from=(TODAY + timedelta(days=9)).isoformat())
    actions.begin_form_draft(key="thu", actor=SYSTEM, now=NOW)
    actions.change_form_draft(key="thu", revision=1, edit=edits.EditHead("Tên khác"), actor=SYSTEM, now=NOW)
    try:
        ({**BY_KEEPER, **BY_ELEVATED})[verb](actor)
        answer = "yes"
    except NotYours:
        answer = "no"
    except NeedsElevation:
        answer = "elevate"
    assert answer == (design if verb in BY_KEEPER else elevated)


@pytest.mark.parametrize("who", TABLE)
def test_answers_are_changed_by_their_owner_and_only_until_they_are_filed(who: str) -> None:
    form, lan = spec(), owner()
    account = {"Lan": lan, "her neighbour": owner("inh"), "nobody": 0}[who]
    answers = actions.save_step(
        answers_id=None, form_id=form.id, section="mot", posted=posted(GOOD), owner_account_id=lan, now=NOW
    ).answers_id

    def change() -> str:
        try:
            with transaction.atomic():
                actions.save_step(
                    answers_id=answers,
                    form_id=form.id,
                    section="mot",
                    posted=posted(GOOD, line="Khác"),
                    owner_account_id=account,
                    now=NOW,
                )
        except Unseen:
            return "unseen"
        except Conflict:
            return "filed"
        except Problem as problem:
            return type(problem).__name__
        return "yes"

    draft = change()
    actions.lock_answers(answers_id=answers, now=NOW)
    assert (draft, change()) == TABLE[who]

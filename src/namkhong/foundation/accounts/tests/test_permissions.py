"""Rows = cast, columns = verbs: who may open, lock, rename, reset, register and elevate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from namkhong.foundation.accounts import actions
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId, Role
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen

pytestmark = pytest.mark.django_db

Verb = Callable[[Actor, int], Any]  # actor, the account of somebody else than the administrator
NEW: Final = "bốn con trâu qua suối"


def _client(actor: Actor, account: int) -> Any:
    return actions.register_api_client(client_id="moi", name="Mới", scopes=[], actor=actor, now=NOW)


def _existing_client() -> str:
    actions.register_api_client(client_id="cong", name="Cổng", scopes=[], actor=factories.SYSTEM, now=NOW)
    return "cong"


VERBS: Final[dict[str, Verb]] = {
    "open_official": lambda actor, account: actions.open_official(
        username="moi", display_name="Mới", email="", password=None, actor=actor, now=NOW
    ),
    "lock": lambda actor, account: actions.lock(account_id=account, reason="x", actor=actor, now=NOW),
    "unlock": lambda actor, account: actions.unlock(account_id=account, reason="x", actor=actor, now=NOW),
    "sign_out_everywhere": lambda actor, account: actions.sign_out_everywhere(
        account_id=account, reason="x", actor=actor, now=NOW
    ),
    "rename": lambda actor, account: actions.rename(
        account_id=account, display_name="Mới", email="", actor=actor, now=NOW
    ),
    "reset_password": lambda actor, account: actions.reset_password(
        account_id=account, reason="x", actor=actor, now=NOW
    ),
    "reset_second_factor": lambda actor, account: actions.reset_second_factor(
        account_id=account, reason="x", actor=actor, now=NOW
    ),
    "register_api_client": _client,
    "rotate_secret": lambda actor, account: actions.rotate_secret(client_id=_existing_client(), actor=actor, now=NOW),
    "switch_api_client": lambda actor, account: actions.switch_api_client(
        client_id=_existing_client(), active=False, reason="x", actor=actor, now=NOW
    ),
    "elevate": lambda actor, account: actions.elevate(
        actor=actor, reason="mở tài khoản cho cán bộ mới", minutes=15, session=SessionStore(), now=NOW
    ),
    "change_password": lambda actor, account: actions.change_password(
        account_id=account, present=PASSWORD, new=NEW, again=NEW, actor=actor, now=NOW
    ),
    "renew_recovery_codes": lambda actor, account: actions.renew_recovery_codes(actor=actor, now=NOW),
    "remove_factor": lambda actor, account: actions.remove_factor(actor=actor, factor_id=1, now=NOW),
    "add_totp": lambda actor, account: actions.add_totp(
        request=RequestFactory().get("/"), actor=actor, code="1", now=NOW
    ),
    "add_passkey": lambda actor, account: actions.add_passkey(actor=actor, name="", credential={}, now=NOW),
    "end_place": lambda actor, account: actions.end_place(place="0" * 32, actor=actor, now=NOW),
    "end_other_places": lambda actor, account: actions.end_other_places(present=None, actor=actor, now=NOW),
}
# Nobody is asked who she is by these: they are how one becomes somebody, or they count, or they note what happened.
WITHOUT_A_CELL: Final = {
    "admit", "authenticate_api_client", "check_code", "check_passkey", "check_sign_in", "end_elevation", "enter",
    "forgive", "give_token",
    "note_assurance", "note_idle_lock", "note_proof", "note_second_factor", "note_sign_in", "note_sign_out", "once",
    "prove_password", "recognise_api_client", "recognise_citizen", "spend", "sweep", "take_token_back", "touch",
}  # fmt: skip
CAST: Final[dict[str, Callable[[int], Actor]]] = {
    "anonymous": lambda account: Actor.anonymous(),
    "citizen": lambda account: Actor(ActorKind.CITIZEN, AccountId(404), person_id=PersonId(1)),
    "herself": lambda account: factories.actor(account, Role.SPECIALIST),
    "leader": lambda account: factories.actor(404, Role.LEADER),
    "administrator": lambda account: factories.administrator(405),
    "own_administrator": lambda account: factories.administrator(account),
    "controller": lambda account: factories.actor(407, Role.PROCEDURE_CONTROLLER),
    "commune_administrator": lambda account: factories.actor(406, Role.ADMINISTRATOR),
    "api_client": lambda account: Actor(ActorKind.API_CLIENT, scopes=frozenset({"all"})),
    "system": lambda account: factories.SYSTEM,
}
_NO: Final = ("no",) * 10
TABLE: Final = {
    # ten verbs of administrators; then elevate, the five about one's own means of signing in, and two about where one is
    "anonymous": (*_NO, "no", "no", "no", "no", "no", "no", "unseen", "unseen"),
    "citizen": (*_NO, "no", "no", "no", "no", "no", "no", "yes", "yes"),
    "herself": (*_NO, "no", "yes", "asked", "unseen", "asked", "asked", "yes", "yes"),
    "leader": (*_NO, "no", "no", "unseen", "unseen", "unseen", "unseen", "yes", "yes"),
    "administrator": (*("yes",) * 10, "yes", "no", "unseen", "unseen", "unseen", "unseen", "yes", "yes"),
    "own_administrator": (
        "yes", "own", "yes", "yes", "yes", "own", "own", "yes", "yes", "yes", "yes", "yes", "asked", "unseen", "asked",
        "asked", "yes", "yes",
    ),
    # she keeps the catalogue of procedures, in an elevated session
    "controller": (*_NO, "yes", "no", "unseen", "unseen", "unseen", "unseen", "yes", "yes"),
    # she manages people (whom, organisations decides), not programs
    "commune_administrator": (*("yes",) * 7, "no", "no", "no", "yes", "no", "unseen", "unseen", "unseen", "unseen", "yes", "yes"),
    "api_client": (*_NO, "no", "no", "no", "no", "no", "no", "unseen", "unseen"),
    "system": (*("yes",) * 10, "no", "no", "no", "no", "no", "no", "unseen", "unseen"),
}  # fmt: skip
REFUSALS: Final[dict[str, type[Exception]]] = {
    "no": Forbidden,
    "own": Conflict,
    "unseen": Unseen,
    "asked": Invalid,  # allowed; only what was given here is not right
}


def test_every_verb_and_every_cast_has_a_cell() -> None:
    assert set(VERBS) | WITHOUT_A_CELL == set(actions.__all__)
    assert set(TABLE) == set(CAST)
    assert {len(row) for row in TABLE.values()} == {len(VERBS)}


@pytest.mark.parametrize("who", TABLE)
@pytest.mark.parametrize("verb", VERBS)
def test_the_table_holds(who: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("namkhong.foundation.accounts.factors.totp_secret", lambda *, fresh: "JBSWY3DPEHPK3PXP")
    account = factories.official()
    cell = dict(zip(VERBS, TABLE[who], strict=True))[verb]
    actor = CAST[who](account)
    if cell == "yes":
        VERBS[verb](actor, account)
        return
    with pytest.raises(REFUSALS[cell]):
        VERBS[verb](actor, account)

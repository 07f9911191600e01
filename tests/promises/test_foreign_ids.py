"""Other people's things, tried at every address that takes an id: by everybody, opened and sent. The oracle says whose they are.

The short form tries those who have no business with them on a few; ``make endure`` tries everybody on everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Scope
from namkhong.services.desks.models import SavedFilter
from namkhong.services.dossiers.models import Dossier, FeeReceipt, IssuedForm, Mandate
from tests.cast import World
from tests.promises import oracle
from tests.promises.objects import told
from tests.promises.oracle import Case, Post, Someone
from tests.promises.permissions import ROWS
from tests.promises.undoing import undone
from tests.who import WHO

pytestmark = pytest.mark.xdist_group("promises: foreign ids")
STRANGERS: Final = ("neighbour", "elsewhere", "accountant", "commune_admin")
FEW: Final = ("appraised", "department")
CLOSED: Final = {"in", "up", "403", "404", "405"}
# What would tell who Lan and her neighbour are, and who never has to do with either.
MARKS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "lan": (
        ("011199000015", "0912345678", "0912 345 678"),
        ("visitor", "program", "neighbour", "head", "accountant", "controller", "commune_admin", "admin", "elevated"),
    ),
    "neighbour": (
        ("011085000027", "0987654321", "0987 654 321"),
        ("visitor", "program", "accountant", "controller", "commune_admin", "admin", "elevated", "counter", "director"),
    ),
}


def someone(actor: Actor) -> Someone:
    """A member of the cast in the words of the oracle."""
    posts = tuple(Post(post.role.value, post.agency_id, post.for_account_id or 0) for post in actor.posts)
    if actor.is_program:
        reads = frozenset[int](actor.reach) if Scope.READ in actor.scopes else frozenset[int]()
        return Someone("program", actor.account_id or 0, 0, posts, Scope.SUBMIT in actor.scopes, reads)
    kind = "citizen" if actor.is_citizen else "official" if actor.is_official else "visitor"
    return Someone(kind, actor.account_id or 0, actor.person_id or 0, posts)


def case(row: Dossier) -> Case:
    """A dossier of this world in the words of the oracle."""
    return Case(
        state=row.state,
        applicant=row.person_id,
        sent_by=row.owner_id or 0,
        helped_by=row.helper_id or 0,
        received_at=row.receiver_agency_id,
        returned_at=row.return_agency_id,
        competent_counter=row.home_counter_id,
        decides=row.decider_agency_id,
        appraises=row.unit_agency_id,
        turn_unit=row.holder_agency_id or 0,
        turn_role=row.holder_role,
        turn_person=row.holder_account_id or 0,
        step=row.step_kind,
        taken_in=row.received_at is not None,
        clock_runs=row.clock_started_at is not None,
        decided=bool(row.outcome),
        told_new_day=row.new_due_at is not None,
        time_to_answer=row.step_due_at is not None,
        online=row.return_way == "online",
        way_back=row.step_index > 1,
    )


def _dossier_keys(world: World) -> list[str]:
    return [
        key.removesuffix(":id") for key in world.ids if key.endswith(":id") and key not in {"batch:id", "export:id"}
    ]


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def _answer(world: World, who: str, where: str, method: str, data: dict[str, str]) -> tuple[str, str]:
    with undone():
        client: Any = world.browser(who)
        answer = client.get(where) if method == "get" else client.post(where, data)
        assert answer.status_code < 500, (where, who)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return told(answer), body.decode("utf-8", "replace")


def _of_dossiers(world: World) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Addresses that take a dossier's code or draft's id: name, the other parts, what is sent."""
    keys = set(_dossier_keys(world))
    seen = set()
    for row in ROWS:
        part = next((name for name in ("code", "public_id") if row.args.get(name) in keys), "")
        if part and row.name not in seen:
            seen.add(row.name)
            rest = {name: word for name, word in row.args.items() if name != part}
            yield row.name, {"": part, **rest}, dict(row.data)


def _try_dossiers(world: World, members: tuple[str, ...], keys: list[str]) -> int:
    from tests.promises.objects import value

    tried = 0
    rows = {key: Dossier.objects.get(pk=world.ids[key]) for key in keys}
    knows = {
        (who, key): oracle.knows(someone(world.actors[who]), case(row)) for who in members for key, row in rows.items()
    }
    for name, parts, data in _of_dossiers(world):
        part = parts.pop("")
        rest = {one: value(world, one, word) for one, word in parts.items()}
        for key, row in rows.items():
            own = (row.code or "H18.55.04-261123-9998") if part == "code" else row.public_id
            where = reverse(name, kwargs={**rest, part: own})
            for who in members:
                if knows[who, key]:
                    continue
                for method in ("get", "post"):
                    said, body = _answer(world, who, where, method, data)
                    assert said in CLOSED, (name, key, who, method, said)
                    assert row.applicant_name not in body or who in {"lan", "neighbour"}, (name, key, who)
                    tried += 1
    return tried


def test_a_dossier_of_others_stays_closed_at_every_address(world: World) -> None:
    assert len(list(_of_dossiers(world))) >= 30
    assert _try_dossiers(world, STRANGERS, [*FEW]) > 300


@pytest.mark.endure
def test_every_dossier_stays_closed_to_everybody_who_may_not_know_of_it(world: World) -> None:
    print(f"\nhồ sơ của người khác: n = {_try_dossiers(world, tuple(WHO), _dossier_keys(world))}")


# ---- two ids in one address have to belong together


def test_a_receipt_or_a_form_is_opened_only_under_its_own_dossier(world: World) -> None:
    """Also for an official who knows both dossiers."""
    codes = dict(Dossier.objects.exclude(code=None).values_list("pk", "code"))
    receipt = FeeReceipt.objects.get(pk=world.ids["receipt"])
    for pk, code in codes.items():
        if pk != receipt.dossier_id:
            where = reverse("void_receipt", kwargs={"code": code, "receipt_id": receipt.pk})
            assert _answer(world, "counter", where, "post", {"reason": "Ghi nhầm"})[0] in CLOSED, code
    for form in IssuedForm.objects.all()[:3]:
        for pk, code in codes.items():
            if pk != form.dossier_id:
                for who in ("lan", "counter"):
                    where = reverse("issued_form", kwargs={"code": code, "form_id": form.pk})
                    assert _answer(world, who, where, "get", {})[0] in CLOSED, (form.pk, code, who)


# ---- numbers: everything that has one, under every address that takes one


def _theirs(world: World, name: str) -> dict[str, set[int]] | None:
    """Who may reach which number at this address; ``None`` where it is not about one person's own things."""
    accounts = {who: actor.account_id for who, actor in world.actors.items() if actor.account_id}
    people = {who: actor.person_id for who, actor in world.actors.items() if actor.person_id}
    if name == "notice":
        owned = [(pk, account) for pk, account in Message.objects.values_list("pk", "account_id")]
        return {who: {pk for pk, account in owned if account == accounts.get(who)} for who in WHO}
    if name == "drop_filter":
        kept = [(pk, account) for pk, account in SavedFilter.objects.values_list("pk", "account_id")]
        return {who: {pk for pk, account in kept if account == accounts.get(who)} for who in WHO}
    if name == "end_mandate":
        given = [(pk, person) for pk, person in Mandate.objects.values_list("pk", "mandator_id")]
        return {who: {pk for pk, person in given if person == people.get(who)} for who in WHO}
    return None


def _numbered() -> dict[str, tuple[str, ...]]:
    """Addresses that take nothing but numbers of things: name → the names of what stands in it."""
    found = {}
    for one in _patterns(get_resolver()):
        parts = one.pattern.converters
        if parts and all(isinstance(kind, IntConverter) and name.endswith("_id") for name, kind in parts.items()):
            found[str(one.name)] = tuple(parts)
    return found


def _try_numbers(world: World, members: tuple[str, ...], numbers: list[int]) -> int:
    tried = 0
    for name, parts in _numbered().items():
        theirs = _theirs(world, name)
        for number in numbers:
            where = reverse(name, kwargs=dict.fromkeys(parts, number))
            for who in members:
                for method in ("get", "post"):
                    said, body = _answer(world, who, where, method, {})
                    tried += 1
                    if theirs is not None and number not in theirs[who]:
                        assert said in CLOSED | {"422"}, (name, number, who, method, said)
                    for marks, never in MARKS.values():
                        assert who not in never or not any(mark in body for mark in marks), (name, number, who)
    return tried


def _numbers(world: World) -> list[int]:
    """Every number that something in this world has."""
    return sorted({value for value in world.ids.values() if isinstance(value, int)})


def test_numbers_of_other_things_tell_nothing(world: World) -> None:
    assert len(_numbered()) >= 15
    few = [world.ids["notice"], world.ids["mandate"], world.ids["saved_filter"]]
    assert _try_numbers(world, ("neighbour", "elsewhere"), few) > 150


@pytest.mark.endure
def test_every_number_is_tried_by_everybody(world: World) -> None:
    print(f"\nmã số của thứ khác: n = {_try_numbers(world, tuple(WHO), _numbers(world))}")

"""Rows = cast, columns = verbs: who may send, go on with and take up which file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import pytest

from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.tests.factories import NOW, citizen, official, pdf
from namkhong.kernel.actor import Actor, ActorKind
from namkhong.kernel.problems import Conflict, Forbidden, Unseen

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Lans:
    """What Lan (account 70) has sent: a file, a link to it, and an upload of which every byte is there."""

    file_id: UUID
    token: str
    upload_id: UUID


def _lans() -> Lans:
    file = actions.store(name="giay.pdf", content=pdf(), actor=citizen(70), now=NOW)
    body = pdf(2)
    upload = actions.begin_upload(
        name="don.pdf", size=len(body), sha256=hashlib.sha256(body).hexdigest(), actor=citizen(70), now=NOW
    )
    actions.append(upload_id=upload.id, offset=0, content=body, actor=citizen(70), now=NOW)
    return Lans(file.id, queries.token(file.id, actor=citizen(70), now=NOW), upload.id)


VERBS: Final[dict[str, Callable[[Actor, Lans], Any]]] = {
    "store": lambda who, _: actions.store(name="a.pdf", content=pdf(), actor=who, now=NOW),
    "begin_upload": lambda who, _: actions.begin_upload(name="a.pdf", size=9, actor=who, now=NOW),
    "append": lambda who, lans: actions.append(upload_id=lans.upload_id, offset=0, content=b"x", actor=who, now=NOW),
    "finish": lambda who, lans: actions.finish(upload_id=lans.upload_id, actor=who, now=NOW),
    "cancel_upload": lambda who, lans: actions.cancel_upload(upload_id=lans.upload_id, actor=who, now=NOW),
    "take_posted": lambda who, lans: actions.take_posted(
        uploads=[], stored_ids=[str(lans.file_id)], actor=who, now=NOW
    ),
    "behind (a link)": lambda who, lans: queries.behind(lans.token, actor=who, now=NOW),
    "upload (how far)": lambda who, lans: queries.upload(lans.upload_id, who),
}
WITHOUT_ACTOR: Final = {
    "drop",
    "expire_uploads",
    "mark_loose",
    "scan",
    "scan_waiting",
    "store_generated",
}  # jobs, and what the platform makes
CAST: Final = {
    "visitor": Actor.anonymous(),
    "Lan": citizen(70),
    "her neighbour": citizen(80),
    "counter": official(11),
    "program": Actor(ActorKind.API_CLIENT, label="Cổng"),
    "system": Actor.system("Kiểm thử"),
}
# "later" = hers, but not at this byte any more. A room that takes a file (store) has asked for itself who may give it.
TABLE: Final = {
    #                store begin  append finish cancel take   link   how far
    "visitor":       "yes  no     no     no     no     unseen unseen unseen",
    "Lan":           "yes  yes    later  yes    yes    yes    yes    yes",
    "her neighbour": "yes  yes    unseen unseen unseen unseen unseen unseen",
    "counter":       "yes  yes    unseen unseen unseen unseen unseen unseen",
    "program":       "yes  no     no     no     no     unseen unseen unseen",
    "system":        "yes  no     no     no     no     unseen unseen unseen",
}  # fmt: skip


def test_every_verb_and_every_cast_has_a_cell() -> None:
    assert {verb for verb in VERBS if " " not in verb} | WITHOUT_ACTOR == set(actions.__all__)
    assert set(TABLE) == set(CAST)


def _answer(verb: str, who: str, lans: Lans) -> str:
    try:
        VERBS[verb](CAST[who], lans)
    except Unseen:
        return "unseen"
    except Forbidden:
        return "no"
    except Conflict:
        return "later"
    return "yes"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", TABLE)
def test_the_table_holds(who: str, verb: str) -> None:
    cells = dict(zip(VERBS, TABLE[who].split(), strict=True))
    assert _answer(verb, who, _lans()) == cells[verb]

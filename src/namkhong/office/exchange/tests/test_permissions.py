"""Who may do what: every deed × everybody. ``ok`` done, else the refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem
from namkhong.office.exchange import actions, policies, queries, views
from namkhong.office.exchange.errors import NoSuchConsignment
from namkhong.office.exchange.simulator.dialects import Dialect, plain
from namkhong.office.exchange.tests.factories import (
    NOW,
    OURS,
    OUTSIDE,
    SYSTEM,
    Axis,
    House,
    content,
    drive,
    sent,
)
from namkhong.office.exchange.types import Business, Party, StatusCode

pytestmark = pytest.mark.django_db
EVERYBODY: Final = ("visitor", "clerk", "leader", "specialist", "other_clerk", "province_clerk", "administrator")
# Done by jobs alone, which nobody asks; no view calls them.
JOBS: Final = ("accept_packet", "deliver", "receive", "sweep")
_CLERK: Final = dict.fromkeys(EVERYBODY, "ClerkOnly") | {"clerk": "ok"}
_UNSEEN: Final = dict.fromkeys(EVERYBODY, "NoSuchConsignment") | {"clerk": "ok", "leader": "ClerkOnly"}
_INSIDE: Final = dict.fromkeys(EVERYBODY, "NotInTheAgency") | {"clerk": "ok", "leader": "ok", "specialist": "ok"}
_KEEPER: Final = dict.fromkeys(EVERYBODY, "KeeperOnly") | {"administrator": "ok"}
TABLE: Final = {
    "send": _CLERK,
    "replace": _CLERK,
    "revoke": _CLERK,
    "resend": _UNSEEN,
    "answer": _INSIDE,
    "load_address_book": _KEEPER,
    "sync_address_book": _KEEPER,
}


def _done(deed: Callable[[], object]) -> str:
    try:
        deed()
    except Problem as refusal:
        return type(refusal).__name__
    return "ok"


@pytest.mark.parametrize("name", TABLE)
def test_each_deed_is_done_by_these_and_nobody_else(name: str, house: House, settings: Any) -> None:
    (dead,) = sent(house, key="d-0")
    drive()  # there is no connector
    written = plain({"code": OUTSIDE}, {"code": OURS}, number="1", day="2026/11/20", at="2026/11/20 08:00:00")
    (packet,) = actions.accept_packet(data=Dialect("java").document(written), via="axis_http", now=NOW)
    settings.EXCHANGE = {**settings.EXCHANGE, "connector": "folder"}
    book = Path(settings.EXCHANGE["folder"])
    book.mkdir(parents=True)
    (book / "agencies.json").write_text('[{"code": "G98", "name": "Bộ"}]', "utf-8")
    why = content("9", business=Business(reason="Thay thế"))

    def deed(actor: Actor) -> object:
        sending: dict[str, Any] = {
            "agency_id": house.id, "attachments": [], "receivers": [OUTSIDE], "actor": actor, "now": NOW,
        }  # fmt: skip
        done: dict[str, Callable[[], object]] = {
            "send": lambda: actions.send(**sending, document_key="d-1", content=content()),
            "replace": lambda: actions.replace(**sending, document_key="d-2", replaced=["d-0"], content=why),
            "revoke": lambda: actions.revoke(
                agency_id=house.id, document_key="d-0", reason="Nhầm", actor=actor, now=NOW
            ),
            "resend": lambda: actions.resend(consignment_id=dead.id, actor=actor, now=NOW),
            "answer": lambda: actions.answer(packet_id=packet.id, status=StatusCode.ACCEPTED, actor=actor, now=NOW),
            "load_address_book": lambda: actions.load_address_book(
                entries=[Party("G97")], source="thu", actor=actor, now=NOW
            ),
            "sync_address_book": lambda: actions.sync_address_book(actor=actor, now=NOW),
        }
        return done[name]()

    cast = house.cast()
    assert {who: _done(lambda who=who: deed(cast[who])) for who in EVERYBODY} == TABLE[name]  # type: ignore[misc]


def test_every_deed_is_in_the_table_or_a_jobs() -> None:
    assert set(TABLE) | set(JOBS) == set(actions.__all__)
    assert not any(f"actions.{job}" in Path(str(views.__file__)).read_text("utf-8") for job in JOBS)


def test_who_reads_what_an_agency_sent(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    for who, actor in house.cast().items():
        seen = who in {"clerk", "leader"}
        assert (card.id in [one.id for one in queries.outbox(actor).items]) is seen, who
        if not seen:
            with pytest.raises(NoSuchConsignment):
                queries.consignment(card.id, actor)
    assert policies.may_send(SYSTEM, house.id)

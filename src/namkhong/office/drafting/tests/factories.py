"""The people of a commune, their keys, and drafts at every station, made by the real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.files import queries as stored
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations.tests.factories import START, SYSTEM, actor_of, agency, official, post
from namkhong.foundation.organisations.types import Rank
from namkhong.foundation.signatures import actions as signatures
from namkhong.foundation.signatures.tests.factories import register
from namkhong.foundation.signatures.tests.trustworld import GOVERNMENT, NOW, PASSWORD, Trust
from namkhong.foundation.signatures.types import Purpose
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem
from namkhong.office.documents import actions as documents
from namkhong.office.drafting import actions, queries
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.types import Content, DraftCard, NewDraft, Receiver, ReceiverKind

__all__ = ["BODY", "NOW", "House", "house"]

COMMUNE: Final = "c03325"
NEIGHBOUR: Final = "c03172"
OFFICE: Final = "c03325_vp"
BODY: Final = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã.
Điều 1. Thành lập Tổ công nghệ số cộng đồng của xã gồm các ông, bà có tên trong danh sách kèm theo Quyết định này.
Điều 2. Tổ công nghệ số cộng đồng hướng dẫn người dân nộp hồ sơ trực tuyến và tra cứu kết quả.
Điều 3. Chánh Văn phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."""
_PEOPLE: Final = {
    "chairman": ("Lò Văn Hặc", COMMUNE, Role.LEADER, Rank.CHIEF),
    "deputy": ("Cà Thị Loan", COMMUNE, Role.LEADER, Rank.DEPUTY),
    "chief": ("Tòng Văn Thanh", OFFICE, Role.CHIEF_OF_OFFICE, Rank.CHIEF),
    "specialist": ("Quàng Văn Tưởng", OFFICE, Role.SPECIALIST, Rank.MEMBER),
    "colleague": ("Vì Thị Mai", OFFICE, Role.SPECIALIST, Rank.MEMBER),
    "economist": ("Lường Văn Pọm", "c03325_kt", Role.SPECIALIST, Rank.MEMBER),
    "economy_head": ("Hoàng Mạnh Cường", "c03325_kt", Role.HEAD, Rank.CHIEF),
    "clerk": ("Nguyễn Thị Nga", COMMUNE, Role.RECORDS_CLERK, Rank.MEMBER),
    "stranger": ("Giàng A Dơ", NEIGHBOUR, Role.LEADER, Rank.CHIEF),
    "other_clerk": ("Sùng Thị Chía", NEIGHBOUR, Role.RECORDS_CLERK, Rank.MEMBER),
}


@dataclass
class House:
    """Who is there, where, and what they sign with."""

    trust: Trust
    agency_id: int
    unit_id: int
    economy_id: int
    actors: dict[str, Actor]
    certificates: dict[str, int] = field(default_factory=dict)

    def account(self, who: str) -> int:
        """The account of somebody."""
        found = self.actors[who].account_id
        assert found is not None
        return found

    def begun(self, who: str = "specialist", *, signer: str = "chairman", **how: Any) -> DraftCard:
        """A draft of a decision; ``how`` changes what it says."""
        fields = how.pop("fields", {})
        new = NewDraft(
            type_code=how.pop("type_code", "quyet-dinh"),
            unit_id=how.pop("unit_id", self.unit_id if who != "economist" else self.economy_id),
            content=Content(
                how.pop("subject", "Về việc thành lập Tổ công nghệ số cộng đồng"),
                how.pop("body", BODY),
                fields,
                how.pop("urgency", 0),
            ),
            receivers=how.pop("receivers", self.receivers()),
            token=how.pop("token", None) or uuid4(),
            signer_account_id=self.account(signer) if signer else None,
            **how,
        )
        return actions.create(new=new, actor=self.actors[who], now=NOW)

    def submitted(self, **how: Any) -> DraftCard:
        """Waiting for its check."""
        card = self.begun(**how)
        return actions.submit(draft_id=card.id, actor=self.actors[how.get("who", "specialist")], now=NOW)

    def locked(self, **how: Any) -> DraftCard:
        """Its file made, waiting for initials."""
        card = self.submitted(**how)
        return actions.pass_check(draft_id=card.id, actor=self.actors["chief"], now=NOW)

    def signed(self, **how: Any) -> DraftCard:
        """Waiting for its number."""
        card = self.locked(**how)
        self.ok(self.sign("chief", card.id))
        return self.ok(self.sign("chairman", card.id))

    def numbered(self, **how: Any) -> DraftCard:
        """Waiting for the seal."""
        return actions.number(draft_id=self.signed(**how).id, actor=self.actors["clerk"], now=NOW)

    def sealed(self, **how: Any) -> DraftCard:
        """Waiting to be issued."""
        return self.ok(self.seal(self.numbered(**how).id))

    def issued(self, **how: Any) -> DraftCard:
        """Out of the house."""
        return actions.issue(draft_id=self.sealed(**how).id, actor=self.actors["clerk"], now=NOW)

    def sign(self, who: str, draft_id: int, *, secret: str = PASSWORD) -> DraftCard | Problem:
        """Sign with one's own key."""
        done = actions.sign(
            draft_ids=[draft_id], certificate_id=self.certificates[who], secret=secret, actor=self.actors[who], now=NOW
        )
        return done[draft_id]

    def seal(self, draft_id: int, who: str = "clerk") -> DraftCard | Problem:
        """The agency's key."""
        done = actions.seal(
            draft_ids=[draft_id],
            certificate_id=self.certificates["agency"],
            secret=PASSWORD,
            actor=self.actors[who],
            now=NOW,
        )
        return done[draft_id]

    @staticmethod
    def receivers() -> tuple[Receiver, ...]:
        """The commune next door, which works on this platform too, and words."""
        next_door = agency(NEIGHBOUR)
        return (
            Receiver(ReceiverKind.CODE, next_door.name, next_door.code),
            Receiver(ReceiverKind.TEXT, "Các ông, bà có tên tại Điều 1"),
        )

    @staticmethod
    def ok(answer: DraftCard | Problem) -> DraftCard:
        """It was done."""
        assert isinstance(answer, DraftCard), answer
        return answer

    @staticmethod
    def row(card: DraftCard) -> Draft:
        """The row as it is now."""
        return Draft.objects.get(pk=card.id)

    @staticmethod
    def pdf(file_id: UUID) -> bytes:
        """The bytes of a file."""
        return stored.read(file_id)

    @staticmethod
    def version(card: DraftCard) -> int:
        """How many versions it has."""
        return queries.newest(Draft.objects.get(pk=card.id)).number


def house(trust: Trust, keys: Path) -> House:
    """See ``conftest.house``."""
    calendars.load_facts(now=NOW, actor=SYSTEM)
    numbering.load_facts(now=NOW)
    documents.load_facts(NOW)
    actions.load_facts(NOW)
    for label in ("root", "interm"):
        signatures.add_anchor(
            data=trust.certificate(label, GOVERNMENT).dump(), purpose=Purpose.GOVERNMENT, between=label != "root",
            crl_url=trust.crl_url(label, GOVERNMENT), actor=SYSTEM, now=NOW,
        )  # fmt: skip
    signatures.add_anchor(data=trust.certificate("root").dump(), purpose=Purpose.TIMESTAMP, actor=SYSTEM, now=NOW)
    actors = {}
    for who, (name, at, role, rank) in _PEOPLE.items():
        someone = official(at.partition("_")[0], name)
        post(someone, at, role, rank, start=START)
        actors[who] = actor_of(someone, elevated=False)
    made = House(trust, agency(COMMUNE).pk, agency(OFFICE).pk, agency("c03325_kt").pk, actors)
    for who, label in {"chairman": "chairman", "chief": "clerk"}.items():
        made.certificates[who] = register(trust, keys, label, account=made.account(who))
    made.certificates["agency"] = register(trust, keys, "agency", agency_id=made.agency_id)
    return made

"""A small real world for dossiers: one commune with its people, its officials, procedure 1.004873; all made by actions.

``province()`` loads the shipped facts once in a process, brings them back ever after, and gives back the cast; ``filed``,
``received`` … walk a dossier there through the real actions.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from pypdf import PdfWriter

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.citizens import actions as citizens
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.places import actions as places
from namkhong.kernel.actor import AccountId, Actor, ActorKind, PersonId, Role
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.identity import identity_of
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests.kept import Once
from namkhong.services.dossiers.types import Channel, DossierCard, MissingItem, NewFile, ReturnWay, Timeline
from namkhong.services.eforms import actions as eforms
from namkhong.services.eforms import queries as forms
from namkhong.services.procedures import actions as procedures

MARRIAGE = "1.004873"
SYSTEM = Actor.system("Kiểm thử")
SETUP = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 41, tzinfo=UTC)  # 07:41, thứ Hai 23/11/2026
COMMUNE = "H18.55"  # xã Mường Phăng
NEXT_DOOR = "H18.53"


@cache
def pdf() -> bytes:
    """A page without anything on it."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@dataclass(frozen=True)
class Province:
    """The cast. Officials are actors with the posts they hold."""

    commune_id: int
    centre_id: int
    office_id: int
    other_commune_id: int
    other_centre_id: int
    lan: Actor  # the applicant
    neighbour: Actor
    counter: Actor
    counter2: Actor  # a second official at the same counter
    specialist: Actor
    leader: Actor
    other_counter: Actor  # of the commune next door
    other_leader: Actor
    administrator: Actor
    answers: UUID  # what Lan answered once, to be taken over

    def cast(self) -> dict[str, Actor]:
        """Everybody by name, and a visitor."""
        return {
            "visitor": Actor.anonymous(),
            "lan": self.lan,
            "neighbour": self.neighbour,
            "counter": self.counter,
            "specialist": self.specialist,
            "leader": self.leader,
            "other_counter": self.other_counter,
            "other_leader": self.other_leader,
            "administrator": self.administrator,
        }


MARRIAGE_ONLY = frozenset({MARRIAGE, "1.001193", "1.004837"})


def load_facts(now: datetime = SETUP, *, codes: frozenset[str] = MARRIAGE_ONLY) -> None:
    """What the path of a dossier needs to know; a few procedures are enough for most tests."""
    places.load_facts(now, actor=SYSTEM, nation=False)
    calendars.load_facts(now=now, actor=SYSTEM)
    numbering.load_facts(now=now)
    organise.load_facts(now, SYSTEM)
    eforms.load_facts(now, SYSTEM)
    _load_procedures(now, codes)
    actions.load_facts(now, SYSTEM)


def _load_procedures(now: datetime, codes: frozenset[str]) -> None:
    processes, known = (
        json.loads((settings.FACTS / name).read_text("utf-8")) for name in ("processes.json", "procedures.json")
    )
    start = date.fromisoformat(processes["valid_from"])
    for process in processes["processes"]:
        procedures.add_process_version(process, valid_from=start, source={}, actor=SYSTEM, now=now)
    known["procedures"] = [row for row in known["procedures"] if row["code"] in codes]
    procedures.import_procedures(known, actor=SYSTEM, now=now)


def _province() -> Province:
    load_facts()
    commune = organisations.agency_by_code(COMMUNE)
    other = organisations.agency_by_code(NEXT_DOOR)
    centre, office = (organisations.unit_of(commune.id, kind).id for kind in ("centre", "office"))
    other_centre = organisations.unit_of(other.id, "centre").id
    lan = citizen("Lò Thị Lan", "011199000015", "0912345678")
    return Province(
        commune_id=commune.id,
        centre_id=centre,
        office_id=office,
        other_commune_id=other.id,
        other_centre_id=other_centre,
        lan=lan,
        neighbour=citizen("Cà Văn Inh", "011085000027", "0987654321"),
        counter=official("xuan.lt", "Lò Thị Xuân", centre, Role.COUNTER),
        counter2=official("mai.vt", "Vì Thị Mai", centre, Role.COUNTER),
        specialist=official("tuong.qv", "Quàng Văn Tưởng", office, Role.SPECIALIST),
        leader=official("hac.lv", "Lò Văn Hặc", commune.id, Role.LEADER),
        other_counter=official("chia.st", "Sùng Thị Chía", other_centre, Role.COUNTER),
        other_leader=official("do.ga", "Giàng A Dơ", other.id, Role.LEADER),
        administrator=official("quantri", "Nguyễn Đức Thắng", organisations.province().id, Role.ADMINISTRATOR),
        answers=answered(lan),
    )


province = Once(_province)


def answered(actor: Actor) -> UUID:
    """Every page of the form, answered once."""
    form = forms.form(MARRIAGE, MONDAY.date())
    person = actor.person_id or 0
    answers: UUID | None = None
    for section, values in PAGES.items():
        kept = eforms.save_step(
            answers_id=answers,
            form_id=form.id,
            section=section,
            posted=posted(values),
            owner_account_id=actor.account_id or 0,
            now=MONDAY,
            identity=identity_of(person),
            actor=actor,
        )
        assert not kept.errors, (section, kept.errors)
        answers = kept.answers_id
    assert answers is not None
    return answers


def citizen(name: str, number: str, phone: str = "") -> Actor:
    """Somebody known through the identity provider."""
    account = accounts.recognise_citizen(subject=f"vneid|{number}", display_name=name, now=SETUP)
    person = citizens.recognise(
        account_id=account,
        personal_number=number,
        full_name=name,
        date_of_birth=date(1999, 3, 8),
        gender="female",
        address="Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên",
        phone=phone,
        assurance=2,
        now=SETUP,
    )
    return Actor(
        kind=ActorKind.CITIZEN, account_id=AccountId(account), label=name, person_id=PersonId(person), assurance=2
    )


def official(username: str, name: str, agency_id: int, role: Role) -> Actor:
    """An official in one post."""
    made = organise.create_official(
        username=username,
        full_name=name,
        home_id=agency_id,
        actor=SYSTEM,
        now=SETUP,
        email=f"{username}@example.vn",
        password_hash="!",
    )
    organise.appoint(
        official_id=made.official_id,
        agency_id=agency_id,
        role=role,
        valid_from=date(2025, 7, 1),
        actor=SYSTEM,
        now=SETUP,
    )
    posts = organisations.posts_of(made.account_id, MONDAY.date())
    return Actor(
        kind=ActorKind.OFFICIAL, account_id=AccountId(made.account_id), label=name, posts=posts, second_factor=True
    )


def posted(values: Mapping[str, Any]) -> QueryDict:
    """A form as a browser posts it."""
    made = QueryDict(mutable=True)
    for name, value in values.items():
        made.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    return made


# What Lan answers, page by page, as her browser posts it.
PAGES: dict[str, dict[str, Any]] = {
    "nguoi-yeu-cau": {
        "requester_address-province": "11",
        "requester_address-commune": "Xã Mường Phăng",
        "requester_address-detail": "Bản Co Cượm",
        "phone": "0912 345 678",
        "email": "",
        "relationship": "self",
    },
    "ve-ban-than": {"gender": "female", "ethnic_group": "Thái", "nationality": "Việt Nam"},
    "tinh-trang": {"marital_status": "never"},
    "noi-cu-tru": {
        "residence_from-day": "8",
        "residence_from-month": "3",
        "residence_from-year": "1999",
        "earlier_places": "no",
    },
    "muc-dich": {"purpose": "loan", "issued_before": "no"},
    "muc-dich-khac": {"purpose_detail": "Vay vốn ngân hàng để nuôi bò"},
    "cam-doan": {"receive_by": "electronic", "declaration": "yes"},
}


def draft(world: Province, *, actor: Actor | None = None, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Lan begins at her own commune."""
    how.setdefault("commune_agency_id", world.commune_id)
    return actions.start_draft(procedure_code=MARRIAGE, actor=actor or world.lan, now=now, **how)


def filled(world: Province, *, actor: Actor | None = None, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Every page answered, as she answered them once before."""
    who = actor or world.lan
    begun = draft(world, actor=who, now=now, **how)
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=who.account_id or 0, now=now)
    Dossier.objects.filter(pk=begun.id).update(answers_id=copy)
    return begun


def typed(world: Province, *, actor: Actor | None = None, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Every page answered, page by page."""
    begun = draft(world, actor=actor, now=now, **how)
    for section, values in PAGES.items():
        kept = actions.save_step(
            dossier_id=begun.id, section=section, posted=posted(values), actor=actor or world.lan, now=now
        )
        assert not kept.errors, (section, kept.errors)
    return begun


def filed(world: Province, *, actor: Actor | None = None, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Sent."""
    begun = filled(world, actor=actor, now=now, **how)
    return actions.file(dossier_id=begun.id, actor=actor or world.lan, now=now, declared=True)


def received(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Taken in by the counter and passed on to the specialist."""
    sent = filed(world, now=now, **how)
    return actions.receive(dossier_id=sent.id, actor=world.counter, now=now)


MISSING = MissingItem(
    "Ghi rõ nơi cư trú từ năm 2017 đến nay", "Điều 22 Nghị định 123/2015/NĐ-CP", "Từ tháng, năm nào, ở xã nào"
)


def proposed(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Found incomplete by the specialist; the counter is to tell the applicant."""
    sent = received(world, now=now, **how)
    return actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=now, items=[MISSING])


def asked(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """The applicant knows what is missing; the clock stands still."""
    sent = proposed(world, now=now, **how)
    return actions.send_supplement(dossier_id=sent.id, actor=world.counter, now=now)


def asked_twice(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """A second request, which the leader has to agree to."""
    sent = asked(world, now=now, **how)
    actions.complete_supplement(dossier_id=sent.id, actor=world.counter, now=now)
    return actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=now, items=[MISSING])


def director(world: Province) -> Actor:
    """Who heads the Centre; the small world has none until somebody needs him."""
    return official("pang.gd", "Sùng A Páng", world.centre_id, Role.CENTRE_DIRECTOR)


def refusal_proposed(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """Brought to the counter on paper, not to be received; the director has to agree."""
    director(world)
    sent = filed(world, actor=world.counter, person_id=world.lan.person_id, channel=Channel.COUNTER, now=now, **how)
    return actions.not_receive(
        dossier_id=sent.id,
        actor=world.counter,
        now=now,
        reason="Không thuộc thẩm quyền của xã",
        law="Điều 17 Nghị định 118/2025/NĐ-CP",
    )


def appraised(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """With the leader."""
    sent = received(world, now=now, **how)
    return actions.forward(
        dossier_id=sent.id, actor=world.specialist, now=now + timedelta(hours=1), note="Đủ điều kiện"
    )


def decided(world: Province, *, now: datetime = MONDAY, approved: bool = True, **how: Any) -> DossierCard:
    """Signed, with its result."""
    sent = appraised(world, now=now, **how)
    return actions.decide(
        dossier_id=sent.id,
        actor=world.leader,
        now=now + timedelta(hours=2),
        approved=approved,
        reason="" if approved else "Đang có vợ hoặc có chồng theo Sổ đăng ký kết hôn",
        result=result() if approved else None,
    )


def handed_over(world: Province, *, now: datetime = MONDAY, **how: Any) -> DossierCard:
    """In the applicant's hands."""
    sent = decided(world, now=now, **how)
    return actions.hand_over(
        dossier_id=sent.id, actor=world.counter, now=now + timedelta(hours=3), way=ReturnWay.ONLINE
    )


def result(name: str = "giay-xac-nhan.pdf") -> NewFile:
    """A signed certificate."""
    return NewFile(name, io.BytesIO(pdf()))


def timeline(dossier_id: int, *, now: datetime) -> Timeline:
    """The way of a dossier as its applicant reads it."""
    return queries.timeline_of(Dossier.objects.get(pk=dossier_id), now=now)

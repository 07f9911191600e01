"""The fixed cast of the whole-product promises: who they are, what they hold, and a browser for each.

``build()`` makes a small province by the real actions: Lan and her neighbour, the officials of her commune and of one
department, one commune more, an administrator of each level, a program; and dossiers standing at every station.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.accounts.models import Account, ApiClient
from namkhong.foundation.accounts.tests.factories import PASSWORD, QuickArgon2
from namkhong.foundation.audit.tests.factories import seal_within
from namkhong.foundation.files import actions as files
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, ActorKind, Role, Scope
from namkhong.office.directives import actions as directives
from namkhong.office.documents import actions as documents
from namkhong.office.documents.types import FileLink, Incoming, Outgoing
from namkhong.office.drafting import actions as drafting
from namkhong.office.drafting import types as drafted
from namkhong.office.exchange import actions as exchange
from namkhong.office.exchange.types import Content, Party
from namkhong.office.intake import actions as intake
from namkhong.office.intake import types as came
from namkhong.services.desks import actions as desks
from namkhong.services.desks import queries as desk
from namkhong.services.desks.types import Ticked
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.models import Attachment, Dossier, IssuedForm, ProcessTrial, Recalculation
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, SETUP, SYSTEM, Province
from namkhong.services.dossiers.tests.kept import Once
from namkhong.services.dossiers.types import Channel, Fault, NewFile, PayWay
from namkhong.services.eforms import actions as forms
from namkhong.services.eforms.edits import AddQuestion
from namkhong.services.eforms.types import Kind as FieldKind
from namkhong.services.feedback import actions as feedback
from namkhong.services.feedback.types import Kind, NewInquiry
from namkhong.services.openness import actions as openness
from namkhong.services.procedures import actions as procedures
from namkhong.services.procedures import queries as catalogue
from namkhong.services.procedures.models import Procedure

NOW: Final = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 14:00, thứ Hai 23/11/2026
GUARDIAN: Final = "1.004837"  # asks for papers; the general form
TRANSPORT: Final = "1.000703"  # decided by a department: specialist, head, leader, clerk
CODES: Final = factories.MARRIAGE_ONLY | {GUARDIAN, TRANSPORT}
DEPARTMENT: Final = "H18.07"  # Sở Xây dựng
PROVINCIAL_CENTRE: Final = "H18.01.01"
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"

ELEVATED: Final = frozenset({"elevated", "commune_admin"})


@dataclass
class World:
    """The province with its cast; ``codes`` and ``ids`` name what the tables speak of."""

    province: Province
    actors: dict[str, Actor]
    codes: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    program_token: str = ""

    def browser(self, who: str, *, csrf: bool = False) -> Client:
        """A fresh browser in which this member of the cast is signed in."""
        client = Client(enforce_csrf_checks=csrf)
        if who in self.sessions:
            client.cookies["nk_phien"] = self.sessions[who]
        if who == "program":
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.program_token}"
        return client

    def account(self, who: str) -> int:
        """The account of somebody who has one."""
        found = self.actors[who].account_id
        assert found is not None
        return found

    def dossier(self, key: str) -> Dossier:
        """One of the dossiers of this world."""
        return Dossier.objects.get(pk=self.ids[key])


def _session(world: World, who: str) -> str:
    """Signed in as the sign-in pages leave it: second factor given, proved just now, elevated where said."""
    account = Account.objects.get(pk=world.account(who))
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[sign_in.SEEN] = int(NOW.timestamp())
    session[sign_in.PROVED] = int(NOW.timestamp())
    if world.actors[who].is_official:
        session[sign_in.SECOND_FACTOR] = True
    else:
        session[sign_in.ASSURANCE] = 2
    if who in ELEVATED:
        until = (NOW + timedelta(minutes=30)).isoformat()
        session[sign_in.ELEVATION] = {"reason": "Cập nhật danh sách cán bộ", "until": until}
    session.set_expiry(43_200)
    session.save()
    return str(session.session_key)


def _officials(commune: int, department: int, next_door: int) -> dict[str, Actor]:
    province = organisations.province().id
    centre, office, economy = (organisations.unit_of(commune, kind).id for kind in ("centre", "office", "economy"))
    provincial_centre = organisations.agency_by_code(PROVINCIAL_CENTRE).id
    rows: dict[str, tuple[str, str, int, Role]] = {
        "helper": ("phuong.dt", "Đinh Thị Phượng", provincial_centre, Role.COUNTER),
        "counter": ("xuan.lt", "Lò Thị Xuân", centre, Role.COUNTER),
        "counter2": ("mai.vt", "Vì Thị Mai", centre, Role.COUNTER),
        "specialist": ("tuong.qv", "Quàng Văn Tưởng", office, Role.SPECIALIST),
        "head": ("cuong.hm", "Hoàng Mạnh Cường", department, Role.HEAD),
        "chief": ("thanh.tv", "Tòng Văn Thanh", office, Role.CHIEF_OF_OFFICE),
        "clerk": ("nga.nt", "Nguyễn Thị Nga", commune, Role.RECORDS_CLERK),
        "accountant": ("loan.ct", "Cà Thị Loan", economy, Role.ACCOUNTANT),
        "leader": ("hac.lv", "Lò Văn Hặc", commune, Role.LEADER),
        "director": ("pang.sa", "Sùng A Páng", centre, Role.CENTRE_DIRECTOR),
        "elsewhere": ("chia.st", "Sùng Thị Chía", organisations.unit_of(next_door, "centre").id, Role.COUNTER),
        "other_leader": ("do.ga", "Giàng A Dơ", next_door, Role.LEADER),
        "controller": ("panh.lt", "Lò Thị Pánh", province, Role.PROCEDURE_CONTROLLER),
        "commune_admin": ("say.mt", "Mùa Thị Say", next_door, Role.ADMINISTRATOR),
        "admin": ("quantri", "Nguyễn Đức Thắng", province, Role.ADMINISTRATOR),
        "department_specialist": ("hanh.bt", "Bùi Thị Hạnh", department, Role.SPECIALIST),
        "department_leader": ("dung.pv", "Phạm Văn Dũng", department, Role.LEADER),
        "department_clerk": ("hue.tt", "Trần Thị Huệ", department, Role.RECORDS_CLERK),
    }
    return {key: factories.official(*row) for key, row in rows.items()}


GENERAL_PAGES: Final[dict[str, dict[str, Any]]] = {
    "nguoi-yeu-cau": {
        "requester_address-province": "11",
        "requester_address-commune": "Xã Mường Phăng",
        "requester_address-detail": "Bản Co Cượm",
        "phone": "0987 654 321",
        "email": "",
        "for_whom": "self",
    },
    "de-nghi": {"request": "Cấp giấy phép kinh doanh vận tải cho hợp tác xã", "details": "", "existing_paper": ""},
    "cam-doan": {"receive_by": "counter", "declaration": "yes"},
}


def _transport(actor: Actor) -> Dossier:
    """A dossier of a department, ready to be sent: the general form, two papers uploaded."""
    begun = actions.start_draft(procedure_code=TRANSPORT, actor=actor, now=MONDAY)
    for section, values in GENERAL_PAGES.items():
        posted = factories.posted(values)
        kept = actions.save_step(dossier_id=begun.id, section=section, posted=posted, actor=actor, now=MONDAY)
        assert not kept.errors, (section, kept.errors)
    row = Dossier.objects.get(pk=begun.id)
    for line in queries.components_of(row):
        if line.upload:
            new = NewFile(f"giay-to-{line.id}.pdf", io.BytesIO(factories.pdf()))
            actions.attach(dossier_id=begun.id, component_id=line.id, new=new, actor=actor, now=MONDAY)
    return row


def _dossiers(world: World) -> None:
    """One dossier at every station."""
    p, a = world.province, world.actors
    made: dict[str, int] = {
        "draft": factories.filled(p).id,
        "neighbours_draft": factories.filled(p, actor=a["neighbour"], commune_agency_id=p.other_commune_id).id,
        "helped_draft": factories.filled(p, actor=a["helper"], person_id=a["lan"].person_id).id,
        "filed": factories.filed(p).id,
        "received": factories.received(p).id,
        "appraised": factories.appraised(p).id,
        "proposed": factories.proposed(p).id,
        "asked": factories.asked(p).id,
        "asked_twice": factories.asked_twice(p).id,
        "decided": factories.decided(p).id,
        "handed_over": factories.handed_over(p).id,
        "refused": factories.decided(p, approved=False).id,
        "neighbours": factories.filed(p, actor=a["neighbour"], commune_agency_id=p.other_commune_id).id,
        "helped": factories.filed(p, actor=a["helper"], person_id=a["lan"].person_id).id,
        "department": _transport(a["neighbour"]).pk,
        "papers": actions.start_draft(
            procedure_code=GUARDIAN, commune_agency_id=p.commune_id, actor=a["lan"], now=MONDAY
        ).id,
    }
    not_received = factories.filed(p)
    actions.not_receive(
        dossier_id=not_received.id,
        actor=a["counter"],
        now=MONDAY,
        reason="Hồ sơ trùng với hồ sơ đã nộp",
        law="Điều 17 Nghị định 118/2025/NĐ-CP",
    )
    made["not_received"] = not_received.id
    on_paper = factories.filed(p, actor=a["counter"], person_id=a["lan"].person_id, channel=Channel.COUNTER)
    actions.not_receive(
        dossier_id=on_paper.id,
        actor=a["counter"],
        now=MONDAY,
        reason="Không thuộc thẩm quyền của xã",
        law="Điều 17 Nghị định 118/2025/NĐ-CP",
    )
    made["refusal_proposed"] = on_paper.id
    moved = factories.filed(p, actor=a["elsewhere"], person_id=a["lan"].person_id, channel=Channel.COUNTER)
    actions.receive(dossier_id=moved.id, actor=a["elsewhere"], now=MONDAY)
    made["from_next_door"] = moved.id
    actions.file(dossier_id=made["department"], actor=a["neighbour"], now=MONDAY, declared=True)
    made |= asking.standing(p)
    world.ids["asked_opinion"] = asking.question_to(
        made["asking"], a["specialist"], organisations.agency_by_code(DEPARTMENT).id
    )
    made["drafted"], made["extended"] = _apologies(world)
    world.ids |= made
    for key, pk in made.items():
        row = Dossier.objects.get(pk=pk)
        world.ids[f"{key}:id"] = row.public_id
        world.codes[key] = row.code or ""


def _apologies(world: World) -> tuple[int, int]:
    """A draft of form 04 that waits for the leader, and a signed one."""
    p = world.province
    drafted, extended = (factories.received(p).id for _number in range(2))
    for pk in (drafted, extended):
        actions.propose_extension(
            dossier_id=pk,
            actor=p.specialist,
            now=MONDAY,
            new_day=datetime(2026, 12, 2, tzinfo=UTC).date(),
            reason="Đang chờ xác minh nơi cư trú cũ",
            fault=Fault.COORDINATION,
        )
    actions.sign_extension(dossier_id=extended, actor=p.leader, now=MONDAY)
    world.ids |= {
        "letter": IssuedForm.objects.get(dossier_id=extended, code="04").pk,
        "centre": p.centre_id,
        "first_part": 1,
    }
    return drafted, extended


def _things(world: World) -> None:
    """Files, notices, failed work, and the administrator's ids."""
    a = world.actors
    paper = files.store(name="can-cuoc.pdf", content=io.BytesIO(factories.pdf()), actor=a["lan"], now=MONDAY)
    upload = files.begin_upload(name="giay.pdf", size=2_000, sha256="", purpose="", actor=a["lan"], now=NOW)
    notifications.notify(
        account_id=a["lan"].account_id,
        title="Hồ sơ đã được tiếp nhận",
        text="Hẹn trả thứ Năm.",
        link="/ho-so/",
        now=NOW,
    )
    for who in ("counter", "admin"):
        notifications.notify(
            account_id=a[who].account_id, title="Có hồ sơ mới", text="Xin xem.", link="/can-bo/", now=NOW
        )
    from namkhong.foundation.notifications.models import Message
    from namkhong.foundation.organisations.models import Official, PostHolding, Reorganisation

    world.ids["mandate"] = actions.register_mandate(
        mandator_id=a["lan"].person_id or 0,
        attorney_id=a["neighbour"].person_id or 0,
        procedure_code=MARRIAGE,
        number="215/2026/CT",
        signed_on=date(2026, 11, 20),
        certified_by="Ủy ban nhân dân xã Mường Phăng chứng thực",
        valid_from=date(2026, 11, 20),
        valid_to=None,
        actor=a["counter"],
        now=MONDAY,
    )
    world.ids["receipt"] = actions.record_receipt(
        dossier_id=world.ids["decided"],
        number="0000123",
        amount=8_000,
        way=PayWay.CASH,
        payer="Lò Thị Lan",
        note="Theo mức của tỉnh",
        actor=a["counter"],
        now=MONDAY,
    )
    result = Attachment.objects.filter(dossier_id=world.ids["handed_over"], kind="result").first()
    world.ids |= {
        "paper": paper.id,
        "result": result.file_id if result else paper.id,
        "upload": upload.id,
        "notice": Message.objects.get(account_id=world.account("lan"), title="Hồ sơ đã được tiếp nhận").pk,
        "agency": world.province.other_commune_id,
        "distant_agency": world.province.commune_id,
        "unit": organisations.unit_of(world.province.other_commune_id, "culture").id,
        "official": Official.objects.get(account_id=world.account("elsewhere")).pk,
        "distant_official": Official.objects.get(account_id=world.account("specialist")).pk,
        "post": PostHolding.objects.get(official__account_id=world.account("elsewhere")).pk,
        "procedure": Procedure.objects.get(code=MARRIAGE).pk,
    }
    _told(world)
    world.ids["recalculation"] = Recalculation.objects.create(
        calendar_version=9_999, changed_at=NOW, state="ready", looked=9, later=3, days={"2026-11-26": {"2026-11-27": 3}}
    ).pk
    world.ids["reorganisation"] = Reorganisation.objects.create(
        title="Sáp nhập hai xã",
        basis="Nghị quyết 1/NQ-HĐND",
        on=datetime(2027, 1, 1, tzinfo=UTC).date(),
        created_at=NOW,
    ).pk
    world.ids |= {"designed_form": "don-de-nghi", "coming_form": "to-khai-thu"}
    forms.begin_form_draft(key="don-de-nghi", actor=SYSTEM, now=NOW)
    listed = AddQuestion("de-nghi", "Giấy tờ kèm theo", FieldKind.TABLE)
    forms.change_form_draft(key="don-de-nghi", revision=1, edit=listed, actor=SYSTEM, now=NOW)
    forms.begin_form(title="Tờ khai thử", key="to-khai-thu", actor=SYSTEM, now=NOW)
    forms.publish_form(key="to-khai-thu", revision=1, from_day=NOW.date() + timedelta(days=30), actor=SYSTEM, now=NOW)
    world.ids |= {"process": "department-food-120", "first": 1, "appraise_step": "appraise"}
    world.ids["drafted_process"] = procedures.begin_process_draft(key="commune-birth-8", actor=SYSTEM, now=NOW)
    world.ids["process_version"] = catalogue.versions_of_process("department-food-120")[0].id
    world.ids["process_trial"] = ProcessTrial.objects.create(
        process_version_id=world.ids["process_version"], state="ready", started_at=NOW, looked=9, stuck=2
    ).pk
    seal_within(NOW - timedelta(days=1))
    seal_within(NOW)  # the root of the day before is published
    world.ids["authority"] = organise.give_authority(
        form="TUQ.",
        agency_id=world.province.other_commune_id,
        holder_post_id=world.ids["post"],
        scope="Chứng thực bản sao từ bản chính",
        basis="12/UQ-UBND",
        valid_from=datetime(2026, 11, 1, tzinfo=UTC).date(),
        valid_to=datetime(2027, 1, 1, tzinfo=UTC).date(),
        actor=SYSTEM,
        now=SETUP,
    )


def _told(world: World) -> None:
    """The program is told of dossiers; one notice was not taken."""
    from namkhong.foundation.accounts.models import ApiClient
    from namkhong.services.subscriptions.models import Attempt, Notice, Subscription

    client = ApiClient.objects.get(client_id="cong-quoc-gia")
    row = Subscription.objects.create(
        client=client, url="https://nhan-tin.example.vn/", kinds=["dossier.received"], created_at=SETUP
    )
    notice = Notice.objects.create(
        subscription=row, kind="dossier.received", step_id=1, dossier_id=world.ids["received"], revision=2, at=MONDAY,
        dossier_code=world.codes["received"], body='{"type":"dossier.received","data":{}}', attempts=1, due_at=NOW,
    )  # fmt: skip
    Attempt.objects.create(notice=notice, at=MONDAY, status=500, ms=120, words="Máy nhận đang có lỗi (mã 500).")
    world.ids |= {
        "subscription:id": row.public_id,
        "webhook_notice": notice.public_id,
        "program_account": client.account_id,
    }


def _desk(world: World) -> None:
    """What stands on the desk of the counter, and who does whose work next door."""
    a = world.actors
    filed = world.dossier("filed")
    batch = desks.start_batch(
        deed="receive", ticked=[Ticked(filed.pk, filed.revision)], key="a", actor=a["counter"], now=NOW
    )
    export = desks.start_export(query="", format="csv", actor=a["counter"], now=NOW)
    connection.cursor().execute("delete from procrastinate_jobs where task_name like 'desks.%'")
    from namkhong.foundation.organisations.models import Official

    kiosk = desk.kiosk_of(world.province.centre_id, NOW)
    taken = [
        desks.take_number(agency_id=0, key=str(press), kiosk=kiosk, actor=Actor.anonymous(), now=NOW)
        for press in range(3)
    ]
    desks.sit_at(agency_id=world.province.centre_id, window=2, actor=a["counter"], now=NOW)
    desks.call_next(after=None, actor=a["counter"], now=NOW)
    world.ids |= {
        "kiosk_today": kiosk,
        "post_handed": f"vt-{world.province.office_id}-specialist-{world.account('specialist')}",
        "ticket": taken[0].pk,
        "batch:id": batch.public_id,
        "export:id": export.public_id,
        "saved_filter": desks.save_filter(name="Của Lan", query="q=lan", actor=a["counter"], now=NOW),
        "substitution": organise.give_substitute(
            official_id=world.ids["official"],
            substitute_id=Official.objects.get(account_id=world.account("other_leader")).pk,
            valid_from=datetime(2026, 12, 21, tzinfo=UTC).date(),
            last_day=datetime(2026, 12, 25, tzinfo=UTC).date(),
            reason="Nghỉ phép",
            actor=SYSTEM,
            now=NOW,
        ),
    }


def _inquiry(world: World, number: int, kind: Kind = Kind.QUESTION, **about: Any) -> int:
    new = NewInquiry(
        kind=kind,
        title="Cần giấy tờ gì khi xác nhận tình trạng hôn nhân",
        text="Tôi ở xa, xin hỏi có phải mang giấy khai sinh theo không?",
        token=UUID(int=number),
        **about,
    )
    return feedback.send(new=new, actor=world.actors["lan"], now=MONDAY).id


def _speaking(world: World) -> None:
    """What Lan asked and complained of, at every station; the board counted."""
    from namkhong.services.feedback.models import Inquiry

    a, commune = world.actors, world.province.commune_id
    feedback.load_facts(SETUP, SYSTEM)
    made = {key: _inquiry(world, number, agency_id=commune, may_publish=True) for number, key in
            enumerate(("question", "question_given", "question_replied"), 1)}  # fmt: skip
    made["complaint"] = _inquiry(world, 4, Kind.COMPLAINT, dossier_code=world.codes["received"])
    for key in ("question_given", "question_replied"):
        feedback.assign(inquiry_id=made[key], actor=a["chief"], now=MONDAY, agency_id=commune)
    feedback.answer(
        inquiry_id=made["question_replied"],
        actor=a["leader"],
        now=NOW,
        words="Không cần, xã tra được trong cơ sở dữ liệu hộ tịch.",
        publish_as=("Có phải mang giấy khai sinh không", "Có phải mang giấy khai sinh theo không?"),
    )
    for key, pk in made.items():
        world.ids[key] = pk
        world.codes[key] = Inquiry.objects.get(pk=pk).code
    openness.catch_up(now=NOW)


def _registered(world: World) -> None:
    """One document that came to the commune and one that went out, in its books."""
    clerk, commune = world.actors["clerk"], world.province.commune_id
    documents.load_facts(SETUP, SYSTEM)
    came = documents.register_incoming(
        agency_id=commune,
        data=Incoming("Tăng cường phòng cháy, chữa cháy rừng", "Sở Xây dựng tỉnh Điện Biên", "123/SXD-VP"),
        files=(),
        actor=clerk,
        now=MONDAY,
    )
    went = documents.register_outgoing(
        agency_id=commune,
        data=Outgoing("quyet-dinh", "Thành lập Tổ công nghệ số cộng đồng", "Lò Văn Hặc", "CHỦ TỊCH"),
        files=(),
        actor=clerk,
        now=MONDAY,
    )
    for key, card in (("document_in", came), ("document_out", went)):
        world.ids |= {key: card.id, f"{key}:id": card.public_id, f"{key}:book": card.book_id}


def _sent(world: World) -> None:
    """A document of the commune that could not be sent: no axis is joined."""
    from namkhong.office.exchange.models import Dispatch

    exchange.load_address_book(entries=[Party("G99.01", "Cơ quan Thử nghiệm")], source="thu", actor=SYSTEM, now=SETUP)
    (card,) = exchange.send(
        agency_id=world.province.commune_id,
        document_key="van-ban-1",
        content=Content(
            code_number="1",
            code_notation="UBND-VP",
            promulgated_on=MONDAY.date(),
            subject="Về việc thử nghiệm liên thông",
        ),
        attachments=(),
        receivers=["G99.01"],
        actor=world.actors["clerk"],
        now=MONDAY,
    )
    exchange.deliver(dispatch_id=Dispatch.objects.get(consignment_id=card.id).pk, now=MONDAY)
    connection.cursor().execute("delete from procrastinate_jobs where task_name = 'exchange.deliver'")
    world.ids["consignment"] = card.id


def _drafted(world: World) -> None:
    """Two drafts of the commune, one being written, one waiting for Văn phòng; and a copy waiting for the agency's signature."""
    a, commune = world.actors, world.province.commune_id
    drafting.load_facts(SETUP, SYSTEM)
    receivers = (drafted.Receiver(drafted.ReceiverKind.TEXT, "Các phòng thuộc xã"),)
    for number, key in enumerate(("draft_open", "draft_checking"), 1):
        whole = key == "draft_checking"
        card = drafting.create(
            new=drafted.NewDraft(
                "quyet-dinh",
                world.province.office_id,
                drafted.Content(f"Thành lập tổ công tác số {number}", "Điều 1. Thành lập tổ công tác."),
                receivers if whole else (),
                UUID(int=number),
                world.account("leader") if whole else None,
            ),
            actor=a["specialist"],
            now=MONDAY,
        )
        world.ids |= {key: card.id, f"{key}:id": card.public_id}
    drafting.submit(draft_id=world.ids["draft_checking"], actor=a["specialist"], now=MONDAY)
    scan = files.store(name="quet.pdf", content=factories.pdf(), actor=a["clerk"], now=MONDAY, purpose="documents.file")
    paper = documents.register_incoming(
        agency_id=commune,
        data=Incoming("Hướng dẫn nghiệp vụ văn thư", "Sở Nội vụ tỉnh Điện Biên", "9/SNV-VP"),
        files=[FileLink(scan.id, "scan", "quet.pdf")],
        actor=a["clerk"],
        now=MONDAY,
    )
    copy = drafting.make_copy(
        document_id=paper.id, kind=drafted.CopyKind.FULL, token=UUID(int=3), actor=a["clerk"], now=MONDAY
    )
    world.ids |= {"copy": copy.pk, "copy:id": copy.public_id, "scanned": paper.id, "scanned:id": paper.public_id}
    connection.cursor().execute(
        "delete from procrastinate_jobs where args::text like '%drafting.%' or args::text like '%documents.read_files%'"
    )


def _arrived(world: World) -> None:
    """Three documents that came to the commune: scanned (its sender wants it back), in the book, given to be dealt with."""
    from namkhong.office.directives.models import Directive
    from namkhong.office.intake.models import Arrival, Assignment, Note

    a, commune = world.actors, world.province.commune_id
    intake.load_facts(SETUP, SYSTEM)
    made = {
        key: intake.record_arrival(
            agency_id=commune, source=came.Source.PAPER, uploads=[came.NewFile("quet.pdf", factories.pdf())],
            token=UUID(int=number), actor=a["clerk"], now=MONDAY,
        )
        for number, key in enumerate(("arrival_new", "arrival_registered", "arrival_given"), 1)
    }  # fmt: skip
    for number, key in enumerate(("arrival_registered", "arrival_given"), 1):
        data = Incoming(f"Báo cáo công tác tuần {number}", "Sở Y tế tỉnh Điện Biên", f"{number}/SYT-VP")
        intake.register(arrival_id=made[key].id, data=data, actor=a["clerk"], now=MONDAY)
    given = made["arrival_given"].id
    chief, specialist = (came.Whom(account_id=world.account(who)) for who in ("chief", "specialist"))
    due = date(2026, 11, 27)
    intake.direct(
        arrival_id=given,
        words="Xem xét, trả lời.",
        lines=[came.Line(chief, came.Part.LEAD, due)],
        actor=a["leader"],
        now=MONDAY,
    )
    top = Assignment.objects.get(arrival_id=given).pk
    intake.pass_on(
        assignment_id=top, words="", lines=[came.Line(specialist, came.Part.LEAD, date(2026, 11, 26))], actor=a["chief"],
        now=MONDAY,
    )  # fmt: skip
    directives.take_direction(note_id=Note.objects.get(arrival_id=given, kind="direct").pk, actor=SYSTEM, now=MONDAY)
    Arrival.objects.filter(pk=made["arrival_new"].id).update(recall="asked", recall_reason="Gửi nhầm")
    connection.cursor().execute(
        "delete from procrastinate_jobs where args::text like '%intake.%' or args::text like '%directives.%'"
    )
    world.ids |= {f"{key}:id": card.public_id for key, card in made.items()}
    world.ids |= {key: card.id for key, card in made.items()}
    world.ids |= {
        "assignment_top": top,
        "assignment": Assignment.objects.get(arrival_id=given, parent_id=top).pk,
        "directive:id": Directive.objects.get().public_id,
        "directive": Directive.objects.get().pk,
    }


def _build() -> World:
    factories.load_facts(SETUP, codes=CODES)
    commune, other, department = (
        organisations.agency_by_code(code).id for code in (factories.COMMUNE, factories.NEXT_DOOR, DEPARTMENT)
    )
    a = _officials(commune, department, other)
    a["lan"] = factories.citizen("Lò Thị Lan", "011199000015", "0912345678")
    a["neighbour"] = factories.citizen("Cà Văn Inh", "011085000027", "0987654321")
    Account.objects.filter(kind=Account.Kind.OFFICIAL).update(
        password=QuickArgon2().encode(PASSWORD, "muoi-cua-kiem-thu")
    )
    centre, office, other_centre = (
        organisations.unit_of(agency, kind).id
        for agency, kind in ((commune, "centre"), (commune, "office"), (other, "centre"))
    )
    province = Province(
        commune_id=commune,
        centre_id=centre,
        office_id=office,
        other_commune_id=other,
        other_centre_id=other_centre,
        lan=a["lan"],
        neighbour=a["neighbour"],
        counter=a["counter"],
        counter2=a["counter2"],
        specialist=a["specialist"],
        leader=a["leader"],
        other_counter=a["elsewhere"],
        other_leader=a["other_leader"],
        administrator=a["admin"],
        answers=factories.answered(a["lan"]),
    )
    a |= {"visitor": Actor.anonymous(), "program": Actor(ActorKind.API_CLIENT), "elevated": a["admin"]}
    world = World(province, a)
    accounts.register_api_client(
        client_id="cong-quoc-gia",
        name="Cổng Dịch vụ công quốc gia",
        scopes=[scope.value for scope in Scope],
        agency_key=factories.COMMUNE,
        per_minute=1_000_000,
        actor=SYSTEM,
        now=SETUP,
    )
    client = ApiClient.objects.get(client_id="cong-quoc-gia")
    world.program_token = accounts.give_token(client=client, scopes=client.scopes, now=NOW).token
    _dossiers(world)
    _things(world)
    _desk(world)
    _speaking(world)
    _registered(world)
    _sent(world)
    _arrived(world)
    _drafted(world)
    world.sessions = {who: _session(world, who) for who, actor in a.items() if actor.account_id is not None}
    return world


_once = Once(_build)


def build() -> World:
    """The whole cast with everything it holds, in the caller's transaction; a worker is at work just now."""
    world = _once()
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")
    return world

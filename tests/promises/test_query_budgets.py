"""Every list costs the same number of queries with sixty rows as with twenty, and no more than its budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.audit.models import TreeHead
from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.notifications.models import Delivery
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.models import Official, PostHolding, Reorganisation
from namkhong.foundation.retention import actions as retention
from namkhong.foundation.retention.models import Erasure, Rule
from namkhong.kernel import clock, remembering
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.kernel.worktime import DayKind
from namkhong.office.directives.models import Directive
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.tests import filling
from namkhong.office.drafting.models import Copy, Draft
from namkhong.office.exchange.models import AddressEntry, Consignment, Packet
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.services.desks.models import Batch, BatchItem, Ticket
from namkhong.services.dossiers import searching
from namkhong.services.dossiers.models import (
    Attachment,
    Dossier,
    FeeReceipt,
    LateChance,
    Mandate,
    OpinionRequest,
    Recalculation,
    SearchKey,
    Step,
    TrialLine,
)
from namkhong.services.dossiers.tests.factories import SYSTEM
from namkhong.services.eforms.models import FormVersion
from namkhong.services.feedback.models import Inquiry, Rating
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import Component, Procedure, ProcedureVersion, Process, ProcessVersion
from namkhong.services.subscriptions.models import Attempt, Notice, Subscription
from tests.cast import NOW, World

pytestmark = pytest.mark.xdist_group("promises: budgets")
Grow = Callable[[World, int], None]


def _dossiers(like: str) -> Grow:
    """More dossiers standing where this one stands."""

    def grow(world: World, count: int) -> None:
        kept = world.dossier(like)
        agency, _rest = str(kept.code or world.codes["filed"]).rsplit("-", 1)
        first = Dossier.objects.count() + 1_000
        rows = [Dossier.objects.get(pk=kept.pk) for _number in range(count)]
        for number, row in enumerate(rows, first):
            row.pk, row.public_id, row.answers_id = None, uuid4(), None
            row.code = f"{agency}-{number}" if kept.code else None
        Dossier.objects.bulk_create(rows)
        SearchKey.objects.bulk_create(searching.key_of(row) for row in rows)

    return grow


def _notices(world: World, count: int) -> None:
    for number in range(count):
        notifications.notify(account_id=world.account("lan"), title=f"Thông báo {number}", text="Xin xem.", now=NOW)


def _readings(world: World, count: int) -> None:
    for number in range(count):
        audit.record_access(
            world.actors["counter"],
            person_id=world.actors["lan"].person_id or 0,
            purpose="Xử lý hồ sơ",
            subject=("dossier", number),
            now=NOW,
        )


def _officials(world: World, count: int) -> None:
    first, today = Official.objects.count(), clock.local_date(NOW)
    for number in range(first, first + count):
        letters = f"{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"
        made = organise.create_official(
            username=f"them.{letters}", full_name=f"Lường Văn {letters}", home_id=world.province.other_commune_id,
            password_hash="!", actor=SYSTEM, now=NOW,
        )  # fmt: skip
        organise.appoint(
            official_id=made.official_id, agency_id=world.province.other_commune_id, role=Role.SPECIALIST,
            valid_from=today, actor=SYSTEM, now=NOW,
        )  # fmt: skip


def _posts(world: World, count: int) -> None:
    """Posts of one official, one after another."""
    start = clock.local_date(NOW) + timedelta(days=1_000 + PostHolding.objects.count())
    for number in range(count):
        day = start + timedelta(days=number)
        organise.appoint(
            official_id=world.ids["official"], agency_id=world.province.other_commune_id, role=Role.SPECIALIST,
            valid_from=day, valid_to=day + timedelta(days=1), actor=SYSTEM, now=NOW,
        )  # fmt: skip


def _days(world: World, count: int) -> None:
    day, added = clock.local_date(NOW).replace(month=1, day=2), 0
    while added < count:
        try:
            calendars.add_day(day=day, kind=DayKind.MORNING_ONLY, name="Nghỉ", source="1/TB", actor=SYSTEM, now=NOW)
            added += 1
        except Problem:
            pass
        day += timedelta(days=1)


def _failures(world: World, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, args, status, attempts)"
            " select 'files.scan', 'q', '{}', 'failed', 3 from generate_series(1, %s)",
            [count],
        )
    for _number in range(count):
        notifications.notify(account_id=None, phone="0912345678", title="Đã có kết quả", text="…", now=NOW)
    Delivery.objects.update(state="given_up", next_at=None, why="Cổng tin nhắn không trả lời.", attempts=7)


def _erasures(world: World, count: int) -> None:
    """Nights in which something was erased."""
    retention.load_facts(NOW, SYSTEM)
    rule = Rule.objects.get(kind="accounts.sessions")
    first = clock.local_date(NOW) - timedelta(days=Erasure.objects.count() + count)
    Erasure.objects.bulk_create(
        Erasure(rule=rule, day=first + timedelta(days=number), at=NOW, before=NOW, count=3) for number in range(count)
    )


def _programs(world: World, count: int) -> None:
    for _number in range(count):
        accounts.register_api_client(
            client_id=f"he-thong-{uuid4().hex[:12]}", name="Hệ thống khác", scopes=["catalogue"], actor=SYSTEM, now=NOW
        )


def _batches(world: World, count: int) -> None:
    kept = Batch.objects.get(public_id=world.ids["batch:id"])
    Batch.objects.bulk_create(
        Batch(account_id=kept.account_id, key=uuid4().hex, deed=kept.deed, total=1, created_at=NOW)
        for _number in range(count)
    )


def _tickets(world: World, count: int) -> None:
    """People who wait, and people who did not come when they were called."""
    first = Ticket.objects.count() + 1
    Ticket.objects.bulk_create(
        Ticket(
            agency_id=world.province.centre_id, day=clock.local_date(NOW), label=f"A{number}", key=f"k{number}",
            taken_at=NOW, state="missed" if number % 2 else "waiting",
            **({"called_at": NOW, "last_called_at": NOW, "official_id": world.account("counter"), "window": 2}
               if number % 2 else {}),
        )
        for number in range(first, first + count)
    )  # fmt: skip


def _batch_items(world: World, count: int) -> None:
    _dossiers("filed")(world, count)
    kept = Batch.objects.get(public_id=world.ids["batch:id"])
    fresh = Dossier.objects.exclude(code=None).order_by("-pk")[:count]
    first = kept.items.count()
    BatchItem.objects.bulk_create(
        BatchItem(batch=kept, position=place, dossier=row, code=row.code or "", revision=row.revision)
        for place, row in enumerate(fresh, first)
    )


def _procedures(world: World, count: int) -> None:
    kept = ProcedureVersion.objects.filter(procedure__code="1.004873").latest("number")
    first = Procedure.objects.count()
    made = Procedure.objects.bulk_create(
        Procedure(code=f"9.{first + number:06}", created_at=NOW) for number in range(count)
    )
    rows = [ProcedureVersion.objects.get(pk=kept.pk) for _number in made]
    for row, procedure in zip(rows, made, strict=True):
        row.pk, row.procedure = None, procedure
    ProcedureVersion.objects.bulk_create(rows)
    procedures.forget()


def _papers(key: str) -> Grow:
    def grow(world: World, count: int) -> None:
        component = Component.objects.filter(version_id=world.dossier(key).procedure_version_id, is_form=False).first()
        kept = world.ids["paper"]
        assert component is not None
        from namkhong.foundation.files.models import StoredFile

        row = StoredFile.objects.get(pk=kept)
        for _number in range(count):
            row.pk = uuid4()
            row.save(force_insert=True)
            Attachment.objects.create(
                dossier_id=world.ids[key], kind="component", component_id=component.pk, file_id=row.pk, name="a.pdf",
                size=9, added_at=NOW,
            )  # fmt: skip

    return grow


def _steps(world: World, count: int) -> None:
    """Sent back and forward again, many times."""
    steps = Step.objects.filter(dossier_id=world.ids["appraised"]).order_by("revision")
    last = steps.last()
    assert last is not None
    first = last.revision
    for number in range(1, count + 1):
        last.pk, last.revision = None, first + number
        last.save(force_insert=True)
    Dossier.objects.filter(pk=world.ids["appraised"]).update(revision=first + count)


def _questions(world: World, count: int) -> None:
    """More dossiers about which the same agency is asked."""
    kept = OpinionRequest.objects.get(pk=world.ids["asked_opinion"])
    before = set(Dossier.objects.values_list("pk", flat=True))
    _dossiers("asking")(world, count)
    for pk in Dossier.objects.exclude(pk__in=before).values_list("pk", flat=True):
        kept.pk, kept.dossier_id = None, pk
        kept.save(force_insert=True)


def _asked(world: World, count: int) -> None:
    """More questions about one dossier that were answered long ago."""
    kept = OpinionRequest.objects.get(pk=world.ids["asked_opinion"])
    for _number in range(count):
        kept.pk, kept.closed_at, kept.closing = None, NOW, "withdrawn"
        kept.save(force_insert=True)


def _plans(world: World, count: int) -> None:
    kept = Reorganisation.objects.get(pk=world.ids["reorganisation"])
    for _number in range(count):
        kept.pk = None
        kept.save(force_insert=True)


def _recalculations(world: World, count: int) -> None:
    first = Recalculation.objects.count()
    Recalculation.objects.bulk_create(
        Recalculation(calendar_version=10_000 + first + number, changed_at=NOW, state="superseded")
        for number in range(count)
    )


def _forms(world: World, count: int) -> None:
    kept = FormVersion.objects.get(key="don-de-nghi")
    first = FormVersion.objects.count()
    made = [FormVersion.objects.get(pk=kept.pk) for _number in range(count)]
    for number, row in enumerate(made, first):
        row.pk, row.key = None, f"thu-{number}"
    FormVersion.objects.bulk_create(made)


def _form_versions(world: World, count: int) -> None:
    last = FormVersion.objects.filter(key="don-de-nghi").order_by("-number")[0]
    for _number in range(count):
        start = last.valid_from + timedelta(days=1)
        FormVersion.objects.filter(pk=last.pk).update(valid_to=start)
        last.pk, last.number, last.valid_from, last.valid_to = None, last.number + 1, start, None
        last._state.adding = True
        last.save()


def _processes(world: World, count: int) -> None:
    first = Process.objects.count()
    made = Process.objects.bulk_create(Process(key=f"thu-{first + number}", created_at=NOW) for number in range(count))
    kept = ProcessVersion.objects.get(pk=world.ids["process_version"])
    ProcessVersion.objects.bulk_create(
        ProcessVersion(
            process=process, number=1, name="Thử", valid_from=kept.valid_from, steps=kept.steps, created_at=NOW
        )
        for process in made
    )


def _trial_lines(world: World, count: int) -> None:
    before = set(Dossier.objects.values_list("pk", flat=True))
    _dossiers("received")(world, count)
    TrialLine.objects.bulk_create(
        TrialLine(trial_id=world.ids["process_trial"], dossier_id=pk, trouble="nobody", step_name="Thẩm tra")
        for pk in Dossier.objects.exclude(pk__in=before).values_list("pk", flat=True)
    )


def _roots(world: World, count: int) -> None:
    for number in range(TreeHead.objects.count(), TreeHead.objects.count() + count):
        audit.seal(NOW + timedelta(days=number))


def _mandates(world: World, count: int) -> None:
    """More mandates that Lan gave."""
    kept = Mandate.objects.get(pk=world.ids["mandate"])
    for number in range(count):
        kept.pk, kept.number = None, f"{kept.signed_on:%Y}/{uuid4().hex[:8]}-{number}"
        kept.save(force_insert=True)


def _receipts(world: World, count: int) -> None:
    """More receipts of one dossier, voided long ago."""
    kept = FeeReceipt.objects.get(pk=world.ids["receipt"])
    for _number in range(count):
        kept.pk, kept.voided_at, kept.void_reason = None, NOW, "Ghi nhầm số"
        kept.save(force_insert=True)


def _warned(world: World, count: int) -> None:
    """Dossiers in progress that will probably be late."""
    before = set(Dossier.objects.values_list("pk", flat=True))
    _dossiers("received")(world, count)
    LateChance.objects.bulk_create(
        LateChance(
            dossier=row, decider_agency_id=row.decider_agency_id, unit_agency_id=row.unit_agency_id, chance=700,
            why={"step": "x", "passed": 1, "left": 2, "usual": 3, "slow": 4, "then": 5, "steps": 1, "samples": 50},
            computed_at=NOW,
        )
        for row in Dossier.objects.exclude(pk__in=before)
    )  # fmt: skip


def _inquiries(like: str) -> Grow:
    """More questions standing where this one stands."""

    def grow(world: World, count: int) -> None:
        kept = Inquiry.objects.get(pk=world.ids[like])
        first = Inquiry.objects.count() + 1_000
        rows = [Inquiry.objects.get(pk=kept.pk) for _number in range(count)]
        for number, row in enumerate(rows, first):
            row.pk, row.public_id, row.token, row.code = None, uuid4(), uuid4(), f"H18-PAKN-2026-{number:05}"
        Inquiry.objects.bulk_create(rows)

    return grow


def _ratings(world: World, count: int) -> None:
    kept = world.dossier("handed_over")
    _dossiers("handed_over")(world, count)
    rated = set(Rating.objects.values_list("dossier_id", flat=True))
    Rating.objects.bulk_create(
        Rating(
            dossier=row, code=row.code or "", agency_id=row.decider_agency_id, procedure_id=row.procedure_id,
            procedure_name=row.procedure_name, stars=4, words="Nhanh", rated_at=NOW,
        )
        for row in Dossier.objects.filter(state=kept.state, code__isnull=False)
        if row.pk not in rated
    )  # fmt: skip


def _subscriptions(world: World, count: int) -> None:
    kept = Subscription.objects.get(public_id=world.ids["subscription:id"])
    Subscription.objects.bulk_create(
        Subscription(client_id=kept.client_id, url=f"https://{uuid4().hex}.vn/", kinds=kept.kinds, created_at=NOW)
        for _number in range(count)
    )


def _webhook_notices(world: World, count: int) -> None:
    kept = Notice.objects.get(public_id=world.ids["webhook_notice"])
    first = Notice.objects.count() + 1
    made = Notice.objects.bulk_create(
        Notice(
            subscription_id=kept.subscription_id, kind=kept.kind, step_id=number, at=NOW, body=kept.body, due_at=NOW,
            attempts=1,
        )
        for number in range(first, first + count)
    )  # fmt: skip
    Attempt.objects.bulk_create(Attempt(notice=row, at=NOW, status=500, ms=9, words="Lỗi") for row in made)


def _books(world: World, count: int) -> None:
    """Books of former years."""
    commune = world.province.commune_id
    years = range(2025 - Book.objects.filter(year__lt=2026).count(), 2025 - Book.objects.count() - count, -1)
    Book.objects.bulk_create(Book(agency_id=commune, direction="in", year=year, opened_at=NOW) for year in years)


def _documents(world: World, count: int) -> None:
    """More rows in the book of arrivals."""
    commune = world.province.commune_id
    filling.fill(commune, Document.objects.count() + count, agencies=(commune,), years=(2026,))


def _arrivals(like: str) -> Grow:
    """More documents that came in, standing where this one stands, each with its assignment and its task."""

    def grow(world: World, count: int) -> None:
        for _number in range(count):
            row = Arrival.objects.get(pk=world.ids[like])
            row.pk, row.public_id, row.token, row.document_id, row.serial = None, uuid4(), uuid4(), None, None
            row.state, row.recall = "arrived" if row.state == "arrived" else "recalled", ""
            row.save(force_insert=True)
            if like == "arrival_given":
                job = Assignment.objects.get(pk=world.ids["assignment"])
                job.pk, job.arrival_id, job.parent_id = None, row.pk, None
                job.save(force_insert=True)
                task = Directive.objects.get(pk=world.ids["directive"])
                task.pk, task.public_id, task.token, task.assignment_id = None, uuid4(), uuid4(), job.pk
                task.save(force_insert=True)

    return grow


def _drafts(state: str) -> Grow:
    """More drafts of the commune, standing there."""

    def grow(world: World, count: int) -> None:
        for _number in range(count):
            row = Draft.objects.get(pk=world.ids["draft_checking"])
            row.pk, row.public_id, row.token, row.state = None, uuid4(), uuid4(), state
            row.signed_document = uuid4() if state in {"signing", "numbering"} else None
            row.save(force_insert=True)

    return grow


def _copies(world: World, count: int) -> None:
    for _number in range(count):
        row = Copy.objects.get(pk=world.ids["copy"])
        row.pk, row.public_id, row.token, row.signed_document = None, uuid4(), uuid4(), uuid4()
        row.save(force_insert=True)


def _consignments(world: World, count: int) -> None:
    kept = Consignment.objects.get(pk=world.ids["consignment"])
    first = Consignment.objects.count() + 1
    made = [Consignment.objects.get(pk=kept.pk) for _number in range(count)]
    for number, row in enumerate(made, first):
        row.pk, row.document_key = None, f"van-ban-{number}"
    Consignment.objects.bulk_create(made)


def _stray_packets(world: World, count: int) -> None:
    commune, first = world.province.commune_id, Packet.objects.count()
    Packet.objects.bulk_create(
        Packet(
            agency_id=commune, state="rejected", kind="status", via="thu", digest=str(number), why="Sai", arrived_at=NOW
        )
        for number in range(first, first + count)
    )  # fmt: skip


def _addresses(world: World, count: int) -> None:
    first = AddressEntry.objects.count()
    AddressEntry.objects.bulk_create(
        AddressEntry(code=f"G98.{number}", name="Vụ", source="thu", search_key="vu", valid_from=NOW.date())
        for number in range(first, first + count)
    )


@dataclass(frozen=True)
class Listed:
    """One list: who opens it, at which address, how it grows, how many queries it may cost."""

    name: str
    who: str
    path: str
    grow: Grow
    budget: int


LISTS: Final = (
    Listed("my_dossiers", "lan", "/ho-so/", _dossiers("received"), 10),
    Listed("my_dossiers", "lan", "/ho-so/?nhap", _dossiers("papers"), 10),
    Listed("dossier", "lan", "/ho-so/{appraised}/", _steps, 20),
    Listed("start", "lan", "/nop-ho-so/1.004837/", _dossiers("papers"), 22),
    Listed("draft", "lan", "/nop-ho-so/ban-nhap/{papers:id}/giay-to/", _papers("papers"), 16),
    Listed("draft", "lan", "/nop-ho-so/ban-nhap/{papers:id}/kiem-tra/", _papers("papers"), 16),
    Listed("notices", "lan", "/thong-bao/", _notices, 8),
    Listed("my_mandates", "lan", "/uy-quyen/", _mandates, 10),
    Listed("counter_filing", "helper", "/can-bo/nop-ho-so/", _dossiers("helped_draft"), 20),
    Listed("fee_receipt", "counter", "/can-bo/ho-so/{decided}/bien-lai/", _receipts, 20),
    Listed("who_read_my_data", "lan", "/tai-khoan-cua-toi/luot-xem/", _readings, 8),
    Listed("inbox", "counter", "/can-bo/", _dossiers("filed"), 20),
    Listed("inbox", "specialist", "/can-bo/", _dossiers("received"), 22),
    Listed("inbox", "leader", "/can-bo/?xem=in_progress", _dossiers("received"), 22),
    Listed("inbox", "counter", "/can-bo/?q=lan", _dossiers("filed"), 20),
    Listed("inbox", "counter", "/can-bo/?xem=paused", _dossiers("asked"), 20),
    Listed("late_soon", "leader", "/can-bo/sap-tre/", _warned, 20),
    Listed("register", "counter", "/can-bo/so-theo-doi/", _dossiers("received"), 17),
    Listed("officer_dossier", "leader", "/can-bo/ho-so/{appraised}/", _steps, 32),
    Listed("officer_dossier", "counter", "/can-bo/ho-so/{filed}/", _papers("filed"), 30),
    Listed("opinions", "head", "/can-bo/y-kien/", _questions, 24),
    Listed("officer_dossier", "specialist", "/can-bo/ho-so/{asking}/", _asked, 36),
    Listed("leader", "leader", "/can-bo/lanh-dao/", _dossiers("appraised"), 19),
    Listed("batches", "counter", "/can-bo/hang-loat/", _batches, 14),
    Listed("batch", "counter", "/can-bo/hang-loat/{batch:id}/", _batch_items, 15),
    Listed("absences", "other_leader", "/can-bo/vang-mat/", _officials, 18),
    Listed("counter_queue", "counter", "/can-bo/quay/", _tickets, 20),
    Listed("board_of_calls", "visitor", "/goi-so/{centre}/", _tickets, 4),
    Listed("take_number", "lan", "/lay-so/?moi", _officials, 12),
    Listed("hand_unit", "chief", "/can-bo/ban-giao/don-vi/?viec={post_handed}", _dossiers("received"), 24),
    Listed("admin_agencies", "admin", "/can-bo/quan-tri/co-quan/?q=xã", lambda world, count: None, 8),
    Listed("admin_agency", "admin", "/can-bo/quan-tri/co-quan/{agency}/", _officials, 20),
    Listed("admin_officials", "admin", "/can-bo/quan-tri/nhan-su/", _officials, 8),
    Listed("admin_officials", "commune_admin", "/can-bo/quan-tri/nhan-su/?q=luong", _officials, 8),
    Listed("admin_official", "admin", "/can-bo/quan-tri/nhan-su/{official}/", _posts, 17),
    Listed("reorganisations", "admin", "/can-bo/quan-tri/sap-xep/", _plans, 8),
    Listed("recalculations", "admin", "/can-bo/quan-tri/lich/hen-lai/", _recalculations, 8),
    Listed("processes", "admin", "/can-bo/quan-tri/quy-trinh/", _processes, 10),
    Listed("process_trial", "admin", "/can-bo/quan-tri/chay-thu-quy-trinh/{process_trial}/", _trial_lines, 10),
    Listed("public_log", "visitor", "/cong-khai/nhat-ky/", _roots, 4),
    Listed("calendar_year", "admin", "/can-bo/quan-tri/lich/2026/", _days, 9),
    Listed("admin_procedures", "admin", "/can-bo/quan-tri/thu-tuc/", _procedures, 8),
    Listed("admin_forms", "admin", "/can-bo/quan-tri/bieu-mau/", _forms, 9),
    Listed("admin_form", "admin", "/can-bo/quan-tri/bieu-mau/don-de-nghi/", _form_versions, 9),
    Listed("subscriptions", "admin", "/can-bo/quan-tri/nhan-tin/", _subscriptions, 8),
    Listed("subscription", "admin", "/can-bo/quan-tri/nhan-tin/{subscription:id}/", _webhook_notices, 10),
    Listed("subscription", "admin", "/can-bo/quan-tri/nhan-tin/{subscription:id}/?cho", _webhook_notices, 10),
    Listed("api_dossiers", "program", "/api/v1/dossiers", _dossiers("filed"), 12),
    Listed("api_dossiers", "program", "/api/v1/dossiers?view=in_progress", _dossiers("received"), 12),
    Listed("api_procedures", "program", "/api/v1/procedures", _procedures, 8),
    Listed("api_agencies", "program", "/api/v1/agencies", lambda world, count: None, 8),
    Listed("api_places", "program", "/api/v1/places?province=11", lambda world, count: None, 9),
    Listed("failed_jobs", "admin", "/can-bo/quan-tri/viec-loi/", _failures, 9),
    Listed("retention", "admin", "/can-bo/quan-tri/luu-giu/", _erasures, 18),
    Listed("admin_programs", "admin", "/can-bo/quan-tri/he-thong-ket-noi/", _programs, 9),
    Listed("catalogue", "visitor", "/dich-vu-cong/", _procedures, 8),
    Listed("catalogue", "visitor", "/dich-vu-cong/?q=hôn nhân", _procedures, 8),
    Listed("places", "visitor", "/dia-danh/?q=thanh xuong", lambda world, count: None, 8),
    Listed("my_inquiries", "lan", "/phan-anh/", _inquiries("question"), 8),
    Listed("answered_questions", "visitor", "/hoi-dap/", _inquiries("question_replied"), 8),
    Listed("inquiries", "chief", "/can-bo/phan-anh/", _inquiries("question"), 24),
    Listed("inquiries", "leader", "/can-bo/phan-anh/?xem=tat-ca", _inquiries("question"), 24),
    Listed("ratings", "leader", "/can-bo/danh-gia/", _ratings, 24),
    Listed("document_books", "clerk", "/can-bo/van-ban/so/", _books, 20),
    Listed("document_book", "clerk", "/can-bo/van-ban/so/{document_in:book}/", _documents, 24),
    Listed("document_search", "clerk", "/can-bo/van-ban/tim/?q=cong+tac", _documents, 22),
    Listed("drafts", "specialist", "/can-bo/van-ban/du-thao/", _drafts("drafting"), 24),
    Listed("drafts", "leader", "/can-bo/van-ban/du-thao/?xem=tat-ca", _drafts("drafting"), 30),
    Listed("drafts", "chief", "/can-bo/van-ban/du-thao/?xem=cho-toi", _drafts("checking_format"), 30),
    Listed("to_sign", "leader", "/can-bo/van-ban/cho-ky/", _drafts("signing"), 30),
    Listed("clerk_heap", "clerk", "/can-bo/van-ban/van-thu/cho-cap-so/", _drafts("numbering"), 26),
    Listed("copies", "clerk", "/can-bo/van-ban/ban-sao/", _copies, 26),
    Listed("exchange_outbox", "clerk", "/can-bo/van-ban/gui-nhan/", _consignments, 22),
    Listed("exchange_strays", "clerk", "/can-bo/van-ban/gui-nhan/khong-doc-duoc/", _stray_packets, 20),
    Listed("address_book", "commune_admin", "/can-bo/quan-tri/danh-ba-lien-thong/", _addresses, 16),
    Listed("arrivals", "clerk", "/can-bo/van-ban-den/", _arrivals("arrival_new"), 26),
    Listed("arrivals", "leader", "/can-bo/van-ban-den/?xem=tat-ca", _arrivals("arrival_given"), 26),
    Listed("my_arrivals", "specialist", "/can-bo/van-ban-den/viec-cua-toi/", _arrivals("arrival_given"), 26),
    Listed("my_directives", "specialist", "/can-bo/viec-duoc-giao/", _arrivals("arrival_given"), 26),
    Listed("given_directives", "leader", "/can-bo/viec-toi-giao/", _arrivals("arrival_given"), 30),
    Listed("board", "visitor", "/cong-khai/", _dossiers("received"), 12),
    Listed("board_dossiers", "visitor", "/cong-khai/ho-so/{distant_agency}/", _dossiers("received"), 10),
    Listed("responsibility", "leader", "/can-bo/trach-nhiem/", _steps, 30),
    Listed("responsibility_steps", "leader", "/can-bo/trach-nhiem/{distant_agency}/", _steps, 30),
)


def _queries(world: World, one: Listed) -> tuple[int, str]:
    client = world.browser(one.who)
    names = {name: str(code) for name, code in world.codes.items()} | {
        name: str(value) for name, value in world.ids.items() if name not in world.codes
    }
    path = one.path
    for name, value in names.items():
        path = path.replace("{" + name + "}", value)
    remembering.begin_anew()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(asked), "\n".join(query["sql"][:160] for query in asked)


@pytest.mark.parametrize("one", LISTS, ids=lambda one: f"{one.name} {one.who} {one.path}")
def test_sixty_rows_cost_what_twenty_cost(world: World, one: Listed) -> None:
    one.grow(world, 20)
    twenty, _ = _queries(world, one)
    one.grow(world, 40)
    sixty, said = _queries(world, one)
    assert sixty <= twenty, said
    assert sixty <= one.budget, said

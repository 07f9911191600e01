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

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.notifications.models import Delivery
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.models import Official, PostHolding
from namkhong.kernel import clock, remembering, text
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.kernel.worktime import DayKind
from namkhong.services.dossiers.models import Attachment, Dossier, SearchKey, Step
from namkhong.services.dossiers.tests.factories import SYSTEM
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import Component, Procedure, ProcedureVersion
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
        SearchKey.objects.bulk_create(
            SearchKey(dossier=row, key=text.fold(f"{row.applicant_name} {row.code}")) for row in rows
        )

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
    Listed("start", "lan", "/nop-ho-so/1.004884/", _dossiers("papers"), 22),
    Listed("draft", "lan", "/nop-ho-so/ban-nhap/{papers:id}/giay-to/", _papers("papers"), 16),
    Listed("draft", "lan", "/nop-ho-so/ban-nhap/{papers:id}/kiem-tra/", _papers("papers"), 16),
    Listed("notices", "lan", "/thong-bao/", _notices, 8),
    Listed("who_read_my_data", "lan", "/tai-khoan-cua-toi/luot-xem/", _readings, 8),
    Listed("inbox", "counter", "/can-bo/", _dossiers("filed"), 17),
    Listed("inbox", "specialist", "/can-bo/", _dossiers("received"), 17),
    Listed("inbox", "leader", "/can-bo/?xem=in_progress", _dossiers("received"), 17),
    Listed("inbox", "counter", "/can-bo/?q=lan", _dossiers("filed"), 17),
    Listed("officer_dossier", "leader", "/can-bo/ho-so/{appraised}/", _steps, 32),
    Listed("officer_dossier", "counter", "/can-bo/ho-so/{filed}/", _papers("filed"), 32),
    Listed("admin_agencies", "admin", "/can-bo/quan-tri/co-quan/?q=xã", lambda world, count: None, 8),
    Listed("admin_agency", "admin", "/can-bo/quan-tri/co-quan/{agency}/", _officials, 20),
    Listed("admin_officials", "admin", "/can-bo/quan-tri/nhan-su/", _officials, 8),
    Listed("admin_officials", "commune_admin", "/can-bo/quan-tri/nhan-su/?q=luong", _officials, 8),
    Listed("admin_official", "admin", "/can-bo/quan-tri/nhan-su/{official}/", _posts, 12),
    Listed("calendar_year", "admin", "/can-bo/quan-tri/lich/2026/", _days, 9),
    Listed("admin_procedures", "admin", "/can-bo/quan-tri/thu-tuc/", _procedures, 8),
    Listed("failed_jobs", "admin", "/can-bo/quan-tri/viec-loi/", _failures, 8),
    Listed("catalogue", "visitor", "/dich-vu-cong/", _procedures, 8),
    Listed("catalogue", "visitor", "/dich-vu-cong/?q=hôn nhân", _procedures, 8),
    Listed("places", "visitor", "/dia-danh/?q=thanh xuong", lambda world, count: None, 8),
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

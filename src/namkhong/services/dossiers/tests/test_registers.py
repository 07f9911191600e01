"""Form 06 told from the hand-overs, register 07 whole and in constant memory, form 04 as it is drawn."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from namkhong.foundation.audit.models import Entry
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import NoSuchDossier, NoSuchRegister, NotYours
from namkhong.services.dossiers.models import Dossier, FormTemplate, IssuedForm, Register, Step
from namkhong.services.dossiers.paper import form06
from namkhong.services.dossiers.queries import register
from namkhong.services.dossiers.queries.history import history_of
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Fault

pytestmark = pytest.mark.django_db
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="cần pdftotext: apt-get install poppler-utils"
)


def _text(made: bytes, folder: Path) -> str:
    path = folder / "form.pdf"
    path.write_bytes(made)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", " ", done.stdout)


def _extended(world: Province, *, late: bool = False) -> int:
    at_work = factories.received(world)
    now = datetime(2026, 11, 27 if late else 25, 2, 0, tzinfo=UTC)
    actions.propose_extension(
        dossier_id=at_work.id, actor=world.specialist, now=now, new_day=date(2026, 12, 2),
        reason="Đang chờ xác minh nơi cư trú cũ", fault=Fault.COORDINATION, late_reason="Cán bộ nghỉ ốm" if late else "",
    )  # fmt: skip
    actions.sign_extension(dossier_id=at_work.id, actor=world.leader, now=now)
    return at_work.id


@needs_pdftotext
def test_form_04_says_every_field_in_its_order(world: Province, tmp_path: Path) -> None:
    form = IssuedForm.objects.get(dossier_id=_extended(world), code="04")
    name, made = actions.form_pdf(form_id=form.pk, actor=world.lan, now=MONDAY)
    assert name.startswith("phieu-xin-loi")
    said, last = _text(made, tmp_path), -1
    for words in (
        "Số: 01/PXL",
        "Mường Phăng, ngày 25 tháng 11 năm 2026",
        "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Kính gửi: Lò Thị Lan",
        "Ngày 23 tháng 11 năm 2026",
        "011199000015",
        "Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026",
        "Lý do: Đang chờ xác minh nơi cư trú cũ",
        "Cơ quan phối hợp trả lời chậm",
        "xin lỗi Ông (Bà)/Tổ chức",
        "17 giờ 30 phút, ngày 02 tháng 12 năm 2026",
        "CHỦ TỊCH",
        "(Ký và ghi rõ họ tên)",
        "Chữ ký số của Thủ trưởng cơ quan",
        "Lò Văn Hặc",
    ):
        place = said.find(words)
        assert place > last, words
        last = place
    assert "Phiếu này gửi muộn vì" not in said
    assert b"pdfaid" in made
    again = actions.form_pdf(form_id=form.pk, actor=world.counter, now=MONDAY)
    assert again[1] == made, "made once, then kept"


@needs_pdftotext
def test_a_late_letter_says_why_it_is_late(world: Province, tmp_path: Path) -> None:
    form = IssuedForm.objects.get(dossier_id=_extended(world, late=True), code="04")
    _name, made = actions.form_pdf(form_id=form.pk, actor=world.leader, now=MONDAY)
    assert "Phiếu này gửi muộn vì: Cán bộ nghỉ ốm." in _text(made, tmp_path)


def test_form_06_is_told_from_the_hand_overs(world: Province) -> None:
    done = factories.handed_over(world)
    row = Dossier.objects.get(pk=done.id)
    blocks = form06.hand_overs(row, history_of(row, Step.objects.filter(dossier=row)))
    assert [(block["giver"], block["taker"]) for block in blocks] == [
        ("Trung tâm Phục vụ hành chính công xã Mường Phăng", "Văn phòng HĐND và UBND xã Mường Phăng"),
        ("Văn phòng HĐND và UBND xã Mường Phăng", "Ủy ban nhân dân xã Mường Phăng"),
        ("Ủy ban nhân dân xã Mường Phăng", "Trung tâm Phục vụ hành chính công xã Mường Phăng"),
        ("Trung tâm Phục vụ hành chính công xã Mường Phăng", "Người nộp hồ sơ: Lò Thị Lan"),
    ]
    assert [block["giver_name"] for block in blocks] == ["Lò Thị Xuân", "Quàng Văn Tưởng", "Lò Văn Hặc", "Lò Thị Xuân"]
    assert [block["taker_name"] for block in blocks] == ["Quàng Văn Tưởng", "Lò Văn Hặc", "Lò Thị Xuân", ""]
    assert blocks[0]["at"] == "07 giờ 41 phút, ngày 23/11/2026"
    assert all(block["result"] in {"Trước hạn", "Đúng hạn", "Quá hạn"} for block in blocks)
    assert blocks[1]["note"] == "Đủ điều kiện"


def test_form_06_keeps_its_number_and_follows_the_dossier(world: Province) -> None:
    at_work = factories.received(world)
    first = actions.control_slip(dossier_id=at_work.id, actor=world.specialist, now=MONDAY)
    again = actions.control_slip(dossier_id=at_work.id, actor=world.leader, now=MONDAY + timedelta(minutes=1))
    assert first == again
    actions.forward(dossier_id=at_work.id, actor=world.specialist, now=MONDAY + timedelta(hours=1))
    moved = actions.control_slip(dossier_id=at_work.id, actor=world.leader, now=MONDAY + timedelta(hours=1))
    assert moved[1] != first[1]
    issued = IssuedForm.objects.filter(dossier_id=at_work.id, code="06")
    assert issued.count() == 2
    assert len({form.number for form in issued}) == 1


def test_form_06_is_not_for_the_applicant_nor_before_reception(world: Province) -> None:
    at_work, sent = factories.received(world), factories.filed(world)
    with pytest.raises(NoSuchDossier):
        actions.control_slip(dossier_id=at_work.id, actor=world.lan, now=MONDAY)
    with pytest.raises(NotYours):
        actions.control_slip(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    actions.control_slip(dossier_id=at_work.id, actor=world.counter, now=MONDAY)
    slip = IssuedForm.objects.get(dossier_id=at_work.id, code="06")
    with pytest.raises(NoSuchDossier):
        actions.form_pdf(form_id=slip.pk, actor=world.lan, now=MONDAY)


def _many(world: Province, count: int) -> None:
    kept = Dossier.objects.get(pk=factories.handed_over(world).id)
    assert kept.received_at is not None
    rows: list[Dossier] = []
    for number in range(count):
        row = Dossier.objects.get(pk=kept.pk) if not rows else Dossier(**{
            field.attname: getattr(kept, field.attname) for field in Dossier._meta.concrete_fields
        })  # fmt: skip
        row.pk, row.public_id, row.answers_id = None, uuid4(), None
        row.code = f"{(kept.code or '')[:-4]}{number + 100_000}"
        rows.append(row)
    Dossier.objects.bulk_create(rows, batch_size=500)


def test_the_register_lists_a_year_in_the_order_of_reception(world: Province) -> None:
    first, second = factories.handed_over(world), factories.received(world, now=MONDAY + timedelta(hours=1))
    factories.filed(world)
    lines = list(actions.register_lines(agency_id=world.centre_id, year=2026, actor=world.counter, now=MONDAY))
    assert lines[0] == (
        "STT", "Mã hồ sơ", "Tên TTHC", "Tên tổ chức, cá nhân", "Địa chỉ/SĐT", "Cơ quan chủ trì giải quyết",
        "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Phương thức nhận kết quả", "Ký nhận",
    )  # fmt: skip
    assert [line[1] for line in lines[1:]] == [first.code, second.code]
    assert lines[1][0] == "1"
    assert lines[1][3:10] == (
        "Lò Thị Lan", "Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên, 0912345678", "Ủy ban nhân dân xã Mường Phăng",
        "07:41 23/11/2026", "17:30 27/11/2026", "10:41 23/11/2026", "Trực tuyến",
    )  # fmt: skip
    assert lines[1][10]
    assert lines[2][8:] == ("", "Trực tuyến", "")
    assert list(register.rows(world.centre_id, 2025)) == []
    assert Register.objects.get(agency_id=world.centre_id, year=2026).number == "01/STD-TTPVHCC"
    read = Entry.objects.filter(action="dossiers.register_read").latest("pk")
    assert read.detail == {"year": 2026, "how": "csv"}


def test_the_parts_are_cut_where_the_lines_say(world: Province) -> None:
    _many(world, 24)
    FormTemplate.objects.filter(code="07").update(settings={"paper": "a4", "rows_per_part": 10})
    from namkhong.services.dossiers import frozen

    frozen.templates.forget()
    known = register.parts(world.centre_id, 2026, MONDAY)
    assert [(part.number, part.first, part.last) for part in known] == [(1, 1, 10), (2, 11, 20), (3, 21, 25)]
    whole = list(register.rows(world.centre_id, 2026))
    assert [line for part in known for line in register.rows(world.centre_id, 2026, after=part)] == whole
    assert [line[0] for line in whole] == [str(number) for number in range(1, 26)]
    with pytest.raises(NoSuchRegister):
        register.part_of(known, 4)


def test_a_year_of_any_size_costs_the_memory_of_a_page(world: Province) -> None:
    _many(world, 2_500)

    def peak(lines: int) -> int:
        tracemalloc.start()
        for number, _line in enumerate(register.rows(world.centre_id, 2026)):
            if number == lines:
                break
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1_000)
    assert peak(2_500) < 1.3 * peak(1_000)
    with CaptureQueriesContext(connection) as asked:
        assert sum(1 for _line in register.rows(world.centre_id, 2026)) == 2_501
    assert len(asked) <= 6 * 3 + 4
    with connection.cursor() as cursor:
        cursor.execute("analyze dossiers_dossier")
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select id from dossiers_dossier where receiver_agency_id = %s and received_at >= %s"
            " and received_at < %s order by received_at, id limit 500",
            [world.centre_id, MONDAY - timedelta(days=300), MONDAY + timedelta(days=30)],
        )
        assert "dossier_register" in "".join(str(row) for row in cursor.fetchall())


def test_only_the_counter_reads_its_own_register(world: Province) -> None:
    factories.received(world)
    for who in (world.specialist, world.leader, world.other_counter, world.lan):
        with pytest.raises(NoSuchRegister):
            actions.open_register(agency_id=world.centre_id, year=2026, actor=who, now=MONDAY)
    for year in (2018, 2027):
        with pytest.raises(NoSuchRegister):
            actions.open_register(agency_id=world.centre_id, year=year, actor=world.counter, now=MONDAY)


def test_the_page_the_table_and_the_print(world: Province, browser: Callable[[Actor], Client]) -> None:
    _many(world, 3)
    Dossier.objects.filter(code__endswith="100001").update(applicant_name="=cmd|'/c calc'!A1")
    counter = browser(world.counter)
    page = counter.get("/can-bo/so-theo-doi/").content.decode()
    assert f"/can-bo/so-theo-doi/{world.centre_id}/2026/1/so.pdf" in page
    assert "chờ xác nhận" in page.lower()
    table = counter.get(f"/can-bo/so-theo-doi/{world.centre_id}/2026/so.csv")
    sent = b"".join(table)
    assert sent.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    assert len(rows) == 5
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert counter.get(f"/can-bo/so-theo-doi/{world.centre_id}/2026/1/so.pdf").content.startswith(b"%PDF")
    assert counter.get(f"/can-bo/so-theo-doi/{world.centre_id}/2026/2/so.pdf").status_code == 404
    assert counter.get("/can-bo/so-theo-doi/?nam=abcd").status_code == 404
    assert browser(world.other_counter).get(f"/can-bo/so-theo-doi/{world.centre_id}/2026/so.csv").status_code == 404
    assert browser(world.specialist).get("/can-bo/so-theo-doi/").status_code == 403

"""Form 01: every field of the 2025 shape with its words, as PDF/A; text stays text."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

from namkhong.services.dossiers import actions, frozen
from namkhong.services.dossiers.models import Dossier, FormTemplate, IssuedForm
from namkhong.services.dossiers.paper import form01, render
from namkhong.services.dossiers.secrets import secret_of
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Channel

pytestmark = pytest.mark.django_db
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="cần pdftotext: apt-get install poppler-utils"
)


def _text(made: bytes, folder: Path) -> str:
    path = folder / "form.pdf"
    path.write_bytes(made)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", " ", done.stdout)


@needs_pdftotext
def test_every_field_is_there_in_its_order(world: Province, tmp_path: Path) -> None:
    at_work = factories.received(world)
    said = _text(actions.receipt_pdf(dossier_id=at_work.id, actor=world.lan, now=MONDAY), tmp_path)
    secret = secret_of(Dossier.objects.get(pk=at_work.id).public_id)
    number = IssuedForm.objects.get(dossier_id=at_work.id).number
    wanted = [
        f"Số: {number}",
        "Mường Phăng, ngày 23 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {at_work.code}",
        "Trung tâm Phục vụ hành chính công xã Mường Phăng",
        "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Lò Thị Lan",
        "Số định danh cá nhân/tổ chức: 011199000015",
        "Địa chỉ: Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên",
        "Số điện thoại: 0912345678",
        "Email:",
        "Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân",
        "Thành phần hồ sơ nộp gồm:",
        "1. Tờ khai cấp Giấy xác nhận tình trạng hôn nhân",
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 07 giờ 41 phút, ngày 23 tháng 11 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026",
        "Đăng ký nhận kết quả tại: Bản điện tử, tải về ở trang hồ sơ",
        "Vào Sổ theo dõi hồ sơ, Quyển số",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "(Ký và ghi rõ họ tên)",
        "Lò Thị Xuân",
        f"Mã bí mật: {secret}",
    ]
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN XÃ"):
        assert words in said
    places = [said.find(words) for words in wanted]
    assert -1 not in places, [words for words, place in zip(wanted, places, strict=True) if place < 0]
    body = places[2:19]
    assert body == sorted(body), "in the order of the form"


@needs_pdftotext
def test_a_name_with_code_in_it_stays_text(world: Province, tmp_path: Path) -> None:
    at_work = factories.received(world)
    form = IssuedForm.objects.select_related("template").get(dossier_id=at_work.id)
    evil = 'Lò #panic() $x^2$ *đậm* `mã` <b>in</b> \\ "trích" #sys.inputs @x [y] // hết'
    data = form01.with_lookup({**form.data, "applicant": evil, "address": "= Tiêu đề\n- mục"}, form.dossier)
    said = _text(render.pdf(form.template.layout, data, issued_at=MONDAY), tmp_path)
    assert evil in said
    assert "= Tiêu đề - mục" in said


def test_it_is_made_when_first_opened_and_the_same_ever_after(world: Province) -> None:
    at_work = factories.received(world)
    assert IssuedForm.objects.get(dossier_id=at_work.id).file_id is None
    first = actions.receipt_pdf(dossier_id=at_work.id, actor=world.lan, now=MONDAY)
    kept = IssuedForm.objects.get(dossier_id=at_work.id).file_id
    again = actions.receipt_pdf(dossier_id=at_work.id, actor=world.counter, now=MONDAY + timedelta(days=400))
    assert kept is not None
    assert first == again
    assert IssuedForm.objects.get(dossier_id=at_work.id).file_id == kept


def test_it_declares_pdf_a_and_holds_its_fonts(world: Province) -> None:
    made = actions.receipt_pdf(dossier_id=factories.received(world).id, actor=world.lan, now=MONDAY)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made
    assert b"Tinos-Regular" in made


def test_it_is_quick_once_warm(world: Province) -> None:
    at_work = factories.received(world)
    form = IssuedForm.objects.select_related("template").get(dossier_id=at_work.id)
    times = []
    for number in range(6):
        data = form01.with_lookup({**form.data, "number": f"{number}"}, form.dossier)
        begun = time.process_time()
        render.pdf(form.template.layout, data, issued_at=MONDAY)
        times.append(time.process_time() - begun)
    assert sorted(times)[1] <= 0.060


def test_the_form_says_what_was_true_when_it_was_issued(world: Province) -> None:
    at_work = factories.received(world)
    FormTemplate.objects.create(
        code="01", version="2026.1", name="Giấy tiếp nhận", legal_basis="Thông tư mới", effective_from="2026-12-01",
        layout="form01_2025.typ", settings={"paper": "a4", "copies": 1},
    )  # fmt: skip
    frozen.templates.forget()
    assert IssuedForm.objects.get(dossier_id=at_work.id).template.version == "2025.1"
    later = factories.filed(world, now=MONDAY + timedelta(days=10))
    actions.receive(dossier_id=later.id, actor=world.counter, now=MONDAY + timedelta(days=10))
    assert IssuedForm.objects.get(dossier_id=later.id).data["paper"] == "a4"


def test_on_paper_there_are_two_copies_and_numbers_follow_each_other(world: Province) -> None:
    numbers = []
    for _time in range(2):
        sent = factories.filed(world, actor=world.counter, person_id=world.lan.person_id, channel=Channel.COUNTER)
        actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY)
        form = IssuedForm.objects.get(dossier_id=sent.id)
        assert form.data["copies"] == ["(Liên 1: Lưu)", "(Liên 2: Giao người nộp hồ sơ)"]
        numbers.append(form.number)
    assert len(set(numbers)) == 2


def test_loading_the_templates_again_changes_nothing(world: Province) -> None:
    assert actions.load_facts(MONDAY, factories.SYSTEM) == 0

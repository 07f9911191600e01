"""An identity paper opens with who looks, when and why across it; what is stored is what was sent; each look is recorded.

PDFs are read back by poppler, which shares no code with the writer; pictures by their pixels.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.files import actions, marking, queries
from namkhong.foundation.files.errors import LinkExpired, Unreadable
from namkhong.foundation.files.tests import factories
from namkhong.foundation.files.tests.factories import NOW, citizen, official
from namkhong.foundation.files.types import FileCard, Mark
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor], Client]
CODE: Final = "H18.55.04-261123-0001"
MARK: Final = Mark("Xem giấy tờ tùy thân để xử lý hồ sơ", CODE, 71, ("dossier", 15))
WHO: Final = "Lò Thị Xuân, Cán bộ một cửa"
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="cần pdftotext: apt-get install poppler-utils"
)


def _kept(name: str, content: bytes) -> FileCard:
    return actions.store(name=name, content=content, actor=citizen(), now=NOW)


def _opened(visit: Visit, file: FileCard, *, tail: str = "", **headers: Any) -> Any:
    now = clock.now()
    address = queries.link(file.id, actor=official(), now=now, mark=MARK)
    return visit(official()).get(address + tail, **headers)


def _text(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def _picture(pdf: bytes, path: Path) -> Image.Image:
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-png", "-singlefile", str(path), str(path.with_suffix(""))], check=True)
    return Image.open(path.with_suffix(".png")).convert("RGB")


def _ink(picture: Image.Image) -> int:
    """How far the darkest point of a white picture is from white."""
    return 255 - min(number for number, count in enumerate(picture.convert("L").histogram()) if count)


@needs_poppler
def test_every_page_of_a_pdf_says_who_when_and_why(visit: Visit, tmp_path: Path) -> None:
    sent = factories.pdf(3)
    file = _kept("can-cuoc.pdf", sent)
    answer = _opened(visit, file)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = _text(answer.content, tmp_path / "a.pdf").split("\f")[:3]
    today = f"{clock.local(clock.now()):%d/%m/%Y}"
    for page in pages:
        for words in (WHO, CODE, "Xem giấy tờ tùy thân", today):
            assert words in page
    assert queries.read(file.id) == sent


@needs_poppler
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_a_shifted_page_is_marked_where_the_reader_looks(visit: Visit, tmp_path: Path, turn: int) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(400, 600)
    page.mediabox = RectangleObject((100, -50, 500, 550))
    page.cropbox = RectangleObject((100, -50, 500, 550))
    page.rotate(turn)
    made = io.BytesIO()
    writer.write(made)
    content = _opened(visit, _kept("can-cuoc.pdf", made.getvalue())).content
    assert WHO in _text(content, tmp_path / "a.pdf")
    seen = _picture(content, tmp_path / "b.pdf")
    assert (seen.width > seen.height) == (turn in {90, 270})
    columns = [seen.crop((x, 0, x + seen.width // 4, seen.height)) for x in range(0, seen.width - 9, seen.width // 4)]
    assert all(_ink(column) > 60 for column in columns)  # in each quarter of the page


@pytest.mark.parametrize(("name", "kind"), [("anh.jpg", "JPEG"), ("anh.png", "PNG")])
def test_a_picture_is_marked_all_over_and_stays_a_picture(visit: Visit, name: str, kind: str) -> None:
    sent = factories.image(kind, (1200, 800), "white")
    file = _kept(name, sent)
    answer = _opened(visit, file)
    shown = Image.open(io.BytesIO(answer.content))
    assert (shown.format, shown.size) == (kind, (1200, 800))
    for x in range(0, 1200, 300):
        for y in range(0, 800, 200):
            assert _ink(shown.crop((x, y, x + 300, y + 200))) > 60, (x, y)
    assert queries.read(file.id) == sent


def test_what_the_camera_wrote_goes_and_a_huge_picture_is_shown_smaller(visit: Visit) -> None:
    shown = Image.open(io.BytesIO(_opened(visit, _kept("anh.jpg", factories.photo())).content))
    assert shown.size == (400, 800)
    assert not shown.getexif()
    large = Image.open(io.BytesIO(_opened(visit, _kept("to.jpg", factories.image(size=(6000, 3000)))).content))
    assert large.size == (2400, 1200)


def test_each_opening_is_recorded_for_the_person(visit: Visit) -> None:
    file = _kept("can-cuoc.pdf", factories.pdf())
    for _time in range(2):
        _opened(visit, file)
    seen = Entry.objects.filter(person_id=71)
    assert [(row.purpose, row.subject_type, row.subject_id, row.actor_account_id) for row in seen] == [
        (MARK.why, "dossier", "15", 11)
    ] * 2


def test_neither_saving_nor_ranges_nor_a_small_picture_get_round_the_mark(visit: Visit) -> None:
    file = _kept("anh.png", factories.image("PNG", (300, 200), "white"))
    whole = factories.image("PNG", (300, 200), "white")
    saved = _opened(visit, file, tail="?tai-ve=1")
    assert saved["Content-Disposition"].startswith("attachment")
    part = _opened(visit, file, HTTP_RANGE="bytes=0-99")
    for answer in (saved, part):
        assert answer.status_code == 200
        assert answer["Accept-Ranges"] == "none"
        assert "ETag" not in answer
        assert answer.content not in whole
        assert "no-store" in answer["Cache-Control"]
    token = queries.token(file.id, actor=official(), now=clock.now(), mark=MARK)
    small = visit(official()).get(reverse("file_thumbnail", kwargs={"token": token}))
    assert small.status_code == 404


def test_the_mark_cannot_be_taken_off_the_link(visit: Visit) -> None:
    file = _kept("can-cuoc.pdf", factories.pdf())
    token = queries.token(file.id, actor=official(), now=clock.now(), mark=MARK)
    for forged in (token[:-1], token.lstrip("."), token.replace(":", "", 1), token[5:]):
        with pytest.raises(LinkExpired):
            queries.opened(forged, actor=official(), now=clock.now())
    with pytest.raises(LinkExpired):
        queries.opened(token, actor=official(99), now=clock.now())


def test_what_cannot_be_marked_is_not_shown(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _kept("can-cuoc.pdf", factories.pdf())
    with pytest.raises(Unreadable):
        marking.marked(b"%PDF-1.7 hong", file, ["x"])
    monkeypatch.setattr(marking, "_pdf", lambda *_args: (_ for _ in ()).throw(ValueError("hỏng")))
    answer = _opened(visit, file)
    assert answer.status_code == 422
    assert "Không đóng được dấu chìm" in answer.content.decode()
    assert not Entry.objects.filter(person_id=71).exists()


def test_a_pdf_that_only_forbids_printing_is_marked_too(visit: Visit) -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    writer.encrypt("", owner_password="chu", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    content = _opened(visit, _kept("khoa.pdf", made.getvalue())).content
    assert CODE in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_words_are_data_never_source() -> None:
    post = official()
    nasty = Mark('#panic("x") $ ] ) "', "#set page(fill: red)", 71, ("dossier", 15))
    lines = marking.lines_of(nasty, post, NOW)
    content = marking.marked(factories.pdf(), _kept("a.pdf", factories.pdf()), lines)
    assert '#panic("x")' in PdfReader(io.BytesIO(content)).pages[0].extract_text()

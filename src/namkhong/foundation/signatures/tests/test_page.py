"""The public page: a sentence for whatever is sent, and nothing of it is kept."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as generated
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from namkhong.foundation.files.models import StoredFile
from namkhong.foundation.signatures import inspecting, queries, trust
from namkhong.foundation.signatures.errors import NotSignable
from namkhong.foundation.signatures.tests import factories
from namkhong.foundation.signatures.tests.factories import Commune
from namkhong.foundation.signatures.tests.test_signing import ALONE, done, signing
from namkhong.foundation.signatures.types import Level

PAGE = "/kiem-tra-chu-ky/"


def sent(content: bytes) -> tuple[int, str]:
    answer = Client().post(PAGE, {"tep": SimpleUploadedFile("van-ban.pdf", content, content_type="application/pdf")})
    return answer.status_code, answer.content.decode()


def closed() -> bytes:
    """With a password."""
    writer = pypdf.PdfWriter(BytesIO(factories.pdf()))
    writer.encrypt("bi-mat")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def running() -> bytes:
    """With a program that starts when the file is opened, well hidden."""
    writer = IncrementalPdfFileWriter(BytesIO(factories.pdf()))
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
    )
    first = generic.DictionaryObject({pdf_name("/S"): pdf_name("/Named"), pdf_name("/Next"): writer.add_object(action)})
    writer.root["/OpenAction"] = writer.add_object(first)
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_good_signature_is_told_in_plain_words(commune: Commune) -> None:
    before = StoredFile.objects.count()
    document = commune.document(ALONE, Level.LTA)
    done(commune.sign("chairman", signing(document)))
    content = commune.content(queries.newest_file(document))
    kept = StoredFile.objects.count()
    status, page = sent(content)
    assert (status, kept > before) == (200, True)
    assert "Lò Văn Chủ Tịch" in page
    assert "chữ ký số chuyên dùng công vụ" in page
    assert "TM. ỦY BAN NHÂN DÂN" in page
    assert StoredFile.objects.count() == kept
    spoilt = bytearray(content)
    spoilt[content.index(b"/MediaBox") + 12] ^= 1
    status, page = sent(bytes(spoilt))
    assert status == 200
    assert "Văn bản đã bị thay đổi sau khi ký." in page
    assert "Không dùng tệp này." in page


def test_a_stranger_signature_is_not_called_good(commune: Commune) -> None:
    status, page = sent(factories.pdf())
    assert (status, "Tệp này chưa có chữ ký số nào." in page) == (200, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"khong phai PDF", "Tệp này không phải PDF."),
        (b"%PDF-1.7\nhong", "Tệp PDF bị hỏng"),
        (closed(), "Tệp PDF có mật khẩu"),
        (running(), "chương trình chạy kèm"),
    ],
    ids=["not a PDF", "broken", "with a password", "with JavaScript"],
)
def test_what_cannot_be_judged_is_refused_with_a_sentence(commune: Commune, content: bytes, sentence: str) -> None:
    status, page = sent(content)
    assert status == 422
    assert sentence in page


def test_a_file_over_the_limit_is_refused_before_it_is_read(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = trust.rules().max_bytes
    assert limit < 300_000_000
    small = dataclasses.replace(trust.rules(), max_bytes=1_000)
    monkeypatch.setattr(trust, "rules", lambda: small)
    status, page = sent(factories.pdf())
    assert status == 422
    assert "nên không kiểm tra ở đây được" in page


def test_nothing_chosen_is_told(commune: Commune) -> None:
    answer = Client().post(PAGE)
    assert answer.status_code == 422
    assert "Xin chọn tệp PDF cần kiểm tra." in answer.content.decode()


@generated(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 8_000), what=st.binary(min_size=1, max_size=40))
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(at: int, what: bytes) -> None:
    content = bytearray(factories.pdf())
    content[at : at + len(what)] = what
    with suppress(NotSignable):
        assert inspecting.opened(bytes(content)).root

"""Reading edXML: both dialects, every status code, and nothing but a sentence for whatever is wrong."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from namkhong.office.exchange.edxml.limits import Limits
from namkhong.office.exchange.edxml.reading import Document, read
from namkhong.office.exchange.errors import BadPacket
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.simulator.dialects import Dialect, plain
from namkhong.office.exchange.types import BusinessKind, ReceiverChange, Replacement, StatusCode, StatusMessage

SAMPLES: Final = Path(__file__).parent / "samples"
SMALL: Final = Limits(
    message_bytes=200_000,
    attachments=3,
    attachment_bytes=100_000,
    unpacked_bytes=150_000,
    zip_ratio=100,
    zip_entries=3,
    elements=300,
    depth=12,
)
DIALECTS: Final = ("java", "dotnet")
THEM: Final = {"code": "G99.01", "name": "Cơ quan Thử nghiệm"}
US: Final = {"code": "H18.55", "name": "UBND xã Mường Phăng"}


def sample(name: str) -> bytes:
    """A frozen sample."""
    return (SAMPLES / f"{name}.edxml").read_bytes()


def document(data: bytes, limits: Limits | None = None) -> Document:
    """It is a document."""
    said = read(data, limits or rules().limits)
    assert isinstance(said, Document)
    return said


def refused(data: bytes, limits: Limits = SMALL) -> str:
    """The sentence."""
    with pytest.raises(BadPacket) as told:
        read(data, limits)
    return str(told.value)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_new_document_is_read_in_both_dialects(dialect: str) -> None:
    said = document(sample(f"{dialect}_new"))
    content = said.content
    assert content.sender.code == "G99.01"
    assert [party.code for party in content.to] == ["000.00.55.H18"]
    assert content.number == "125/STN-VP"
    assert content.promulgated_on == date(2026, 11, 20)
    assert content.type_name == "Công văn"
    assert content.type_raw == {"java": "1", "dotnet": "18"}[dialect]
    assert content.subject == "V/v phối hợp thử nghiệm gửi, nhận văn bản điện tử"
    assert (content.signer.competence, content.signer.full_name) == ("KT.", "Nguyễn Văn Thử")
    assert content.to_places == ("UBND xã Mường Phăng", "Lưu: VT")
    assert content.business.kind is BusinessKind.NEW
    assert content.pages == 2
    assert content.trace[0].at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    (file,) = said.attachments
    assert file.name == "125_STN-VP.pdf"
    assert file.content_type == "application/pdf"
    assert file.data is not None
    assert file.data.startswith(b"%PDF-1.4")


def test_a_document_id_is_a_triple_or_a_uuid() -> None:
    assert document(sample("java_new")).content.document_id == "G99.01,2026/11/20,125/STN-VP"
    assert document(sample("dotnet_new")).content.document_id == "6f1ed002-ab5f-4a7c-8f0e-0c1a2b3c4d5e"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_update_revocation_and_replacement_say_what_they_are_about(dialect: str) -> None:
    first = document(sample(f"{dialect}_new")).content.document_id
    update = document(sample(f"{dialect}_update")).content.business
    assert (update.kind, update.reason, update.earlier) == (BusinessKind.UPDATE, "Sai ngày họp", first)
    assert update.content_changed
    assert update.receivers == (ReceiverChange("H18.55", added=True), ReceiverChange("H18.30", added=False))
    revoke = document(sample(f"{dialect}_revoke")).content
    assert (revoke.business.kind, revoke.business.reason) == (BusinessKind.REVOKE, "Gửi nhầm nơi nhận")
    assert revoke.response_for[0].document_id == first
    replace = document(sample(f"{dialect}_replace")).content.business
    assert (replace.kind, replace.replaced) == (BusinessKind.REPLACE, (Replacement(first, ("H18.55",)),))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("code", list(StatusCode))
def test_a_status_of_each_code_is_read_with_its_wrapper_or_without(dialect: str, code: StatusCode) -> None:
    said = read(sample(f"{dialect}_status_{code}"), rules().limits)
    assert isinstance(said, StatusMessage)
    assert (said.status, said.sender.code) == (code, "G99.01")
    assert said.about.document_id == "H18.55,2026/11/23,15/QĐ-UBND"
    assert said.at == datetime(2026, 11, 23, 2, 15, 30, tzinfo=UTC)
    assert said.staff.name == "Trần Thị Thử"


def test_14_of_one_vendor_is_15_and_1_is_01() -> None:
    assert StatusCode.read("14") is StatusCode.AGREED
    assert StatusCode.read(" 1 ") is StatusCode.ARRIVED
    assert StatusCode.read("7") is None


@pytest.mark.parametrize(
    "namespace", ["http://www.e-doc.vn/Schema/", "http://www.go.vn/eDoc", "http://www.mic.gov.vn/TBT/QCVN_102_2016"]
)
def test_the_namespace_does_not_matter(namespace: str) -> None:
    written = sample("java_new").replace(b"http://www.mic.gov.vn/TBT/QCVN_102_2016", namespace.encode())
    assert document(written).content == document(sample("java_new")).content


def test_business_is_read_in_either_spelling_and_a_prefix_nobody_declared_too() -> None:
    written = sample("java_update").replace(b"Bussiness", b"Business").replace(b"edXML:", b"ns7:")
    assert document(written).content == document(sample("java_update")).content


def test_a_missing_document_id_is_made_of_number_and_day() -> None:
    written = sample("java_new").replace(b"<edXML:DocumentId>G99.01,2026/11/20,125/STN-VP</edXML:DocumentId>", b"")
    assert document(written).content.document_id == "G99.01,2026/11/20,125/STN-VP"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không phải là XML"),
        (b"khong phai xml", "không phải là XML"),
        (b"<a>", "không phải là XML"),
        (b"<edXML/>", "thiếu phần MessageHeader"),
        (b'<?xml version="1.0" encoding="khong-co"?><a/>', "không phải là XML"),
        (b'<?xml version="1.0" encoding="idna"?><a/>', "không phải là XML"),
        (b"<a>&bomb;</a>", "không phải là XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DTD"),
        (b"<a>" * 50 + b"</a>" * 50, "quá nhiều phần tử hoặc lồng nhau"),
        (b"<a>" + b"<b/>" * 400 + b"</a>", "quá nhiều phần tử"),
        (b" " * 200_001, "lớn hơn"),
    ],
)
def test_what_is_no_packet_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_the_billion_laughs_are_refused_before_the_first() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x>&l19;</x>'.encode()
    assert "DTD" in refused(bomb)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (b"<edXML:From>", "nơi gửi"),
        (b"<edXML:To>", "nơi nhận"),
        (b"<ContentTransferEncoded>", "không có nội dung"),
        (b"<AttachmentEncoded>", "chỉ kèm 0"),
    ],
)
def test_a_missing_part_is_named(gone: bytes, words: str) -> None:
    end = gone.replace(b"<", b"</")
    written = sample("java_new")
    head, _, rest = written.partition(gone)
    assert words in refused(head + rest.split(end, 1)[1])


def test_a_status_about_nothing_or_with_a_strange_code_is_refused() -> None:
    written = sample("java_status_03")
    assert "99" in refused(written.replace(b">03<", b">99<"))
    head, _, rest = written.partition(b"<edXML:ResponseFor>")
    assert "trả lời cho văn bản nào" in refused(head + rest.split(b"</edXML:ResponseFor>")[1])


def packed(*entries: tuple[str, bytes], encrypted: bool = False) -> bytes:
    """A zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    data = made.getvalue()
    if encrypted:  # the flag is what a reader goes by
        data = data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    return data


def with_file(data: bytes, name: str = "van-ban.pdf") -> bytes:
    """A packet with this as its file, as it is."""
    said = plain(THEM, US, number="1", day="2026/11/20", at="2026/11/20 08:00:00")
    return Dialect("dotnet").document(said, [(name, data)])


def test_a_name_never_leads_out_of_its_folder() -> None:
    inside = packed(("../../etc/passwd", b"x"), ("C:\\Windows\\y.pdf", b"y"))
    found = document(with_file(inside, "..\\..\\a.pdf"), SMALL).attachments
    assert [file.name for file in found] == ["passwd", "y.pdf"]
    (raw,) = document(with_file(b"abc", "/thu/../../b.pdf"), SMALL).attachments
    assert raw.name == "b.pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(("a.pdf", bytes(99_000))), "lớn bất thường"),
        (packed(*((f"{n}.pdf", b"x") for n in range(5))), "quá nhiều tệp"),
        (packed(("a.pdf", b"abc"), encrypted=True), "mật khẩu"),
        (packed(("a.pdf", b"abc"))[:40], "bị hỏng"),
        (packed(), "không phải là XML"),
    ],
)
def test_a_zip_that_is_a_bomb_locked_or_broken_is_refused(data: bytes, words: str) -> None:
    if words == "không phải là XML":  # an empty zip has no local header: it is a file like any other
        assert document(with_file(data), SMALL).attachments[0].data == data
        return
    assert words in refused(with_file(data))


def test_too_many_and_too_large_files_are_refused() -> None:
    said = plain(THEM, US, number="1", day="2026/11/20", at="2026/11/20 08:00:00")
    many = Dialect("java").document(said, [(f"{n}.pdf", b"x") for n in range(4)])
    assert "hơn 3 tệp" in refused(many)
    assert "lớn hơn" in refused(with_file(bytes(range(256)) * 420))
    broken = with_file(b"abc").replace(base64.b64encode(b"abc"), "ngã".encode())
    assert "base64" in refused(broken)


def test_a_word_file_is_a_file_and_not_a_zip_to_be_opened() -> None:
    docx = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    (file,) = document(with_file(docx, "du-thao.docx"), SMALL).attachments
    assert (file.name, file.data) == ("du-thao.docx", docx)


def _read_or_refused(data: bytes) -> None:
    """Anything else that it raises fails the test."""
    try:
        read(data, SMALL)
    except BadPacket as fault:
        said = str(fault)
    else:
        said = "read"
    assert said


@given(st.binary(max_size=400))
@example(b"\xff\xfe<\x00a\x00/\x00>\x00")
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_read_or_refused_by_the_designed_error(data: bytes) -> None:
    _read_or_refused(data)


@given(st.sampled_from(sorted(path.name for path in SAMPLES.glob("*.edxml"))), st.data())
@settings(max_examples=120, deadline=None)
def test_a_packet_damaged_anywhere_is_read_or_refused_by_the_designed_error(name: str, data: st.DataObject) -> None:
    written = bytearray((SAMPLES / name).read_bytes())
    for _blow in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(written) - 1))
        length = data.draw(st.integers(0, 40))
        written[at : at + length] = data.draw(st.binary(max_size=20))
        if not written:
            break
    _read_or_refused(bytes(written))

"""A file is what its bytes say."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest

from namkhong.foundation.files import content
from namkhong.foundation.files.errors import TooLarge, Unreadable, WrongKind
from namkhong.foundation.files.rules import rules
from namkhong.foundation.files.tests.factories import EXE, archive, image, office, pdf

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _flipped(body: bytes) -> bytes:
    """One byte in the middle is wrong."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def _judge(tmp_path: Path, body: bytes, name: str = "giay-to.pdf") -> str:
    path = tmp_path / "new"
    path.write_bytes(body)
    return content.judge(path, name, rules()).key


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (pdf(), "pdf"),
        (image("JPEG"), "jpeg"),
        (image("PNG"), "png"),
        (office("docx"), "docx"),
        (office("xlsx"), "xlsx"),
        (office("odt"), "odt"),
    ],
)
def test_the_kinds_people_send_are_known_whatever_they_are_called(tmp_path: Path, body: bytes, kind: str) -> None:
    assert _judge(tmp_path, body, "khong-co-duoi") == kind


@pytest.mark.parametrize(
    "body",
    [
        EXE,
        b"#!/bin/sh\nrm -rf /\n",
        SVG,
        HTML,
        b"Just text.",
        b"GIF89a" + b"\0" * 100,
        b"RIFF\0\0\0\0WEBPVP8 ",
        archive(a=b"x"),
        archive(**{"META-INF": b"x", "classes.dex": b"x"}),
        b" %PDF-1.7\n",
        HTML + pdf(),
        pdf() + archive(a=b"x"),
        image("JPEG") + archive(a=b"x"),
        image("PNG") + office("docx"),
        EXE + pdf(),
        b"\xef\xbb\xbf" + pdf(),
    ],
)
def test_everything_else_is_refused_with_the_sentence(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(WrongKind) as caught:
        _judge(tmp_path, body, "don.pdf")
    assert str(caught.value) == "Tệp “don.pdf” không phải là PDF, ảnh hoặc Word/Excel. Xin chọn tệp khác."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "kiểu cũ"),
        (office("docx", word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macro"),
    ],
)
def test_near_misses_are_told_what_to_do(tmp_path: Path, body: bytes, words: str) -> None:
    with pytest.raises(WrongKind, match=words):
        _judge(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7\nnothing else",
        pdf()[:300],
        image("JPEG")[:200],
        image("PNG")[:60],
        b"\xff\xd8\xff" + b"\0" * 50,
        b"PK\x03\x04" + b"\0" * 60,
        office("docx")[:-30],
        _flipped(office("docx", x=random.Random(1).randbytes(5000))),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, body: bytes) -> None:
    with pytest.raises((Unreadable, WrongKind)):
        _judge(tmp_path, body)


def test_a_pdf_with_a_password_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="mật khẩu"):
        _judge(tmp_path, pdf(password="bimat"))


def test_a_picture_made_to_burst_is_not_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(Unreadable, match="quá lớn"):
        _judge(tmp_path, bomb)


def test_an_archive_made_to_burst_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="quá lớn"):
        _judge(tmp_path, office("docx", word__media=b"\0" * 210_000_000))


def test_a_file_larger_than_its_kind_allows_is_told_the_limit(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="20 MB"):
        _judge(tmp_path, pdf() + b"\n" * 20_971_520)

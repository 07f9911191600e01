"""Names are readable, harmless and true."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from namkhong.foundation.files import naming


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        (unicodedata.normalize("NFD", "Giấy khai sinh.pdf"), "Giấy khai sinh.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lan\\don.PDF", "don.pdf"),
        ("anh\u202egnp.exe", "anhgnp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("", "tep.pdf"),
        ("....", "tep.pdf"),
        (".pdf", "tep.pdf"),
        ("đ" * 500 + ".pdf", "đ" * 116 + ".pdf"),
    ],
)
def test_names_as_people_write_them(given_name: str, kept: str) -> None:
    assert naming.cleaned(given_name, "pdf") == kept


@given(st.text(max_size=300))
@example("a\u200b\u0301.pdf")
@example("\u202e\u202epdf.exe")
@example("../\\..")
def test_every_name_is_safe(name: str) -> None:
    kept = naming.cleaned(name, "jpg", ("jpeg",))
    assert kept.endswith(".jpg")
    assert len(kept) > len(".jpg")
    assert len(kept) <= 120
    assert kept == unicodedata.normalize("NFC", kept)
    assert not any(char in kept for char in '/\\<>:"|?*\n\r\t')
    assert not any(
        unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI"} for char in kept
    )
    assert all(char.isprintable() or char == " " for char in kept)
    assert not kept.startswith((".", " "))
    assert naming.cleaned(kept, "jpg", ("jpeg",)) == kept

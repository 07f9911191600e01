"""Text out of what strangers send: what is there is found, whatever else comes is no text and no failure."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.foundation.files.tests import factories as odd
from namkhong.office.documents import extracting, words
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import DOCX


def test_the_words_of_a_pdf_and_of_a_docx_are_found() -> None:
    assert "cấp nước sạch" in extracting.text_of(factories.pdf("Công trình cấp nước sạch"), extracting.PDF)
    assert "cấp nước" in extracting.text_of(factories.docx("Công trình cấp nước"), DOCX)
    assert words.words_of("Cấp NƯỚC, cấp-nước/sạch") == ["cap", "nuoc", "sach"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([extracting.PDF, DOCX, extracting.TXT]), st.booleans())
def test_any_bytes_give_text_or_a_designed_refusal(noise: bytes, kind: str, broken: bool) -> None:
    honest = {extracting.PDF: odd.pdf(), DOCX: factories.docx("một"), extracting.TXT: b"m"}[kind]
    content = honest[: len(honest) // 2] + noise if broken else noise
    try:
        assert isinstance(extracting.text_of(content, kind), str)
    except extracting.Unreadable:
        assert kind != extracting.TXT


def packed(document: bytes) -> bytes:
    """A document of a word processor with this inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    return out.getvalue()


def test_a_bomb_a_dtd_and_a_locked_file_are_refused() -> None:
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    for content in (packed(laughs), packed(b"<w>" + b" " * 61_000_000), packed(b"<w><unclosed>")):
        with pytest.raises(extracting.Unreadable):
            extracting.text_of(content, DOCX)
    with pytest.raises(extracting.Unreadable):
        extracting.text_of(odd.pdf(password="matkhau"), extracting.PDF)
    assert not extracting.readable(extracting.PDF, extracting.MOST_BYTES + 1)
    assert not extracting.readable("image/png", 10)

"""Copies: the agency signs at the top right of the first page, without a picture; a signed original is not copied as paper."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from namkhong.foundation.signatures import queries as signatures
from namkhong.foundation.signatures.tests.factories import pdfsig
from namkhong.foundation.signatures.tests.trustworld import PASSWORD
from namkhong.kernel.problems import Problem
from namkhong.office.documents import actions as documents
from namkhong.office.documents.errors import NoSuchDocument
from namkhong.office.documents.tests.factories import incoming, pdf, stored
from namkhong.office.documents.types import DocumentCard
from namkhong.office.drafting import actions, copying, queries
from namkhong.office.drafting.errors import NotCopyable, SealIsTheClerks
from namkhong.office.drafting.models import Copy
from namkhong.office.drafting.tests.factories import NOW, House
from namkhong.office.drafting.tests.pages import words
from namkhong.office.drafting.types import CopyKind


def arrived(house: House, content: bytes) -> DocumentCard:
    """A paper that came, scanned."""
    clerk = house.actors["clerk"]
    file = stored(clerk, content, "ban-quet.pdf", "scan")
    return documents.register_incoming(agency_id=house.agency_id, data=incoming(), files=[file], actor=clerk, now=NOW)


def made(house: House, document: DocumentCard, kind: CopyKind, pages: str = "") -> Copy:
    """A copy waiting to be signed."""
    return actions.make_copy(
        document_id=document.id, kind=kind, pages=pages, token=uuid4(), actor=house.actors["clerk"], now=NOW
    )


@pytest.mark.paper
@pytest.mark.parametrize(
    ("kind", "pages", "mark", "count"),
    [
        (CopyKind.FULL, "", "SAO Y", 3),
        (CopyKind.EXTRACT, "1, 3", "TRÍCH SAO", 2),
        (CopyKind.OF_COPY, "", "SAO LỤC", 3),
    ],
)
def test_each_kind_of_copy_bears_its_mark_at_the_top_right(
    house: House, tmp_path: Path, kind: CopyKind, pages: str, mark: str, count: int
) -> None:
    document = arrived(house, pdf("Trang một #pagebreak() Trang hai #pagebreak() Trang ba"))
    row = made(house, document, kind, pages)
    done = actions.sign_copy(
        copy_ids=[row.pk], certificate_id=house.certificates["agency"], secret=PASSWORD, actor=house.actors["clerk"], now=NOW
    )[row.pk]  # fmt: skip
    assert isinstance(done, Copy), done
    assert done.signed_at == NOW
    content = house.pdf(signatures.newest_file(row.signed_document))
    assert pdfsig(content, tmp_path).count("Signature is Valid.") == 1
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == count
    said = words(content, tmp_path)
    assert mark in said
    assert "2026-11-23T10:00:00+07:00" in said
    (field,) = [one.get_object() for one in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    left, bottom, right, _top = (float(one) for one in field["/Rect"])
    assert left > 595 / 2
    assert bottom > 842 - 60
    assert right < 595
    assert queries.copies(house.actors["clerk"]).items == [done]


def test_a_copy_is_the_clerks_and_the_same_form_is_one_copy(house: House) -> None:
    document = arrived(house, pdf())
    for who, refusal in {
        "chairman": SealIsTheClerks,
        "specialist": NoSuchDocument,
        "other_clerk": NoSuchDocument,
    }.items():
        with pytest.raises(refusal):
            actions.make_copy(
                document_id=document.id, kind=CopyKind.FULL, token=uuid4(), actor=house.actors[who], now=NOW
            )
    token, clerk = uuid4(), house.actors["clerk"]
    rows = [
        actions.make_copy(document_id=document.id, kind=CopyKind.FULL, token=token, actor=clerk, now=NOW)
        for _twice in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    refused = actions.sign_copy(
        copy_ids=[rows[0].pk], certificate_id=house.certificates["agency"], secret=PASSWORD,
        actor=house.actors["other_clerk"], now=NOW,
    )  # fmt: skip
    assert isinstance(refused[rows[0].pk], Problem)


def test_pages_that_are_not_there_and_originals_that_are_signed_are_refused(house: House, tmp_path: Path) -> None:
    document = arrived(house, pdf())
    for pages in ("", "9", "x", "3-1", "0"):
        with pytest.raises(NotCopyable):
            made(house, document, CopyKind.EXTRACT, pages)
    issued = house.issued()
    row = documents.attach(document_id=issued.document_id or 0, files=(), actor=house.actors["clerk"], now=NOW)
    with pytest.raises(NotCopyable, match="bản gốc điện tử"):
        made(house, row, CopyKind.FULL)
    extract = made(house, row, CopyKind.EXTRACT, "1")
    said = words(house.pdf(signatures.newest_file(extract.signed_document)), tmp_path)
    assert "01/QĐ-UBND" in said  # what stood in the boxes is drawn into the page


@given(st.text(max_size=30))
def test_no_words_for_pages_do_anything_but_pages_or_a_sentence(written: str) -> None:
    try:
        pages = copying.pages_of(written)
    except NotCopyable:
        return
    assert all(page > 0 for page in pages)
    assert copying.pages_of(copying.written(pages[:10])) == pages[:10]

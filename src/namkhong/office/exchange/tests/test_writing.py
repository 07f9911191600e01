"""Writing edXML: what is written is read again the same, and keeps to the structure judged by another parser."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from namkhong.kernel import clock, text
from namkhong.office.exchange.edxml.reading import Document, read
from namkhong.office.exchange.edxml.writing import write, write_status
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.storing import content_of, digest_of, status_of, to_json
from namkhong.office.exchange.types import (
    Attachment,
    Business,
    BusinessKind,
    Content,
    Party,
    ReceiverChange,
    Reference,
    Replacement,
    Signer,
    Staff,
    StatusCode,
    StatusMessage,
    Trace,
)

_SCHEMA: Final = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "samples" / "edxml.rng")))
# What XML 1.0 cannot hold is left out by the writer; noncharacters would come back as nothing.
LINES: Final = st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=30).map(text.one_line)
TEXTS: Final = st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=60).map(text.clean)
CODES: Final = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{2}){0,3}", fullmatch=True)
DAYS: Final = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31))
MOMENTS: Final = st.none() | st.integers(631_152_000, 4_070_908_800).map(
    lambda second: datetime.fromtimestamp(second, clock.VIETNAM)
)
FILLED: Final = LINES.filter(lambda line: bool(line) and line.lower() != "null")
IDS: Final = FILLED
PARTIES: Final = st.builds(Party, CODES, LINES, LINES, LINES, email=LINES, phone=LINES, fax=LINES, website=LINES)
STAFF: Final = st.builds(Staff, LINES, LINES, LINES, LINES)
REFERENCES: Final = st.builds(Reference, CODES, FILLED, DAYS, IDS)
BUSINESS: Final = st.builds(
    Business,
    kind=st.sampled_from(BusinessKind),
    reason=TEXTS,
    earlier=st.just("") | IDS,
    content_changed=st.booleans(),
    receivers=st.lists(st.builds(ReceiverChange, CODES, added=st.booleans()), max_size=3).map(tuple),
    replaced=st.lists(st.builds(Replacement, FILLED, st.lists(CODES, max_size=2).map(tuple)), max_size=2).map(tuple),
    staff=STAFF,
    paper=st.booleans(),
)
CONTENTS: Final = st.builds(
    Content,
    sender=PARTIES,
    to=st.lists(PARTIES, min_size=1, max_size=3).map(tuple),
    code_number=LINES,
    code_notation=LINES,
    promulgated_on=DAYS,
    place=LINES,
    type_name=LINES,
    type_raw=LINES,
    type_detail=LINES,
    subject=LINES,
    content=TEXTS,
    signer=st.builds(Signer, LINES, LINES, LINES),
    due_on=DAYS,
    to_places=st.lists(FILLED, max_size=3).map(tuple),
    urgency=st.integers(0, 4),
    steering=st.integers(0, 3),
    response_for=st.lists(REFERENCES, max_size=2).map(tuple),
    document_id=IDS,
    business=BUSINESS,
    trace=st.lists(st.builds(Trace, CODES, MOMENTS), max_size=2).map(tuple),
    sphere=LINES,
    typist=LINES,
    copies=st.none() | st.integers(0, 999_999),
    pages=st.none() | st.integers(0, 999_999),
    appendixes=st.lists(FILLED, max_size=2).map(tuple),
)
STATUSES: Final = st.builds(
    StatusMessage,
    sender=PARTIES,
    about=REFERENCES,
    status=st.sampled_from(StatusCode),
    note=TEXTS,
    at=MOMENTS,
    staff=STAFF,
)
FILES: Final = st.lists(
    st.builds(
        Attachment,
        name=st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9 _-]{0,20}\.(pdf|docx|zip)", fullmatch=True),
        content_type=st.just("application/pdf"),
        data=st.binary(max_size=500),
        description=LINES,
        content_id=st.uuids().map(str),
    ),
    max_size=3,
    unique_by=lambda one: one.content_id,
).map(tuple)


def _judged(written: bytes) -> None:
    _SCHEMA.assertValid(etree.fromstring(written))


@given(CONTENTS, FILES)
@settings(max_examples=50, deadline=None)
def test_a_document_written_and_read_is_the_same_and_keeps_to_the_structure(
    content: Content, files: tuple[Attachment, ...]
) -> None:
    written = write(content, files)
    _judged(written)
    said = read(written, rules().limits)
    assert isinstance(said, Document)
    assert said.content == content
    assert said.attachments == files
    assert write(said.content, said.attachments) == written


@given(STATUSES)
@settings(max_examples=40, deadline=None)
def test_a_status_written_and_read_is_the_same_and_keeps_to_the_structure(status: StatusMessage) -> None:
    written = write_status(status)
    _judged(written)
    assert read(written, rules().limits) == status


@given(CONTENTS, STATUSES)
@settings(max_examples=30, deadline=None)
def test_what_is_kept_in_a_row_comes_back_as_it_was(content: Content, status: StatusMessage) -> None:
    assert content_of(to_json(content)) == content
    assert status_of(to_json(status)) == status


def test_the_digest_tells_documents_apart_and_not_the_ways_they_came() -> None:
    one = Content(sender=Party("G99"), subject="A", trace=(Trace("G99"),))
    same = Content(sender=Party("G99"), subject="A", trace=(Trace("G99"), Trace("G01")))
    assert digest_of(one, ["f"]) == digest_of(same, ["f"])
    assert digest_of(one, ["f"]) != digest_of(one, ["g"])
    assert digest_of(one) != digest_of(Content(sender=Party("G99"), subject="B"))


def test_what_xml_cannot_hold_is_left_out() -> None:
    said = read(
        write(Content(sender=Party("G99"), to=(Party("H18"),), subject="a\x01b\ufffec", document_id="1")),
        rules().limits,
    )
    assert isinstance(said, Document)
    assert said.content.subject == "abc"

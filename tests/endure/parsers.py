"""Every reader of ours that gets what somebody outside wrote: bytes in, an answer or a refusal out, and nothing else ever."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from hypothesis import strategies as st

from namkhong.foundation.files import content
from namkhong.foundation.files.rules import rules
from namkhong.foundation.files.tests.factories import image, office, pdf
from namkhong.foundation.organisations import plans, sheets
from namkhong.foundation.organisations.actions.importing import named_rows
from namkhong.foundation.organisations.tests.test_importing import xlsx
from namkhong.kernel import clock, codes, identity_card, money, pages, text
from namkhong.kernel.problems import Problem
from namkhong.services.eforms import documents, reading
from namkhong.services.procedures.bpmn import write_bpmn
from namkhong.services.procedures.bpmn_reading import read_bpmn

Reader = Callable[[bytes], object]


def _typed(given: bytes) -> str:
    """As a form field arrives: whatever was no UTF-8 is a lone surrogate."""
    return given.decode("utf-8", "surrogateescape")


def _identity_card(given: bytes) -> None:
    typed = _typed(given)
    card = identity_card.parse(typed)
    assert card is None or codes.is_personal_number(card.personal_number)
    identity_card.looks_scanned(typed)


def _money(given: bytes) -> None:
    amount = reading.whole(_typed(given))
    if amount is not None and amount >= 0:
        assert reading.whole(money.show(money.vnd(amount)).split("\u00a0")[0].split(" ")[0]) == amount


def _day(given: bytes) -> None:
    parts = [*_typed(given).split("/"), "", "", ""][:3]
    found = clock.typed_day(dict(zip(("day", "month", "year"), parts, strict=True)))
    assert found is None or 1 <= found.year <= 9999
    reading.day(dict(zip(("day", "month", "year"), parts, strict=True)))


def _codes(given: bytes) -> None:
    typed = _typed(given)
    code = codes.parse_dossier_code(typed)
    assert code is None or codes.parse_dossier_code(str(code)) == code
    codes.is_procedure_code(typed)
    codes.is_personal_number(typed)
    codes.is_tax_code(typed)


def _cursor(given: bytes) -> None:
    for kinds in ((int,), (datetime, int), (str, UUID)):
        try:
            pages.decode_cursor(_typed(given), *kinds)
        except Problem:
            continue


def _words(given: bytes) -> None:
    typed = _typed(given)
    assert text.clean(text.clean(typed)) == text.clean(typed)
    assert "\n" not in text.one_line(typed)
    assert text.fold(text.fold(typed)) == text.fold(typed)
    text.without_accents(typed)
    text.given_name_key(typed)


def _plan(given: bytes) -> None:
    _head, lines = plans.read(given)
    assert plans.again(plans.kept(lines)) == lines


def _sheet(given: bytes) -> None:
    named_rows(sheets.read(given, 50))


def _form(given: bytes) -> None:
    document = documents.read(_typed(given))
    assert documents.read(documents.written(document)) == document


def _posted(given: bytes) -> None:
    """Boxes of a page, read as every kind of question reads them."""
    posted = QueryDict(given, encoding="utf-8")
    for section in documents.spec_of(_SAMPLE).sections:
        for field in section.fields:
            reading.read(field, posted)


def _file(given: bytes) -> None:
    with NamedTemporaryFile(suffix=".moi") as kept:
        kept.write(given)
        kept.flush()
        content.judge(Path(kept.name), "giay.pdf", rules())


def _fact(name: str) -> Any:
    return json.loads((Path(settings.FACTS) / name).read_text("utf-8"))


_SAMPLE: Final = documents.new("mau-thu", "Mẫu thử", date(2026, 1, 1))
_PROCESS: Final = next(iter(_fact("processes.json")["processes"]))
_CARD: Final = "011190000077||Vàng Thị Mỷ|15041990|Nữ|Bản Huổi Lếch, Mường Phăng, Điện Biên|01072021"
_HEAD: Final = ["Họ và tên", "Tên đăng nhập", "Đơn vị", "Vị trí", "Từ ngày"]
_ROW: Final = ["Lò Thị Én", "en.lt", "H18.55", "Một cửa", "01/12/2026"]
# name → the reader, and what it reads without a complaint
READERS: Final[dict[str, tuple[Reader, tuple[bytes, ...]]]] = {
    "identity card": (_identity_card, (_CARD.encode(), _CARD.replace("|", "||").encode(), b"011190000077")),
    "money": (_money, (b"1.200.000", "1200000 đồng".encode(), b"0", b"999 999 999")),
    "day": (_day, (b"23/11/2026", b"29/2/2024", b"1/1/0001", b"31/12/9999")),
    "codes": (_codes, (b"H18.55.04-261123-0001", b"1.004873", b"0101243150", b"011190000077")),
    "cursor": (_cursor, (pages.encode_cursor(7).encode(), pages.encode_cursor("a", UUID(int=7)).encode())),
    "words": (_words, ("Lò Thị Lan".encode(), "ộ̣\u0323\u0301".encode(), "Đ\u00adđ\u200b".encode())),
    "plan": (
        _plan,
        (
            "Việc;Cơ quan cũ;Cơ quan mới;Tên mới\nĐổi tên;H18.55;;Xã Mới\n".encode(),
            json.dumps({"title": "a", "basis": "b", "on": "2026-11-23", "changes": [{"deed": "split", "old": "H18.55",
                                                                                     "new": "H18.99"}]}).encode(),
        ),
    ),
    "sheet": (_sheet, (xlsx([_HEAD, _ROW]), xlsx([_HEAD, _ROW], shared=True), ";".join(_HEAD).encode() + b"\na;b;c;d;e")),
    "bpmn": (lambda given: read_bpmn(given), (write_bpmn(_PROCESS),)),
    "form file": (_form, (documents.written(_SAMPLE).encode(),)),
    "form answers": (_posted, (b"requester-name=a&phone=0912&x-day=1&x-month=2&x-year=2026&rows=1&rows=2",)),
    "file": (_file, (pdf(), image("JPEG"), image("PNG"), office("docx"), office("xlsx"), office("odt"))),
}  # fmt: skip

_INSERTED: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"]]>", b"[" * 300,
    b'{"a":' * 300, b"9" * 400, b"1e999", b"NaN", b"-1", b"|" * 40, b"\r\n", b"\t", b"\xcc\xa3" * 200, b"PK\x03\x04", b"%PDF-1.7\n",
    b"\xf0\x9f\x98\x80", "١٢٣".encode(), "１２３".encode(), b"'\";--", b"<a b='", b"endobj", b"/Length 99999999999",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Bytes from nowhere, or something right that was cut, doubled, turned over or written into."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=600))
    given = draw(st.sampled_from(seeds))
    for _change in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(given)))
        upto = min(len(given), at + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(["cut", "write", "bytes", "double", "end"]))
        if what == "cut":
            given = given[:at] + given[upto:]
        elif what == "write":
            given = given[:at] + draw(st.sampled_from(_INSERTED)) + given[at:]
        elif what == "bytes":
            given = given[:at] + draw(st.binary(max_size=12)) + given[upto:]
        elif what == "double":
            given = given[:upto] + given[at:upto] * draw(st.integers(1, 30)) + given[upto:]
        else:
            given = given[:at]
    return given


def refused_or_read(reader: Reader, given: bytes) -> bool:
    """Was it read? A problem with a sentence is a refusal; anything else that is raised goes through."""
    try:
        reader(given)
    except Problem as problem:
        if not re.search(r"\w", str(problem)):
            raise AssertionError("a refusal without a sentence") from problem
        return False
    return True

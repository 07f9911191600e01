"""Officials from a file: tried, told row by row, done once; files that mean harm are refused in a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.organisations import actions, sheets
from namkhong.foundation.organisations.errors import NeedsElevation, NotAdministrator, WrongEntry
from namkhong.foundation.organisations.models import Official, PostHolding
from namkhong.foundation.organisations.tests.factories import NOW, actor_of, administrator, agency, official
from namkhong.foundation.organisations.types import ImportedRow, RowOutcome
from namkhong.kernel.actor import Actor

HEAD = "Họ và tên,Tên đăng nhập,Cơ quan; đơn vị,Vị trí công tác,Từ ngày,Điện thoại"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _csv(*lines: str) -> list[dict[str, str]]:
    text = "\n".join([HEAD.replace("Cơ quan; đơn vị", '"Cơ quan, đơn vị"'), *lines])
    return actions.named_rows(sheets.read(b"\xef\xbb\xbf" + text.encode(), actions.MOST_ROWS + 1))


def _done(rows: list[dict[str, str]], who: Actor, *, trial: bool = False) -> list[ImportedRow]:
    return actions.import_officials(rows=rows, actor=who, now=NOW, trial=trial)


def xlsx(rows: list[list[str]], *, shared: bool = False, extra: bytes = b"") -> bytes:
    """A small workbook."""
    words = [cell for row in rows for cell in row]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        cells, number = "", 0
        for row in rows:
            cells += "<row>"
            for cell in row:
                inline = f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
                cells += f'<c t="s"><v>{number}</v></c>' if shared else inline
                number += 1
            cells += "</row>"
        book.writestr(
            "xl/worksheets/sheet1.xml",
            extra + f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode(),
        )
        book.writestr("xl/workbook.xml", "<workbook/>")
        if shared:
            items = "".join(f"<si><t>{word}</t></si>" for word in words)
            book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{items}</sst>')
    return made.getvalue()


@pytest.mark.usefixtures("province")
def test_tried_then_done_then_done_again() -> None:
    who, place = administrator("c03325"), agency("c03325_vp").name
    rows = _csv(
        f"Quàng Văn Tưởng,tuong.qv,{place},Chuyên viên; công chức chuyên môn,1/7/2026,0912 345 678".replace(
            "Chuyên viên; công chức chuyên môn", '"Chuyên viên, công chức chuyên môn"'
        ),
        f"Lò Thị Én,en.lt,{place},Thợ săn,1/7/2026,",
        f"Lò,x,{place},van thu,1/7/2026,12",
    )
    before = Official.objects.count()
    tried = _done(rows, who, trial=True)
    assert [one.outcome for one in tried] == [RowOutcome.NEW, RowOutcome.WRONG, RowOutcome.WRONG]
    assert "Thợ săn" in tried[1].words
    assert "họ và tên" in tried[2].words
    assert Official.objects.count() == before
    assert not any(one.password for one in tried)

    done = _done(rows, who)
    assert [one.outcome for one in done] == [one.outcome for one in tried]
    assert done[0].password
    made = Official.objects.get(account__username="tuong.qv")
    assert (made.phone, made.home.fact_key) == ("0912345678", "c03325")

    again = _done(rows, who)
    assert again[0].outcome is RowOutcome.SAME
    assert PostHolding.objects.filter(official=made).count() == 1

    more = _csv(f"Quàng Văn Tưởng,tuong.qv,{place},Văn thư,1/7/2026,0912345679")
    assert _done(more, who)[0].outcome is RowOutcome.CHANGED
    other = _csv(f"Cà Văn Inh,tuong.qv,{place},Văn thư,1/7/2026,")
    assert _done(other, who)[0].outcome is RowOutcome.WRONG


@pytest.mark.usefixtures("province")
def test_only_an_elevated_administrator_and_only_inside_her_agencies() -> None:
    rows = _csv(f"Quàng Văn Tưởng,tuong.qv,{agency('c03172').name},Văn thư,1/7/2026,")
    assert _done(rows, administrator("c03325"))[0].outcome is RowOutcome.WRONG
    with pytest.raises(NeedsElevation):
        _done(rows, administrator("c03325", elevated=False))
    with pytest.raises(NotAdministrator):
        _done(rows, actor_of(official()))


def test_both_kinds_of_strings_of_a_workbook_are_read() -> None:
    rows = [["Họ và tên", "Tên đăng nhập"], ["Lò Thị Én", "en.lt"]]
    for shared in (False, True):
        assert [row[:2] for row in sheets.read(xlsx(rows, shared=shared), 10)] == rows


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04 broken",
        b"x" * (sheets.MOST_BYTES + 1),
        xlsx([["a"]], extra=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        xlsx([["a"]], extra=b"<"),
        _bomb(),
    ],
    ids=["empty", "no text", "broken", "large", "entities", "no xml", "bomb"],
)
def test_a_file_that_cannot_be_read_is_told(content: bytes) -> None:
    with pytest.raises(WrongEntry):
        actions.named_rows(sheets.read(content, 10))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for given_bytes in (content, b"PK\x03\x04" + content):
        with contextlib.suppress(WrongEntry):
            sheets.read(given_bytes, 10)


def test_too_many_rows_are_refused() -> None:
    lines = [f"Lò Thị Én,en.lt{number},H18,Văn thư,1/7/2026," for number in range(actions.MOST_ROWS + 1)]
    with pytest.raises(WrongEntry, match="tối đa"):
        _csv(*lines)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(WrongEntry, match="Tên đăng nhập"):
        actions.named_rows([["Họ và tên"], ["Lò Thị Én"]])

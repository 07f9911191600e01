"""The list as a file: all that is filtered and nothing else, in memory that does not grow with it."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.models import Official
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.services.desks import actions, writing
from namkhong.services.desks.actions import exports
from namkhong.services.desks.models import Export
from namkhong.services.desks.types import Stage
from namkhong.services.desks.writing import Cell
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province

Browser = Callable[[Actor], Client]
FEW, MOST = 5_000, 100_000  # ``make test``, ``make endure``
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def _read_xlsx(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))  # noqa: S314 - our own file
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iterfind(".//m:row", _NS)]


def _read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _made(who: Actor, query: str = "xem=mine", kind: str = "csv") -> Export:
    asked = actions.start_export(query=query, format=kind, actor=who, now=MONDAY)
    actions.run_export(export_id=asked.pk, now=MONDAY)
    asked.refresh_from_db()
    return asked


def _content(export: Export) -> bytes:
    assert export.file_id is not None
    return files.read(export.file_id)


@pytest.mark.django_db
def test_the_file_holds_what_is_filtered_and_nothing_else(world: Province) -> None:
    mine = {factories.filed(world).code for _number in range(3)}
    factories.filed(world, actor=world.neighbour)
    factories.filed(world, commune_agency_id=world.other_commune_id)
    for kind, read in (("csv", _read_csv), ("xlsx", _read_xlsx)):
        made = _made(world.counter, "xem=mine&q=lo+thi+lan", kind)
        head, *lines = read(_content(made))
        assert head[:3] == ["Số hồ sơ", "Người nộp", "Thủ tục"]
        assert {line[0] for line in lines} == mine
        assert (made.stage, made.lines, made.cut) == (Stage.READY, 3, False)
    assert _read_csv(_content(_made(world.counter)))[1][6] == "23/11/2026 07:41"


@pytest.mark.django_db
def test_done_once_told_once_and_only_hers(
    world: Province, browser: Browser, run_jobs: Callable[[], int], at_monday: object
) -> None:
    factories.filed(world)
    client = browser(world.counter)
    answer = client.post("/can-bo/xuat-danh-sach/", {"loai": "xlsx", "loc": "xem=mine"})
    assert "Đang ghi tệp" in client.get(answer["Location"]).content.decode()
    run_jobs()
    export = Export.objects.get()
    first = export.file_id
    actions.run_export(export_id=export.pk, now=MONDAY)
    export.refresh_from_db()
    assert export.file_id == first
    page = client.get(answer["Location"]).content.decode()
    link = page.split('href="/tep/')[1].split('"')[0]
    taken: Any = client.get(f"/tep/{link}")
    assert taken.status_code == 200
    assert taken["Content-Disposition"].startswith("attachment")
    assert b"".join(taken.streaming_content).startswith(b"PK")
    assert browser(world.counter2).get(f"/tep/{link}").status_code == 404
    assert browser(world.counter2).get(answer["Location"]).status_code == 404


@pytest.mark.django_db
def test_who_left_meanwhile_gets_no_file(world: Province) -> None:
    asked = actions.start_export(query="", format="csv", actor=world.counter, now=MONDAY)
    official = Official.objects.get(account_id=world.counter.account_id or 0)
    organise.lock_official(official_id=official.pk, reason="Nghỉ việc", actor=SYSTEM, now=MONDAY)
    actions.run_export(export_id=asked.pk, now=MONDAY)
    asked.refresh_from_db()
    assert (asked.stage, asked.file_id) == (Stage.REFUSED, None)


@pytest.mark.django_db
def test_only_officials_with_dossiers_and_known_kinds(world: Province) -> None:
    with pytest.raises(Forbidden):
        actions.start_export(query="", format="csv", actor=world.lan, now=MONDAY)
    with pytest.raises(Forbidden):
        actions.start_export(query="", format="csv", actor=world.administrator, now=MONDAY)
    with pytest.raises(Invalid):
        actions.start_export(query="", format="exe", actor=world.counter, now=MONDAY)


@pytest.mark.django_db
def test_a_file_ends_at_its_limit_and_says_so(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        factories.filed(world)
    monkeypatch.setattr(exports, "MOST_LINES", 2)
    made = _made(world.counter)
    assert (made.lines, made.cut) == (2, True)


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [FEW, pytest.param(MOST, marks=pytest.mark.endure)])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_list(world: Province, kind: str, lines: int) -> None:
    one = factories.filed(world)
    columns = '", "'.join(_columns())
    with connection.cursor() as cursor:
        cursor.execute(  # the columns are those of the table itself
            f'insert into dossiers_dossier ("{columns}", public_id, code, answers_id)'  # noqa: S608
            f" select \"{columns}\", gen_random_uuid(), code || '-' || n, null from dossiers_dossier,"
            " generate_series(1, %s) n where id = %s",
            [lines - 1, one.id],
        )
    begun, worked = time.perf_counter(), time.process_time()
    made = _made(world.counter, kind=kind)  # what is loaded once is loaded
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    size = len(_content(made))
    tracemalloc.start()
    try:
        made = _made(world.counter, kind=kind)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (made.lines, made.cut) == (lines, False)
    print(  # noqa: T201
        f"\n{kind}: n = {made.lines} lines, {size / 1_048_576:.1f} MB, {took:.1f} s ({worked:.1f} s of this process' CPU), "
        f"peak of one more run {peak / 1_048_576:.1f} MB"
    )
    assert peak < 12 * 1_048_576


def _columns() -> list[str]:
    from namkhong.services.dossiers.models import Dossier

    return [
        str(field.column)
        for field in Dossier._meta.concrete_fields
        if field.column not in {"id", "public_id", "code", "answers_id"}
    ]


@pytest.mark.django_db
def test_register_07_is_taken_along_with_every_line_of_the_year(world: Province) -> None:
    codes = [factories.received(world).code for _number in range(3)]
    for kind, read in (("csv", _read_csv), ("xlsx", _read_xlsx)):
        asked = actions.export_register(
            agency_id=world.centre_id, year=2026, format=kind, actor=world.counter, now=MONDAY
        )
        actions.run_export(export_id=asked.pk, now=MONDAY)
        asked.refresh_from_db()
        head, *lines = read(_content(asked))
        assert head[:3] == ["STT", "Mã hồ sơ", "Tên TTHC"]
        assert [line[1] for line in lines] == codes
        assert (asked.stage, asked.lines) == (Stage.READY, 3)
    with pytest.raises(Unseen):
        actions.export_register(
            agency_id=world.centre_id, year=2026, format="csv", actor=world.other_counter, now=MONDAY
        )
    with pytest.raises(Unseen):
        actions.export_register(agency_id=world.centre_id, year=2031, format="csv", actor=world.counter, now=MONDAY)


@pytest.mark.django_db
def test_whoever_left_the_counter_meanwhile_gets_no_register(world: Province) -> None:
    asked = actions.export_register(
        agency_id=world.centre_id, year=2026, format="xlsx", actor=world.counter, now=MONDAY
    )
    official = Official.objects.get(account_id=world.counter.account_id or 0)
    organise.lock_official(official_id=official.pk, reason="Nghỉ việc", actor=SYSTEM, now=MONDAY)
    actions.run_export(export_id=asked.pk, now=MONDAY)
    asked.refresh_from_db()
    assert (asked.stage, asked.file_id) == (Stage.REFUSED, None)


def _lines(cells: list[Cell]) -> Iterator[list[Cell]]:
    yield cells


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_cell_of_a_csv_file_begins_like_a_formula(cells: list[str]) -> None:
    made = io.BytesIO()
    writing.write_csv(made, ["a"], _lines(list(cells)))
    assert made.getvalue().startswith(b"\xef\xbb\xbf")
    for written, cell in zip(_read_csv(made.getvalue())[1], cells, strict=True):
        assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert written.lstrip("'").endswith(cell.lstrip("'")[-1:]) or not cell


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_every_text_makes_a_sheet_that_opens(cells: list[str]) -> None:
    made = io.BytesIO()
    writing.write_xlsx(made, ["Tên & số"], _lines([*cells, None, datetime(2026, 11, 23, 0, 41, tzinfo=UTC)]))
    head, line = _read_xlsx(made.getvalue())
    assert head == ["Tên & số"]
    assert line[-2:] == ["", "46349.32013889"]

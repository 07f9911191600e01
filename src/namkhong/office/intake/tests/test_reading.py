"""Lists, papers, notices, and whose work it is when somebody is away or leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.models import Official
from namkhong.foundation.organisations.types import held_by, held_items
from namkhong.kernel.problems import Invalid
from namkhong.office.intake import actions, printing, queries
from namkhong.office.intake.errors import NotYours
from namkhong.office.intake.models import Assignment, Note
from namkhong.office.intake.queries import following
from namkhong.office.intake.queries.lists import View
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import FRIDAY, NOW, TODAY, House

pytestmark = pytest.mark.django_db


def test_what_is_not_registered_by_the_end_of_the_next_working_day_is_late(house: House) -> None:
    friday = NOW + timedelta(days=4)
    arrival = make.on_paper(house, now=friday)
    assert arrival.register_by.isoformat() == "2026-11-30T10:30:00+00:00"  # Monday, close of business
    line = queries.arrivals(house.clerk, View.TO_REGISTER, now=friday + timedelta(days=3)).items[0]
    assert line.due_kind == "soon"
    late = queries.arrivals(house.clerk, View.TO_REGISTER, now=friday + timedelta(days=4)).items[0]
    assert late.due_kind == "late"


def test_the_substitute_does_it_and_the_circulation_says_for_whom(house: House) -> None:
    rows = {
        name: Official.objects.get(account_id=getattr(house, name).account_id).pk for name in ("chairman", "deputy")
    }
    organise.give_substitute(
        official_id=rows["chairman"], substitute_id=rows["deputy"], valid_from=TODAY, last_day=FRIDAY, reason="Đi họp",
        actor=make.SYSTEM, now=NOW,
    )  # fmt: skip
    arrival = make.proposed(house)
    actions.direct(arrival_id=arrival.pk, words="", lines=[make.lead(house.head)], actor=house.chairman, now=NOW)
    stand_in = organisations.actor_of(make.account(house.deputy), TODAY)
    other = make.directed(house, make.lead(house.chairman))
    mine = make.job(other)
    assert mine.pk in {row.assignment_id for row in queries.work(stand_in, now=NOW).items}
    actions.accept(assignment_id=mine.pk, actor=stand_in, now=NOW)
    note = Note.objects.filter(arrival=other, kind="accept").get()
    assert (note.by_name, note.for_name) == ("Lường Thị Dung", "Lò Văn Hặc")
    assert Assignment.objects.get(pk=mine.pk).account_id == house.chairman.account_id
    assert Entry.objects.filter(action="intake.accept", on_behalf_of="Lò Văn Hặc").exists()


def test_what_she_held_goes_to_a_colleague_of_her_unit_or_back_to_it(house: House) -> None:
    first, second = (make.directed(house, make.lead(house.specialist)) for _number in range(2))
    hers = make.account(house.specialist)
    assert [str(held) for held in held_by(account_id=hers)] == ["2 văn bản đến được giao"]
    assert len(held_items(account_id=hers)) == 2
    with pytest.raises(NotYours):
        actions.reassign(from_account_id=hers, to_account_id=None, agency_id=None, actor=house.chairman, now=NOW)
    moved = actions.reassign(
        from_account_id=hers,
        to_account_id=make.account(house.colleague),
        agency_id=None,
        actor=house.administrator,
        now=NOW,
    )
    assert moved == 2
    assert make.job(first).account_id == house.colleague.account_id
    actions.reassign(
        from_account_id=make.account(house.colleague), to_account_id=make.account(house.elsewhere), agency_id=None,
        actor=house.administrator, now=NOW,
    )  # fmt: skip
    assert (make.job(second).account_id, make.job(second).unit_id) == (None, house.economy_id)


def test_whoever_is_given_something_is_told_once(house: House, run_jobs: Callable[[], int]) -> None:
    arrival = make.directed(house, make.lead(house.economy_id), make.helping(house.elsewhere))
    run_jobs()
    note = Note.objects.get(arrival=arrival, kind="direct")
    actions.tell_given(note_id=note.pk, now=NOW)
    told = Message.objects.filter(key__startswith="intake.given:")
    assert {row.account_id for row in told} == {house.head.account_id, house.elsewhere.account_id}
    actions.report(assignment_id=make.job(arrival).pk, words="Kính trình.", actor=house.head, now=NOW)
    actions.finish(assignment_id=make.job(arrival).pk, result="Xong.", actor=house.head, now=NOW)
    run_jobs()
    up = Message.objects.filter(account_id=house.chairman.account_id)
    assert {row.key.partition(":")[0] for row in up} == {"intake.up", "intake.ended"}


def test_the_papers_of_the_decree_hold_what_was_said(house: House) -> None:
    from pypdf import PdfReader

    arrival = make.directed(house, make.lead(house.economy_id), make.helping(house.elsewhere))
    actions.pass_on(
        assignment_id=make.job(arrival).pk, words="Anh Tưởng tham mưu.", lines=[make.lead(house.specialist, None)],
        actor=house.head, now=NOW,
    )  # fmt: skip
    import io

    made = printing.slip(queries.by_public_id(arrival.public_id, house.head), now=NOW)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for words in (
        "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN",
        "Chủ trì",
        "Phối hợp",
        "27/11/2026",
        "Anh Tưởng tham mưu",
        "Lò Văn Hặc",
    ):
        assert words in " ".join(text.split()), words
    make.registered(house)
    rows = list(following.rows(house.id, 2026, 1, 500, now=NOW))
    assert [len(row) for row in rows] == [7, 7]
    assert [row[0] for row in rows] == ["01", "02"]
    assert "27/11/2026" in rows[0][3]
    book = printing.book(house.id, 2026, 1, now=NOW)
    assert book is not None
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(book)).pages]
    assert "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN" in " ".join(pages[0].split())
    assert printing.book(house.id, 2026, 2, now=NOW) is None
    assert printing.book(house.id, 2020, 1, now=NOW) is None


def test_lists_go_page_by_page_and_what_is_late_comes_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("namkhong.office.intake.queries.lists.PAGE", 2)
    days = [date(2026, 11, 27), date(2026, 11, 25), None, date(2026, 11, 26), date(2026, 11, 25)]
    for due in days:
        make.directed(house, make.lead(house.specialist, due))
    found, cursor = [], ""
    while True:
        page = queries.work(house.specialist, cursor, now=NOW + timedelta(days=3))
        found += [(row.due, row.due_kind) for row in page.items]
        cursor = page.next
        if not cursor:
            break
    assert [due for due, _kind in found] == ["25/11/2026", "25/11/2026", "26/11/2026", "27/11/2026", ""]
    assert [kind for _due, kind in found] == ["late", "late", "soon", "ok", "plain"]
    newest, cursor = [], ""
    while True:
        all_ = queries.arrivals(house.clerk, View.ALL, cursor, now=NOW)
        newest += [row.serial for row in all_.items]
        cursor = all_.next
        if not cursor:
            break
    assert newest == [5, 4, 3, 2, 1]
    with pytest.raises(Invalid):
        queries.work(house.specialist, "khong-phai", now=NOW)

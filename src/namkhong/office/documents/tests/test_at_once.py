"""Fifty văn thư at the same moment in one book: real threads, real locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from namkhong.kernel.problems import Conflict, Problem
from namkhong.office.documents import actions
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import NOW, Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(province: None, settings: Any) -> Office:
    """Committed, so that every thread sees it."""
    settings.FACTS = factories.FACTS
    return factories.build()


def together(many: int, work: Callable[[int], None]) -> None:
    """Each with its own connection, begun at once."""
    barrier = threading.Barrier(many)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(60)
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        list(pool.map(run, range(many)))


def test_fifty_writers_in_one_new_book_leave_no_gap_and_no_double(office: Office) -> None:
    failed = list[int]()

    def work(number: int) -> None:
        for turn in range(2):
            if number % 5 == 4 and turn:
                try:
                    factories.issued(office, "cong-van", unit_symbol="")  # refused
                except Problem:
                    failed.append(number)
            else:
                factories.issued(office, "cong-van" if turn else "quyet-dinh")

    together(50, work)
    serials = list(Document.objects.order_by("serial").values_list("serial", flat=True))
    assert len(failed) == 10
    assert serials == list(range(1, 91))
    assert Document.objects.values("number").distinct().count() == 90
    assert Book.objects.count() == 1


def test_one_request_sent_ten_times_at_once_is_one_row(office: Office) -> None:
    token = uuid4()
    data = factories.incoming()

    def work(_number: int) -> None:
        how: dict[str, Any] = {"agency_id": office.id, "data": data, "files": (), "actor": office.clerk, "now": NOW}
        actions.register_incoming(**how, token=token)

    together(10, work)
    assert Document.objects.count() == 1


def test_one_document_registered_by_two_at_once_is_told_to_the_second(office: Office) -> None:
    outcomes = list[str]()

    def work(_number: int) -> None:
        try:
            factories.arrived(office)
            outcomes.append("done")
        except Conflict:
            outcomes.append("twice")

    together(4, work)
    assert sorted(outcomes) == ["done", "twice", "twice", "twice"]


def test_who_locks_the_book_and_who_writes_in_it_wait_for_each_other(office: Office) -> None:
    factories.issued(office)
    book = Book.objects.get()
    after = list[int]()

    def work(number: int) -> None:
        if number == 0:
            actions.lock_book(book_id=book.pk, actor=office.clerk, now=NOW)
            after.append(Document.objects.count())
        else:
            try:
                factories.issued(office)
            except Conflict:
                return

    together(8, work)
    assert after == [Document.objects.count()]

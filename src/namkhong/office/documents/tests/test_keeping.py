"""What a registered document keeps: its files, its links, its last columns, and its number, whoever tries."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from namkhong.office.documents import actions, queries
from namkhong.office.documents.errors import Missing, NotAsShown, NotRegistrable
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import NOW, TODAY, Office
from namkhong.office.documents.types import FileLink, LinkKind

pytestmark = pytest.mark.django_db


def test_handing_on_fills_the_last_columns(office: Office) -> None:
    card = factories.arrived(office)
    done = actions.note_handed_on(document_id=card.id, on=TODAY, to_places="Phòng Kinh tế", actor=office.clerk, now=NOW)
    assert (done.handed_on, done.to_places) == (TODAY, "Phòng Kinh tế")
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Missing):
            actions.note_handed_on(document_id=card.id, on=day, actor=office.clerk, now=NOW)


def test_files_keep_their_places_and_are_named_so_that_they_stay(office: Office) -> None:
    main, annex = factories.stored(office.clerk), factories.stored(office.clerk, factories.pdf("Phụ lục"), role="annex")
    card = factories.arrived(office, files=(main,))
    actions.attach(document_id=card.id, files=(annex, main), actor=office.clerk, now=NOW)
    assert [(line.file_id, line.role) for line in queries.files_of(card.id)] == [
        (main.file_id, "main"),
        (annex.file_id, "annex"),
    ]
    assert queries.files_named([main.file_id, uuid4()]) == {main.file_id}
    with pytest.raises(NotRegistrable):
        actions.attach(document_id=card.id, files=(FileLink(uuid4()),), actor=office.clerk, now=NOW)
    actions.void(document_id=card.id, reason="Nhầm", actor=office.clerk, now=NOW)
    with pytest.raises(NotAsShown):
        actions.attach(document_id=card.id, files=(main,), actor=office.clerk, now=NOW)


def test_a_link_is_read_from_both_sides_and_said_once(office: Office) -> None:
    asked, answer = factories.arrived(office), factories.issued(office, "cong-van")
    for _ in range(2):
        actions.link(document_id=answer.id, other_id=asked.id, kind=LinkKind.ANSWERS, actor=office.clerk, now=NOW)
    assert [(line.words, line.other.id) for line in queries.links(answer.id)] == [("Trả lời văn bản", asked.id)]
    assert [line.words for line in queries.links(asked.id)] == ["Được trả lời bằng văn bản"]
    with pytest.raises(Missing):
        actions.link(document_id=answer.id, other_id=answer.id, kind=LinkKind.AMENDS, actor=office.clerk, now=NOW)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from documents_document",
        "update documents_document set serial = serial + 1",
        "update documents_document set number = '9/QĐ'",
        "update documents_document set state = 'registered' where state = 'voided'",
        "delete from documents_book",
        "update documents_book set year = 2025",
        "update documents_documentfile set name = 'x'",
        "delete from documents_documentlink",
    ],
)
def test_the_database_itself_keeps_numbers_books_files_and_links(office: Office, sql: str) -> None:
    first = factories.arrived(office, files=(factories.stored(office.clerk),))
    second = factories.issued(office)
    actions.link(document_id=second.id, other_id=first.id, kind=LinkKind.ANSWERS, actor=office.clerk, now=NOW)
    actions.void(document_id=first.id, reason="Nhầm", actor=office.clerk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

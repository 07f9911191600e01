"""The search: the number first, then the words of the row, then what stands in the files; for each only what is hers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.db import connection

from namkhong.foundation.files.errors import NotScannedYet
from namkhong.foundation.organisations.models import Agency, AgencySuccession
from namkhong.kernel import remembering
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import encode_cursor
from namkhong.kernel.problems import Invalid
from namkhong.office.documents import actions, queries, words
from namkhong.office.documents.errors import NotTheClerk
from namkhong.office.documents.models import Document, DocumentText
from namkhong.office.documents.queries import searching
from namkhong.office.documents.tests import factories, filling
from namkhong.office.documents.tests.factories import DOCX, NOW, TODAY, Office
from namkhong.office.documents.types import Found, Sight

pytestmark = pytest.mark.django_db
MANY: Final = 20_000


def hits(text: str, actor: Actor) -> list[tuple[str, str]]:
    """Every page, one after the other: the number and where it was found."""
    found: list[Found] = []
    cursor = ""
    while True:
        page = queries.search(text, actor, cursor)
        found += page.items
        cursor = page.next
        if not cursor:
            assert len({hit.card.id for hit in found}) == len(found)
            return [(hit.card.number, hit.where) for hit in found]


def read(card_id: int) -> int:
    """As the job does."""
    return actions.read_files(document_id=card_id, now=NOW)


def test_words_are_found_with_accents_and_without_in_any_order(office: Office) -> None:
    card = factories.arrived(office, number="9/SNNMT-KL")
    factories.issued(office)
    for asked in ("phòng cháy", "phong chay", "CHÁY rừng phòng", "rung 9 snnmt", "Điện Biên phòng cháy"):
        assert hits(asked, office.clerk) == [(card.number, "words")], asked
    assert hits("phòng cháy nổ", office.clerk) == []
    assert hits("", office.clerk) == hits("?! ;", office.clerk) == []


def test_the_number_comes_first_whole_before_begun_newest_before_older(office: Office) -> None:
    factories.arrived(office, number="15/QĐ-UBND", organ_name="UBND tỉnh")
    factories.arrived(office, number="15/QĐ-UBND-SXD", organ_name="UBND tỉnh")
    factories.arrived(office, number="16/TB", subject="Nhắc lại Quyết định 15/QĐ-UBND")
    assert hits("15/QĐ-UBND", office.clerk) == [
        ("15/QĐ-UBND", "number"),
        ("15/QĐ-UBND-SXD", "number"),
        ("16/TB", "words"),
    ]
    assert hits("Số: 015/qđ-ubnd", office.clerk)[0] == ("15/QĐ-UBND", "number")
    assert [where for _number, where in hits("15", office.clerk)] == ["number", "number", "words"]


def test_what_stands_inside_the_files_is_found_after_the_job(office: Office) -> None:
    scan = factories.stored(office.clerk, factories.pdf("Kinh phí làm cầu treo Nậm Khẩu Hu"))
    letter = factories.stored(office.clerk, factories.docx("Danh sách hộ nghèo"), "danh-sach.docx")
    card = factories.arrived(office, files=(scan, letter))
    assert hits("cầu treo", office.clerk) == []
    assert read(card.id) == 2
    assert read(card.id) == 2
    assert hits("cau treo nam khau hu", office.clerk) == [(card.number, "text")]
    assert hits("hộ nghèo rừng", office.clerk) == [(card.number, "text")]  # one word in the row, one in the file
    assert hits("phòng cháy", office.clerk) == [(card.number, "words")]  # once
    assert DocumentText.objects.get().unread == 0
    assert letter.name.endswith("docx")
    assert DOCX


def test_a_file_without_text_is_counted_and_hinders_nothing(office: Office) -> None:
    from namkhong.foundation.files.tests import factories as odd

    links = (factories.stored(office.clerk, odd.pdf()), factories.stored(office.clerk, odd.image(), "anh.jpg"))
    card = factories.arrived(office, files=links)
    assert read(card.id) == 0
    assert DocumentText.objects.get().unread == 2


def test_a_file_that_waits_for_the_scanner_is_read_when_the_job_comes_again(office: Office, settings: Any) -> None:
    card = factories.arrived(office, files=(factories.stored(office.clerk, factories.pdf("Cầu treo")),))
    held = settings.FILES
    settings.FILES = {**held, "require_scan": True}
    with pytest.raises(NotScannedYet):
        read(card.id)
    assert DocumentText.objects.get().unread == 1
    settings.FILES = held
    assert read(card.id) == 1
    assert hits("cầu treo", office.clerk) == [(card.number, "text")]


def test_every_page_goes_on_where_the_last_one_ended(office: Office) -> None:
    for year in (2025, 2026):
        for number in range(40):
            moment = datetime(year, 6, 1, 2, number % 60, tzinfo=UTC)
            factories.arrived(office, number=f"{number}/X{year}", issued_on=None, now=moment)
    found = [number for number, _where in hits("rừng mùa khô", office.clerk)]
    assert len(found) == len(set(found)) == 80
    assert found == [f"{number}/X{year}" for year in (2026, 2025) for number in reversed(range(40))]
    for cursor in ("x", encode_cursor("a", 1), encode_cursor(1)):
        with pytest.raises(Invalid):
            queries.search("rừng", office.clerk, cursor)
    assert list(queries.search("rừng", office.clerk, encode_cursor(9, 1)).items) == []


def test_each_finds_what_is_hers(office: Office, sight: Callable[[Sight], None]) -> None:
    first = factories.arrived(office, number="1/A")
    factories.arrived(office, number="2/A")
    for reader in (office.clerk, office.chief, office.leader):
        assert len(hits("phòng cháy", reader)) == 2
    for other in (office.specialist, office.other_clerk, office.head, office.administrator, Actor.anonymous()):
        assert hits("phòng cháy", other) == hits("1/A", other) == []
    sight(lambda actor, ids: {first.id} & set(ids) if actor == office.specialist else set())
    assert hits("phòng cháy", office.specialist) == [("1/A", "words")]
    assert hits("1/A", office.specialist) == [("1/A", "number")]
    assert hits("2/A", office.specialist) == []


def test_who_may_see_few_is_led_on_through_many(office: Office, sight: Callable[[Sight], None]) -> None:
    filling.fill(office.id, 3_000, agencies=(office.id,), years=(2026,))
    oldest = Document.objects.order_by("pk").first()
    assert oldest is not None
    sight(lambda _actor, ids: {oldest.pk} & set(ids))
    assert [number for number, _where in hits("công tác", office.specialist)] == [oldest.number]


def test_words_of_former_times_are_found_below_the_newest_rows(office: Office) -> None:
    filling.fill(office.id, 700, agencies=(office.id,), years=(2021,))
    with connection.cursor() as cursor:
        cursor.execute("update documents_document set words = words || array_to_tsvector(array['covid'])")
        cursor.execute("update documents_documenttext set words = words || array_to_tsvector(array['covid'])")
    filling.fill(office.id, 1_100, agencies=(office.id,), years=(2026,))
    found = hits("covid", office.clerk)
    assert len(found) == 700
    assert {where for _number, where in found} == {"words"}


def test_who_carries_on_for_an_agency_that_ended_reads_its_books(office: Office) -> None:
    card = factories.arrived(office)
    AgencySuccession.objects.create(old_id=office.id, new_id=office.other_id, on=TODAY)
    remembering.begin_anew()
    assert hits("phòng cháy", office.other_clerk) == [(card.number, "words")]
    assert queries.card(card.id, office.other_clerk).id == card.id
    with pytest.raises(NotTheClerk):
        actions.void(document_id=card.id, reason="Nhầm", actor=office.other_clerk, now=NOW)


def test_at_twenty_thousand_the_search_and_the_lists_use_their_indexes(office: Office) -> None:
    others = Agency.objects.exclude(pk=office.id).order_by("pk").values_list("pk", flat=True)[:19]
    filling.fill(office.id, MANY, agencies=(office.id, *others), years=(2022, 2023, 2024, 2025, 2026))
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "question": words.in_agencies(["cong", "tac"], [office.id]), "before": 2**63 - 1, "limit": 200,
            "agency": office.id, "agencies": [office.id], "window": 200, "number": "15/qd-ubnd", "begins": "15/qd-ubnd%",
        }  # fmt: skip
        for statement, index in (
            (searching._PROBE["words"], "document_words"),
            (searching._PROBE["text"], "document_text_words"),
            (searching._WHOLE["words"], "document_words"),
            (searching._WHOLE["text"], "document_text_words"),
            (searching._WINDOW["words"], "document_newest"),
            (searching._WINDOW["text"], "document_newest"),
            (searching._BY_NUMBER, "document_number"),
        ):
            cursor.execute(f"explain {statement}", given)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert index in plan, plan
            assert "Seq Scan on documents" not in plan, plan
    assert Document.objects.count() == MANY, "n"
    assert len(queries.search("công tác", office.clerk).items) == searching.PAGE
    assert len(hits("công tác", office.clerk)) == MANY // 20  # window after window, none twice, none left out
    assert len(hits("kinh phí thực hiện", office.clerk)) == MANY // 20
    assert len(hits("chuyển đổi số", office.clerk)) == MANY // 80
    assert queries.search("vô cùng hiếm gặp", office.clerk).items == []

"""The screens of văn thư: what is shown, what is refused, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.office.documents import actions, queries
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.tests import factories, filling
from namkhong.office.documents.tests.factories import NOW, Office
from namkhong.office.documents.types import LinkKind, Sight

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, path: str, status: int = 200) -> str:
    """What is shown."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2_000]
    return answer.content.decode()


def test_the_books_and_the_rows_of_one_are_shown(office: Office, visit: Visit) -> None:
    client = visit(office.clerk)
    assert "Chưa có sổ nào" in page(client, reverse("document_books"))
    arrived, issued = factories.arrived(office), factories.issued(office)
    shown = page(client, reverse("document_books"))
    assert "Sổ đăng ký văn bản đến năm 2026" in shown
    assert "Sổ văn bản" in shown  # in the side list
    rows = page(client, reverse("document_book", args=[arrived.book_id]))
    assert "123/SNNMT-KL" in rows
    assert "Từ số 1 đến số 1" in rows
    assert "01/QĐ-UBND" in page(client, reverse("document_book", args=[issued.book_id]))


def test_the_rows_are_filtered_by_type_day_and_words_and_paged(office: Office, visit: Visit) -> None:
    client = visit(office.clerk)
    card = factories.issued(office, "quyet-dinh", now=NOW - timedelta(days=20))
    factories.issued(office, "to-trinh", now=NOW - timedelta(days=5), subject="Xin kinh phí")
    here = reverse("document_book", args=[card.book_id])
    assert "02/TTr-UBND" not in page(client, f"{here}?loai=quyet-dinh")
    assert "01/QĐ-UBND" not in page(client, f"{here}?q=kinh+phi")
    days = "tu-day=10&tu-month=11&tu-year=2026"
    assert "01/QĐ-UBND" not in page(client, f"{here}?{days}")
    assert "02/TTr-UBND" in page(client, f"{here}?{days}")
    assert "Không có dòng nào" in page(client, f"{here}?{days.replace('tu', 'den')}&loai=to-trinh")
    assert "01/QĐ-UBND" in page(client, f"{here}?{days.replace('tu', 'den')}")
    factories.arrived(office)
    filling.fill(office.id, 65, agencies=(office.id,), years=(2026,))
    book, seen, cursor = Book.objects.get(direction="in").pk, list[int](), ""
    while True:
        shown = queries.page(book, office.clerk, cursor)
        seen += [one.serial for one in shown.items]
        if not (cursor := shown.next):
            break
    assert seen == list(range(65, 0, -1))
    assert client.get(f"{here}?tiep=khong-phai").status_code == 422


def test_a_document_is_shown_with_its_files_links_and_history(office: Office, visit: Visit) -> None:
    asked = factories.arrived(office, files=(factories.stored(office.clerk, name="cong-van.pdf"),), urgency=2)
    answer = factories.issued(office, "cong-van")
    actions.link(document_id=answer.id, other_id=asked.id, kind=LinkKind.ANSWERS, actor=office.clerk, now=NOW)
    shown = page(visit(office.leader), reverse("document", args=[asked.public_id]))
    for words in (
        "Thượng khẩn",
        "cong-van.pdf",
        "Được trả lời bằng văn bản",
        answer.number,
        "Vào sổ",
        "Nguyễn Thị Nga",
    ):
        assert words in shown, words
    assert "Hủy số" not in shown  # the leader reads
    assert "Hủy số" in page(visit(office.clerk), reverse("document", args=[asked.public_id]))


def test_a_linked_document_that_is_not_hers_is_named_and_not_opened(
    office: Office, visit: Visit, sight: Callable[[Sight], None]
) -> None:
    asked, answer = factories.arrived(office), factories.issued(office, "cong-van")
    actions.link(document_id=answer.id, other_id=asked.id, kind=LinkKind.ANSWERS, actor=office.clerk, now=NOW)
    sight(lambda _actor, ids: {asked.id} & set(ids))
    client = visit(office.specialist)
    shown = page(client, reverse("document", args=[asked.public_id]))
    assert answer.number in shown
    assert str(answer.public_id) not in shown
    page(client, reverse("document", args=[answer.public_id]), 404)


def test_voiding_asks_for_a_reason_and_keeps_the_row(office: Office, visit: Visit) -> None:
    card, client = factories.issued(office), visit(office.clerk)
    there = reverse("document_void", args=[card.public_id])
    refused = client.post(there, {"reason": "  "})
    assert refused.status_code == 422
    assert "Xin ghi lý do." in refused.content.decode()
    too_long = "dài " * 200
    assert too_long.strip()[:50] in client.post(there, {"reason": too_long}).content.decode()
    assert client.post(there, {"reason": "Cấp nhầm"}).status_code == 302
    assert client.post(there, {"reason": "Cấp nhầm"}).status_code == 302  # a second click is the same
    shown = page(client, reverse("document", args=[card.public_id]))
    assert "Số đã hủy" in shown
    assert "Cấp nhầm" in shown


def test_a_scan_is_added_on_the_page(office: Office, visit: Visit) -> None:
    import io

    card, client = factories.arrived(office), visit(office.clerk)
    there = reverse("document_attach", args=[card.public_id])
    assert client.post(there, {"role": "scan"}).status_code == 422
    wrong = io.BytesIO(factories.pdf())
    wrong.name = "ban-quet.pdf"
    assert client.post(there, {"role": "poem", "files": wrong}).status_code == 422
    scan = io.BytesIO(factories.pdf())
    scan.name = "ban-quet.pdf"
    assert client.post(there, {"role": "scan", "files": scan}).status_code == 302
    assert "Bản giấy đã quét" in page(client, reverse("document", args=[card.public_id]))


def test_a_book_is_locked_and_opened_again_on_its_page(office: Office, visit: Visit) -> None:
    card, client = factories.issued(office), visit(office.clerk)
    assert client.post(reverse("document_book_lock", args=[card.book_id])).status_code == 302
    assert "Đã khóa" in page(client, reverse("document_book", args=[card.book_id]))
    there = reverse("document_book_unlock", args=[card.book_id])
    assert client.post(there, {"reason": ""}).status_code == 422
    assert client.post(there, {"reason": "Còn thiếu"}).status_code == 302
    assert Book.objects.get().locked_at is None


def test_the_search_page_finds_and_says_when_it_does_not(office: Office, visit: Visit) -> None:
    factories.arrived(office)
    client = visit(office.clerk)
    there = reverse("document_search")
    assert "nk-stack" not in page(client, there)
    assert "123/SNNMT-KL" in page(client, f"{there}?q=phong+chay")
    assert "Đúng số, ký hiệu" in page(client, f"{there}?q=123/SNNMT-KL")
    assert "Không tìm thấy" in page(client, f"{there}?q=khong+co+gi")
    assert client.get(f"{there}?q=a&tiep=x").status_code == 422


def test_a_symbol_is_changed_on_its_page_and_what_was_typed_stays(office: Office, visit: Visit) -> None:
    client, there = visit(office.clerk), reverse("document_symbols")
    shown = page(client, there)
    assert "Văn phòng HĐND và UBND xã Mường Phăng" in shown
    refused = client.post(there, {"agency": office.id, "symbol": "U-B", "valid_from-day": "24"})
    assert refused.status_code == 422
    assert 'value="U-B"' in refused.content.decode()
    day = {"valid_from-day": "24", "valid_from-month": "11", "valid_from-year": "2026"}
    assert client.post(there, {"agency": office.id, "symbol": "UBND", **day}).status_code == 302
    assert client.post(there, {"agency": office.other_id, "symbol": "STP", **day}).status_code == 422  # not hers


def test_the_printed_volume_and_the_table_are_sent(office: Office, visit: Visit) -> None:
    card, client = factories.arrived(office), visit(office.chief)
    made = client.get(reverse("document_book_pdf", args=[card.book_id, 1]))
    assert made.content.startswith(b"%PDF")
    table = client.get(reverse("document_book_csv", args=[card.book_id]))
    assert b"123/SNNMT-KL" in b"".join(table.streaming_content)  # type: ignore[attr-defined]
    assert client.get(reverse("document_book_pdf", args=[card.book_id, 2])).status_code == 404


def test_others_do_not_come_in(office: Office, visit: Visit) -> None:
    card = factories.arrived(office)
    paths = {
        reverse("document_books"): (403, 200),
        reverse("document_book", args=[card.book_id]): (403, 404),
        reverse("document_book_pdf", args=[card.book_id, 1]): (403, 404),
        reverse("document_book_csv", args=[card.book_id]): (403, 404),
        reverse("document", args=[card.public_id]): (404, 404),
        reverse("document_search"): (200, 200),
    }
    for path, (specialist, other_clerk) in paths.items():
        assert visit(office.specialist).get(path).status_code == specialist, path
        assert visit(office.other_clerk).get(path).status_code == other_clerk, path
    assert Document.objects.count() == 1

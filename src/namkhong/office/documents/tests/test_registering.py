"""Numbers by the rules of the decree, one book a year, nothing twice, nothing secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.numbering.tests.factories import facts
from namkhong.foundation.organisations.models import Agency
from namkhong.kernel.problems import Problem
from namkhong.office.documents import actions, queries
from namkhong.office.documents.errors import (
    BookLocked,
    Duplicate,
    Missing,
    NotAsShown,
    NotTheClerk,
    NoUnitSymbol,
    SecretRefused,
)
from namkhong.office.documents.events import DocumentRegistered, DocumentVoided
from namkhong.office.documents.models import Book, Document
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import NOW, TODAY, Office
from namkhong.office.documents.types import Direction, DocumentState, FileLink

pytestmark = pytest.mark.django_db


def test_numbers_and_symbols_are_given_as_the_decree_says(office: Office) -> None:
    assert factories.issued(office).number == "01/QĐ-UBND"
    assert factories.issued(office, "cong-van").number == "02/UBND-KT"
    assert factories.issued(office, "to-trinh").number == "03/TTr-UBND"
    assert factories.issued(office, "quyet-dinh-qppl").number == "01/2026/QĐ-UBND"
    assert factories.issued(office, "nghi-quyet-qppl", organ_symbol="HĐND").number == "01/2026/NQ-HĐND"
    assert factories.issued(office, "quyet-dinh-qppl").number == "02/2026/QĐ-UBND"
    assert factories.issued(office, "sao-y").number == "01/SY-UBND"
    assert factories.issued(office, "trich-sao").number == "02/TrS-UBND"
    fourth = factories.issued(office, "thong-bao")
    assert (fourth.number, fourth.serial, fourth.code_number, fourth.code_notation) == (
        "04/TB-UBND",
        4,
        "04",
        "TB-UBND",
    )
    assert (fourth.issued_on, fourth.book_year, fourth.organ_name) == (TODAY, 2026, "Ủy ban nhân dân xã Mường Phăng")
    shown = {book.title for book in queries.books(office.clerk)}
    assert shown == {
        "Sổ đăng ký văn bản đi năm 2026",
        "Sổ đăng ký bản sao năm 2026",
        "Sổ đăng ký văn bản đi: quyết định (quy phạm pháp luật) năm 2026",
        "Sổ đăng ký văn bản đi: nghị quyết (quy phạm pháp luật) năm 2026",
    }


def test_the_type_printed_in_the_book_is_the_one_on_the_paper(office: Office) -> None:
    assert factories.issued(office, "quyet-dinh-qppl").type_name == "Quyết định"
    assert factories.arrived(office).type_name == "Công văn"
    assert factories.arrived(office, number="1/GM", type_code="", type_name="Giấy mời họp").type_name == "Giấy mời họp"


def test_an_agency_may_number_one_type_by_itself_from_the_next_year_on(office: Office) -> None:
    factories.issued(office, "quyet-dinh")
    data = facts()
    general = next(row for row in data["patterns"] if row["kind"] == "document_out")
    own = {"kind": "document_out_quyet-dinh", "agency_code": "", "valid_from": "2026-11-01"}
    data["patterns"].append({**general, **own})
    numbering.load_facts(now=NOW, data=data)
    assert factories.issued(office, "quyet-dinh").number == "02/QĐ-UBND"  # 01 was given already this year
    year = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    assert factories.issued(office, "cong-van", now=year).number == "01/UBND-KT"
    assert factories.issued(office, "quyet-dinh", now=year).number == "01/QĐ-UBND"
    assert factories.issued(office, "quyet-dinh", now=year).number == "02/QĐ-UBND"


def test_a_book_goes_on_when_the_agencys_code_changes(office: Office) -> None:
    factories.issued(office)
    Agency.objects.filter(pk=office.id).update(code="H18.99")
    data = facts()
    general = next(row for row in data["patterns"] if row["kind"] == "document_out")
    own = {"kind": "document_out_to-trinh", "agency_code": "H18.99", "valid_from": "2026-01-01"}
    data["patterns"].append({**general, **own})
    numbering.load_facts(now=NOW, data=data)
    assert factories.issued(office).number == "02/QĐ-UBND"
    assert factories.issued(office, "to-trinh").number == "01/TTr-UBND"


def test_a_letter_carries_the_symbol_of_its_unit(office: Office) -> None:
    with pytest.raises(NoUnitSymbol):
        factories.issued(office, "cong-van", unit_symbol="")
    with pytest.raises(Missing):
        factories.issued(office, "cong-van", unit_symbol="K/T")
    assert not Book.objects.exists()


def test_a_type_that_only_others_issue_gets_no_number(office: Office) -> None:
    with pytest.raises(Missing):
        factories.issued(office, "nghi-dinh")
    with pytest.raises(Missing):
        factories.issued(office, "bai-tho")
    assert factories.arrived(office, type_code="nghi-dinh", number="30/2020/NĐ-CP").type_name == "Nghị định"


def test_the_agencys_symbol_is_data_from_a_day_on(office: Office) -> None:
    tomorrow = NOW + timedelta(days=1)
    day = TODAY + timedelta(days=1)
    actions.set_symbol(agency_id=office.id, symbol="UBNDMP", valid_from=day, actor=office.clerk, now=NOW)
    assert factories.issued(office).number == "01/QĐ-UBND"
    assert factories.issued(office, now=tomorrow).number == "02/QĐ-UBNDMP"
    for symbol, start in (("UB-ND", day), ("", day), ("UB", TODAY - timedelta(days=1))):
        with pytest.raises(Missing):
            actions.set_symbol(agency_id=office.id, symbol=symbol, valid_from=start, actor=office.clerk, now=NOW)


def test_numbers_of_arrival_count_from_one_in_each_year(office: Office) -> None:
    eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Điện Biên
    first = factories.arrived(office, number="1/A", now=eve)
    second = factories.arrived(office, number="2/A", now=eve)
    third = factories.arrived(office, number="3/A", now=eve + timedelta(minutes=2))
    assert [(one.book_year, one.serial) for one in (first, second, third)] == [(2026, 1), (2026, 2), (2027, 1)]
    assert first.arrived_on == date(2026, 12, 31)
    late = factories.arrived(
        office, number="4/A", arrived_on=date(2026, 12, 30), now=datetime(2027, 1, 4, 2, tzinfo=UTC)
    )
    assert (late.book_year, late.serial) == (2027, 2)


def test_each_agency_counts_for_itself(office: Office) -> None:
    factories.arrived(office)
    data = factories.incoming()
    other = actions.register_incoming(agency_id=office.other_id, data=data, files=(), actor=office.other_clerk, now=NOW)
    assert other.serial == 1


def test_the_same_document_again_is_told_with_the_earlier_one(office: Office) -> None:
    first = factories.arrived(office)
    with pytest.raises(Duplicate) as told:
        factories.arrived(
            office, number="Số: 0123 / SNNMT-KL", organ_name="SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH ĐIỆN BIÊN"
        )
    assert told.value.earlier.id == first.id
    assert "số đến 01" in str(told.value)
    factories.arrived(office, issued_on=date(2026, 11, 19))  # another day
    factories.arrived(office, organ_name="Sở Tư pháp")  # another author
    again: dict[str, Any] = {
        "agency_id": office.id,
        "data": factories.incoming(),
        "files": (),
        "actor": office.clerk,
        "now": NOW,
    }
    with pytest.raises(Missing):
        actions.register_incoming(**again, despite_duplicate=True)
    card = actions.register_incoming(**again, despite_duplicate=True, reason="Bản điều chỉnh cùng số")
    assert card.serial == 4
    assert audit.entries_of(("document", card.id))[0].reason == "Bản điều chỉnh cùng số"


def test_a_voided_row_and_a_paper_without_number_are_no_duplicates(office: Office) -> None:
    first = factories.arrived(office)
    actions.void(document_id=first.id, reason="Nhập nhầm", actor=office.clerk, now=NOW)
    assert factories.arrived(office).serial == 2
    assert factories.arrived(office, number="").serial == 3
    assert factories.arrived(office, number="").serial == 4


def test_the_same_request_is_registered_once(office: Office) -> None:
    token = uuid4()
    how: dict[str, Any] = {"agency_id": office.id, "files": (), "actor": office.clerk, "now": NOW, "token": token}
    first = actions.register_outgoing(data=factories.outgoing(), **how)
    assert actions.register_outgoing(data=factories.outgoing(), **how) == first
    how["token"] = uuid4()
    arrived = actions.register_incoming(data=factories.incoming(), **how)
    assert actions.register_incoming(data=factories.incoming(), **how) == arrived
    assert Document.objects.count() == 2


def test_what_is_secret_is_refused_and_the_rule_is_said(office: Office) -> None:
    for mark in ("Mật", "Tối mật", "C"):
        with pytest.raises(SecretRefused, match="bí mật nhà nước"):
            factories.arrived(office, secrecy=mark)
        with pytest.raises(SecretRefused):
            factories.issued(office, secrecy=mark)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("field", "how"),
    [
        ("subject", {"subject": " "}),
        ("organ_name", {"organ_name": ""}),
        ("issued_on", {"issued_on": date(2026, 11, 24)}),
        ("arrived_on", {"arrived_on": date(2026, 11, 24)}),
        ("arrived_on", {"arrived_on": date(2025, 11, 24), "issued_on": None}),
        ("pages", {"pages": -1}),
        ("subject", {"subject": "a" * 501}),
        ("type_code", {"type_code": "bai-tho"}),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(office: Office, field: str, how: dict[str, Any]) -> None:
    with pytest.raises(Missing) as told:
        factories.arrived(office, **how)
    assert field in told.value.fields


def test_only_the_agencys_own_clerk_gives_numbers(office: Office) -> None:
    for actor in (office.chief, office.leader, office.specialist, office.other_clerk, office.administrator):
        with pytest.raises(NotTheClerk):
            actions.register_outgoing(agency_id=office.id, data=factories.outgoing(), files=(), actor=actor, now=NOW)


def test_a_voided_number_stays_with_its_reason_and_is_given_to_nobody(office: Office) -> None:
    first, second = factories.issued(office), factories.issued(office)
    with pytest.raises(Missing):
        actions.void(document_id=first.id, reason=" ", actor=office.clerk, now=NOW)
    card = actions.void(document_id=first.id, reason="Cấp nhầm loại", actor=office.clerk, now=NOW)
    assert (card.state, card.voided_reason) == (DocumentState.VOIDED, "Cấp nhầm loại")
    assert actions.void(document_id=first.id, reason="Lần nữa", actor=office.clerk, now=NOW) == card
    assert factories.issued(office).serial == 3
    for deed in (actions.mark_recalled, actions.mark_replaced):
        with pytest.raises(NotAsShown):
            deed(document_id=first.id, reason="Thu hồi", actor=office.clerk, now=NOW)
        with pytest.raises(Missing):
            deed(document_id=second.id, reason="", actor=office.clerk, now=NOW)
    assert actions.mark_recalled(document_id=second.id, reason="Sai", actor=office.clerk, now=NOW).state == "recalled"
    with pytest.raises(NotAsShown):
        actions.void(document_id=second.id, reason="Hủy", actor=office.clerk, now=NOW)


def test_nothing_enters_a_locked_book_until_it_is_opened_again(office: Office) -> None:
    card = factories.issued(office)
    book = Book.objects.get()
    assert actions.lock_book(book_id=book.pk, actor=office.clerk, now=NOW).is_locked
    assert actions.lock_book(book_id=book.pk, actor=office.clerk, now=NOW).is_locked
    with pytest.raises(BookLocked, match="Sổ đăng ký văn bản đi năm 2026"):
        factories.issued(office)
    with pytest.raises(BookLocked):
        actions.void(document_id=card.id, reason="Hủy", actor=office.clerk, now=NOW)
    assert factories.arrived(office).serial == 1  # another book
    with pytest.raises(Missing):
        actions.unlock_book(book_id=book.pk, reason="", actor=office.clerk, now=NOW)
    actions.unlock_book(book_id=book.pk, reason="Còn một văn bản", actor=office.clerk, now=NOW)
    assert factories.issued(office).serial == 2


def test_each_registering_and_voiding_is_announced(office: Office, published: list[Any]) -> None:
    card = factories.issued(office)
    actions.void(document_id=card.id, reason="Nhầm", actor=office.clerk, now=NOW)
    kinds = [type(event) for event in published if isinstance(event, DocumentRegistered | DocumentVoided)]
    assert kinds == [DocumentRegistered, DocumentVoided]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was announced."""
    from namkhong.kernel import events

    told: list[Any] = []
    before: Callable[[Any], None] = events._transport

    def transport(event: Any) -> None:
        told.append(event)
        before(event)

    monkeypatch.setattr(events, "_transport", transport)
    return told


DEED = st.sampled_from(["quyet-dinh", "cong-van", "quyet-dinh-qppl", "sao-luc", "in", "void", "undone", "refused"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEED, max_size=12))
def test_whatever_is_done_no_number_is_skipped_or_given_twice(office: Office, deeds: list[str]) -> None:
    with transaction.atomic():
        for number, deed in enumerate(deeds):
            _do(office, deed, number)
        for book in Book.objects.all():
            serials = list(Document.objects.filter(book=book).order_by("serial").values_list("serial", flat=True))
            assert serials == list(range(1, len(serials) + 1))
        out = list(Document.objects.filter(direction=Direction.OUT).values_list("number", flat=True))
        assert len(out) == len(set(out))
        transaction.set_rollback(True)


def _do(office: Office, deed: str, number: int) -> None:
    if deed == "in":
        factories.arrived(office, number=f"{number}/A")
    elif deed == "void":
        last = Document.objects.filter(state="registered").order_by("pk").last()
        if last is not None:
            actions.void(document_id=last.pk, reason="Nhầm", actor=office.clerk, now=NOW)
    elif deed == "undone":
        with transaction.atomic():
            factories.issued(office)
            transaction.set_rollback(True)
    elif deed == "refused":
        with pytest.raises(Problem):
            factories.issued(office, files=(FileLink(uuid4()),))
    else:
        factories.issued(office, deed)

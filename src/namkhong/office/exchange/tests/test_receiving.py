"""Coming in: once for each agency, whoever it came by and however often; what is wrong is kept and said."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from namkhong.foundation.files import queries as files
from namkhong.foundation.signatures.tests.factories import pdf
from namkhong.kernel.events import Event
from namkhong.office.exchange import actions, queries, receiving
from namkhong.office.exchange.errors import NoSuchPacket, NotInTheAgency, Unfinished, Unreachable
from namkhong.office.exchange.events import PacketArrived, RecallAsked, StatusArrived
from namkhong.office.exchange.models import Dispatch, Packet, PacketAnswer
from namkhong.office.exchange.simulator.dialects import Dialect, plain
from namkhong.office.exchange.states import ConsignmentState, DispatchState, PacketState, Recall
from namkhong.office.exchange.tests.factories import (
    MINUTE,
    NEXT_DOOR,
    NOW,
    OURS,
    OUTSIDE,
    Axis,
    House,
    Killed,
    content,
    drive,
    row,
    sent,
    stored,
)
from namkhong.office.exchange.types import PacketCard, PacketKind, StatusCode

pytestmark = pytest.mark.django_db
SAMPLES: Final = Path(__file__).parent / "samples"
THEM: Final = {"code": OUTSIDE, "name": "Cơ quan Thử nghiệm một"}
US: Final = {"code": OURS, "name": "UBND xã Mường Phăng"}
WHEN: Final = {"day": "2026/11/20", "at": "2026/11/20 15:30:00"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is announced."""
    events: list[Event] = []
    monkeypatch.setattr(receiving, "publish", events.append)
    return events


def coming(number: str = "125", dialect: str = "java", attached: bytes | None = None, **said: Any) -> bytes:
    """A document from outside."""
    what = plain(THEM, US, number=number, **{**WHEN, **said})
    return Dialect(dialect).document(what, [("van-ban.pdf", pdf() if attached is None else attached)])


def take(data: bytes) -> list[PacketCard]:
    """It comes over the axis."""
    return actions.accept_packet(data=data, via="axis_http", now=NOW)


def one(data: bytes) -> PacketCard:
    """It comes, for one agency."""
    (card,) = take(data)
    return card


@pytest.mark.parametrize("dialect", ["java", "dotnet"])
def test_a_document_is_stored_with_its_files_and_announced(house: House, heard: list[Event], dialect: str) -> None:
    card = one(coming(dialect=dialect))
    assert (card.state, card.kind, card.agency_id) == (PacketState.ACCEPTED, PacketKind.DOCUMENT, house.id)
    (file,) = queries.packet_files(card.id)
    assert isinstance(file.file_id, UUID)
    assert files.read(file.file_id) == pdf()
    assert queries.files_named([file.file_id]) == {file.file_id}
    assert heard == [PacketArrived(packet_id=card.id, at=NOW)]
    assert queries.packet_card(card.id).content.number == "125/STN-VP"


def test_the_same_packet_however_often_is_stored_once(house: House, heard: list[Event]) -> None:
    first, again = one(coming()), one(coming())
    assert first.id == again.id
    assert len(heard) == 1
    assert one(coming(number="126")).id != first.id
    assert PacketAnswer.objects.filter(code="01").count() == 2


def test_one_packet_for_two_agencies_is_one_for_each(house: House) -> None:
    what = plain(THEM, US, number="125", **WHEN)
    what["to"].append({"code": NEXT_DOOR, "name": "Phường"})
    what["to"].append({"code": "000.00.55.H18", "name": "mã cũ"})
    cards = take(Dialect("java").document(what))
    assert {card.agency_id for card in cards} == {house.id, house.other_id}
    assert len(cards) == 2


def test_what_cannot_be_read_is_kept_with_the_reason_and_its_bytes(house: House) -> None:
    card = one(b"khong phai xml")
    assert (card.state, card.agency_id) == (PacketState.REJECTED, None)
    assert "không phải là XML" in card.why
    assert one(b"khong phai xml").id == card.id
    original = Packet.objects.get(pk=card.id).original
    assert original is not None
    assert files.read(original) == b"khong phai xml"
    assert [found.id for found in queries.rejected(house.province_clerk).items] == [card.id]
    assert queries.rejected_one(card.public_id, house.administrator).why == card.why
    assert not queries.rejected(house.clerk).items
    with pytest.raises(NoSuchPacket):
        queries.rejected_one(card.public_id, house.clerk)


def test_what_is_for_nobody_here_says_for_whom_it_is(house: House) -> None:
    what = plain(THEM, {"code": "X77.01"}, number="125", **WHEN)
    card = one(Dialect("dotnet").document(what))
    assert card.state is PacketState.REJECTED
    assert "X77.01" in card.why
    assert card.sender.code == OUTSIDE


def test_a_file_nobody_may_open_does_not_stop_the_document_and_is_kept(house: House) -> None:
    card = one(coming(attached=b"MZ khong phai van ban"))
    assert card.state is PacketState.ACCEPTED
    (file,) = queries.packet_files(card.id)
    assert file.file_id is None
    assert "không phải là PDF" in file.why
    original = Packet.objects.get(pk=card.id).original
    assert original is not None
    assert files.read(original) == coming(attached=b"MZ khong phai van ban")


def test_a_recall_finds_the_document_and_is_answered_once(house: House, axis: Axis, heard: list[Event]) -> None:
    document = one(coming())
    about = {"code": OUTSIDE, "number": "125/STN-VP", "day": "2026/11/20", "document_id": document.document_id}
    request = one(coming(business={"kind": 1, "reason": "Gửi nhầm"}, answers=[about]))
    assert (request.kind, request.about_id) == (PacketKind.RECALL, document.id)
    assert heard[1:] == [RecallAsked(packet_id=document.id, request_id=request.id, at=NOW)]
    found = queries.recall_of(document.id)
    assert found is not None
    assert found.content.business.reason == "Gửi nhầm"
    for _click in range(2):
        actions.answer(packet_id=document.id, status=StatusCode.AGREED, actor=house.clerk, now=NOW)
    assert list(PacketAnswer.objects.filter(code="15").values_list("packet_id", flat=True)) == [request.id]


def test_a_recall_faster_than_its_document_is_not_forgotten(house: House, axis: Axis, heard: list[Event]) -> None:
    document_id = f"{OUTSIDE},2026/11/20,125/STN-VP"
    about = {"code": OUTSIDE, "number": "125/STN-VP", "day": "2026/11/20", "document_id": document_id}
    request = one(coming(business={"kind": 1, "reason": "Gửi nhầm"}, answers=[about]))
    assert not heard
    assert queries.packet_card(request.id).status is StatusCode.AGREED
    document = one(coming())
    assert heard == [
        PacketArrived(packet_id=document.id, at=NOW),
        RecallAsked(packet_id=document.id, request_id=request.id, at=NOW),
    ]


def test_an_update_knows_the_packet_it_changes(house: House, heard: list[Event]) -> None:
    first = one(coming())
    update = one(coming(subject="Đã sửa", business={"kind": 2, "reason": "Sai ngày", "earlier": first.document_id}))
    assert update.about_id == first.id
    assert heard[-1] == PacketArrived(packet_id=update.id, at=NOW)


def test_what_is_answered_goes_out_in_order_and_each_status_once(house: House, axis: Axis) -> None:
    card = one(coming())
    for code in (StatusCode.ACCEPTED, StatusCode.ACCEPTED, StatusCode.ASSIGNED, StatusCode.DONE):
        actions.answer(packet_id=card.id, status=code, actor=house.specialist, now=NOW)
    axis.before.append(Killed())
    with pytest.raises(Killed):
        drive()
    assert drive(NOW + MINUTE) == 0  # nothing overtakes the first
    drive(NOW + 4 * MINUTE)
    codes = [parcel.body.split(b"StatusCode>")[1][:2].decode() for parcel in axis.tries]
    assert codes == ["01", "01", "03", "04", "06"]
    assert {parcel.receiver for parcel in axis.tries} == {OUTSIDE}


def test_a_return_needs_a_reason_and_an_official_of_the_agency(house: House) -> None:
    card = one(coming())
    for code in (StatusCode.REFUSED, StatusCode.NOT_AGREED):
        with pytest.raises(Unfinished):
            actions.answer(packet_id=card.id, status=code, actor=house.clerk, now=NOW, note=" ")
    for actor in (house.other_clerk, house.administrator, house.cast()["visitor"]):
        with pytest.raises(NotInTheAgency):
            actions.answer(packet_id=card.id, status=StatusCode.ACCEPTED, actor=actor, now=NOW)
    with pytest.raises(NoSuchPacket):
        actions.answer(packet_id=one(b"hong").id, status=StatusCode.ACCEPTED, actor=house.clerk, now=NOW)


def test_inside_the_platform_it_arrives_with_the_same_files_and_the_answers_come_back(
    house: House, heard: list[Event]
) -> None:
    paper = stored()
    (consignment,) = sent(house, NEXT_DOOR, files=[paper])
    drive()
    assert row(consignment).state == ConsignmentState.DELIVERED
    packet = Packet.objects.get(agency_id=house.other_id)
    assert [file.file_id for file in queries.packet_files(packet.pk)] == [paper]
    actions.answer(packet_id=packet.pk, status=StatusCode.DONE, actor=house.other_clerk, now=NOW + MINUTE)
    drive(NOW + MINUTE)
    assert row(consignment).state == ConsignmentState.DONE
    assert [type(event) for event in heard] == [PacketArrived, StatusArrived, StatusArrived]
    actions.revoke(
        agency_id=house.id, document_key="d-1", reason="Nhầm", actor=house.clerk, now=NOW + MINUTE
    )  # fmt: skip
    drive(NOW + MINUTE)
    assert isinstance(heard[-1], RecallAsked)
    actions.answer(packet_id=packet.pk, status=StatusCode.AGREED, actor=house.other_clerk, now=NOW + MINUTE)
    drive(NOW + MINUTE)
    assert row(consignment).recall == Recall.AGREED


def test_a_status_about_nothing_of_ours_is_kept_as_such(house: House) -> None:
    card = one((SAMPLES / "java_status_03.edxml").read_bytes())
    assert (card.state, card.kind) == (PacketState.REJECTED, PacketKind.STATUS)
    assert "15/QĐ-UBND" in card.why
    assert [found.id for found in queries.rejected(house.clerk).items] == [card.id]


def test_what_waits_is_fetched_stored_and_only_then_taken(house: House, axis: Axis) -> None:
    axis.coming = {"1": coming(), "2": b"hong", "3": coming(number="126")}
    axis.after.append(Killed())
    with pytest.raises(Killed):
        actions.receive(now=NOW)
    assert Packet.objects.count() == 1
    assert actions.receive(now=NOW) == 3
    assert axis.told[1:] == [("1", True), ("2", False), ("3", True)]
    assert Packet.objects.filter(state=PacketState.ACCEPTED).count() == 2
    assert not axis.coming
    assert Dispatch.objects.filter(packet__isnull=False).count() == 2


def test_the_house_answers_with_the_code_it_was_written_to(house: House, axis: Axis) -> None:
    what = plain(THEM, {"code": "000.00.55.H18"}, number="125", **WHEN)
    one(Dialect("dotnet").document(what))
    drive()
    assert axis.tries[0].sender == "000.00.55.H18"
    assert content().number == "15/QĐ-UBND"


def test_a_status_is_tried_for_two_weeks_and_its_loss_does_not_stop_the_next(house: House, axis: Axis) -> None:
    card = one(coming())
    now = NOW
    axis.before += [Unreachable("Trục liên thông không trả lời.") for _day in range(60)]
    while now < NOW + timedelta(days=13):
        drive(now)
        now += timedelta(hours=12)
    dispatch = Dispatch.objects.get(packet_id=card.id)
    assert dispatch.state == DispatchState.QUEUED
    drive(NOW + timedelta(days=15))
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.DEAD
    axis.before.clear()
    actions.answer(packet_id=card.id, status=StatusCode.ACCEPTED, actor=house.clerk, now=NOW + timedelta(days=15))
    drive(NOW + timedelta(days=15))
    assert [parcel.kind for parcel in axis.tries[-1:]] == ["status"]
    assert b">03<" in axis.tries[-1].body

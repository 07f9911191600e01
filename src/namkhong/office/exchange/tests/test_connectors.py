"""The ways out and in: the simulated axis over real HTTP, the shared folder, the address book."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

from namkhong.office.exchange import actions, connectors, queries
from namkhong.office.exchange.connectors import Parcel, folder
from namkhong.office.exchange.edxml.reading import read
from namkhong.office.exchange.errors import AddressBookShrunk, AxisRefused, Unreachable
from namkhong.office.exchange.models import AddressEntry, Packet
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.simulator.post import Post, page
from namkhong.office.exchange.simulator.serving import Settings, serve
from namkhong.office.exchange.states import ConsignmentState, PacketState
from namkhong.office.exchange.tests.factories import (
    MINUTE,
    NOW,
    OURS,
    SYSTEM,
    Axis,
    House,
    content,
    drive,
    row,
    sent,
    stored,
)
from namkhong.office.exchange.types import Party, StatusMessage

pytestmark = pytest.mark.django_db
QUICK: Final = 1_000  # the agencies are a thousand times as fast as told
HEALTHY, SLOW, RETURNING, TWICE, AWAY, CUTTING = (f"T99.0{number}" for number in range(1, 7))


@pytest.fixture
def simulated(house: House, tmp_path: Path, settings: Any) -> Iterator[Post]:
    """The axis as the demo runs it, over HTTP."""
    given = Settings(0, tmp_path / "truc", "nam-khong", "khoa-thu", [OURS], QUICK)
    with serve(given) as (post, port):
        settings.EXCHANGE = {
            "connector": "axis_http",
            "axis_url": f"http://127.0.0.1:{port}",
            "system_id": "nam-khong",
            "secret_key": "khoa-thu",
        }
        actions.sync_address_book(actor=SYSTEM, now=NOW)
        yield post


def until(happened: Callable[[], object]) -> None:
    """Ask for what waits until it has happened (two threads of the simulator work meanwhile)."""
    for _try in range(300):
        actions.receive(now=NOW)
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_the_address_book_of_the_axis_is_taken_in_without_its_pseudo_units(simulated: Post) -> None:
    found = [line.party.code for line in queries.find_addresses("thu nghiem").items]
    assert HEALTHY in found
    assert "T99.W00" not in found
    assert AddressEntry.objects.get(code="T99.W00").pseudo


def test_two_agencies_write_to_each_other(simulated: Post, house: House) -> None:
    until(lambda: Packet.objects.filter(from_code=HEALTHY).exists())
    greeting = Packet.objects.get(from_code=HEALTHY)
    assert greeting.agency_id == house.id
    (card,) = sent(house, HEALTHY, files=[stored()])
    drive()
    until(lambda: row(card).state == ConsignmentState.DONE and Packet.objects.count() == 2)
    answer = Packet.objects.exclude(pk=greeting.pk).get()
    assert answer.content["response_for"][0]["document_id"] == row(card).document_id
    assert queries.packet_files(answer.pk)[0].file_id is not None


def test_what_breaks_after_the_axis_has_it_is_there_once(simulated: Post, house: House) -> None:
    (card,) = sent(house, CUTTING)
    drive()
    assert row(card).state == ConsignmentState.QUEUED  # nobody knows
    drive(NOW + MINUTE)
    assert row(card).state == ConsignmentState.SENT
    assert len(list(simulated.folder.glob("di-*.edxml"))) == 1


def test_who_says_everything_twice_is_heard_once(simulated: Post, house: House) -> None:
    (card,) = sent(house, TWICE)
    drive()
    until(lambda: row(card).state == ConsignmentState.DONE and Packet.objects.filter(from_code=TWICE).exists())
    until(lambda: not simulated.waiting())
    codes = [step.code for step in row(card).steps.order_by("id") if step.code]
    assert codes == ["01", "03", "06"]
    assert Packet.objects.filter(from_code=TWICE).count() == 1


def test_who_returns_everything_says_why_and_who_is_away_is_waited_for(simulated: Post, house: House) -> None:
    returned, away = sent(house, RETURNING, AWAY)
    drive()
    until(lambda: row(returned).state == ConsignmentState.REFUSED)
    assert row(returned).status_note == "Không thuộc chức năng, nhiệm vụ của cơ quan"
    shown = queries.consignment(away.id, house.clerk)
    assert (shown.state, shown.tries) == (ConsignmentState.QUEUED, 1)
    assert "503" in shown.last_answer


def test_a_wrong_secret_and_an_unknown_receiver_are_refusals_and_a_shut_door_is_not(
    simulated: Post, settings: Any
) -> None:
    axis = connectors.connector("axis_http")
    parcel = Parcel(uuid4(), "edoc", OURS, "X77", b"<edXML/>")
    with pytest.raises(AxisRefused, match="lỗi 18"):
        axis.send(parcel)
    settings.EXCHANGE = {**settings.EXCHANGE, "secret_key": "sai"}
    with pytest.raises(AxisRefused, match="khóa kết nối"):
        axis.send(parcel)
    settings.EXCHANGE = {**settings.EXCHANGE, "axis_url": "http://127.0.0.1:9"}
    with pytest.raises(Unreachable):
        axis.waiting()


def test_a_parcel_in_the_folder_is_one_file_however_often_it_is_put_there(tmp_path: Path, settings: Any) -> None:
    settings.EXCHANGE = {"connector": "folder", "folder": str(tmp_path / "chung")}
    parcel = Parcel(uuid4(), "edoc", OURS, "G99.01", b"<edXML/>")
    assert folder.send(parcel) == folder.send(parcel)
    (file,) = (tmp_path / "chung" / "out").iterdir()
    assert file.name == f"{parcel.key}.edoc.edxml"
    assert file.read_bytes() == b"<edXML/>"


def test_what_lies_in_the_folder_is_stored_and_moved_and_half_a_file_is_left_alone(
    house: House, tmp_path: Path, settings: Any
) -> None:
    settings.EXCHANGE = {"connector": "folder", "folder": str(tmp_path / "chung")}
    incoming = tmp_path / "chung" / "in"
    incoming.mkdir(parents=True)
    (incoming / "a.edxml").write_bytes((Path(__file__).parent / "samples" / "java_new.edxml").read_bytes())
    (incoming / "b.edxml").write_bytes(b"hong")
    (incoming / "c.edxml.part").write_bytes(b"<ed")
    assert actions.receive(now=NOW) == 2
    assert [path.name for path in incoming.iterdir()] == ["c.edxml.part"]
    assert (tmp_path / "chung" / "processed" / "a.edxml").exists()
    assert (tmp_path / "chung" / "bad" / "b.edxml").exists()
    assert Packet.objects.filter(state=PacketState.ACCEPTED, agency_id=house.id).count() == 1
    drive()
    (status,) = (tmp_path / "chung" / "out").iterdir()
    assert isinstance(read(status.read_bytes(), rules().limits), StatusMessage)


def test_the_address_book_is_dated_and_the_same_book_changes_nothing(house: House, axis: Axis) -> None:
    axis.book = [Party("G50", "Bộ Một"), Party("000.00.02.G50", "Vụ Hai"), Party("G50.03", "Vụ Ba")]
    assert actions.sync_address_book(actor=SYSTEM, now=NOW).added == 3
    again = actions.sync_address_book(actor=SYSTEM, now=NOW)
    assert (again.added, again.changed, again.ended) == (0, 0, 0)
    axis.book = [Party("G50", "Bộ Một mới"), Party("G50.02", "Vụ Hai")]
    later = actions.sync_address_book(actor=SYSTEM, now=NOW + 1_440 * MINUTE)
    assert (later.added, later.changed, later.ended) == (0, 1, 1)
    assert [line.party.name for line in queries.address_history("G50")] == ["Bộ Một mới", "Bộ Một"]
    assert queries.named(["g50", "G50.03"]) == {"G50": "Bộ Một mới"}
    assert [line.party.code for line in queries.find_addresses("bo mot moi").items] == ["G50"]
    assert queries.find_addresses("Vụ Hai").items[0].party.code == "G50.02"


def test_a_book_that_has_shrunk_to_less_than_half_is_not_believed(house: House, axis: Axis) -> None:
    axis.book = [Party(f"G70.{number:03}", f"Đơn vị {number:03}") for number in range(150)]
    actions.sync_address_book(actor=SYSTEM, now=NOW)
    axis.book = axis.book[:10]
    with pytest.raises(AddressBookShrunk):
        actions.sync_address_book(actor=SYSTEM, now=NOW)
    first = queries.find_addresses("don vi")
    second = queries.find_addresses("don vi", first.next)
    assert [line.party.code for line in (*first.items, *second.items)] == [f"G70.{number:03}" for number in range(60)]


def test_the_page_of_the_simulator_is_a_pdf_others_can_read() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    assert PdfReader(BytesIO(page("Cong van 15"))).pages[0].extract_text().strip() == "Cong van 15"
    assert content().subject

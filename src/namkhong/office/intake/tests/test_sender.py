"""What the sender of a document is told at every turn, and what becomes of it when he wants it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from namkhong.kernel.problems import Conflict
from namkhong.office.documents import queries as registers
from namkhong.office.documents.tests import factories as documents
from namkhong.office.documents.types import DocumentState
from namkhong.office.exchange import actions as exchange
from namkhong.office.exchange import queries as sent
from namkhong.office.exchange.types import StatusCode
from namkhong.office.intake import actions, queries
from namkhong.office.intake.errors import Missing
from namkhong.office.intake.models import Arrival, ArrivalFile, Assignment
from namkhong.office.intake.states import End, Part, Recall, State
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import FRIDAY, HOUR, NOW, House

pytestmark = pytest.mark.django_db


def _status(house: House) -> StatusCode | None:
    """What the commune next door was told last."""
    return sent.consignments_of(house.other_id, "d-1")[0].status_code


def test_what_the_commune_next_door_sends_is_answered_at_every_turn(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house)
    run_jobs()
    arrival = Arrival.objects.get()
    assert (arrival.agency_id, arrival.source, arrival.state) == (house.id, "inside", State.ARRIVED)
    assert arrival.number == "45/UBND-VP"
    assert ArrivalFile.objects.filter(arrival=arrival).count() == 1
    actions.register(
        arrival_id=arrival.pk,
        data=make.incoming(number=arrival.number, subject=arrival.subject),
        actor=house.clerk,
        now=NOW,
    )
    run_jobs()
    assert _status(house) is StatusCode.ACCEPTED
    actions.direct(
        arrival_id=arrival.pk, words="Xem xét.", lines=[make.lead(house.economy_id), make.helping(house.elsewhere)],
        actor=house.chairman, now=NOW,
    )  # fmt: skip
    run_jobs()
    assert _status(house) is StatusCode.ASSIGNED
    actions.accept(assignment_id=make.job(arrival).pk, actor=house.head, now=NOW)
    run_jobs()
    assert _status(house) is StatusCode.WORKING
    answer = documents.issued(_as_office(house), "cong-van", subject="Trả lời về quản lý hộ khẩu")
    head = make.job(arrival)
    actions.pass_on(
        assignment_id=head.pk, words="Anh Tưởng làm.", lines=[make.lead(house.specialist, FRIDAY - timedelta(days=1))],
        actor=house.head, now=NOW,
    )  # fmt: skip
    actions.finish(
        assignment_id=make.job(arrival).pk, actor=house.specialist, now=NOW, result="Đã trả lời.", answer_id=None
    )
    run_jobs()
    assert _status(house) is StatusCode.DONE
    assert make.fresh(arrival).state == State.DONE
    assert Assignment.objects.get(pk=head.pk).end == End.DONE, "who passed the lead down is done with it"
    assert Assignment.objects.get(arrival=arrival, part=Part.HELP).end == End.OPEN, "who helps ends her own part"
    assert answer.number


def _as_office(house: House) -> documents.Office:
    return documents.Office(
        id=house.id, clerk=house.clerk, chief=house.chief, leader=house.chairman, specialist=house.specialist, head=house.head,
        other_id=house.other_id, other_clerk=house.other_clerk, administrator=house.administrator,
    )  # fmt: skip


def test_a_packet_that_comes_twice_is_one_arrival(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house)
    run_jobs()
    packet = Arrival.objects.get().packet_id
    assert packet is not None
    again = actions.take_packet(packet_id=packet, actor=make.SYSTEM, now=NOW + HOUR)
    assert again is not None
    assert Arrival.objects.count() == 1


def test_the_answering_document_is_linked_and_named_in_the_book(house: House) -> None:
    arrival = make.directed(house, make.lead(house.chairman))
    answer = documents.issued(_as_office(house), "cong-van")
    actions.finish(assignment_id=make.job(arrival).pk, actor=house.chairman, now=NOW, answer_id=answer.id)
    arrival = make.fresh(arrival)
    assert arrival.answer_number == answer.number
    assert arrival.document_id is not None
    assert [line.other.id for line in registers.links(arrival.document_id)] == [answer.id]


def test_returned_with_a_reason_the_sender_is_told_02(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house)
    run_jobs()
    arrival = Arrival.objects.get()
    with pytest.raises(Missing):
        actions.send_back(arrival_id=arrival.pk, reason="  ", actor=house.clerk, now=NOW)
    actions.send_back(arrival_id=arrival.pk, reason="Không thuộc thẩm quyền của xã.", actor=house.clerk, now=NOW)
    run_jobs()
    assert _status(house) is StatusCode.REFUSED
    with pytest.raises(Conflict):
        actions.register(arrival_id=arrival.pk, data=make.incoming(), actor=house.clerk, now=NOW)


def test_an_urgent_packet_is_to_be_registered_the_same_day(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house, urgency=2)
    run_jobs()
    arrival = Arrival.objects.get()
    assert arrival.register_by.date() == arrival.arrived_at.date() or arrival.rule.kind == "register_urgent"
    assert arrival.rule.kind == "register_urgent"


def test_the_sender_takes_it_back_and_nobody_works_on_it_any_more(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house)
    run_jobs()
    arrival = Arrival.objects.get()
    actions.register(arrival_id=arrival.pk, data=make.incoming(number=arrival.number), actor=house.clerk, now=NOW)
    actions.direct(
        arrival_id=arrival.pk, words="", lines=[make.lead(house.economy_id)], actor=house.chairman, now=NOW
    )  # fmt: skip
    run_jobs()
    exchange.revoke(
        agency_id=house.other_id, document_key="d-1", reason="Ban hành nhầm.", actor=house.other_clerk, now=NOW
    )
    run_jobs()
    arrival = make.fresh(arrival)
    assert (arrival.recall, arrival.recall_reason) == (Recall.ASKED, "Ban hành nhầm.")
    assert [row.pk for row in queries.recalls(house.clerk)] == [arrival.pk]
    actions.settle_recall(arrival_id=arrival.pk, agree=True, reason="", actor=house.clerk, now=NOW)
    run_jobs()
    assert _status(house) in {StatusCode.AGREED, StatusCode.ASSIGNED}
    arrival = make.fresh(arrival)
    assert arrival.state == State.RECALLED
    assert Assignment.objects.get(arrival=arrival).end == End.WITHDRAWN
    assert arrival.document_id is not None
    assert registers.card(arrival.document_id, house.clerk).state is DocumentState.RECALLED


def test_refused_the_sender_reads_why_and_the_work_goes_on(house: House, run_jobs: Callable[[], int]) -> None:
    make.send_inside(house)
    run_jobs()
    arrival = Arrival.objects.get()
    actions.register(arrival_id=arrival.pk, data=make.incoming(number=arrival.number), actor=house.clerk, now=NOW)
    exchange.revoke(agency_id=house.other_id, document_key="d-1", reason="Nhầm.", actor=house.other_clerk, now=NOW)
    run_jobs()
    with pytest.raises(Missing):
        actions.settle_recall(arrival_id=arrival.pk, agree=False, reason="", actor=house.clerk, now=NOW)
    actions.settle_recall(arrival_id=arrival.pk, agree=False, reason="Đã giải quyết.", actor=house.clerk, now=NOW)
    arrival = make.fresh(arrival)
    assert (arrival.recall, arrival.state) == (Recall.REFUSED, State.REGISTERED)

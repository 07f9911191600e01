"""Going out: honest states, the same thing once, in order, whatever dies on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.office.exchange import actions, queries
from namkhong.office.exchange.edxml.reading import Document, read
from namkhong.office.exchange.edxml.writing import write_status
from namkhong.office.exchange.errors import (
    AxisRefused,
    NoReceiver,
    NothingToRecall,
    NothingToResend,
    OwnAgency,
    Unfinished,
    UnknownReceivers,
    Unreachable,
)
from namkhong.office.exchange.models import ConsignmentStep, Dispatch, Message
from namkhong.office.exchange.queries.outgoing import View
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.states import RANK, ConsignmentState, DispatchState, Recall, moved
from namkhong.office.exchange.tests.factories import (
    MINUTE,
    NEXT_DOOR,
    NOW,
    OTHER_OUTSIDE,
    OURS,
    OUTSIDE,
    Axis,
    House,
    Killed,
    content,
    drive,
    row,
    sent,
    status,
    stored,
)
from namkhong.office.exchange.types import Business, BusinessKind, StatusCode

pytestmark = pytest.mark.django_db
S = ConsignmentState


def told(code: StatusCode, document_id: str, **how: Any) -> None:
    """A status comes over the axis."""
    actions.accept_packet(data=write_status(status(code, document_id, **how)), via="axis_http", now=NOW)


def said_in(body: bytes) -> Document:
    """What the axis got."""
    found = read(body, rules().limits)
    assert isinstance(found, Document)
    return found


def test_sent_is_said_only_after_the_axis_has_answered(house: House, axis: Axis) -> None:
    (card,) = sent(house, files=[stored()])
    seen: list[str] = []
    axis.watched.append(lambda: seen.append(row(card).state))
    assert (card.state, card.words) == (S.QUEUED, "Chờ gửi")
    drive()
    assert seen == [S.SENDING]
    assert row(card).state == S.SENT
    assert row(card).sent_at == NOW
    (body,) = axis.box.values()
    document = said_in(body)
    assert document.content.document_id == f"{OURS},2026/11/23,15/QĐ-UBND"
    assert [party.code for party in document.content.to] == [OUTSIDE]
    assert [file.name for file in document.attachments] == ["van-ban.pdf"]
    words = [one.words for one in queries.history(card.id)]
    assert words == ["Chờ gửi", "Đã gửi, chưa có xác nhận từ nơi nhận"]


def test_a_process_killed_between_send_and_answer_leaves_the_receiver_with_one(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.after.append(Killed())
    with pytest.raises(Killed):
        drive()
    assert row(card).state == S.SENDING
    assert drive(NOW + MINUTE) == 0  # another may still be at it
    later = NOW + timedelta(seconds=rules().lease_seconds)
    assert actions.sweep(now=later) == 1
    drive(later)
    assert row(card).state == S.SENT
    assert len(axis.tries) == 2
    assert len(axis.box) == 1
    assert axis.tries[0] == axis.tries[1]  # the same key, the same bytes


def test_an_axis_that_is_away_is_tried_ever_later_and_then_it_is_said_that_it_could_not_be_sent(
    house: House, axis: Axis
) -> None:
    (card,) = sent(house)
    ladder = rules().retry_seconds
    axis.before += [Unreachable("Trục liên thông không trả lời.") for _rung in range(len(ladder) + 1)]
    now = NOW
    for tried, pause in enumerate(ladder, 1):
        drive(now)
        shown = queries.consignment(card.id, house.clerk)
        assert (shown.state, shown.tries, shown.last_answer) == (S.QUEUED, tried, "Trục liên thông không trả lời.")
        assert shown.next_try == now + timedelta(seconds=pause)
        assert drive(now + timedelta(seconds=pause - 1)) == 0
        now += timedelta(seconds=pause)
    drive(now)
    assert row(card).state == S.DEAD
    assert [one.id for one in queries.outbox(house.clerk, View.DEAD).items] == [card.id]
    assert queries.dead_count(house.clerk).value == 1
    again = actions.resend(consignment_id=card.id, actor=house.clerk, now=now)
    assert (again.state, again.tries) == (S.QUEUED, 0)
    drive(now)
    assert row(card).state == S.SENT
    assert len({parcel.key for parcel in axis.tries}) == 1
    with pytest.raises(NothingToResend):
        actions.resend(consignment_id=card.id, actor=house.clerk, now=now)


def test_a_refusal_of_the_axis_is_not_tried_again_and_shows_its_words(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.before.append(AxisRefused("Trục từ chối (lỗi 18): sai nơi nhận"))
    drive()
    assert row(card).state == S.DEAD
    assert queries.consignment(card.id, house.clerk).last_answer == "Trục từ chối (lỗi 18): sai nơi nhận"


def test_without_a_connector_nothing_pretends_to_be_sent(house: House) -> None:
    (card,) = sent(house)
    drive()
    shown = queries.consignment(card.id, house.clerk)
    assert shown.state == S.DEAD
    assert "chưa nối với trục" in shown.last_answer


def test_the_same_document_to_the_same_receiver_is_one_and_its_change_an_update(house: House, axis: Axis) -> None:
    (first,) = sent(house)
    (again,) = sent(house)
    assert (first.id, Dispatch.objects.count()) == (again.id, 1)
    drive()
    (same,) = sent(house, now=NOW + MINUTE)
    assert same.state == S.SENT
    (updated,) = sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW + MINUTE)
    assert (updated.id, updated.state) == (first.id, S.QUEUED)
    drive(NOW + MINUTE)
    new, update = (said_in(parcel.body).content for parcel in axis.tries)
    assert (new.business.kind, update.business.kind) == (BusinessKind.NEW, BusinessKind.UPDATE)
    assert update.business.earlier == new.document_id
    (repeated,) = sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW + 2 * MINUTE)
    assert repeated.state == S.SENT


def test_what_has_not_left_is_exchanged_and_goes_once_as_new(house: House, axis: Axis) -> None:
    sent(house)
    sent(house, said=content(subject="Trích yếu đã sửa"))
    drive()
    (parcel,) = axis.tries
    assert said_in(parcel.body).content.business.kind is BusinessKind.NEW
    assert said_in(parcel.body).content.subject == "Trích yếu đã sửa"


def test_an_update_never_overtakes_the_document(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.before.append(Unreachable("Trục liên thông không trả lời."))
    drive()
    sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW + timedelta(seconds=1))
    assert drive(NOW + timedelta(seconds=2)) == 0
    drive(NOW + MINUTE)
    kinds = [said_in(parcel.body).content.business.kind for parcel in axis.tries]
    assert kinds == [BusinessKind.NEW, BusinessKind.NEW, BusinessKind.UPDATE]
    assert row(card).state == S.SENT


def test_what_a_receiver_tells_is_shown_and_a_late_word_never_hides_a_later_one(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    drive()
    document_id = row(card).document_id
    for code, state in (
        (StatusCode.ARRIVED, S.DELIVERED), (StatusCode.WORKING, S.WORKING), (StatusCode.ACCEPTED, S.WORKING),
        (StatusCode.DONE, S.DONE), (StatusCode.ASSIGNED, S.DONE),
    ):  # fmt: skip
        told(code, document_id)
        assert row(card).state == state
    before = ConsignmentStep.objects.count()
    told(StatusCode.DONE, document_id)
    assert ConsignmentStep.objects.count() == before


def test_a_status_faster_than_the_axis_is_kept(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.watched.append(lambda: told(StatusCode.ACCEPTED, row(card).document_id))
    drive()
    assert row(card).state == S.ACCEPTED


def test_a_return_shows_its_reason_and_the_mended_document_can_go_again(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    drive()
    told(StatusCode.REFUSED, row(card).document_id, note="Không thuộc thẩm quyền")
    shown = queries.consignment(card.id, house.clerk)
    assert (shown.state, shown.status_note) == (S.REFUSED, "Không thuộc thẩm quyền")
    assert [one.id for one in queries.outbox(house.clerk, View.RETURNED).items] == [card.id]
    (again,) = sent(house, now=NOW + MINUTE)
    assert again.state == S.QUEUED


@given(st.sampled_from(S), st.sampled_from(StatusCode))
def test_no_status_moves_a_consignment_backwards(state: ConsignmentState, code: StatusCode) -> None:
    after = moved(state, code)
    assert after is S.REFUSED or RANK[after] >= RANK[state]
    assert moved(after, code) is after
    if state is S.DONE:
        assert after is S.DONE


def test_each_receiver_has_a_state_of_its_own(house: House, axis: Axis) -> None:
    axis.before.append(Unreachable("Trục liên thông không trả lời."))
    outside, other, inside = sent(house, OUTSIDE, OTHER_OUTSIDE, NEXT_DOOR)
    drive()
    assert [row(card).state for card in (outside, other, inside)] == [S.QUEUED, S.SENT, S.DELIVERED]
    assert Message.objects.filter(kind__isnull=False).count() == 1
    found = queries.consignments_of(house.id, "d-1")
    assert [card.receiver_code for card in found] == [OUTSIDE, OTHER_OUTSIDE, NEXT_DOOR]


def test_a_recall_takes_back_what_has_not_left_and_asks_for_the_rest(house: House, axis: Axis) -> None:
    (gone,) = sent(house, OUTSIDE)
    drive()
    (waiting,) = sent(house, OTHER_OUTSIDE)
    how: dict[str, Any] = {"agency_id": house.id, "document_key": "d-1", "actor": house.clerk, "now": NOW}
    with pytest.raises(Unfinished):
        actions.revoke(**how, reason=" ")
    actions.revoke(**how, reason="Ban hành nhầm")
    assert (row(waiting).state, row(gone).recall) == (S.CANCELLED, Recall.ASKED)
    drive()
    assert len(axis.tries) == 2
    request = said_in(axis.tries[-1].body).content
    assert (request.business.kind, request.business.reason) == (BusinessKind.REVOKE, "Ban hành nhầm")
    assert request.response_for[0].document_id == row(gone).document_id
    with pytest.raises(NothingToRecall):
        actions.revoke(**how, reason="Ban hành nhầm")
    told(StatusCode.NOT_AGREED, row(gone).document_id, note="Đã thực hiện xong")
    assert row(gone).recall == Recall.REFUSED
    assert queries.consignment(gone.id, house.clerk).words.endswith("Nơi nhận không đồng ý thu hồi")
    actions.revoke(**how, reason="Vẫn cần thu hồi")
    told(StatusCode.AGREED, row(gone).document_id)
    assert row(gone).recall == Recall.AGREED
    assert Dispatch.objects.filter(state=DispatchState.CANCELLED).count() == 1


def test_a_replacement_names_what_it_replaces_and_at_whom(house: House, axis: Axis) -> None:
    sent(house)
    how: dict[str, Any] = {
        "agency_id": house.id, "document_key": "d-2", "attachments": [], "receivers": [OUTSIDE], "actor": house.clerk, "now": NOW,
    }  # fmt: skip
    why = Business(reason="Thay thế Quyết định 15")
    with pytest.raises(Unfinished):
        actions.replace(**how, replaced=["d-1"], content=content("16"))
    with pytest.raises(Unfinished):
        actions.replace(**how, replaced=["d-0"], content=content("16", business=why))
    actions.replace(**how, replaced=["d-1"], content=content("16", business=why))
    drive()
    business = said_in(axis.tries[-1].body).content.business
    assert business.kind is BusinessKind.REPLACE
    assert [(one.document_id, one.receivers) for one in business.replaced] == [
        (f"{OURS},2026/11/23,15/QĐ-UBND", (OUTSIDE,))
    ]


def test_who_cannot_be_written_to_is_named(house: House) -> None:
    with pytest.raises(NoReceiver):
        actions.send(
            agency_id=house.id, document_key="d-1", content=content(), attachments=[], receivers=[" "], actor=house.clerk, now=NOW
        )  # fmt: skip
    with pytest.raises(UnknownReceivers) as unknown:
        sent(house, OUTSIDE, "X01.99", "G99.W00")
    assert unknown.value.codes == ("X01.99", "G99.W00")
    with pytest.raises(OwnAgency):
        sent(house, "000.00.55.H18")
    with pytest.raises(Unfinished) as missing:
        sent(house, said=content(subject=" ", promulgated_on=None))
    assert set(missing.value.fields) == {"subject", "promulgated_on"}
    assert not Dispatch.objects.exists()


def test_sending_again_what_could_not_be_sent_takes_the_change_along_in_order(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.before.append(AxisRefused("Trục từ chối (lỗi 18)"))
    drive()
    assert row(card).state == S.DEAD
    sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW + MINUTE)
    drive(NOW + MINUTE)
    kinds = [said_in(parcel.body).content.business.kind for parcel in axis.tries]
    assert kinds == [BusinessKind.NEW, BusinessKind.NEW, BusinessKind.UPDATE]
    assert row(card).state == S.SENT


def test_a_recall_passes_what_could_not_be_sent(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.before.append(AxisRefused("Trục từ chối (lỗi 18)"))
    drive()
    actions.revoke(agency_id=house.id, document_key="d-1", reason="Nhầm", actor=house.clerk, now=NOW)
    drive()
    assert said_in(axis.tries[-1].body).content.business.kind is BusinessKind.REVOKE
    assert (row(card).state, row(card).recall) == (S.CANCELLED, Recall.ASKED)
    told(StatusCode.AGREED, row(card).document_id)
    assert row(card).recall == Recall.AGREED


def test_the_sweep_wakes_what_is_first_in_its_line_alone(house: House, axis: Axis) -> None:
    sent(house)
    axis.before.append(Unreachable("Trục liên thông không trả lời."))
    drive()
    sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW)
    assert actions.sweep(now=NOW + MINUTE) == 1


def test_what_a_receiver_speaks_of_was_sent_whatever_the_axis_said(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    axis.before.append(AxisRefused("Trục từ chối (lỗi 18)"))
    drive()
    told(StatusCode.ACCEPTED, row(card).document_id)
    shown = queries.consignment(card.id, house.clerk)
    assert (shown.state, shown.last_answer) == (S.ACCEPTED, "")
    with pytest.raises(NothingToResend):
        actions.resend(consignment_id=card.id, actor=house.clerk, now=NOW)


def test_a_word_about_the_earlier_content_does_not_hide_that_the_change_has_not_gone(house: House, axis: Axis) -> None:
    (card,) = sent(house)
    drive()
    sent(house, said=content(subject="Trích yếu đã sửa"), now=NOW + MINUTE)
    told(StatusCode.ACCEPTED, row(card).document_id)
    assert (row(card).state, row(card).status_code) == (S.QUEUED, "03")
    drive(NOW + MINUTE)
    assert row(card).state == S.SENT

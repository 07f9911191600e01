"""An outgoing document from the first word to its receivers, in the order of the decree; and every way in which it may not go."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.tests.factories import SYSTEM
from namkhong.foundation.signatures import queries as signatures
from namkhong.foundation.signatures.errors import NotInOrder, NotYourField, WrongSecret
from namkhong.foundation.signatures.tests.factories import pdfsig
from namkhong.foundation.signatures.types import FieldKind, Outcome
from namkhong.kernel.problems import Problem
from namkhong.office.documents import queries as register
from namkhong.office.drafting import actions, queries
from namkhong.office.drafting.actions.issuing import day_on_page
from namkhong.office.drafting.errors import (
    BlockChanged,
    ChangedMeanwhile,
    Missing,
    NoSuchDraft,
    NotYours,
    SealIsTheClerks,
)
from namkhong.office.drafting.models import Chain, Delivery, Draft, DraftVersion, Step
from namkhong.office.drafting.states import Move, State
from namkhong.office.drafting.tests.factories import BODY, NOW, House
from namkhong.office.drafting.types import Content, Edited
from namkhong.office.exchange.models import Consignment


@pytest.mark.paper
def test_a_document_goes_the_whole_way_in_the_order_of_the_decree(house: House, tmp_path: Path) -> None:
    card = house.begun()
    assert (card.state, card.number) == (State.DRAFTING, "")
    card = actions.submit(draft_id=card.id, actor=house.actors["specialist"], now=NOW)
    assert card.state is State.CHECKING_FORMAT  # a commune's chain has one check: it is data
    card = actions.pass_check(draft_id=card.id, actor=house.actors["chief"], now=NOW)
    assert card.state is State.SIGNING
    document = house.row(card).signed_document
    assert document is not None
    prepared = house.pdf(signatures.newest_file(document))
    fields = [one.field for one in signatures.signings(document, SYSTEM)]
    assert fields == ["KyNhay1", "NguoiKy", "CoQuan"]
    assert isinstance(house.sign("chairman", card.id), NotInOrder)
    house.ok(house.sign("chief", card.id))
    with pytest.raises(NoSuchDraft):  # unsigned, it is not the văn thư's to know
        actions.number(draft_id=card.id, actor=house.actors["clerk"], now=NOW)
    card = house.ok(house.sign("chairman", card.id))
    assert card.state is State.NUMBERING
    with pytest.raises(SealIsTheClerks):
        actions.number(draft_id=card.id, actor=house.actors["chairman"], now=NOW)
    card = actions.number(draft_id=card.id, actor=house.actors["clerk"], now=NOW)
    assert (card.state, card.number) == (State.SEALING, "01/QĐ-UBND")
    card = house.ok(house.seal(card.id))
    assert card.state is State.ISSUING
    card = actions.issue(draft_id=card.id, actor=house.actors["clerk"], now=NOW)
    assert card.state is State.ISSUED
    file = signatures.newest_file(document)
    content = house.pdf(file)
    assert content.startswith(prepared)  # nothing that was signed was ever written again
    said = pdfsig(content, tmp_path)
    assert said.count("Signature is Valid.") == 3
    verdict = signatures.check(content, now=NOW)
    assert verdict.outcome is Outcome.PASSED
    assert "CHỦ TỊCH" in verdict.signatures[1].authority
    assert signatures.box_values(content, ["So", "Ngay"]) == {
        "So": "01/QĐ-UBND",
        "Ngay": "ngày 23 tháng 11 năm 2026",
    }
    broken = bytearray(content)
    broken[len(prepared) // 2] ^= 1
    assert pdfsig(bytes(broken), tmp_path).count("Signature is Valid.") == 0
    row = register.card(card.document_id or 0, house.actors["clerk"])
    assert (row.number, row.subject, row.signer_name) == (
        "01/QĐ-UBND",
        "Về việc thành lập Tổ công nghệ số cộng đồng",
        "Lò Văn Hặc",
    )
    assert [one.file_id for one in register.files_of(row.id)] == [file]
    sent = Consignment.objects.get(document_key=str(card.public_id))
    assert (sent.number, sent.receiver_code) == ("01/QĐ-UBND", house.receivers()[0].code)
    moves = list(Step.objects.filter(draft_id=card.id).order_by("revision").values_list("move", flat=True))
    assert moves == [
        Move.CREATE, Move.SUBMIT, Move.PASS_FORMAT, Move.SIGNED, Move.ALL_SIGNED, Move.NUMBER, Move.SEALED, Move.ISSUE,
    ]  # fmt: skip
    told = set(Entry.objects.filter(action__startswith="drafting.").values_list("action", flat=True))
    assert {"drafting.submit", "drafting.pass_format", "drafting.number", "drafting.issue"} <= told


def test_a_longer_chain_is_a_row_of_data_and_asks_the_head_of_the_unit_first(house: House) -> None:
    Chain.objects.create(
        agency_id=house.agency_id, checks=["content", "format"], initials=["content", "format"],
        valid_from=date(2026, 1, 1), source="Quy chế làm việc của UBND xã",
    )  # fmt: skip
    card = house.submitted(who="economist")
    assert card.state is State.CHECKING_CONTENT
    with pytest.raises(NotYours):
        actions.pass_check(draft_id=card.id, actor=house.actors["chief"], now=NOW)
    card = actions.pass_check(draft_id=card.id, actor=house.actors["economy_head"], now=NOW)
    assert card.state is State.CHECKING_FORMAT
    card = actions.pass_check(draft_id=card.id, actor=house.actors["chief"], now=NOW)
    document = house.row(card).signed_document
    assert document is not None
    fields = [(one.field, one.kind) for one in signatures.signings(document, SYSTEM)]
    assert fields[:2] == [("KyNhay1", FieldKind.INITIALS), ("KyNhay2", FieldKind.INITIALS)]
    assert house.row(card).initialers == [house.account("economy_head"), house.account("chief")]


def test_a_chain_without_checks_leads_straight_to_the_signature(house: House) -> None:
    Chain.objects.create(agency_id=house.agency_id, checks=[], valid_from=date(2026, 1, 1), source="Quy chế")
    card = house.submitted()
    assert card.state is State.SIGNING
    assert house.ok(house.sign("chairman", card.id)).state is State.NUMBERING


def test_what_is_sent_back_has_a_reason_and_a_file_that_was_signed_is_not_used_again(house: House) -> None:
    card = house.locked()
    house.ok(house.sign("chief", card.id))
    before = house.row(card).signed_document
    with pytest.raises(Missing):
        actions.send_back(draft_id=card.id, reason=" ", actor=house.actors["chairman"], now=NOW)
    card = actions.send_back(draft_id=card.id, reason="Điều 2 chưa rõ.", actor=house.actors["chairman"], now=NOW)
    assert (card.state, card.signed_document) == (State.RETURNED, None)
    again = actions.submit(draft_id=card.id, actor=house.actors["specialist"], now=NOW)
    again = actions.pass_check(draft_id=again.id, actor=house.actors["chief"], now=NOW)
    assert again.signed_document not in {before, None}
    assert house.row(again).signed_fields == []


def test_each_save_is_a_version_and_the_same_words_are_not_saved_twice(house: House) -> None:
    card = house.begun()

    def save(body: str, version: int) -> int:
        edited = Edited(
            Content("Về việc thành lập Tổ công nghệ số", body),
            house.receivers(),
            house.account("chairman"),
            "",
            version,
        )
        return actions.save(draft_id=card.id, edited=edited, actor=house.actors["specialist"], now=NOW).version

    assert save(BODY + "\nĐiều 4. Quyết định có hiệu lực từ ngày ký.", 1) == 2
    assert save(BODY + "\nĐiều 4. Quyết định có hiệu lực từ ngày ký.", 1) == 2  # the same click
    with pytest.raises(ChangedMeanwhile):
        save("Ý khác", 1)
    subject, body = queries.differences(house.row(card), 1, 2)
    assert "".join(one.words for one in body if one.mark == "+").strip() == "Điều 4. Quyết định có hiệu lực từ ngày ký."
    assert [one.words for one in subject if one.mark == "-"]
    with pytest.raises(NoSuchDraft):
        queries.differences(house.row(card), 1, 9)


def test_versions_and_steps_are_never_changed_or_taken_away(house: House) -> None:
    card = house.begun()
    for table in (DraftVersion, Step):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.filter(draft_id=card.id).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(draft_id=card.id).update(note="khác")


def test_only_the_drafter_changes_a_draft_and_strangers_learn_nothing(house: House) -> None:
    card = house.begun()
    for who, refusal in {
        "chief": NotYours,
        "chairman": NotYours,
        "stranger": NoSuchDraft,
        "clerk": NoSuchDraft,
    }.items():
        with pytest.raises(refusal):
            actions.submit(draft_id=card.id, actor=house.actors[who], now=NOW)
    with pytest.raises(NotYours):
        house.begun("specialist", unit_id=house.economy_id)


def test_nobody_signs_at_anothers_place_or_with_a_wrong_pin(house: House) -> None:
    card = house.locked()
    house.certificates["deputy"] = house.certificates["chairman"]
    refused = house.sign("deputy", card.id)
    assert isinstance(refused, NotYours | NotYourField)
    with pytest.raises(WrongSecret):
        house.sign("chief", card.id, secret="sai")
    assert house.row(card).now_in is State.SIGNING


def test_the_block_is_that_of_the_day_and_another_authority_needs_another_file(house: House) -> None:
    card = house.locked()
    row = house.row(card)
    assert row.block == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    house.ok(house.sign("chief", card.id))
    Draft.objects.filter(pk=row.pk).update(block=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
    assert isinstance(house.sign("chairman", card.id), BlockChanged)
    deputy = house.begun(signer="deputy")
    deputy = actions.submit(draft_id=deputy.id, actor=house.actors["specialist"], now=NOW)
    deputy = actions.pass_check(draft_id=deputy.id, actor=house.actors["chief"], now=NOW)
    assert house.row(deputy).block == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_who_may_not_sign_today_is_refused_when_chosen_and_when_the_file_is_made(house: House) -> None:
    with pytest.raises(Missing) as refusal:
        house.begun(signer="colleague")
    assert "signer" in refusal.value.fields
    card = house.submitted(signer="deputy")
    posts = [one.id for one in house.actors["deputy"].posts]
    organise.end_appointment(post_id=posts[0], on=NOW.date(), reason="Nghỉ hưu", actor=SYSTEM, now=NOW)
    with pytest.raises(Missing):
        actions.pass_check(draft_id=card.id, actor=house.actors["chief"], now=NOW)
    assert house.row(card).now_in is State.CHECKING_FORMAT


def test_a_second_click_does_nothing_twice_and_an_old_screen_is_told_who_was_faster(house: House) -> None:
    card = house.begun()
    specialist, chief = house.actors["specialist"], house.actors["chief"]
    first = actions.submit(draft_id=card.id, actor=specialist, now=NOW, revision=card.revision)
    assert actions.submit(draft_id=card.id, actor=specialist, now=NOW, revision=card.revision) == first
    locked = actions.pass_check(draft_id=card.id, actor=chief, now=NOW, revision=first.revision)
    assert actions.pass_check(draft_id=card.id, actor=chief, now=NOW, revision=first.revision) == locked
    with pytest.raises(ChangedMeanwhile) as told:
        actions.send_back(draft_id=card.id, reason="Chậm rồi", actor=chief, now=NOW, revision=first.revision)
    assert "Tòng Văn Thanh" in str(told.value)


def test_the_same_form_sent_twice_is_one_draft(house: House) -> None:
    token = uuid4()
    assert house.begun(token=token).id == house.begun(token=token).id
    assert Draft.objects.count() == 1


def test_numbering_twice_gives_one_number_and_a_failed_fill_gives_none(house: House) -> None:
    card = house.signed()
    clerk = house.actors["clerk"]
    first = actions.number(draft_id=card.id, actor=clerk, now=NOW, revision=card.revision)
    assert actions.number(draft_id=card.id, actor=clerk, now=NOW, revision=card.revision).number == first.number
    second = house.numbered()
    assert second.number == "02/QĐ-UBND"


def test_issuing_late_is_seen_and_issuing_in_time_is_not(house: House) -> None:
    card = house.sealed()
    row = house.row(card)
    assert row.issue_by is not None
    assert row.issue_by.date() == date(2026, 11, 25)  # the 24th is a day off by the shipped calendar
    late = NOW + timedelta(days=4)
    actions.issue(draft_id=card.id, actor=house.actors["clerk"], now=late)
    line = queries.lists.line(Draft.objects.select_related("unit").get(pk=card.id), late)
    assert (line.due, line.due_kind) == ("phát hành chậm", "late")


def test_an_annex_in_a_file_of_its_own_carries_the_agencys_signature_with_number_and_time(house: House) -> None:
    from namkhong.office.documents.tests.factories import pdf

    card = house.begun()
    specialist = house.actors["specialist"]
    content = pdf("Danh sách")
    for _twice in range(2):
        actions.add_annex(draft_id=card.id, source=("danh-sach.pdf", content), actor=specialist, now=NOW)
    actions.submit(draft_id=card.id, actor=specialist, now=NOW)
    actions.pass_check(draft_id=card.id, actor=house.actors["chief"], now=NOW)
    house.ok(house.sign("chief", card.id))
    house.ok(house.sign("chairman", card.id))
    actions.number(draft_id=card.id, actor=house.actors["clerk"], now=NOW)
    assert house.ok(house.seal(card.id)).state is State.ISSUING
    card = actions.issue(draft_id=card.id, actor=house.actors["clerk"], now=NOW)
    main, annex = register.files_of(card.document_id or 0)
    assert (main.role, annex.role) == ("main", "annex")
    verdict = signatures.check(house.pdf(annex.file_id), now=NOW)
    assert [one.field for one in verdict.signatures] == ["PhuLuc"]
    assert signatures.box_values(house.pdf(annex.file_id), ["So"]) == {"So": "01/QĐ-UBND"}


def test_a_receiver_that_says_something_leaves_the_heap_of_the_silent(house: House) -> None:
    clerk = house.actors["clerk"]
    house.issued()
    row = Delivery.objects.get()
    counts = {heap.value: count.value for heap, _words, count in queries.heaps(clerk)}
    assert counts == {
        "cho-cap-so": 0, "cho-dong-dau": 0, "cho-phat-hanh": 0, "chua-xac-nhan": 1, "bi-tra-lai": 0,
    }  # fmt: skip
    actions.note_status(consignment_id=row.consignment_id, code="02", actor=SYSTEM, now=NOW)
    actions.note_status(consignment_id=row.consignment_id, code="02", actor=SYSTEM, now=NOW)
    actions.note_status(consignment_id=999_999, code="02", actor=SYSTEM, now=NOW)
    counts = {heap.value: count.value for heap, _words, count in queries.heaps(clerk)}
    assert (counts["chua-xac-nhan"], counts["bi-tra-lai"]) == (0, 1)
    assert Entry.objects.filter(action="drafting.status_noted").count() == 1


def test_what_was_signed_while_its_process_died_goes_on_when_the_event_comes(house: House) -> None:
    card = house.locked()
    document = house.row(card).signed_document
    assert document is not None
    from namkhong.foundation.signatures import actions as keys
    from namkhong.foundation.signatures.tests.trustworld import PASSWORD

    chief = house.actors["chief"]
    (mine,) = queries.fields_for(house.row(card), chief)
    keys.sign(signing_ids=[mine], certificate_id=house.certificates["chief"], secret=PASSWORD, actor=chief, now=NOW)
    assert house.row(card).signed_fields == []
    for _twice in range(2):
        actions.note_signed(signed_document=document, actor=SYSTEM, now=NOW)
    assert house.row(card).signed_fields == ["KyNhay1"]
    assert Step.objects.filter(draft_id=card.id, move=Move.SIGNED).count() == 1
    actions.note_signed(signed_document=uuid4(), actor=SYSTEM, now=NOW)  # another room's file


def test_many_documents_are_one_authorisation_and_one_refusal_stops_no_other(house: House) -> None:
    cards = [house.locked() for _ in range(3)]
    house.ok(house.sign("chief", cards[1].id))
    done = actions.sign(
        draft_ids=[one.id for one in cards], certificate_id=house.certificates["chief"], secret="mat-khau-thu",
        actor=house.actors["chief"], now=NOW,
    )  # fmt: skip
    assert [isinstance(done[one.id], Problem) for one in cards] == [False, True, False]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 15), "ngày 15 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_the_day_on_the_page_has_a_nought_where_the_decree_wants_one(day: date, words: str) -> None:
    assert day_on_page(day) == words

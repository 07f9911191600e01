"""The applicant confirms a draft: she is shown it, agrees or says what is wrong; her silence is a yes, to the minute."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from namkhong.foundation.audit import queries as audit
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import DraftClosed, Missing, MovedMeanwhile, NotYours, WrongState
from namkhong.services.dossiers.models import Dossier, DraftRound, OutsideRecord, Step
from namkhong.services.dossiers.policies import Ability, abilities
from namkhong.services.dossiers.states import Move, State
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.asking import FIELDS, SENT
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import DraftAnswer, OutsideEntry

pytestmark = pytest.mark.django_db
DUE = SENT + timedelta(hours=24)


def _row(pk: int) -> Dossier:
    return Dossier.objects.get(pk=pk)


def _round(pk: int) -> DraftRound:
    return DraftRound.objects.filter(dossier_id=pk).order_by("-number")[0]


def test_she_has_twenty_four_hours_from_the_sending(world: Province) -> None:
    sent = asking.drafted(world)
    assert _round(sent.id).due_at == DUE
    assert _round(sent.id).fields == [list(line) for line in FIELDS]
    row = _row(sent.id)
    assert row.now_in is State.IN_PROGRESS
    assert abilities(world.specialist, row) >= {Ability.SEE}
    assert not abilities(world.specialist, row) & {Ability.FORWARD, Ability.SEND_BACK, Ability.SEND_DRAFT}
    assert Ability.CONFIRM_DRAFT in abilities(world.lan, row)
    assert Ability.CONFIRM_DRAFT not in abilities(world.neighbour, row)


def test_the_legal_date_does_not_move_while_she_reads(world: Province) -> None:
    before = asking.confirmable(world)
    due = _row(before.id).due_at
    sent = asking.drafted(world)
    assert _row(sent.id).due_at == due


def test_her_yes_gives_it_to_the_next_step(world: Province) -> None:
    sent = asking.confirmed(world)
    row = _row(sent.id)
    assert (row.step_code, row.step_kind) == ("civil_status", "outside")
    assert _round(sent.id).answer == DraftAnswer.AGREED
    step = Step.objects.get(dossier_id=sent.id, move=Move.CONFIRM_DRAFT)
    assert step.by_id == world.lan.account_id
    assert "dossiers.draft_confirmed" in {entry.action for entry in audit.entries_of(("dossier", sent.id))}


def test_what_is_wrong_brings_it_back_to_the_specialist_who_had_it(world: Province) -> None:
    sent = asking.confirmable(world)
    actions.assign(
        dossier_id=sent.id, account_id=world.specialist.account_id or 0, actor=world.specialist,
        now=MONDAY + timedelta(hours=1),
    )  # fmt: skip
    actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=SENT, fields=FIELDS)
    later = SENT + timedelta(hours=3)
    with pytest.raises(Missing):
        actions.answer_draft(dossier_id=sent.id, actor=world.lan, now=later, agreed=False)
    actions.answer_draft(dossier_id=sent.id, actor=world.lan, now=later, agreed=False, words="Tên là Lò Minh Ân")
    row = _row(sent.id)
    assert (row.step_kind, row.holder_account_id) == ("confirm", world.specialist.account_id)
    assert _round(sent.id).words == "Tên là Lò Minh Ân"


def test_the_process_says_how_often_she_is_asked(world: Province) -> None:
    sent = asking.drafted(world)
    now = SENT
    for words in ("Sai tên", "Sai nơi sinh"):
        now += timedelta(hours=1)
        actions.answer_draft(dossier_id=sent.id, actor=world.lan, now=now, agreed=False, words=words)
        now += timedelta(hours=1)
        if words == "Sai tên":
            actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=now, fields=FIELDS)
    with pytest.raises(Missing, match="2 lần"):
        actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=now, fields=FIELDS)
    with pytest.raises(Missing, match="đã sửa thế nào"):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=now)
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=now, note="Đã sửa nơi sinh theo giấy chứng sinh")
    assert _row(sent.id).step_code == "civil_status"


def test_nothing_goes_on_before_she_was_asked(world: Province) -> None:
    sent = asking.confirmable(world)
    with pytest.raises(Missing, match="trước khi chuyển xử lý"):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=SENT, note="Vội")
    with pytest.raises(Missing):
        actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=SENT, fields=[("Họ tên", "  ")])


def test_a_file_will_do_for_a_draft(world: Province) -> None:
    sent = asking.confirmable(world)
    actions.send_draft(dossier_id=sent.id, actor=world.specialist, now=SENT, file=factories.result("du-thao.pdf"))
    assert _round(sent.id).file_name == "du-thao.pdf"


def test_silence_is_a_yes_at_the_exact_moment_whenever_the_job_comes(world: Province) -> None:
    sent = asking.drafted(world)
    assert actions.close_silent_drafts(DUE) == 0
    assert actions.close_silent_drafts(DUE + timedelta(minutes=17)) == 1
    row, asked = _row(sent.id), _round(sent.id)
    assert (row.step_code, asked.answer, asked.closed_at) == ("civil_status", DraftAnswer.SILENT, DUE)
    step = Step.objects.get(dossier_id=sent.id, move=Move.CONFIRM_DRAFT)
    assert (step.at, step.by_name) == (DUE, "Hệ thống")
    assert "coi là đồng ý" in step.note
    assert actions.close_silent_drafts(DUE + timedelta(hours=1)) == 0


def test_when_her_time_is_over_nobody_else_answers_for_her(world: Province) -> None:
    sent = asking.drafted(world)
    with pytest.raises(DraftClosed):
        actions.answer_draft(
            dossier_id=sent.id, actor=world.lan, now=DUE + timedelta(seconds=1), agreed=False, words="Sai"
        )
    with pytest.raises(NotYours):
        actions.answer_draft(dossier_id=sent.id, actor=world.specialist, now=SENT, agreed=True)
    actions.close_silent_drafts(DUE + timedelta(seconds=2))
    with pytest.raises(WrongState):
        actions.answer_draft(dossier_id=sent.id, actor=world.lan, now=DUE + timedelta(minutes=1), agreed=True)


def test_pressing_twice_is_once_and_a_stale_page_is_told(world: Province) -> None:
    sent = asking.drafted(world)
    later = SENT + timedelta(hours=1)
    said = {"dossier_id": sent.id, "actor": world.lan, "now": later, "revision": sent.revision}
    first = actions.answer_draft(**said, agreed=True)  # type: ignore[arg-type]
    again = actions.answer_draft(**said, agreed=True)  # type: ignore[arg-type]
    assert first.revision == again.revision
    with pytest.raises(MovedMeanwhile, match="Lò Thị Lan"):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=later, revision=sent.revision)


def test_a_draft_left_behind_by_a_stopped_dossier_is_void(world: Province) -> None:
    sent = asking.drafted(world)
    Dossier.objects.filter(pk=sent.id).update(step_kind="confirm")
    assert actions.close_silent_drafts(DUE + timedelta(minutes=1)) == 1
    assert _round(sent.id).answer == DraftAnswer.VOID
    assert _row(sent.id).step_code == "confirm"


def test_a_closed_draft_is_kept_as_it_was(world: Province) -> None:
    sent = asking.confirmed(world)
    with pytest.raises(Exception, match="kept once it is closed"), transaction.atomic():
        DraftRound.objects.filter(dossier_id=sent.id).update(answer=DraftAnswer.SILENT)


def test_a_step_in_another_system_needs_its_number_and_day(world: Province) -> None:
    sent = asking.confirmed(world)
    now = MONDAY + timedelta(hours=4)
    refused: tuple[OutsideEntry | None, ...] = (
        None,
        OutsideEntry("", date(2026, 11, 23)),
        OutsideEntry("125/2026", None),
        OutsideEntry("125/2026", date(2026, 11, 24)),
    )
    for entry in refused:
        with pytest.raises(Missing):
            actions.forward(dossier_id=sent.id, actor=world.specialist, now=now, outside=entry)
    actions.forward(
        dossier_id=sent.id, actor=world.specialist, now=now, outside=OutsideEntry(" 125/2026 ", date(2026, 11, 23))
    )
    kept = OutsideRecord.objects.get(dossier_id=sent.id)
    assert (kept.number, kept.on, kept.step.by_id) == ("125/2026", date(2026, 11, 23), world.specialist.account_id)
    assert "hộ tịch" in kept.system
    assert "số 125/2026 ngày 23/11/2026" in kept.step.note
    assert _row(sent.id).step_kind == "decide"


def test_the_timeline_tells_her_what_she_is_asked(world: Province) -> None:
    sent = asking.drafted(world)
    told = factories.timeline(sent.id, now=SENT + timedelta(minutes=5))
    station = next(item for item in told.items if item.state == "now")
    assert "xác nhận" in station.title
    assert any("09 giờ 41" in line or "9 giờ 41" in line for line in station.text), station
    asking_done = asking.confirmed(world)
    told = factories.timeline(asking_done.id, now=SENT + timedelta(hours=2))
    assert [item.state for item in told.items if "xác nhận bản dự thảo" in item.title] == ["done"]

"""One new date: asked for in time it moves the promise, too late it only apologises; signed by who may, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations.errors import MayNotSign
from namkhong.foundation.organisations.models import PostHolding
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Problem
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import actions, extensions
from namkhong.services.dossiers.errors import ExtendedAlready, Missing, MovedMeanwhile, NotYours
from namkhong.services.dossiers.models import ClockEvent, Dossier, Extension, IssuedForm, LateChance, Step
from namkhong.services.dossiers.states import ClockEffect, Move, State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import DossierCard, Fault

pytestmark = pytest.mark.django_db
# Received on Monday 23/11, three working days: promised for Friday 27/11 (Tuesday 24/11 is a holiday of 2026).
IN_TIME = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
NEW_DAY = date(2026, 12, 2)


def _due(at_work: DossierCard) -> datetime:
    due_at = Dossier.objects.get(pk=at_work.id).due_at
    assert due_at is not None
    return due_at


def proposed(
    world: Province, at_work: DossierCard, *, now: datetime = IN_TIME, actor: Actor | None = None, **how: Any
) -> DossierCard:
    """A draft by the specialist."""
    said: dict[str, Any] = {
        "new_day": NEW_DAY,
        "reason": "Đang chờ xác minh nơi cư trú cũ",
        "fault": Fault.COORDINATION,
    } | how
    return actions.propose_extension(dossier_id=at_work.id, actor=actor or world.specialist, now=now, **said)


def signed(world: Province, at_work: DossierCard, *, now: datetime = IN_TIME, **how: Any) -> DossierCard:
    """Signed by the chairman."""
    return actions.sign_extension(dossier_id=at_work.id, actor=world.leader, now=now, **how)


def test_signed_in_time_the_promise_moves_and_the_applicant_is_told(
    world: Province, run_jobs: Callable[[], None]
) -> None:
    at_work = factories.received(world)
    before = _due(at_work)
    proposed(world, at_work)
    assert _due(at_work) == before, "a draft moves nothing"
    signed(world, at_work)
    run_jobs()
    row = Dossier.objects.get(pk=at_work.id)
    assert clock.local_date(_due(at_work)) == NEW_DAY
    assert row.new_due_at == row.due_at
    assert row.now_in is State.IN_PROGRESS
    assert row.holder_role == "specialist"
    event = ClockEvent.objects.get(dossier=row, effect=ClockEffect.EXTEND)
    assert any("Đang chờ xác minh nơi cư trú cũ" in line for line in event.explanation)
    assert Clock.from_json(row.clock).extended
    told = Message.objects.filter(account_id=world.lan.account_id, title__startswith="Xin lỗi ông/bà").get()
    assert "Đang chờ xác minh nơi cư trú cũ" in told.text
    way = factories.timeline(at_work.id, now=IN_TIME)
    assert [item.title for item in way.items][2].startswith("Xin lỗi ông/bà, đã hẹn lại")
    assert any("hẹn lại" in line.lower() for line in way.why)
    assert not way.late


def test_the_step_under_way_gets_the_time_the_later_steps_do_not_need(world: Province) -> None:
    at_work = factories.received(world)
    before = Dossier.objects.get(pk=at_work.id).step_due_at
    proposed(world, at_work)
    signed(world, at_work)
    row = Dossier.objects.get(pk=at_work.id)
    assert row.step_due_at is not None
    assert before is not None
    assert row.due_at is not None
    assert before < row.step_due_at < row.due_at
    step = Step.objects.get(dossier=row, move=Move.EXTEND)
    assert (step.timeliness, step.due_at, step.public) == ("", None, True)


def test_signed_too_late_it_apologises_and_the_dossier_stays_late(
    world: Province, run_jobs: Callable[[], None]
) -> None:
    at_work = factories.received(world)
    before = _due(at_work)
    proposed(world, at_work, now=TOO_LATE)
    with pytest.raises(Missing, match="gửi muộn"):
        signed(world, at_work, now=TOO_LATE)
    proposed(world, at_work, now=TOO_LATE, late_reason="Cán bộ nghỉ ốm, chưa kịp báo", draft_revision=1)
    signed(world, at_work, now=TOO_LATE)
    run_jobs()
    kept = Extension.objects.get(dossier_id=at_work.id)
    row = Dossier.objects.get(pk=at_work.id)
    assert (kept.late, kept.late_reason, kept.old_due_at) == (True, "Cán bộ nghỉ ốm, chưa kịp báo", before)
    assert row.due_at == before
    assert not Clock.from_json(row.clock).extended
    assert not ClockEvent.objects.filter(dossier=row, effect=ClockEffect.EXTEND).exists()
    way = factories.timeline(at_work.id, now=before + timedelta(days=1))
    assert way.late
    assert way.headline == "Xin lỗi ông/bà, hồ sơ chậm hẹn; ngày hẹn mới là 17 giờ 30, thứ Tư 2/12"
    assert Message.objects.filter(account_id=world.lan.account_id, title__startswith="Xin lỗi ông/bà").count() == 1


@pytest.mark.parametrize(
    ("at", "moves"),
    [
        (datetime(2026, 11, 26, 10, 30, 59, tzinfo=UTC), True),  # 17:30 on the working day before
        (datetime(2026, 11, 26, 10, 31, tzinfo=UTC), False),
        (datetime(2026, 11, 27, 0, 30, tzinfo=UTC), False),
    ],
)
def test_the_last_moment_is_the_close_of_the_working_day_before(world: Province, at: datetime, moves: bool) -> None:
    at_work = factories.received(world)
    proposed(world, at_work, late_reason="Gửi muộn")
    signed(world, at_work, now=at)
    assert Extension.objects.get(dossier_id=at_work.id).late is not moves


def test_a_second_new_date_is_refused(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    signed(world, at_work)
    with pytest.raises(ExtendedAlready):
        proposed(world, at_work, new_day=date(2026, 12, 9))
    with pytest.raises(ExtendedAlready):
        signed(world, at_work)
    assert IssuedForm.objects.filter(dossier_id=at_work.id, code="04").count() == 1


@pytest.mark.parametrize("who", ["specialist", "counter", "other_leader", "lan"])
def test_only_the_leader_of_the_deciding_agency_signs(world: Province, who: str) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    with pytest.raises(Problem):
        actions.sign_extension(dossier_id=at_work.id, actor=getattr(world, who), now=IN_TIME)
    assert Extension.objects.get(dossier_id=at_work.id).signed_at is None


def test_a_leader_without_the_right_to_sign_that_day_does_not(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    PostHolding.objects.filter(official__account_id=world.leader.account_id or 0).update(rank="member")
    with pytest.raises(MayNotSign):
        signed(world, at_work)


def test_the_letter_carries_the_block_of_the_day(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    PostHolding.objects.filter(official__account_id=world.leader.account_id or 0).update(
        rank="deputy", position="Phó Chủ tịch"
    )
    signed(world, at_work)
    said = IssuedForm.objects.get(dossier_id=at_work.id, code="04").data
    assert said["signer_lines"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert said["number"] == "01/PXL"


def test_nothing_is_signed_that_was_not_written(world: Province) -> None:
    with pytest.raises(Missing, match="Chưa có dự thảo"):
        signed(world, factories.received(world))


def test_what_changed_after_it_was_read_is_not_signed(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    proposed(world, at_work, reason="Lý do khác", draft_revision=1)
    with pytest.raises(MovedMeanwhile, match="Quàng Văn Tưởng"):
        signed(world, at_work, draft_revision=1)
    with pytest.raises(MovedMeanwhile):
        proposed(world, at_work, reason="Lý do thứ ba", draft_revision=1)
    signed(world, at_work, draft_revision=2)


def test_the_same_click_twice_is_once(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    proposed(world, at_work)
    assert Extension.objects.get(dossier_id=at_work.id).revision == 1
    seen = Dossier.objects.get(pk=at_work.id).revision
    first = signed(world, at_work, revision=seen)
    again = signed(world, at_work, revision=seen)
    assert first == again
    assert Step.objects.filter(dossier_id=at_work.id, move=Move.EXTEND).count() == 1


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"fault": None}, "fault"),
        ({"new_day": None}, "new_day"),
        ({"new_day": date(2026, 11, 27)}, "new_day"),  # the promised day itself
        ({"new_day": date(2026, 11, 29)}, "new_day"),  # a Sunday
        ({"new_day": date(2020, 1, 2)}, "new_day"),
    ],
)
def test_a_draft_says_what_it_lacks(world: Province, how: dict[str, Any], field: str) -> None:
    at_work = factories.received(world)
    with pytest.raises(Missing) as told:
        proposed(world, at_work, **how)
    assert list(told.value.fields) == [field]


def test_only_a_running_clock_is_extended(world: Province) -> None:
    for made in (factories.filed, factories.decided):
        with pytest.raises((NotYours, Conflict)):
            proposed(world, made(world))


def test_a_signed_letter_is_never_changed(world: Province) -> None:
    at_work = factories.received(world)
    proposed(world, at_work)
    signed(world, at_work)
    for deed in (
        lambda: Extension.objects.filter(dossier_id=at_work.id).update(reason="Khác"),
        lambda: Extension.objects.filter(dossier_id=at_work.id).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wait=st.integers(0, 60 * 24 * 12), ahead=st.integers(-3, 60))
def test_a_new_date_is_never_earlier_than_the_promise(world: Province, wait: int, ahead: int) -> None:
    with transaction.atomic():
        at_work = factories.received(world)
        promised, now = _due(at_work), MONDAY + timedelta(minutes=wait)
        day = clock.local_date(promised) + timedelta(days=ahead)
        try:
            proposed(world, at_work, now=now, new_day=day, late_reason="Gửi muộn")
            signed(world, at_work, now=now)
        except Missing:
            assert _due(at_work) == promised
        else:
            row = Dossier.objects.get(pk=at_work.id)
            assert row.new_due_at is not None
            assert row.due_at is not None
            assert row.new_due_at > promised
            assert row.due_at >= promised
            calendar = calendars.work_calendar(row.calendar_key, now=now)
            moved = extensions.in_time(calendar, promised, now)
            assert (row.due_at == row.new_due_at) is moved
            assert Clock.from_json(row.clock).due_at(calendar) == row.due_at
        transaction.set_rollback(True)


def _chance(pk: int, chance: int) -> None:
    row = Dossier.objects.get(pk=pk)
    LateChance.objects.update_or_create(
        dossier=row,
        defaults={
            "decider_agency_id": row.decider_agency_id, "unit_agency_id": row.unit_agency_id, "chance": chance,
            "why": {}, "computed_at": IN_TIME,
        },
    )  # fmt: skip


def test_the_morning_job_drafts_what_will_not_make_it_two_days_early(world: Province) -> None:
    likely, unlikely, early, late = (factories.received(world) for _number in range(4))
    _chance(likely.id, 800)
    _chance(unlikely.id, 100)
    _chance(early.id, 900)
    Dossier.objects.filter(pk=early.id).update(due_at=_due(early) + timedelta(days=14))
    assert actions.draft_extensions(MONDAY - timedelta(days=3)) == 0
    assert actions.draft_extensions(IN_TIME) == 1
    draft = Extension.objects.get(dossier_id=likely.id)
    assert draft.new_due_at > _due(likely)
    assert draft.drafted_by_id is None
    assert "Thẩm tra hồ sơ" in draft.reason
    Dossier.objects.filter(pk=late.id).update(due_at=IN_TIME - timedelta(hours=1), step_due_at=MONDAY)
    assert actions.draft_extensions(IN_TIME) == 1, "what is late, once"
    assert actions.draft_extensions(IN_TIME) == 0, "again: nothing new"
    signed(world, likely)
    assert clock.local_date(_due(likely)) == clock.local_date(draft.new_due_at)


def test_the_page_writes_the_draft_and_the_leader_signs_it(world: Province, browser: Callable[[Actor], Client]) -> None:
    at_work = factories.received(world)
    page = f"/can-bo/ho-so/{at_work.code}/hen-lai/"
    specialist, leader = browser(world.specialist), browser(world.leader)
    empty = specialist.post(page, {"reason": "", "fault": "", "new_day-day": "31", "new_day-month": "2"})
    assert empty.status_code == 422
    fields = {
        "reason": "Chờ xác minh",
        "fault": "unit",
        "new_day-day": "2",
        "new_day-month": "12",
        "new_day-year": "2026",
    }
    assert specialist.post(page, fields).status_code == 302
    assert "Ký và báo người nộp" not in specialist.get(page).content.decode()
    shown = leader.get(page).content.decode()
    assert "Ký và báo người nộp" in shown
    assert "Chờ xác minh" in shown
    seen = Dossier.objects.get(pk=at_work.id).revision
    assert leader.post(f"{page}ky/", {"revision": seen, "draft": 1}).status_code == 302
    assert Extension.objects.get(dossier_id=at_work.id).signed_at is not None
    form = IssuedForm.objects.get(dossier_id=at_work.id, code="04")
    letter = f"/ho-so/{at_work.code}/bieu-mau/{form.pk}/phieu.pdf"
    lan = browser(world.lan)
    assert letter in lan.get(f"/ho-so/{at_work.code}/").content.decode()
    opened = lan.get(letter)
    assert opened.content.startswith(b"%PDF")
    assert browser(world.neighbour).get(letter).status_code == 404

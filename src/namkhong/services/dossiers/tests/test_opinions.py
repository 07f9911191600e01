"""Parallel opinions: asked at once, answered by each for itself; the step waits, the law's clock does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import actions, clocks, queries
from namkhong.services.dossiers.actions import Question
from namkhong.services.dossiers.errors import Missing, NoSuchQuestion, NotYours, OpinionClosed, OpinionsOpen
from namkhong.services.dossiers.models import Dossier, Opinion, OpinionRequest
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Closing, Verdict
from namkhong.services.procedures.types import Silence

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def _asked(pk: int, world: Province, *agencies: int, silence: Silence = Silence.BLOCKS) -> list[OpinionRequest]:
    actions.ask_opinions(
        dossier_id=pk, agency_ids=agencies, question=asking.question(silence), actor=world.specialist, now=LATER
    )
    return list(OpinionRequest.objects.filter(dossier_id=pk).order_by("agency_id"))


def _unit(world: Province, kind: str) -> int:
    return int(organisations.unit_of(world.commune_id, kind).id)


def _head(world: Province, kind: str) -> Actor:
    return factories.official(f"truongphong.{kind}", f"Trưởng phòng {kind}", _unit(world, kind), Role.HEAD)


def _member(world: Province, kind: str) -> Actor:
    return factories.official(f"chuyenvien.{kind}", f"Chuyên viên {kind}", _unit(world, kind), Role.SPECIALIST)


def _forward(pk: int, world: Province, now: datetime = LATER) -> None:
    actions.forward(dossier_id=pk, actor=world.specialist, now=now)


def test_the_step_waits_for_everybody_who_was_asked_and_the_clock_runs_on(world: Province) -> None:
    sent = factories.received(world)
    due = Dossier.objects.get(pk=sent.id).due_at
    rows = _asked(sent.id, world, _unit(world, "economy"), _unit(world, "culture"))
    with pytest.raises(OpinionsOpen):
        _forward(sent.id, world)
    for row, kind in zip(rows, sorted(("economy", "culture"), key=lambda kind: _unit(world, kind)), strict=True):
        head = _head(world, kind)
        with transaction.atomic():
            actions.sign_opinion(request_id=row.pk, verdict=Verdict.AGREE, words="", actor=head, now=LATER)
    _forward(sent.id, world)
    dossier = Dossier.objects.get(pk=sent.id)
    assert dossier.step_kind == "decide"
    assert dossier.due_at == due
    assert dossier.open_opinions == 0


def test_the_time_is_counted_by_the_calendar_of_the_deciding_agency(world: Province) -> None:
    sent = factories.received(world)
    row = _asked(sent.id, world, _unit(world, "economy"))[0]
    hours = clocks.hours_of(world.commune_id, LATER)
    assert hours.worked_minutes(LATER, row.due_at) == 8 * 60
    limit = Limit(2, LimitUnit.WORKING_DAY)
    actions.ask_opinions(
        dossier_id=sent.id,
        agency_ids=[_unit(world, "culture")],
        question=Question("Hỏi", limit, Silence.AGREED),
        actor=world.specialist,
        now=LATER,
    )
    by_days = OpinionRequest.objects.get(agency_id=_unit(world, "culture"))
    assert by_days.due_at == hours.promise(limit, LATER).due_at


def test_a_specialist_writes_and_her_head_signs(world: Province) -> None:
    sent = factories.received(world)
    row = _asked(sent.id, world, _unit(world, "economy"))[0]
    member, head = _member(world, "economy"), _head(world, "economy")
    said = {"request_id": row.pk, "now": LATER}
    with pytest.raises(NotYours):
        actions.sign_opinion(verdict=Verdict.AGREE, words="", actor=member, **said)  # type: ignore[arg-type]
    with pytest.raises(NoSuchQuestion):
        actions.draft_opinion(verdict=Verdict.AGREE, words="", actor=world.counter, **said)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        actions.draft_opinion(verdict=Verdict.DISAGREE, words=" ", actor=member, **said)  # type: ignore[arg-type]
    actions.draft_opinion(
        verdict=Verdict.CONDITIONS,
        words="Có lối thoát nạn",
        actor=member,
        file=factories.result(),
        **said,  # type: ignore[arg-type]
    )
    assert Dossier.objects.get(pk=sent.id).open_opinions == 1
    actions.sign_opinion(verdict=Verdict.CONDITIONS, words="Có hai lối thoát nạn", actor=head, **said)  # type: ignore[arg-type]
    final = Opinion.objects.get(request=row, signed=True)
    assert final.file_name == "giay-xac-nhan.pdf", "the file of the draft goes along"
    assert final.by_title
    with pytest.raises(OpinionClosed, match="Trưởng phòng economy"):
        actions.sign_opinion(verdict=Verdict.AGREE, words="", actor=head, **said)  # type: ignore[arg-type]
    line = queries.opinions_of(Dossier.objects.get(pk=sent.id), LATER)[0]
    assert (line.answer, line.text) == ("Đồng ý, có điều kiện", "Có hai lối thoát nạn")


def test_an_opinion_is_never_changed(world: Province) -> None:
    sent = factories.received(world)
    row = _asked(sent.id, world, _unit(world, "economy"))[0]
    actions.sign_opinion(request_id=row.pk, verdict=Verdict.AGREE, words="", actor=_head(world, "economy"), now=LATER)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Opinion.objects.filter(request=row).update(verdict=Verdict.DISAGREE)
    with pytest.raises(Exception, match="kept once it is closed"), transaction.atomic():
        OpinionRequest.objects.filter(pk=row.pk).update(closed_at=None, closing="")


def test_silence_means_what_was_said_when_asking(world: Province) -> None:
    economy, culture, office = (_unit(world, kind) for kind in ("economy", "culture", "office"))
    sent = factories.received(world)
    for agency, silence in ((economy, Silence.AGREED), (culture, Silence.ASK_AGAIN), (office, Silence.BLOCKS)):
        _asked(sent.id, world, agency, silence=silence)
    due = OpinionRequest.objects.filter(dossier_id=sent.id)[0].due_at
    over = due + timedelta(minutes=1)
    assert actions.close_silent_opinions(due) == 0
    assert actions.close_silent_opinions(over) == 3
    rows = {row.agency_id: row for row in OpinionRequest.objects.filter(dossier_id=sent.id)}
    assert rows[economy].closing == Closing.SILENT
    assert rows[economy].closed_at == due, "closed at its own moment"
    assert Opinion.objects.get(request=rows[economy]).by_silence
    assert (rows[culture].times, rows[culture].closed_at) == (2, None)
    assert rows[culture].due_at > over
    assert (rows[office].lapsed_at, rows[office].closed_at) == (due, None)
    assert actions.close_silent_opinions(over) == 0, "each is dealt with once"
    with pytest.raises(OpinionsOpen):
        _forward(sent.id, world, over)
    assert actions.close_silent_opinions(over + timedelta(days=7)) == 1
    assert OpinionRequest.objects.get(pk=rows[culture].pk).lapsed_at is not None, "asked twice, then it is waited for"
    assert Dossier.objects.get(pk=sent.id).open_opinions == 2


def test_asking_the_same_agency_twice_is_once(world: Province) -> None:
    sent = factories.received(world)
    economy = _unit(world, "economy")
    _asked(sent.id, world, economy)
    assert len(_asked(sent.id, world, economy)) == 1
    assert Dossier.objects.get(pk=sent.id).open_opinions == 1


def test_what_the_process_prescribes_is_asked_under_its_own_rule(world: Province) -> None:
    sent = asking.received(world, process="department-food-120")
    dossier = Dossier.objects.get(pk=sent.id)
    held = factories.official("sop.food", "Chuyên viên thực phẩm", dossier.holder_agency_id or 0, Role.SPECIALIST)
    with pytest.raises(Missing, match="Sở Y tế"):
        actions.forward(dossier_id=sent.id, actor=held, now=LATER)
    health = int(organisations.agency_by_code("H18.11").id)
    trade = int(organisations.agency_by_code("H18.05").id)
    actions.ask_opinions(
        dossier_id=sent.id, agency_ids=[health, trade], question=asking.question(hours=1), actor=held, now=LATER
    )
    row = OpinionRequest.objects.get(dossier_id=sent.id, agency_id=health)
    assert (row.prescribed, row.silence, row.limit) == (True, "agreed", "3 working_day")
    with pytest.raises(Missing, match="bắt buộc"):
        actions.withdraw_opinion(request_id=row.pk, reason="Không cần", actor=held, now=LATER)


def test_who_asked_may_stop_asking_with_a_reason(world: Province) -> None:
    sent = factories.received(world)
    row = _asked(sent.id, world, _unit(world, "economy"))[0]
    with pytest.raises(NotYours):
        actions.withdraw_opinion(request_id=row.pk, reason="Thôi", actor=world.leader, now=LATER)
    with pytest.raises(Missing):
        actions.withdraw_opinion(request_id=row.pk, reason="", actor=world.specialist, now=LATER)
    actions.withdraw_opinion(request_id=row.pk, reason="Đã có văn bản khác", actor=world.specialist, now=LATER)
    with pytest.raises(OpinionClosed):
        actions.sign_opinion(
            request_id=row.pk, verdict=Verdict.AGREE, words="", actor=_head(world, "economy"), now=LATER
        )
    _forward(sent.id, world)


def test_those_who_hold_no_step_ask_nobody(world: Province) -> None:
    sent = factories.received(world)
    for who in (world.leader, world.counter):
        with pytest.raises(NotYours):
            actions.ask_opinions(
                dossier_id=sent.id,
                agency_ids=[_unit(world, "economy")],
                question=asking.question(),
                actor=who,
                now=LATER,
            )
    for agencies, question in (
        ([], asking.question()),
        ([2**40], asking.question()),
        ([_unit(world, "economy")], Question(" ", Limit(1, LimitUnit.WORKING_HOUR), Silence.BLOCKS)),
        ([_unit(world, "economy")], Question("Hỏi", Limit(1, LimitUnit.DAY), Silence.BLOCKS)),
    ):
        with pytest.raises(Missing):
            actions.ask_opinions(
                dossier_id=sent.id, agency_ids=agencies, question=question, actor=world.specialist, now=LATER
            )


def test_the_list_of_questions_is_that_of_my_agencies_and_paged(world: Province) -> None:
    economy = _unit(world, "economy")
    member, stranger = _member(world, "economy"), _member(world, "culture")
    sent = factories.received(world)
    row = _asked(sent.id, world, economy)[0]
    assert [line.request_id for line in queries.questions(member, now=LATER).items] == [row.pk]
    assert queries.questions_count(member).value == 1
    assert not queries.questions(stranger, now=LATER).items
    assert not queries.questions(world.lan, now=LATER).items


def test_the_citizen_reads_whom_her_dossier_waits_for(world: Province) -> None:
    sent = factories.received(world)
    _asked(sent.id, world, _unit(world, "economy"))
    told = factories.timeline(sent.id, now=LATER)
    station = next(item for item in told.items if item.state == "now")
    assert any("Đang chờ ý kiến" in line for line in station.text)

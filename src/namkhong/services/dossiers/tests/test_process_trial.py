"""A new version of a process is run dry over every open dossier; then they are kept, or moved, in one recorded act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.wording import reasons_of
from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Elevation
from namkhong.kernel.problems import Conflict, Forbidden, Invalid
from namkhong.kernel.worktime import Limit, LimitUnit
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.actions import changing_process, trying
from namkhong.services.dossiers.models import ClockEvent, Dossier, ProcessTrial, TrialLine
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, SYSTEM, Province
from namkhong.services.dossiers.types import ReturnWay
from namkhong.services.procedures import actions as procedures
from namkhong.services.procedures import queries as catalogue

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)
REASON = "theo Quyết định 12/QĐ-UBND"
Steps = list[dict[str, Any]]


def elevated(who: Actor) -> Actor:
    return replace(who, elevation=Elevation(reason="Quy trình mới", until=LATER + timedelta(days=9)))


def content() -> dict[str, Any]:
    """The process of the marriage certificate as it is now."""
    key = catalogue.in_force(MARRIAGE, MONDAY.date()).process_key
    return dict(catalogue.versions_of_process(key)[0].content)


def version(change: Callable[[Steps], Steps], *, now: datetime = LATER) -> int:
    """A new version from today on."""
    kept = content()
    made = procedures.add_process_version(
        {**kept, "steps": change([dict(step) for step in kept["steps"]])},
        valid_from=now.date(),
        actor=SYSTEM,
        now=now,
    )
    assert made is not None
    return made


def hours(code: str, many: int) -> Callable[[Steps], Steps]:
    return lambda steps: [{**step, "hours": many} if step["code"] == code else step for step in steps]


def tried(world: Province, version_id: int) -> ProcessTrial:
    pk = actions.try_process(process_version_id=version_id, actor=world.administrator, now=LATER)
    actions.count_process_trial(trial_id=pk, now=LATER)
    return ProcessTrial.objects.get(pk=pk)


def moved(world: Province, trial: ProcessTrial) -> ProcessTrial:
    actions.move_open_dossiers(trial_id=trial.pk, reason=REASON, actor=elevated(world.administrator), now=LATER)
    actions.apply_process_move(trial_id=trial.pk, now=LATER)
    return ProcessTrial.objects.get(pk=trial.pk)


def test_more_hours_for_the_step_under_way_are_seen_before_and_given_after(world: Province) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id)
    own = content()["steps"][1]
    trial = tried(world, version(hours(own["code"], own["hours"] + 3)))
    assert (trial.state, trial.looked, trial.stuck, trial.step_later, trial.later) == ("ready", 1, 0, 1, 0)
    line = TrialLine.objects.get(trial=trial)
    assert line.step_minutes == 180
    assert Dossier.objects.get(pk=sent.id).step_due_at == before.step_due_at  # only seen, nothing moved
    done = moved(world, trial)
    after = Dossier.objects.get(pk=sent.id)
    assert (done.state, done.moved) == ("done", 1)
    assert after.process_version_id == trial.process_version_id
    assert (after.step_due_at, after.due_at) == (line.new_step_due_at, before.due_at)
    assert after.revision == before.revision
    (entry,) = Entry.objects.filter(action="dossiers.process_moved")
    assert (entry.subject_id, reasons_of([entry])[entry.pk]) == (str(sent.id), REASON)
    assert not Message.objects.filter(title__startswith="Ngày hẹn trả chuyển sang").exists()


def test_whoever_is_stuck_is_listed_with_the_reason_and_stays(world: Province) -> None:
    gone = factories.received(world)
    ahead = factories.appraised(world)
    paused = factories.asked(world)
    code = content()["steps"][1]["code"]
    trial = tried(world, version(lambda steps: [{**s, "code": "anew"} if s["code"] == code else s for s in steps]))
    assert (trial.looked, trial.stuck) == (3, 2)
    said = dict(TrialLine.objects.exclude(trouble="").values_list("dossier_id", "trouble"))
    assert said == {gone.id: "no_step", paused.id: "paused"}
    before = {pk: Dossier.objects.get(pk=pk).process_version_id for pk in said}
    done = moved(world, trial)
    assert (done.moved, done.stuck) == (1, 2)
    assert {pk: Dossier.objects.get(pk=pk).process_version_id for pk in said} == before
    assert Dossier.objects.get(pk=ahead.id).process_version_id == trial.process_version_id
    assert [line.dossier_id for line in queries.trial_lines(trial.pk, "ket").items] == sorted(said)


def test_a_post_that_nobody_holds_and_a_step_of_another_kind_are_troubles(world: Province) -> None:
    factories.received(world)

    def with_head(steps: Steps) -> Steps:
        check = {**steps[1], "code": "check", "name": "Kiểm tra", "role": "head"}
        return [*steps[:2], check, *steps[2:]]

    trial = tried(world, version(with_head))
    (line,) = TrialLine.objects.filter(trial=trial)
    assert (line.trouble, line.step_name) == ("nobody", "Kiểm tra")
    outside = {"kind": "outside", "system": "Phần mềm khác"}
    later = version(
        lambda steps: [{**s, **outside} if s["code"] == steps[1]["code"] else s for s in steps if s["code"] != "check"],
        now=LATER + timedelta(days=1),
    )
    other = tried(world, later)
    assert TrialLine.objects.get(trial=other).trouble == "other_kind"


def test_a_step_put_in_before_shifts_the_place_and_the_dossier_ends_by_the_new_version(world: Province) -> None:
    sent = factories.appraised(world)

    def first_more(steps: Steps) -> Steps:
        return [steps[0], {**steps[1], "code": "more", "name": "Xem trước"}, *steps[1:]]

    moved(world, tried(world, version(first_more)))
    after = Dossier.objects.get(pk=sent.id)
    assert after.step_index == 3
    actions.decide(
        dossier_id=sent.id, actor=world.leader, now=LATER + timedelta(hours=1), approved=True, result=factories.result()
    )
    items = factories.timeline(sent.id, now=LATER + timedelta(hours=2)).items
    assert [item.state for item in items].count("done") >= 3
    actions.hand_over(dossier_id=sent.id, actor=world.counter, now=LATER + timedelta(hours=3), way=ReturnWay.ONLINE)


def test_a_promise_moves_later_with_the_limit_of_today_and_its_applicant_is_told(
    world: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id)
    assert before.due_at is not None
    new = version(hours("sign", 5))
    monkeypatch.setattr(trying.Judging, "_limit_of", lambda *_any: Limit(9, LimitUnit.WORKING_DAY))
    trial = tried(world, new)
    assert (trial.later, trial.kept) == (1, 0)
    (line,) = queries.trial_lines(trial.pk, "muon").items
    done = moved(world, trial)
    actions.apply_process_move(trial_id=trial.pk, now=LATER)
    after = Dossier.objects.get(pk=sent.id)
    assert after.due_at == line.new_due_at
    assert after.due_at is not None
    assert after.due_at > before.due_at
    event = ClockEvent.objects.get(dossier=after, effect="process")
    assert (event.process_trial_id, event.step_id, event.recalculation_id) == (done.pk, None, None)
    assert event.explanation[0].startswith("Quy trình giải quyết thay đổi (theo Quyết định 12/QĐ-UBND)")
    assert factories.timeline(sent.id, now=LATER).why[0] == event.explanation[0]
    (told,) = Message.objects.filter(title__startswith="Ngày hẹn trả chuyển sang")
    assert REASON in told.text


def test_a_promise_never_moves_earlier(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id).due_at
    new = version(hours("sign", 5))
    monkeypatch.setattr(trying.Judging, "_limit_of", lambda *_any: Limit(1, LimitUnit.WORKING_DAY))
    trial = tried(world, new)
    assert (trial.later, trial.kept) == (0, 1)
    moved(world, trial)
    assert Dossier.objects.get(pk=sent.id).due_at == before


def test_steps_that_no_longer_fit_before_the_promise_are_counted(world: Province) -> None:
    factories.received(world)
    trial = tried(world, version(hours("sign", 400)))
    assert trial.tight == 1
    assert queries.trial_lines(trial.pk, "thieu-gio").items


def test_kept_dossiers_are_not_touched_and_the_decision_is_recorded(world: Province) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id).process_version_id
    trial = tried(world, version(hours("sign", 5)))
    who = elevated(world.administrator)
    for _click in range(2):
        actions.keep_open_dossiers(trial_id=trial.pk, reason=REASON, actor=who, now=LATER)
    trial.refresh_from_db()
    assert (trial.state, trial.decided_name) == ("kept", who.label)
    assert Dossier.objects.get(pk=sent.id).process_version_id == before
    assert Entry.objects.filter(action="dossiers.process_kept").count() == 1
    with pytest.raises(Conflict):
        actions.move_open_dossiers(trial_id=trial.pk, reason=REASON, actor=who, now=LATER)


def test_what_happened_since_the_dry_run_is_judged_again(world: Province) -> None:
    sent = factories.received(world)
    other = factories.received(world)
    trial = tried(world, version(hours("sign", 5)))
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=LATER, note="Đủ")
    actions.decide(
        dossier_id=sent.id, actor=world.leader, now=LATER, approved=False, reason="Không đủ điều kiện", result=None
    )
    actions.request_supplement(dossier_id=other.id, actor=world.specialist, now=LATER, items=[factories.MISSING])
    actions.send_supplement(dossier_id=other.id, actor=world.counter, now=LATER)
    done = moved(world, trial)
    assert (done.moved, done.stuck) == (0, 1)
    assert TrialLine.objects.get(trial=trial, dossier_id=other.id).trouble == "paused"


def test_a_job_cut_off_goes_on_and_moves_each_once(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(5):
        factories.received(world)
    monkeypatch.setattr(trying, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(changing_process, "MOVED_AT_ONCE", 2)
    new = version(hours("sign", 5))
    pk = actions.try_process(process_version_id=new, actor=world.administrator, now=LATER)
    assert trying._count_batch(pk, trying.Judging(LATER), LATER)
    assert actions.try_process(process_version_id=new, actor=world.administrator, now=LATER) == pk
    actions.count_process_trial(trial_id=pk, now=LATER)
    trial = ProcessTrial.objects.get(pk=pk)
    assert (trial.state, trial.looked) == ("ready", 5)
    actions.move_open_dossiers(trial_id=pk, reason=REASON, actor=elevated(world.administrator), now=LATER)
    assert changing_process._move_batch(pk, trying.Judging(LATER), LATER)
    actions.apply_process_move(trial_id=pk, now=LATER)
    assert ProcessTrial.objects.get(pk=pk).moved == 5
    assert Entry.objects.filter(action="dossiers.process_moved").count() == 5


def test_only_keepers_in_an_elevated_session_with_a_reason_and_from_its_day(world: Province) -> None:
    factories.received(world)
    trial = tried(world, version(hours("sign", 5)))
    for who in world.cast().values():
        for deed in (actions.move_open_dossiers, actions.keep_open_dossiers):
            with pytest.raises(Forbidden):
                deed(trial_id=trial.pk, reason=REASON, actor=who, now=LATER)
        if who is not world.administrator:
            with pytest.raises(Forbidden):
                actions.try_process(process_version_id=trial.process_version_id, actor=who, now=LATER)
    with pytest.raises(Invalid):
        actions.move_open_dossiers(trial_id=trial.pk, reason=" ", actor=elevated(world.administrator), now=LATER)
    early = tried(world, version(hours("sign", 6), now=LATER + timedelta(days=3)))
    with pytest.raises(Conflict, match="chỉ áp dụng từ"):
        actions.move_open_dossiers(trial_id=early.pk, reason=REASON, actor=elevated(world.administrator), now=LATER)


def test_a_step_is_sent_back_where_its_process_says(world: Province) -> None:
    sent = factories.appraised(world)
    moved(
        world, tried(world, version(lambda steps: [{**s, "back": ""} if s["kind"] == "decide" else s for s in steps]))
    )
    with pytest.raises(Conflict):
        actions.send_back(dossier_id=sent.id, actor=world.leader, now=LATER, reason="Sửa")


def test_the_screens_tell_it_and_take_the_decision(world: Province, browser: Callable[[Actor], Client]) -> None:
    factories.received(world, now=MONDAY - timedelta(hours=1))
    own = content()["steps"][1]
    new = version(hours(own["code"], own["hours"] + 3), now=MONDAY)
    client = browser(world.administrator)
    number = catalogue.process_content(new).number
    here = f"/can-bo/quan-tri/quy-trinh/{content()['key']}/{number}/"
    assert "Chạy thử trên hồ sơ đang giải quyết" in client.get(here).content.decode()
    begun = client.post(f"/can-bo/quan-tri/chay-thu-quy-trinh/{new}/bat-dau/")
    assert begun.status_code == 302
    trial = ProcessTrial.objects.get()
    actions.count_process_trial(trial_id=trial.pk, now=MONDAY)
    page = client.get(begun["Location"]).content.decode()
    assert "muộn hơn 3 giờ làm việc" in page
    assert "Nâng quyền quản trị" in page
    session = client.session
    session[sign_in.ELEVATION] = {"reason": "Quy trình", "until": (MONDAY + timedelta(minutes=30)).isoformat()}
    session.save()
    assert client.post(begun["Location"], {"choice": "move", "reason": ""}).status_code == 422
    assert client.post(begun["Location"], {"choice": "", "reason": REASON}).status_code == 422
    assert client.post(begun["Location"], {"choice": "move", "reason": REASON}).status_code == 302
    assert client.post(begun["Location"], {"choice": "keep", "reason": REASON}).status_code == 409
    assert "Đang chuyển" in client.get(here).content.decode()
    assert client.get("/can-bo/quan-tri/chay-thu-quy-trinh/999999/").status_code == 404

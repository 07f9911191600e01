"""A citizen checks alone, offline, that no step of her dossier was altered, removed or back-dated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from namkhong.foundation.audit.models import TreeHead
from namkhong.foundation.audit.tests.factories import as_forger, seal_within, sql
from namkhong.foundation.audit.tests.offline import program, run
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions, secrets
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import DossierCard

pytestmark = pytest.mark.django_db
LOG = "/cong-khai/nhat-ky/2026/nhat-ky.json"
NIGHT = MONDAY + timedelta(hours=17)  # after midnight in Việt Nam


@dataclass
class Told:
    """What Lan has at home: the file of her dossier and the published roots."""

    code: str
    proof: bytes
    log: bytes


@pytest.fixture
def walked(world: Province, browser: Callable[[Actor], Client]) -> tuple[DossierCard, Callable[[], Told]]:
    """Filed and received on Monday, appraised on Tuesday, decided on Wednesday; a root published every night."""
    before = MONDAY - timedelta(days=1)
    seal_within(before - timedelta(days=1))
    seal_within(before)
    sent = factories.received(world)
    seal_within(NIGHT)
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=MONDAY + timedelta(days=1))
    seal_within(NIGHT + timedelta(days=1))
    client = browser(world.lan)

    def told() -> Told:
        answer = client.get(f"/ho-so/{sent.code}/kiem-chung.json")
        assert answer.status_code == 200
        return Told(sent.code, answer.content, client.get(LOG).content)

    return sent, told


def _check(folder: Path, told: Told, **more: bytes) -> tuple[int, str]:
    files = {f"kiem-chung-{told.code}.json": told.proof, "nhat-ky-2026.json": told.log}
    return run(folder, files | {name.replace("_", "-") + ".json": content for name, content in more.items()})


@contextmanager
def _forged() -> Iterator[None]:
    with as_forger():
        yield


def test_what_was_not_touched_is_right_and_told_step_by_step(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    answer, said = _check(tmp_path, told())
    assert answer == 0, said
    assert "KẾT LUẬN: ĐÚNG" in said
    assert "1. Gửi hồ sơ: 07 giờ 41 phút 00 giây, ngày 23/11/2026" in said
    assert f"Hồ sơ {sent.code}: 4 bước đã vào nhật ký." in said
    assert "tại cơ quan H18.55" in said
    assert "hẹn trả 17 giờ 30 phút" in said


def test_the_file_says_nothing_of_the_person(walked: Any) -> None:
    _sent, told = walked
    for word in ("Lò Thị Lan", "011199000015", "0912345678", "Xuân"):
        assert word not in told().proof.decode() + told().log.decode()


def test_an_altered_step_is_found(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    with _forged():
        sql("update dossiers_step set move = 'send_back' where dossier_id = %s and revision = 4", sent.id)
    answer, said = _check(tmp_path, told())
    assert answer == 1
    assert "đã bị sửa" in said


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=3)])
def test_an_altered_time_is_found(walked: Any, tmp_path: Path, back: timedelta) -> None:
    sent, told = walked
    with _forged():
        sql("update dossiers_step set at = at - %s, from_at = from_at - %s where dossier_id = %s and move = 'receive'",
            back, back, sent.id)  # fmt: skip
    answer, said = _check(tmp_path, told())
    assert answer == 1
    assert "Nội dung bước này khác nội dung đã ghi vào nhật ký" in said


def test_a_step_written_today_for_last_week_is_found(world: Province, walked: Any, tmp_path: Path) -> None:
    """The record, the digest and the tree are all right: only the published roots tell when it came."""
    sent, told = walked
    late = Dossier.objects.get(pk=sent.id)
    with _forged():
        sql("update dossiers_dossier set step_started_at = %s where id = %s", MONDAY, sent.id)
    actions.send_back(
        dossier_id=late.pk, actor=world.leader, now=MONDAY + timedelta(hours=1), reason="Ghi như đã trả từ thứ Hai"
    )
    seal_within(NIGHT + timedelta(days=4))
    answer, said = _check(tmp_path, told())
    assert answer == 1
    assert "đã bị ghi lùi ngày" in said


def test_a_removed_step_is_found(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    with _forged():
        sql("delete from dossiers_clockevent where dossier_id = %s", sent.id)
        sql("delete from dossiers_step where dossier_id = %s and revision = 3", sent.id)
    answer, said = _check(tmp_path, told())
    assert answer == 1
    assert "thiếu bước: đã bị xóa" in said


def test_a_last_step_removed_is_found(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    with _forged():
        sql("delete from dossiers_step where dossier_id = %s and revision = 4", sent.id)
    answer, said = _check(tmp_path, told())
    assert answer == 1
    assert "Bước số 4 có trong nhật ký nhưng không còn trong hồ sơ: đã bị xóa." in said


def _rebuilt(now: datetime, *, keep_first: bool = False) -> None:
    """A forger with every right writes the whole log anew from what is left, roots included."""
    days = list(TreeHead.objects.order_by("id").values_list("at", "size"))
    with _forged():
        for table in ("audit_seal", "audit_sealedhead", "audit_leaf", "audit_node"):
            sql(f"delete from {table}")  # noqa: S608
        if not keep_first:
            sql("delete from audit_treehead")
        seal_within(days[0][0] - timedelta(days=1))
        if not keep_first:
            seal_within(days[0][0])
        seal_within(now)


def test_an_entry_removed_from_a_log_written_anew_contradicts_the_roots_she_kept(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    kept = told()
    with _forged():
        sql("delete from audit_entry where subject_type = 'dossier' and subject_id = %s and action = 'dossiers.filed'",
            str(sent.id))  # fmt: skip
    _rebuilt(NIGHT + timedelta(days=1))
    now = told()
    assert _check(tmp_path, kept)[0] == 0
    answer, said = _check(tmp_path, Told(sent.code, now.proof, now.log), giu_lai=kept.log)
    assert answer == 1
    assert "nhật ký đã được viết lại (rẽ nhánh)" in said


def test_a_forked_log_is_found_even_when_she_kept_only_her_own_file(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    kept = told()
    with _forged():
        sql("update audit_entry set reason = 'khác' where subject_type = 'dossier' and subject_id = %s", str(sent.id))
    _rebuilt(NIGHT + timedelta(days=1))
    answer, said = _check(tmp_path, Told(sent.code, kept.proof, told().log))
    assert answer == 1
    assert "không có trong nhật ký công khai" in said


def test_a_log_that_goes_on_from_other_entries_is_not_consistent(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    kept = told()
    with _forged():
        sql("update audit_entry set reason = 'khác' where id in (select entry_id from audit_seal where position = 1)")
    _rebuilt(NIGHT + timedelta(days=5), keep_first=True)
    answer, said = _check(tmp_path, Told(sent.code, kept.proof, told().log))
    assert answer == 1
    assert "không giữ nguyên những gì đã có" in said


def test_a_root_changed_in_the_published_file_is_found(walked: Any, tmp_path: Path) -> None:
    sent, told = walked
    kept = told()
    log = json.loads(kept.log)
    log["heads"][-2]["root"] = "0" * 64
    answer, said = _check(tmp_path, Told(sent.code, kept.proof, json.dumps(log).encode()))
    assert answer == 1
    assert "Dấu của gốc ngày" in said


def test_files_that_are_no_proof_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for content in (b"", b"[]", b'{"format": "namkhong-proof-1"}', b"\xff\xfe", b'{"format": "namkhong-log-1"}'):
        answer, said = run(tmp_path, {"a.json": content})
        assert answer == 2
        assert said.startswith(("Không đọc được tệp", "Cần ít nhất"))


def test_before_midnight_the_file_says_that_the_steps_are_waiting(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    sent = factories.filed(world)
    told = json.loads(browser(world.lan).get(f"/ho-so/{sent.code}/kiem-chung.json").content)
    assert (told["steps"], told["waiting"]) == ([], 1)


def test_many_steps_cost_no_more_queries(world: Province, walked: Any, browser: Any) -> None:
    sent, _told = walked
    for number in range(12):
        at = MONDAY + timedelta(days=2, minutes=number)
        actions.send_back(dossier_id=sent.id, actor=world.leader, now=at, reason="Ghi lại")
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=at)
    seal_within(NIGHT + timedelta(days=2))
    client = browser(world.lan)
    with CaptureQueriesContext(connection) as asked:
        told = json.loads(client.get(f"/ho-so/{sent.code}/kiem-chung.json").content)
    assert len(told["steps"]) == 28
    assert len(asked) <= 20


def test_whoever_holds_form_01_takes_the_proof_with_its_secret(world: Province, browser: Any, walked: Any) -> None:
    sent, told = walked
    right = secrets.secret_of(Dossier.objects.get(pk=sent.id).public_id)
    visitor = browser(Actor.anonymous())
    answer = visitor.post("/tra-cuu/kiem-chung/", {"ma": sent.code, "bm": right})
    assert answer.content == told().proof
    assert visitor.post("/tra-cuu/kiem-chung/", {"ma": sent.code, "bm": "AAAA-AAAA"}).status_code == 404
    page = visitor.post("/tra-cuu/", {"ma": sent.code, "bm": right}).content.decode()
    assert "Tải tệp kiểm chứng hồ sơ" in page
    assert browser(world.neighbour).get(f"/ho-so/{sent.code}/kiem-chung.json").status_code == 404


def test_every_step_of_a_life_is_witnessed(world: Province, browser: Callable[[Actor], Client]) -> None:
    done = factories.handed_over(world)
    seal_within(MONDAY - timedelta(days=1))
    seal_within(NIGHT)
    told = json.loads(browser(world.lan).get(f"/ho-so/{done.code}/kiem-chung.json").content)
    revisions = list(Step.objects.filter(dossier_id=done.id).order_by("revision").values_list("revision", flat=True))
    assert [step["said"][3] for step in told["steps"]] == revisions


def test_the_program_has_words_for_every_move() -> None:
    assert set(Move) <= set(program().MOVES)

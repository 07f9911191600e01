"""What the applicant reads, in the words of the province."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from namkhong.services.dossiers import actions, handlers
from namkhong.services.dossiers.events import DossierReceived
from namkhong.services.dossiers.messages import message_of
from namkhong.services.dossiers.models import Dossier, Step, ToldStep
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Timeline

pytestmark = pytest.mark.django_db


def _said(told: Timeline) -> list[tuple[str, str]]:
    return [(item.title, item.state) for item in told.items]


def test_just_sent(world: Province) -> None:
    told = factories.timeline(factories.filed(world).id, now=MONDAY)
    assert told.headline == "Đã gửi hồ sơ, chờ cơ quan tiếp nhận"
    assert told.detail == "Cơ quan tiếp nhận trả lời chậm nhất 13 giờ 41, thứ Hai 23/11."
    assert _said(told)[:2] == [("Đã gửi hồ sơ", "done"), ("Chờ cơ quan tiếp nhận", "now")]
    assert told.why == ()


def test_in_progress_names_who_has_it_and_by_when(world: Province) -> None:
    told = factories.timeline(factories.received(world).id, now=MONDAY)
    assert told.headline == "Đang giải quyết – hẹn trả 17 giờ 30, thứ Sáu 27/11"
    assert told.detail == "Còn 3 ngày làm việc."
    assert [item.state for item in told.items] == ["done", "done", "now", "ahead", "ahead"]
    now = told.items[2]
    assert now.text[0].startswith("Quàng Văn Tưởng, ")
    assert now.text[1].startswith("Phải xong trước ")
    assert "Lò Thị Xuân" in told.items[1].text[0]


def test_late_is_said_with_an_apology(world: Province) -> None:
    told = factories.timeline(factories.received(world).id, now=MONDAY + timedelta(days=10))
    assert told.late
    assert told.headline == "Xin lỗi ông/bà, hồ sơ chậm hẹn; đã hẹn trả 17 giờ 30, thứ Sáu 27/11"
    assert "late" in [item.state for item in told.items]


def test_decided_and_handed_over(world: Province) -> None:
    told = factories.timeline(factories.decided(world).id, now=MONDAY + timedelta(hours=2))
    assert told.headline == "Đã có kết quả"
    assert [item.state for item in told.items] == ["done", "done", "done", "done", "now"]
    told = factories.timeline(factories.handed_over(world).id, now=MONDAY + timedelta(hours=3))
    assert told.headline == "Đã trả kết quả"
    assert {item.state for item in told.items} == {"done"}


def test_a_refusal_is_a_result_with_its_reason(world: Province) -> None:
    told = factories.timeline(factories.decided(world, approved=False).id, now=MONDAY + timedelta(hours=2))
    assert told.headline == "Đã có kết quả: không giải quyết"
    assert "Đang có vợ hoặc có chồng theo Sổ đăng ký kết hôn" in str(told.items)


def test_not_received_shows_reason_and_law_and_nothing_ahead(world: Province) -> None:
    sent = factories.filed(world)
    actions.not_receive(
        dossier_id=sent.id, actor=world.counter, now=MONDAY, reason="Hồ sơ nộp trùng", law="Điều 17 NĐ 118/2025/NĐ-CP"
    )
    told = factories.timeline(sent.id, now=MONDAY)
    assert told.headline == "Hồ sơ không được tiếp nhận"
    assert [item.state for item in told.items] == ["done", "stopped"]
    assert "Căn cứ: Điều 17 NĐ 118/2025/NĐ-CP" in told.items[1].text[1]


def test_notes_between_officials_are_not_shown(world: Province) -> None:
    assert "Đủ điều kiện" not in str(factories.timeline(factories.appraised(world).id, now=MONDAY))


def test_the_applicant_is_told_once_however_often_the_event_comes(world: Province, monkeypatch: Any) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "namkhong.services.dossiers.actions.informing.notifications.notify", lambda **said: told.append(said)
    )
    at_work = factories.received(world)
    step = Step.objects.get(dossier_id=at_work.id, move="receive")
    for _time in range(2):
        handlers.tell_applicant(DossierReceived(step_id=step.pk, at=MONDAY))
    assert len(told) == 1
    assert told[0]["title"] == "Đang giải quyết – hẹn trả 17 giờ 30, thứ Sáu 27/11"
    assert told[0]["account_id"] == world.lan.account_id
    assert told[0]["phone"] == "0912345678"
    assert ToldStep.objects.count() == 1


@pytest.mark.parametrize("state", ["filed", "received", "decided", "handed_over"])
def test_messages_fit_one_segment_of_plain_letters(world: Province, state: str) -> None:
    sent = getattr(factories, state)(world)
    for step in Step.objects.filter(dossier_id=sent.id).exclude(move="forward"):
        message = message_of(step, Dossier.objects.get(pk=sent.id))
        assert message.sms.isascii()
        assert len(message.sms) <= 160
        assert sent.code in message.sms
        assert "Lan" not in message.sms

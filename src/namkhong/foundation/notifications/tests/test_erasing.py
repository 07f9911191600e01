"""A notice loses its addresses first and goes itself later; what is still to be sent keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.foundation.notifications import actions
from namkhong.foundation.notifications.erasing import Addresses, Messages
from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.states import DeliveryState
from namkhong.foundation.notifications.tests.factories import NOW
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("Hệ thống")
END = NOW + timedelta(seconds=1)


def _tell(phone: str) -> Message:
    actions.notify(account_id=70, phone=phone, title="Đã có kết quả", text="Xin đến nhận.", sms="Da co", now=NOW)
    return Message.objects.latest("pk")


def test_addresses_go_from_what_was_sent_and_stay_with_what_waits() -> None:
    sent, waiting = _tell("0912345678"), _tell("0987654321")
    Delivery.objects.filter(message=sent).update(state="sent", next_at=None, settled_at=NOW)
    eraser = Addresses()
    assert (eraser.due(NOW, 9), eraser.due(END, 9)) == (0, 1)
    assert eraser.erase(END, 9, actor=SYSTEM, now=END) == 1
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.phone, sent.sms, sent.title) == ("", "", "Đã có kết quả")
    assert waiting.phone == "0987654321"
    assert eraser.erase(END, 9, actor=SYSTEM, now=END) == 0


def test_a_delivery_whose_address_is_gone_is_given_up_in_words() -> None:
    message = _tell("0912345678")
    row = Delivery.objects.get(message=message, channel="sms")
    Message.objects.update(phone="")
    assert actions.deliver(delivery_id=row.pk, now=NOW) is DeliveryState.GIVEN_UP
    row.refresh_from_db()
    assert row.why == "Địa chỉ nhận đã được xóa theo thời hạn lưu giữ."


def test_whole_notices_go_later() -> None:
    _tell("0912345678")
    actions.notify(account_id=70, title="Mới", text="…", now=NOW + timedelta(days=1))
    eraser = Messages()
    assert eraser.due(END, 9) == 1
    assert eraser.erase(END, 9, actor=SYSTEM, now=END) == 1
    assert [message.title for message in Message.objects.all()] == ["Mới"]
    assert not Delivery.objects.filter(channel="sms").exists()

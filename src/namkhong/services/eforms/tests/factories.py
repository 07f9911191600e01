"""The cast and small forms for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import QueryDict

from namkhong.foundation.accounts.models import Account
from namkhong.kernel.actor import AccountId, Actor, ActorKind
from namkhong.services.eforms import actions, checking
from namkhong.services.eforms.models import FormVersion
from namkhong.services.eforms.types import FormSpec

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SYSTEM = Actor.system("Hệ thống")


def owner(username: str = "lan") -> int:
    """A citizen's account id."""
    return Account.objects.create(
        username=username, kind=Account.Kind.CITIZEN, display_name="Lò Thị Lan", created_at=NOW
    ).pk


def citizen(account_id: int) -> Actor:
    """The citizen acting."""
    return Actor(kind=ActorKind.CITIZEN, account_id=AccountId(account_id), label="Lò Thị Lan")


def form_file(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form of one page."""
    return {
        "key": "thu",
        "title": "Biểu mẫu thử",
        "valid_from": "2026-01-01",
        "sections": [{"code": "mot", "title": "Phần một", "fields": list(fields)}],
        **more,
    }


EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"name": "line", "kind": "text", "label": "Một dòng", "max_length": 50},
    {"name": "story", "kind": "textarea", "label": "Nội dung", "required": False},
    {"name": "count", "kind": "number", "label": "Số bản", "minimum": 1, "maximum": 50},
    {"name": "height", "kind": "number", "label": "Chiều cao", "decimals": 2, "required": False},
    {"name": "sum", "kind": "money", "label": "Số tiền"},
    {"name": "day", "kind": "date", "label": "Ngày đăng ký", "maximum": "today"},
    {"name": "pick", "kind": "choice", "label": "Loại giấy", "choices": [["a", "Loại A"], ["b", "Loại B"]]},
    {"name": "sure", "kind": "yes_no", "label": "Đã có giấy chưa"},
    {"name": "who", "kind": "person", "label": "Người được cấp"},
    {"name": "where", "kind": "address", "label": "Nơi ở"},
    {"name": "paper", "kind": "file", "label": "Giấy tờ", "required": False},
    {"name": "pledge", "kind": "declaration", "label": "Cam đoan"},
)

GOOD = {
    "line": "Bản Na Sang",
    "count": "3",
    "sum": "1.200.000",
    "day-day": "5",
    "day-month": "1",
    "day-year": "2026",
    "pick": "b",
    "sure": "yes",
    "who-full_name": "Quàng Văn Tưởng",
    "who-date_of_birth-day": "27",
    "who-date_of_birth-month": "3",
    "who-date_of_birth-year": "1990",
    "who-personal_number": "011090000123",
    "where-province": "Tỉnh Điện Biên",
    "where-commune": "Xã Na Sang",
    "where-detail": "Bản Na Sang 2",
    "pledge": "yes",
}


def spec(*fields: dict[str, Any], **more: Any) -> FormSpec:
    """A form version in the database."""
    row = actions.add_form_version(form_file(*(fields or EVERY_KIND), **more), actor=SYSTEM, now=NOW)
    assert row is not None
    return checking.spec_of(FormVersion.objects.get(pk=row.pk))


def posted(values: dict[str, str] | None = None, **more: str) -> QueryDict:
    """What a browser sends."""
    data = QueryDict(mutable=True)
    data.update({**(values or {}), **more})
    return data

"""The cast and the shipped calendar."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings

from namkhong.foundation.calendars import actions
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, Post, PostId, Role

LOADED: Final = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
NOW: Final = datetime(2026, 4, 20, 3, 0, tzinfo=UTC)
SYSTEM: Final = Actor.system("Hệ thống")


def official(role: Role, *, elevated: bool = False, path: str = "/1/") -> Actor:
    post = Post(PostId(1), role, AgencyId(1), path, "UBND tỉnh Điện Biên", "Quản trị hệ thống")
    elevation = Elevation("Cập nhật lịch nghỉ", datetime(2036, 1, 1, tzinfo=UTC)) if elevated else None
    return Actor(ActorKind.OFFICIAL, AccountId(3), "Lò Văn Hặc", (post,), elevation=elevation)


CITIZEN: Final = Actor(ActorKind.CITIZEN, AccountId(2), "Vì Thị Mai")
COUNTER: Final = official(Role.COUNTER, elevated=True)
ADMINISTRATOR: Final = official(Role.ADMINISTRATOR)
ELEVATED: Final = official(Role.ADMINISTRATOR, elevated=True)
OF_A_COMMUNE: Final = official(Role.ADMINISTRATOR, elevated=True, path="/1/57/")


def facts() -> dict[str, Any]:
    """The shipped file."""
    data: dict[str, Any] = json.loads((settings.FACTS / "calendars.json").read_text(encoding="utf-8"))
    return data


def load(now: datetime = LOADED) -> None:
    """The shipped calendar, in the database."""
    actions.load_facts(now=now, actor=SYSTEM)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)

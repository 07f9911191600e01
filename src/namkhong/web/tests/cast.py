"""The people of the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, PersonId, Post, PostId, Role


def official(role: Role, *, elevated_for: timedelta | None = None) -> Actor:
    post = Post(PostId(1), role, AgencyId(7), "/1/7/", "UBND xã Mường Phăng", "Phó Chủ tịch UBND xã Mường Phăng")
    elevation = None if elevated_for is None else Elevation("Chuyển cán bộ", clock.now() + elevated_for)
    return Actor(ActorKind.OFFICIAL, AccountId(3), "Lò Văn Hặc", (post,), elevation=elevation)


VISITOR: Final = Actor.anonymous()
CITIZEN: Final = Actor(ActorKind.CITIZEN, AccountId(2), "Vì Thị Mai", person_id=PersonId(5), assurance=2)
COUNTER: Final = official(Role.COUNTER)
LEADER: Final = official(Role.LEADER)
ADMINISTRATOR: Final = official(Role.ADMINISTRATOR)
ELEVATED: Final = official(Role.ADMINISTRATOR, elevated_for=timedelta(hours=1))
NO_LONGER_ELEVATED: Final = official(Role.ADMINISTRATOR, elevated_for=timedelta(seconds=-1))
PROGRAM: Final = Actor(ActorKind.API_CLIENT, AccountId(4), "Cổng Dịch vụ công quốc gia")
SYSTEM: Final = Actor.system("Hệ thống")

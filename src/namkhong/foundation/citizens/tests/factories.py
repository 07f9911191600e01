"""People for tests: all invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.citizens import actions
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, PersonId, Post, PostId, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LAN: dict[str, Any] = {
    "personal_number": "011198004217",
    "full_name": "Lò Thị Lan",
    "date_of_birth": date(1998, 3, 14),
    "gender": "female",
    "address": "bản Che Căn, xã Mường Phăng, tỉnh Điện Biên",
}
TUONG: dict[str, Any] = {
    "personal_number": "011086010388",
    "full_name": "Quàng Văn Tưởng",
    "date_of_birth": date(1986, 11, 2),
    "gender": "male",
    "address": "bản Phăng 1, xã Mường Phăng, tỉnh Điện Biên",
}


def account(subject: str = "lan") -> AccountId:
    return accounts.recognise_citizen(subject=subject, display_name="Lò Thị Lan", now=NOW)


def recognised(subject: str = "lan", **more: Any) -> PersonId:
    values = {**LAN, "phone": "0912345678", "assurance": 2, "now": NOW, **more}
    return actions.recognise(account_id=account(subject), **values)


def citizen(person_id: int, account_id: int = 1) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=AccountId(account_id), person_id=PersonId(person_id), assurance=2)


def counter() -> Actor:
    post = Post(PostId(1), Role.COUNTER, AgencyId(7), "/1/7/", "UBND xã Mường Phăng", "Cán bộ một cửa")
    return Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(77), label="Giàng A Dơ", posts=(post,))

"""People who act in these tests, and entries by the thousand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from namkhong.foundation.audit import actions, publishing, sealing
from namkhong.foundation.audit.models import SealedHead
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, PersonId, Post, PostId, Role

NOW: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def official(account_id: int = 11) -> Actor:
    """A leader of a commune."""
    post = Post(
        id=PostId(3),
        role=Role.LEADER,
        agency_id=AgencyId(57),
        agency_path="/1/12/57/",
        agency_name="UBND xã Mường Phăng",
        title="Phó Chủ tịch UBND xã Mường Phăng",
    )
    return Actor(kind=ActorKind.OFFICIAL, account_id=AccountId(account_id), label="Quàng Văn Tưởng", posts=(post,))


def citizen(person_id: int = 7, account_id: int = 70) -> Actor:
    """A person who came through the identity provider."""
    return Actor(
        kind=ActorKind.CITIZEN, account_id=AccountId(account_id), label="Lò Thị Lan", person_id=PersonId(person_id)
    )


def write(count: int, action: str = "dossiers.received") -> list[int]:
    """Entries, each in a transaction of its own."""
    return [actions.record(official(), action, ("dossier", n), now=NOW, detail={"step": n}) for n in range(count)]


def write_fast(count: int) -> None:
    """Thousands of entries in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_entry (at, xid, cluster, actor_kind, actor_label, actor_post, agency_name, agency_path,"
            " on_behalf_of, action, subject_type, subject_id, purpose, reason, detail, elevated)"
            " select now(), '0', 0, 'system', 'Hệ thống', '', '', '', '', 'demo.done', 'dossier', n, '', '',"
            " jsonb_build_object('n', n), false from generate_series(1, %s) n",
            [count],
        )


@contextmanager
def as_forger() -> Iterator[None]:
    """A superuser who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = origin")


def sql(statement: str, *values: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def seal_within(now: datetime) -> None:
    """Seal and publish inside a transaction that is still open, for tests of rooms above: no horizon is asked."""
    position, previous, *_rest = sealing._head()
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {sealing.SELECTED} from audit_entry e left join audit_seal s on s.entry_id = e.id"  # noqa: S608
            " where s.entry_id is null order by e.id"
        )
        position, previous = sealing._append(position, previous, cursor.fetchall())
    SealedHead(
        at=now, position=position, hash=previous, cluster=sealing.cluster_id(), horizon_xid=0, horizon_id=0
    ).save(force_insert=True)  # fmt: skip
    publishing.publish(now)

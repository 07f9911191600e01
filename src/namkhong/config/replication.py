"""Replicas of the database, as the primary sees them: who confirms, who is behind. Asked by ``doctor`` and by ``metrics``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Replica:
    """One server that copies from this one."""

    name: str  # its application_name
    streaming: bool  # False while it catches up
    confirms: bool  # a commit waits for it
    behind: int  # bytes of the log that were written here and are not replayed there
    seconds: float  # how long ago was written what it has just replayed; 0 when it has all


@dataclass(frozen=True, slots=True)
class Replication:
    """All that can be known of it here."""

    required: str  # synchronous_standby_names; empty: a commit waits for nobody
    replicas: tuple[Replica, ...]
    hidden: bool = False  # somebody copies, but this account may not see who

    @property
    def missing(self) -> bool:
        """Commits wait for a replica, and none is there: nothing can be written."""
        return bool(self.required) and not self.hidden and not any(one.confirms for one in self.replicas)


def now() -> Replication:
    """As it stands; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('synchronous_standby_names'), pid, application_name, state,"
            " sync_state in ('sync', 'quorum'),"
            " case when pg_is_in_recovery() then 0 else pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) end::bigint,"
            " coalesce(extract(epoch from replay_lag), 0)::float"
            " from (values (1)) one left join pg_stat_replication on state is distinct from 'backup'"
            " order by application_name, pid limit %s",
            [_MOST],
        )
        rows = cursor.fetchall()
    copying = [row[2:] for row in rows if row[1] is not None]
    seen = [row for row in copying if row[1] is not None]
    replicas = (
        Replica(name, state == "streaming", bool(confirms), max(0, int(behind or 0)), float(seconds))
        for name, state, confirms, behind, seconds in seen
    )
    return Replication(str(rows[0][0]), tuple(replicas), hidden=len(seen) < len(copying))

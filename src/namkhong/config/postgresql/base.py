"""The wrapper that Django loads: statements stay prepared, and where people wait, waits end.

A page has its connections from a pool; while no replica confirms, it begins no more waits. A worker's connection is its
own: nobody waits there, and what it did not finish is done again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import NotSupportedError, OperationalError
from django.db.backends.postgresql import base

from namkhong.config.postgresql import statements
from namkhong.config.postgresql.waiting import Watch

WATCH: Final = Watch()
# A row that is held by somebody whose commit is not confirmed is not waited for longer than a person waits. And a machine
# that was cut off in the middle of a transaction is forgotten by the server as soon as by us, with the rows that it holds.
_LIMITS: Final = (
    "select set_config('lock_timeout', '15s', false), set_config('tcp_keepalives_idle', '10', false),"
    " set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '4', false)"
)
# Without the right to see more (pg_monitor) the state is null; then PostgreSQL itself has to be waited for.
_CONFIRMS: Final = (
    "select current_setting('synchronous_standby_names') = '' or exists(select 1 from pg_stat_replication"
    " where coalesce(sync_state, 'sync') in ('sync', 'quorum'))"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with commits that are watched."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pooled = bool(self.settings_dict["OPTIONS"].get("pool"))
        self.execute_wrappers += [self._alone, self._anew]

    def _configure_connection(self, connection: Any) -> bool:
        changed: bool = super()._configure_connection(connection)  # type: ignore[misc]
        if self._pooled:
            connection.execute(_LIMITS)
        statements.keep(connection)
        return changed

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """From the pool, looked at without a journey: Django would have the server asked each time."""
        if self._pooled:
            self.pool._check = statements.look
        return super().get_new_connection(conn_params)

    def savepoint(self) -> str | None:
        """Named by its depth: the same few names again and again, prepared once, where Django makes a new one each time."""
        if not self._savepoint_allowed():  # type: ignore[attr-defined]
            return None
        name = f"inner_{len(self.savepoint_ids)}"
        self.validate_thread_sharing()
        self._savepoint(name)  # type: ignore[attr-defined]
        return name

    def _commit(self) -> None:
        if self.connection is None:
            return
        if not self._pooled:
            super()._commit()  # type: ignore[misc]
            return
        if WATCH.doubted:
            self._require_replica()
        with WATCH.over(self.connection):
            super()._commit()  # type: ignore[misc]

    def _alone(self, execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: dict[str, Any]) -> Any:
        """A statement outside a transaction is its own commit; one that only reads waits for nobody."""
        if not self._pooled or self.in_atomic_block or str(sql)[:6].lower() == "select":
            return execute(sql, params, many, context)
        if WATCH.doubted:
            self._require_replica()
        with WATCH.over(self.connection):
            return execute(sql, params, many, context)

    def _anew(self, execute: Callable[..., Any], *what: Any) -> Any:
        """A statement prepared before a table was changed (an upgrade under way) is prepared anew.

        :raises OperationalError: in a transaction, which is lost with it and may be asked again.
        """
        try:
            return execute(*what)
        except NotSupportedError as error:
            statements.forget(self.connection)
            if self.in_atomic_block or not self.get_autocommit():
                raise OperationalError("a table was changed meanwhile") from error
            return execute(*what)

    def _require_replica(self) -> None:
        """While a commit would only wait, it is not begun: what was to be written is rolled back and may be sent again.

        :raises OperationalError: when a replica must confirm and none is there.
        """
        with self.wrap_database_errors, WATCH.over(self.connection):
            found = self.connection.execute(_CONFIRMS).fetchone()
        if found and not found[0]:
            raise OperationalError("no replica confirms")
        WATCH.doubted = False

"""How often, and only once: windows and keys in PostgreSQL, so that every process counts the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from namkhong.foundation.accounts.errors import AskedTooOften, KeyReused, StillRunning
from namkhong.foundation.accounts.models import OnceKey, Window
from namkhong.foundation.accounts.types import Idempotent

KEYS_LIVE: Final = timedelta(days=2)
_WAIT: Final = "10s"  # how long a second request with the same key waits for the first
_BATCH: Final = 5_000

_SPEND: Final = """
insert into accounts_window as w (bucket, count, until) values (%(bucket)s, 1, %(until)s)
on conflict (bucket) do update set
  count = case when w.until <= %(now)s then 1 else w.count + 1 end,
  until = case
    when w.until <= %(now)s then excluded.until
    when %(hold)s and w.count + 1 = %(limit)s then excluded.until
    else w.until end
returning count, until
"""


def _hashed(*parts: str) -> str:
    return salted_hmac("accounts.limits", "\x1f".join(parts), algorithm="sha256").hexdigest()


def count(bucket: str, *, limit: int, seconds: int, now: datetime, hold: bool = False) -> tuple[int, int]:
    """Spend one from a bucket: how many were spent in this window, and how many seconds it still lasts.

    With ``hold`` the last permitted one starts the window anew, so that the wait after it is always full.
    """
    until = now + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, {"bucket": _hashed(bucket), "now": now, "until": until, "hold": hold, "limit": limit})
        row = cursor.fetchone()
    if row is None:  # pragma: no cover - an upsert always returns its row
        raise AskedTooOften(retry_after=seconds)
    return int(row[0]), max(1, round((row[1] - now).total_seconds()))


def spend(bucket: str, *, limit: int, seconds: int, now: datetime) -> None:
    """Let ``limit`` requests a window of ``seconds`` pass; name what is asked and by whom in ``bucket``.

    Call it before the transaction of the deed: a rolled-back request must count too.

    :raises TooMany: for every request past the limit.
    """
    spent, wait = count(bucket, limit=limit, seconds=seconds, now=now)
    if spent > limit:
        raise AskedTooOften(retry_after=wait)


def forgive(bucket: str) -> None:
    """Empty a bucket: the right password wipes out the wrong ones."""
    Window.objects.filter(bucket=_hashed(bucket)).delete()


@contextmanager
def once(*, client: str, key: str, fingerprint: str, now: datetime) -> Iterator[Idempotent]:
    """Carry out a deed once per (client, key); asked again with the same content, the first answer is given again.

    The deed runs inside the block, in one transaction with its key: a deed that fails leaves no key behind. A second
    request with the same key waits for the first; ``turn.answer`` then holds what the first answered::

        with accounts.once(client=client, key=key, fingerprint=digest, now=now) as turn:
            if turn.answer is None:
                turn.keep({"code": submit(...)})

    :raises KeyReused: same key, different content.
    :raises StillRunning: the first is still running after ten seconds.
    """
    hashed, print_ = _hashed("once", client, key), _hashed("once-content", fingerprint)
    with transaction.atomic():
        if _claim(hashed, print_, now):
            turn = Idempotent()
            yield turn
            OnceKey.objects.filter(key=hashed).update(answer=turn.kept or {})
            return
        earlier = OnceKey.objects.get(key=hashed)
    if not constant_time_compare(earlier.fingerprint, print_):
        raise KeyReused
    yield Idempotent(answer=earlier.answer or {})


def _claim(hashed: str, print_: str, now: datetime) -> bool:
    """Write the key; waits while another transaction holds it. False when it was written before."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select current_setting('lock_timeout')")
            before = cursor.fetchone()
            cursor.execute("select set_config('lock_timeout', %s, true)", [_WAIT])
            cursor.execute(
                "insert into accounts_oncekey (key, fingerprint, answer, created_at) values (%s, %s, null, %s)"
                " on conflict (key) do nothing",
                [hashed, print_, now],
            )
            written = bool(cursor.rowcount == 1)
            cursor.execute("select set_config('lock_timeout', %s, true)", [before[0] if before else "0"])
    except OperationalError as error:
        raise StillRunning from error
    return written


def sweep(*, now: datetime) -> int:
    """Throw away windows, keys and sessions that are over; returns how many rows went."""
    gone = 0
    for rows in (
        Window.objects.filter(until__lte=now),
        OnceKey.objects.filter(created_at__lte=now - KEYS_LIVE),
        Session.objects.filter(expire_date__lte=now),
    ):
        while batch := list(rows.values_list("pk", flat=True)[:_BATCH]):
            gone += rows.model._default_manager.filter(pk__in=batch).delete()[0]
    return gone

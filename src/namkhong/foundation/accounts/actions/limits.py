"""How often, and only once: windows and keys in PostgreSQL, so that every process counts the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from oauth2_provider.models import AccessToken

from namkhong.foundation.accounts.errors import AskedTooOften, KeyReused, StillRunning
from namkhong.foundation.accounts.models import OnceKey, Window
from namkhong.foundation.accounts.types import Idempotent
from namkhong.kernel.whole import whole

_log = structlog.get_logger(__name__)
KEYS_LIVE: Final = timedelta(days=2)
_LUMPS: Final = 20  # a limit is spent by a process in so many parts
_BATCH: Final = 5_000

_SPEND: Final = """
insert into accounts_window as w (bucket, count, until) values (%(bucket)s, %(amount)s, %(until)s)
on conflict (bucket) do update set
  count = case when w.until <= %(now)s then %(amount)s else w.count + %(amount)s end,
  until = case
    when w.until <= %(now)s then excluded.until
    when %(hold)s and w.count + %(amount)s = %(limit)s then excluded.until
    else w.until end
returning count, until
"""


def _hashed(*parts: str) -> str:
    return salted_hmac("accounts.limits", "\x1f".join(parts), algorithm="sha256").hexdigest()


def count(
    bucket: str, *, limit: int, seconds: int, now: datetime, hold: bool = False, amount: int = 1
) -> tuple[int, int]:
    """Spend from a bucket: how many were spent in this window, and how many seconds it still lasts.

    With ``hold`` the last permitted one starts the window anew, so that the wait after it is always full.
    """
    until = now + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        given: dict[str, str | int | datetime] = {"bucket": _hashed(bucket), "now": now, "until": until}
        given |= {"hold": hold, "limit": limit, "amount": amount}
        cursor.execute(_SPEND, given)
        row = cursor.fetchone()
    if row is None:  # pragma: no cover - an upsert always returns its row
        raise AskedTooOften(retry_after=seconds)
    spent = int(row[0])
    if spent - amount <= limit < spent:  # once a window: somebody is trying; which kind of door, never whose
        what, mark = bucket.partition(":")[0], _hashed(bucket)[:16]
        _log.warning("limit_reached", what=what, mark=mark, limit=limit, seconds=seconds)
    return spent, max(1, round((row[1] - now).total_seconds()))


def spend(bucket: str, *, limit: int, seconds: int, now: datetime) -> None:
    """Let ``limit`` requests a window of ``seconds`` pass; name what is asked and by whom in ``bucket``.

    Call it before the transaction of the deed: a rolled-back request must count too.

    :raises TooMany: for every request past the limit.
    """
    spent, wait = count(bucket, limit=limit, seconds=seconds, now=now)
    if spent > limit:
        raise AskedTooOften(retry_after=wait)


def admit(bucket: str, *, limit: int, seconds: int, now: datetime) -> None:
    """The same for those who ask often: a process spends a twentieth of the limit at once and lets so many pass.

    All processes together never let more than ``limit`` pass in a window; a few of it may be spent and not used.

    :raises TooMany: for every request past the limit.
    """
    with _leasing:
        lease = _leases.get(bucket)
        if lease is not None and now < lease.until and lease.left > 0:
            lease.left -= 1
            return
    lump = max(1, limit // _LUMPS)
    spent, wait = count(bucket, limit=limit, seconds=seconds, now=now, amount=lump)
    left = limit - (spent - lump)
    if left <= 0:
        raise AskedTooOften(retry_after=wait)
    with _leasing:
        while len(_leases) >= _MOST_LEASES:
            _leases.pop(next(iter(_leases)))
        # ``wait`` is rounded: a lease ends a second early rather than reach into the next window.
        _leases[bucket] = _Lease(min(lump, left) - 1, now + timedelta(seconds=wait - 1))


@dataclass(slots=True)
class _Lease:
    """What a process has spent in advance; it is over with the window it was spent in."""

    left: int
    until: datetime


_leases: Final[dict[str, _Lease]] = {}
_leasing: Final = threading.Lock()
_MOST_LEASES: Final = 1_024


def forgive(bucket: str) -> None:
    """Empty a bucket: the right password wipes out the wrong ones."""
    Window.objects.filter(bucket=_hashed(bucket)).delete()


def give_back(bucket: str) -> None:
    """One of those spent did not count after all: the password was right."""
    Window.objects.filter(bucket=_hashed(bucket), count__gt=0).update(count=F("count") - 1)


@contextmanager
def once(*, client: str, key: str, fingerprint: str, now: datetime) -> Iterator[Idempotent]:
    """Carry out a deed once per (client, key); asked again with the same content, the first answer is given again.

    The deed runs inside the block, in one transaction with its key: a deed that fails leaves no key behind.
    ``turn.answer`` holds what the first request answered::

        with accounts.once(client=client, key=key, fingerprint=digest, now=now) as turn:
            if turn.answer is None:
                turn.keep({"code": submit(...)})

    :raises KeyReused: same key, different content.
    :raises StillRunning: the first request with this key is still being carried out.
    """
    hashed, print_ = _hashed("once", client, key), _hashed("once-content", fingerprint)
    with whole():
        if _claim(hashed, print_, now):
            turn = Idempotent()
            yield turn
            with connection.cursor() as cursor:
                cursor.execute(_ANSWERED, [json.dumps(turn.kept or {}), hashed])
            return
    earlier = OnceKey.objects.filter(key=hashed).first()
    if earlier is None:
        raise StillRunning
    if not constant_time_compare(earlier.fingerprint, print_):
        raise KeyReused
    yield Idempotent(answer=earlier.answer or {})


# The lock is held to the end of the transaction: whoever comes meanwhile is told so instead of being kept waiting.
_CLAIM: Final = """
insert into accounts_oncekey (key, fingerprint, answer, created_at)
select %(key)s, %(print)s, null, %(now)s where pg_try_advisory_xact_lock(%(lock)s)
on conflict (key) do nothing
"""


_ANSWERED: Final = "update accounts_oncekey set answer = %s::jsonb where key = %s"


def _claim(hashed: str, print_: str, now: datetime) -> bool:
    """Write the key; false when it was written before or is being written."""
    lock = int(hashed[:16], 16) - 2**63
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"key": hashed, "print": print_, "now": now, "lock": lock})
        return bool(cursor.rowcount == 1)


def sweep(*, now: datetime) -> int:
    """Throw away windows, keys, tokens and sessions that are over; returns how many rows went."""
    gone = 0
    for rows in (
        Window.objects.filter(until__lte=now),
        OnceKey.objects.filter(created_at__lte=now - KEYS_LIVE),
        Session.objects.filter(expire_date__lte=now),
        AccessToken.objects.filter(expires__lte=now),
    ):
        while batch := list(rows.values_list("pk", flat=True)[:_BATCH]):
            gone += rows.model._default_manager.filter(pk__in=batch).delete()[0]
    return gone

"""Files that nobody names any more: found every night, destroyed when they have been loose for long enough.

A file goes with its row; its bytes go when no other file shares them. Whoever keeps the same bytes at that very moment
waits for the row lock of the content and then puts them back (see ``keeping``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files.models import Content, StoredFile, Upload
from namkhong.foundation.files.states import GONE
from namkhong.foundation.files.storage import storage
from namkhong.foundation.files.types import named_of
from namkhong.kernel.actor import Actor

_PAGE: Final = 1_000
_YOUNG: Final = timedelta(days=1)  # an upload is attached within this time, or it is loose


@transaction.atomic
def drop(file_ids: Iterable[UUID], *, actor: Actor, now: datetime) -> int:
    """Destroy those of these files that nothing names (any more); how many went. Part of a deed, undone with it.

    One record says how many and which; never a name.
    """
    wanted = set(file_ids)
    rows = list(StoredFile.objects.select_for_update().filter(pk__in=wanted - named_of(wanted)).order_by("pk"))
    if not rows:
        return 0
    ids = [row.pk for row in rows]
    Upload.objects.filter(stored_id__in=ids).delete()
    StoredFile.objects.filter(pk__in=ids).delete()
    destroyed = _destroy_contents({row.content_id for row in rows})
    detail = {"files": [str(pk) for pk in ids], "contents": destroyed}
    audit.record(actor, "files.dropped", ("file", str(ids[0])), now=now, detail=detail)
    return len(ids)


def _destroy_contents(hashes: Collection[str]) -> int:
    """The bytes that no file shares. The lock comes first, the question after it: a sharer who came between is seen.

    The bytes go before the commit: whoever waits for the lock finds them gone and puts them back. What the scanner had
    destroyed is remembered as such.
    """
    locked = list(Content.objects.select_for_update().filter(pk__in=hashes).order_by("pk").values_list("pk", "state"))
    shared = set(StoredFile.objects.filter(content_id__in=hashes).values_list("content_id", flat=True))
    free = [pk for pk, state in locked if pk not in shared and state not in GONE]
    Content.objects.filter(pk__in=free).delete()
    for sha256 in free:
        storage().delete(sha256)
    return len(free)


def mark_loose(*, now: datetime) -> int:
    """Look at every file: what nothing names is loose from tonight on, what is named again is not. How many are loose."""
    last, loose = UUID(int=0), 0
    while True:
        page = StoredFile.objects.filter(pk__gt=last, created_at__lt=now - _YOUNG).order_by("pk")
        rows = list(page.values_list("pk", "loose_since")[:_PAGE])
        if not rows:
            return loose
        last = rows[-1][0]
        named = named_of({pk for pk, _since in rows})
        fresh = [pk for pk, since in rows if since is None and pk not in named]
        again = [pk for pk, since in rows if since is not None and pk in named]
        loose += len(rows) - len(named)
        if fresh:
            StoredFile.objects.filter(pk__in=fresh).update(loose_since=now)
        if again:
            StoredFile.objects.filter(pk__in=again).update(loose_since=None)


class LooseFiles:
    """For the rules of retention: files that have been loose since before a moment."""

    def due(self, before: datetime, most: int) -> int:
        """How many have been loose that long."""
        return len(StoredFile.objects.filter(loose_since__lt=before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Destroy them; one that is named again since last night is let go."""
        while True:
            loose = StoredFile.objects.filter(loose_since__lt=before).order_by("loose_since")
            chosen = set(loose.values_list("pk", flat=True)[:most])
            if not chosen:
                return 0
            with transaction.atomic():
                gone = drop(chosen, actor=actor, now=now)
                StoredFile.objects.filter(pk__in=chosen).update(loose_since=None)
            if gone:
                return gone

"""Why somebody did something, in her own words: beside the sealed entry, never in it.

Words may name people. The entry keeps ``words:`` and the digest of a random key with the words; key and words lie in a
row of their own (``Words``). While it is there, anybody can check that the words are the ones that were sealed; when its
time is over it is destroyed, and the chain still verifies: the digest of an unknown key says nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from namkhong.foundation.audit.models import Entry, Words
from namkhong.kernel.actor import Actor

PREFIX: Final = "words:"
KEY_BYTES: Final = 32
_CHANGED: Final = """
select w.entry_id, s.position from audit_words w join audit_entry e on e.id = w.entry_id
  left join audit_seal s on s.entry_id = e.id
 where e.reason <> 'words:' || encode(sha256(w.key || convert_to(w.text, 'UTF8')), 'hex') order by w.entry_id
"""


def sealed(text: str) -> tuple[str, bytes]:
    """What the entry says in place of the words, and the key that opens it."""
    key = secrets.token_bytes(KEY_BYTES)
    return PREFIX + hashlib.sha256(key + text.encode()).hexdigest(), key


def reasons_of(entries: Iterable[Entry]) -> dict[int, str]:
    """The reasons of these entries in words; empty where there were none or their time is over. One query at most."""
    rows = list(entries)
    wanted = [row.pk for row in rows if row.reason.startswith(PREFIX)]
    words = dict(Words.objects.filter(pk__in=wanted).values_list("pk", "text")) if wanted else {}
    return {row.pk: words.get(row.pk, "" if row.reason.startswith(PREFIX) else row.reason) for row in rows}


def changed() -> list[tuple[int, int | None]]:
    """Entries whose words are no longer those that were sealed, with their positions in the chain."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        return [(entry_id, position) for entry_id, position in cursor.fetchall()]


class OldWords:
    """For the rules of retention: words of deeds done long ago, with their keys. What was done, and by whom, stays."""

    def due(self, before: datetime, most: int) -> int:
        """How many entries of before that moment still have their words."""
        return len(Words.objects.filter(at__lt=before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Destroy words and keys."""
        chosen = list(Words.objects.filter(at__lt=before).values_list("pk", flat=True)[:most])
        return Words.objects.filter(pk__in=chosen).delete()[0]

"""Reading the record: a subject's history, a person's readers, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from namkhong.foundation.audit import wording
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.naming import names_of
from namkhong.foundation.audit.proving import heads_of_year, last_head, proofs, published, years
from namkhong.foundation.audit.types import AccessCard, EntryCard, HeadCard, Subject, Verification
from namkhong.foundation.audit.verifying import verify
from namkhong.kernel import clock, pages
from namkhong.kernel.actor import Actor, ActorKind

__all__ = [
    "HeadCard",
    "Verification",
    "entries_of",
    "heads_of_year",
    "last_head",
    "last_times",
    "names_of",
    "proofs",
    "published",
    "verify",
    "who_read",
    "years",
]

_PAGE: Final = 30
_MOST: Final = 300  # rows looked at for one page, however alike they are


def _card(entry: Entry, reason: str) -> EntryCard:
    return EntryCard(
        id=entry.pk,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_account_id=entry.actor_account_id,
        actor_label=entry.actor_label,
        actor_post=entry.actor_post,
        agency_name=entry.agency_name,
        agency_path=entry.agency_path,
        on_behalf_of=entry.on_behalf_of,
        action=entry.action,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        purpose=entry.purpose,
        reason=reason,
        detail=entry.detail,
        elevated=entry.elevated,
    )


def entries_of(subject: Subject, limit: int = 50) -> list[EntryCard]:
    """The newest entries about a subject, newest first."""
    found = Entry.objects.filter(subject_type=subject[0], subject_id=str(subject[1])).order_by("-id")
    rows = list(found[:limit])
    reasons = wording.reasons_of(rows)
    return [_card(entry, reasons[entry.pk]) for entry in rows]


_LAST: Final = """
select wanted.id, last.at from unnest(%s::text[]) as wanted(id) cross join lateral (
  select at from audit_entry
   where subject_type = %s and subject_id = wanted.id and action = %s order by id desc limit 1) last
"""


def last_times(subject_type: str, subject_ids: Sequence[str], action: str) -> dict[str, datetime]:
    """When this was last done to each of these subjects; those to which it never was are left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(subject_ids), subject_type, action])
        return dict(cursor.fetchall())


def who_read(actor: Actor, cursor: str = "") -> pages.Page[AccessCard]:
    """Who read the data of the person who is asking; nobody can ask about somebody else.

    Equal readings of one day are one row; a page ends where a day ends, so that no row is cut in two.
    """
    if actor.person_id is None:
        return pages.Page([])
    found = Entry.objects.filter(person_id=actor.person_id).order_by("-id")
    if cursor:
        (before,) = pages.decode_cursor(cursor, int)
        found = found.filter(id__lt=before)
    rows = list(found[: _MOST + 1])
    groups, taken = _grouped(rows[:_MOST], actor)
    more = pages.encode_cursor(rows[taken - 1].pk) if taken < len(rows) else ""
    names = names_of((group[0].subject_type, group[0].subject_id) for group in groups)
    return pages.Page([_access(group, actor, names) for group in groups], more)


def _grouped(rows: list[Entry], actor: Actor) -> tuple[list[list[Entry]], int]:
    """Equal readings together, newest first, and how many rows the page took."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    last: date | None = None
    for taken, row in enumerate(rows):
        day = clock.local_date(row.at)
        if len(groups) >= _PAGE and day != last:
            return list(groups.values()), taken
        key = (day, _who(row, actor), row.agency_name, row.purpose, row.subject_type, row.subject_id)
        groups.setdefault(key, []).append(row)
        last = day
    return list(groups.values()), len(rows)


def _who(entry: Entry, actor: Actor) -> str:
    """An office's post, never the name of a person."""
    if entry.actor_kind == ActorKind.OFFICIAL:
        return entry.actor_post or _("Cán bộ")
    if entry.actor_kind == ActorKind.CITIZEN:
        return _("Chính ông/bà") if entry.actor_account_id == actor.account_id else _("Người nộp hộ")
    if entry.actor_kind == ActorKind.API_CLIENT:
        return _("Hệ thống khác được chia sẻ dữ liệu")
    if entry.actor_kind == ActorKind.SYSTEM:
        return _("Hệ thống tự động")
    return _("Người có mã tra cứu")


def _access(group: list[Entry], actor: Actor, names: Mapping[tuple[str, str], str]) -> AccessCard:
    newest = group[0]
    return AccessCard(
        id=newest.pk,
        at=max(entry.at for entry in group),
        who=_who(newest, actor),
        agency=newest.agency_name,
        purpose=newest.purpose,
        subject=names.get((newest.subject_type, newest.subject_id), ""),
        times=len(group),
    )

"""Reading the record: a subject's history, a person's readers, and whether the chain still holds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.types import AccessCard, EntryCard, Subject, Verification
from namkhong.foundation.audit.verifying import verify
from namkhong.kernel import pages
from namkhong.kernel.actor import Actor, ActorKind

__all__ = ["Verification", "entries_of", "verify", "who_read"]

_PAGE = 30


def _card(entry: Entry) -> EntryCard:
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
        reason=entry.reason,
        detail=entry.detail,
        elevated=entry.elevated,
    )


def entries_of(subject: Subject, limit: int = 50) -> list[EntryCard]:
    """The newest entries about a subject, newest first."""
    found = Entry.objects.filter(subject_type=subject[0], subject_id=str(subject[1])).order_by("-id")
    return [_card(entry) for entry in found[:limit]]


def who_read(actor: Actor, cursor: str = "") -> pages.Page[AccessCard]:
    """Who read the data of the person who is asking; nobody can ask about somebody else."""
    if actor.person_id is None:
        return pages.Page([])
    found = Entry.objects.filter(person_id=actor.person_id).order_by("-id")
    if cursor:
        (before,) = pages.decode_cursor(cursor, int)
        found = found.filter(id__lt=before)
    rows = list(found[: _PAGE + 1])
    more = pages.encode_cursor(rows[_PAGE - 1].pk) if len(rows) > _PAGE else ""
    return pages.Page([_access(entry, actor) for entry in rows[:_PAGE]], more)


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


def _access(entry: Entry, actor: Actor) -> AccessCard:
    return AccessCard(id=entry.pk, at=entry.at, who=_who(entry, actor), agency=entry.agency_name, purpose=entry.purpose)

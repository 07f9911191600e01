"""What one document is to another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.office.documents import policies
from namkhong.office.documents.errors import Missing
from namkhong.office.documents.models import Document, DocumentLink
from namkhong.office.documents.types import LinkKind


@transaction.atomic
def link(*, document_id: int, other_id: int, kind: LinkKind, actor: Actor, now: datetime) -> None:
    """Say that a document answers, replaces, amends, copies or recalls another one of the same agency. Said twice is said once.

    :raises NoSuchDocument: either is not there, or not for her.
    :raises Missing: both are the same, or of two agencies.
    """
    rows = {row.pk: row for row in Document.objects.filter(pk__in=[document_id, other_id])}
    one = policies.require_seen(actor, rows.get(document_id))
    other = policies.require_seen(actor, rows.get(other_id))
    if one.pk == other.pk or one.agency_id != other.agency_id:
        raise Missing({"other": _("Xin chọn một văn bản khác trong sổ của cùng cơ quan.")})
    _row, new = DocumentLink.objects.get_or_create(
        document=one,
        other=other,
        kind=kind.value,
        defaults={"by_id": actor.account_id, "by_name": text.one_line(actor.label)[:200], "linked_at": now},
    )
    if new:
        detail = {"other": other.pk, "kind": kind.value}
        audit.record(actor, "documents.linked", ("document", one.pk), now=now, detail=detail)

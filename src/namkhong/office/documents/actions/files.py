"""Files of a document: the main one, its annexes, the scan of the paper. What was added stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as stored
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import cards, policies
from namkhong.office.documents.actions.locking import locked
from namkhong.office.documents.errors import NotAsShown, NotRegistrable
from namkhong.office.documents.events import FilesAttached
from namkhong.office.documents.models import Document, DocumentFile
from namkhong.office.documents.types import STATES, DocumentCard, DocumentState, FileLink


@transaction.atomic
def attach(*, document_id: int, files: Sequence[FileLink], actor: Actor, now: datetime) -> DocumentCard:
    """Add files after those that are there; a file that is there already is not added twice.

    :raises NoSuchDocument: not there, or not for her.
    :raises NotTheClerk: not this agency's văn thư.
    :raises NotAsShown: the number was voided.
    :raises NotRegistrable: a file is not on the system.
    """
    row = locked(document_id, actor)
    policies.require_clerk(actor, row.agency_id)
    if row.state == DocumentState.VOIDED:
        raise NotAsShown(str(STATES[DocumentState.VOIDED]))
    added = keep(row, files, actor, now)
    if added:
        audit.record(actor, "documents.files_added", ("document", row.pk), now=now, detail={"files": added})
    return cards.of(row)


def keep(row: Document, files: Sequence[FileLink], actor: Actor, now: datetime) -> list[str]:
    """Write the rows of files, and announce that there is text to be read; the ids that are new.

    :raises NotRegistrable: a file is not on the system.
    """
    there = set(DocumentFile.objects.filter(document=row).values_list("file_id", flat=True))
    new = list({link.file_id: link for link in files if link.file_id not in there}.values())
    if not new:
        return []
    known = stored.files(link.file_id for link in new)
    if len(known) != len(new):
        raise NotRegistrable
    last = DocumentFile.objects.filter(document=row).aggregate(last=Max("place"))["last"] or 0
    DocumentFile.objects.bulk_create(
        DocumentFile(
            document=row,
            place=place,
            file_id=link.file_id,
            role=link.role,
            name=(text.one_line(link.name) or known[link.file_id].name)[:255],
            added_at=now,
            by_id=actor.account_id,
        )
        for place, link in enumerate(new, last + 1)
    )
    publish(FilesAttached(document_id=row.pk, at=now))
    return [str(link.file_id) for link in new]

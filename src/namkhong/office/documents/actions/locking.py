"""One row, held until the deed on it is done."""

from __future__ import annotations

from namkhong.kernel.actor import Actor
from namkhong.office.documents import policies
from namkhong.office.documents.models import Document


def locked(document_id: int, actor: Actor) -> Document:
    """The row with its book, locked, when this actor may know of it.

    :raises NoSuchDocument: not there, or not for her.
    """
    found = Document.objects.select_for_update(of=("self",)).select_related("book").filter(pk=document_id).first()
    return policies.require_seen(actor, found)

"""Which files dossiers name: papers, results, issued forms, drafts shown, opinions, signed requests, mandates."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from namkhong.services.dossiers.models import (
    Attachment,
    DraftRound,
    EndRequest,
    IssuedForm,
    Mandate,
    Opinion,
)

_NAMING = (Attachment, IssuedForm, DraftRound, Opinion, EndRequest, Mandate)


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that a dossier or a mandate names; each table is asked by its index."""
    found: set[UUID] = set()
    for model in _NAMING:
        left = [pk for pk in ids if pk not in found]
        if left:
            rows = model._default_manager.filter(file_id__in=left).values_list("file_id", flat=True)
            found.update(pk for pk in rows if pk is not None)
    return found

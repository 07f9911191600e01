"""Which files exports name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from namkhong.services.desks.models import Export


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that are an export."""
    rows = Export.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True)
    return {pk for pk in rows if pk is not None}

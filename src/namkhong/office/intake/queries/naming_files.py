"""Which files this room names: they stay."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from namkhong.office.intake.models import ArrivalFile


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that came with an arrival."""
    return set(ArrivalFile.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True))

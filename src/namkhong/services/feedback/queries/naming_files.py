"""Which files answers to inquiries name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from namkhong.services.feedback.models import Inquiry


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that stand in an answer."""
    rows = Inquiry.objects.filter(answer_file__in=list(ids)).values_list("answer_file", flat=True)
    return {pk for pk in rows if pk is not None}

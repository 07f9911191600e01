"""Rows of the list of forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from namkhong.services.eforms.models import FormDraft, FormVersion


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form: the version that holds (0: none yet), and its draft, if it is being designed."""

    key: str
    title: str
    number: int
    valid_from: date | None
    valid_to: date | None
    changed_by: str
    changed_at: datetime | None

    @classmethod
    def of(cls, key: str, version: FormVersion | None, draft: FormDraft | None) -> FormRow:
        """Version and draft of one key in one row."""
        title = version.title if version else draft.title if draft else key
        return cls(
            key=key,
            title=title,
            number=version.number if version else 0,
            valid_from=version.valid_from if version else None,
            valid_to=version.valid_to if version else None,
            changed_by=draft.changed_by if draft else "",
            changed_at=draft.changed_at if draft else None,
        )

"""Values that others may see: an entry as read, and what a verification found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

Subject = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the record."""

    id: int
    at: datetime
    actor_kind: str
    actor_account_id: int | None
    actor_label: str
    actor_post: str
    agency_name: str
    agency_path: str
    on_behalf_of: str
    action: str
    subject_type: str
    subject_id: str
    purpose: str
    reason: str
    detail: dict[str, Any]
    elevated: bool


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One reading of a person's data, as the person sees it: which office and post, when, what for."""

    id: int
    at: datetime
    who: str
    agency: str
    purpose: str


class FindingKind(StrEnum):
    """What can be wrong with the chain."""

    ALTERED = "altered"  # the row no longer gives the hash that was sealed
    MISSING = "missing"  # a sealed row, or a seal itself, is gone
    INSERTED = "inserted"  # a row stands below the sealed horizon without a seal
    BROKEN = "broken"  # a seal does not carry on from the seal before it
    FORGED = "forged"  # the chain no longer gives the hash kept in a head or known outside


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, named by position in the chain and, where known, by entry id."""

    kind: FindingKind
    position: int | None
    entry_id: int | None

    def __str__(self) -> str:
        at = {"position": self.position, "entry": self.entry_id}
        sentences = {
            FindingKind.ALTERED: _("Bản ghi %(entry)s (vị trí %(position)s) đã bị sửa."),
            FindingKind.MISSING: _("Bản ghi %(entry)s (vị trí %(position)s) đã bị xóa.")
            if self.entry_id is not None
            else _("Vị trí %(position)s trong chuỗi niêm phong đã bị xóa."),
            FindingKind.INSERTED: _("Bản ghi %(entry)s được chèn vào phần đã niêm phong."),
            FindingKind.BROKEN: _("Chuỗi niêm phong bị đứt tại vị trí %(position)s (bản ghi %(entry)s)."),
            FindingKind.FORGED: _("Dấu niêm phong tại vị trí %(position)s khác với dấu đã lưu."),
        }
        return sentences[self.kind] % at


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: written down elsewhere, it proves later that nothing before it was changed."""

    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the whole chain found. ``findings`` keeps the first thousand; ``found`` counts all."""

    sealed: int
    findings: tuple[Finding, ...]
    found: int
    head: Head | None
    tail: int
    tail_oldest: datetime | None

    @property
    def intact(self) -> bool:
        """Nothing is wrong; an unsealed tail is not wrong, only young."""
        return self.found == 0

    def sentences(self, now: datetime) -> list[str]:
        """The outcome in words an auditor can read aloud."""
        said = [str(finding) for finding in self.findings]
        if self.found > len(self.findings):
            said.append(_("… và %(more)d sai lệch khác.") % {"more": self.found - len(self.findings)})
        if self.intact:
            said.append(_("%(sealed)d bản ghi đã niêm phong, không sai lệch.") % {"sealed": self.sealed})
        if self.head is not None:
            said.append(
                _("Dấu cuối: vị trí %(position)d, %(hash)s.") % {"position": self.head.position, "hash": self.head.hash}
            )
        if self.tail_oldest is not None:
            seconds = int((now - self.tail_oldest).total_seconds())
            said.append(
                _("%(tail)d bản ghi chưa niêm phong, cũ nhất %(seconds)d giây.")
                % {"tail": self.tail, "seconds": seconds}
            )
        return said

"""Values that others may see: an entry as read, and what a verification found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
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
    """Equal readings of one day as the person sees them: which office and post, what for, about what, how often.

    ``at`` is the last of them; ``subject`` is what it was about ("hồ sơ H18.35-261123-0001"), empty when unnamed.
    """

    id: int
    at: datetime
    who: str
    agency: str
    purpose: str
    subject: str = ""
    times: int = 1


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


@dataclass(frozen=True, slots=True)
class HeadCard:
    """A published root: the tree of ``size`` leaves when ``day`` was over. Hashes in hexadecimal."""

    day: date
    at: datetime
    said_at: str  # ``at`` as it is hashed
    size: int
    root: str
    previous: str
    hash: str
    proof: tuple[str, ...]

    @property
    def plain(self) -> dict[str, object]:
        """As it is published and hashed, without the proof that it carries on the one before."""
        return {
            "day": self.day.isoformat(),
            "at": self.said_at,
            "size": self.size,
            "root": self.root,
            "previous": self.previous,
            "hash": self.hash,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """One entry that commits to something: what its leaf says and, once published, its way up to the root of its day."""

    detail: dict[str, Any]
    record: str
    commits: list[str]
    index: int | None = None
    path: tuple[str, ...] = ()
    head: HeadCard | None = None
    before: HeadCard | None = None

    def at(self, index: int, path: list[str], head: HeadCard, before: HeadCard | None) -> Proof:
        """The same entry with its place in a published tree."""
        return replace(self, index=index, path=tuple(path), head=head, before=before)

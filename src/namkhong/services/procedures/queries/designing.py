"""Processes as those who keep them read them: all of them, one with its versions, and what is being designed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.procedures.errors import NoSuchDraft, NoSuchProcess
from namkhong.services.procedures.models import ProcedureVersion, ProcessDraft, ProcessVersion
from namkhong.services.procedures.queries.catalogue import holding
from namkhong.services.procedures.types import ProcessVersionId

_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process in the list. ``drafted_by`` is empty when nobody designs it; without a version it is only drafted."""

    key: str
    name: str
    number: int
    hours: int
    steps: int
    procedures: int
    drafted_by: str


@dataclass(frozen=True, slots=True)
class VersionContent:
    """One version, whole: ``content`` has the shape of one of ``facts/processes.json``."""

    id: ProcessVersionId
    number: int
    valid_from: date
    valid_to: date | None
    basis: str
    content: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        """Is this the version of that day?"""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What is being designed."""

    key: str
    name: str
    steps: list[dict[str, Any]]
    revision: int
    changed_by: str
    base: int | None

    @property
    def content(self) -> dict[str, Any]:
        """The shape of one of ``facts/processes.json``."""
        return {"key": self.key, "name": self.name, "steps": self.steps}


def processes_listed(on: date, cursor: str = "") -> Page[ProcessRow]:
    """Processes by their newest version, and those that are only drafted, by key. Three queries."""
    after = decode_cursor(cursor, str)[0] if cursor else ""
    newest = (
        ProcessVersion.objects.select_related("process")
        .filter(process__key__gt=after)
        .order_by("process__key", "-number")
        .distinct("process__key")[: _PAGE + 1]
    )
    drafts = {draft.key: draft for draft in ProcessDraft.objects.filter(key__gt=after).order_by("key")[: _PAGE + 1]}
    versions = {row.process.key: row for row in newest}
    keys = sorted({*versions, *drafts})[: _PAGE + 1]
    used = Counter(
        ProcedureVersion.objects.filter(holding(on), process_key__in=keys).values_list("process_key", flat=True)
    )
    rows = [_row(key, versions.get(key), drafts.get(key), used[key]) for key in keys[:_PAGE]]
    return Page(rows, encode_cursor(keys[_PAGE - 1]) if len(keys) > _PAGE else "")


def _row(key: str, version: ProcessVersion | None, draft: ProcessDraft | None, used: int) -> ProcessRow:
    steps = version.steps if version is not None else draft.steps if draft is not None else []
    return ProcessRow(
        key=key,
        name=version.name if version is not None else draft.name if draft is not None else key,
        number=version.number if version is not None else 0,
        hours=sum(step["hours"] for step in steps),
        steps=len(steps),
        procedures=used,
        drafted_by=draft.changed_by_name if draft is not None else "",
    )


def versions_of_process(key: str) -> list[VersionContent]:
    """Every version, the newest first.

    :raises NoSuchProcess: when there is none.
    """
    rows = ProcessVersion.objects.select_related("process").filter(process__key=key).order_by("-number")
    found = [_content(row) for row in rows]
    if not found:
        raise NoSuchProcess
    return found


def process_content(process_version_id: int) -> VersionContent:
    """One version by its id.

    :raises NoSuchProcess: when there is none.
    """
    row = ProcessVersion.objects.select_related("process").filter(pk=process_version_id).first()
    if row is None:
        raise NoSuchProcess
    return _content(row)


def earlier_versions(process_version_id: int) -> list[ProcessVersionId]:
    """The versions of the same process before this one."""
    row = ProcessVersion.objects.filter(pk=process_version_id).first()
    if row is None:
        return []
    found = ProcessVersion.objects.filter(process_id=row.process_id, number__lt=row.number)
    return [ProcessVersionId(pk) for pk in found.values_list("pk", flat=True)]


def in_force_among(versions: list[VersionContent], on: date) -> VersionContent | None:
    """The one that holds on the day."""
    return next((version for version in versions if version.holds_on(on)), None)


def _content(row: ProcessVersion) -> VersionContent:
    return VersionContent(
        id=ProcessVersionId(row.pk),
        number=row.number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=str(row.source.get("basis", "")),
        content={"key": row.process.key, "name": row.name, "steps": row.steps},
    )


def process_draft(key: str) -> DraftCard:
    """The draft of a process.

    :raises NoSuchDraft: when nobody designs it.
    """
    row = ProcessDraft.objects.filter(key=key).first()
    if row is None:
        raise NoSuchDraft
    return DraftCard(row.key, row.name, row.steps, row.revision, row.changed_by_name, row.base_id)


def has_draft(key: str) -> bool:
    """Is somebody designing it?"""
    return ProcessDraft.objects.filter(key=key).exists()


def used_by(key: str, on: date) -> list[tuple[str, str]]:
    """Code and name of the procedures worked on by this process on the day; the first fifty."""
    rows = ProcedureVersion.objects.filter(holding(on), process_key=key).order_by("name_key", "id")
    return [(code, name) for code, name in rows.values_list("procedure__code", "name")[:50]]


def who_can_be_asked() -> list[tuple[str, str]]:
    """Code and name of the agencies a step may ask for an opinion: departments and the communes."""
    cards = [*organisations.agencies(kind="department"), *organisations.agencies(kind="commune")]
    return [(card.code, card.short_name or card.name) for card in cards if card.code]


__all__ = [
    "DraftCard", "ProcessRow", "VersionContent", "earlier_versions", "has_draft", "in_force_among",
    "process_content", "process_draft", "processes_listed", "used_by", "versions_of_process", "who_can_be_asked",
]  # fmt: skip

"""Versions: one by one, and the catalogue page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from django.db.models import Prefetch, Q, QuerySet

from namkhong.kernel import clock
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.kernel.remembering import remember
from namkhong.kernel.worktime import parse_limit
from namkhong.services.procedures.errors import NoSuchProcedure
from namkhong.services.procedures.models import (
    Component,
    FeeLine,
    Field,
    FrontDoorRule,
    Offering,
    ProcedureVersion,
    ProcessVersion,
)
from namkhong.services.procedures.types import (
    ComponentCard,
    DoorCard,
    FeeCard,
    FeeRule,
    FieldCard,
    ProcedureId,
    SearchHit,
    UnsureCard,
    VersionCard,
    VersionId,
)

PAGE: Final = 25
Dated: TypeAlias = ProcedureVersion | FrontDoorRule | Offering | ProcessVersion
SHOWN: Final = (  # what a row of a list needs
    *("name", "name_key", "question", "level", "online_level", "limit"),
    *("procedure__code", "field__name", "field__slug"),
)


def holding(on: date) -> Q:
    """Rows that hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def holds(row: Dated, on: date) -> bool:
    """The same of a row at hand."""
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


def _whole() -> QuerySet[ProcedureVersion]:
    doors = FrontDoorRule.objects.order_by("-valid_from")
    return ProcedureVersion.objects.select_related("procedure", "field").prefetch_related(
        Prefetch("components", Component.objects.order_by("position")),
        Prefetch("fees", FeeLine.objects.order_by("position")),
        Prefetch("procedure__front_doors", doors),
    )


@remember()
def rows_of(code: str) -> tuple[ProcedureVersion, ...]:
    """Every version of a procedure with all that belongs to it, the newest first. Four queries.

    :raises NoSuchProcedure: when there is none.
    """
    rows = tuple(_whole().filter(procedure__code=code).order_by("-number")) if is_procedure_code(code) else ()
    if not rows:
        raise NoSuchProcedure
    return rows


@remember()
def row_of(version_id: int) -> ProcedureVersion:
    """One version with all that belongs to it. Four queries.

    :raises NoSuchProcedure: when there is none.
    """
    row = _whole().filter(pk=version_id).first()
    if row is None:
        raise NoSuchProcedure
    return row


def in_force(code: str, on: date) -> VersionCard:
    """The version of a procedure that holds on a day, with the front door of that day.

    :raises NoSuchProcedure: when there is none.
    """
    row = next((row for row in rows_of(code) if holds(row, on)), None)
    if row is None:
        raise NoSuchProcedure
    return _card(row, on)


def version(version_id: int, *, on: date | None = None) -> VersionCard:
    """A version by its id; ``on`` chooses the front door of that day (default: the latest rule).

    :raises NoSuchProcedure: when there is none.
    """
    return _card(row_of(version_id), on)


@remember(seconds=60)
def codes() -> Mapping[int, str]:
    """The code of every version there is, by its id; one query a minute in a process."""
    return dict(ProcedureVersion.objects.values_list("pk", "procedure__code"))


def code_of(version_id: int) -> str:
    """The code of the procedure a version belongs to.

    :raises NoSuchProcedure: when there is none.
    """
    return codes().get(version_id) or row_of(version_id).procedure.code


def names_of(version_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Code and name of several versions, in one query, for lists."""
    rows = ProcedureVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "procedure__code", "name")
    return {pk: (code, name) for pk, code, name in rows}


def versions_of(code: str) -> list[tuple[int, int, date, date | None]]:
    """Every version of a procedure: id, number, from, until; newest first."""
    rows = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number")
    return list(rows.values_list("pk", "number", "valid_from", "valid_to"))


def front_doors_of(code: str) -> list[DoorCard]:
    """Every front door of a procedure, newest first."""
    rows = FrontDoorRule.objects.filter(procedure__code=code).order_by("-valid_from")
    return [DoorCard(row.kind, row.url, row.basis, row.valid_from, row.valid_to) for row in rows]


def fields(on: date) -> list[FieldCard]:
    """The fields of administration with procedures in force, by name."""
    used = ProcedureVersion.objects.filter(holding(on)).values("field")
    rows = Field.objects.filter(pk__in=used).order_by("name_key")
    return [FieldCard(row.slug, row.name) for row in rows]


def by_level(level: str) -> Q:
    """Procedures decided at a level; those of both levels are in either list."""
    return Q(level__in=[level, "both"]) if level in {"commune", "province"} else Q()


def listed(on: date, *, cursor: str = "", field: str = "", level: str = "", limit: int = PAGE) -> Page[SearchHit]:
    """The catalogue by name, a page at a time. One query."""
    rows = ProcedureVersion.objects.filter(holding(on), by_level(level))
    rows = rows.select_related("procedure", "field").only(*SHOWN)
    if field:
        rows = rows.filter(field__slug=field)
    if cursor:
        key, last = decode_cursor(cursor, str, int)
        rows = rows.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=last))
    found = list(rows.order_by("name_key", "pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page([hit(row, 0.0) for row in found], encode_cursor(found[-1].name_key, found[-1].pk) if more else "")


def unsure(on: date, *, cursor: str = "", limit: int = PAGE) -> Page[UnsureCard]:
    """Procedures with something missing or to be confirmed, for the administrator. Two queries."""
    rows = (
        _whole()
        .filter(holding(on))
        .exclude(to_be_confirmed=[])
        .prefetch_related(None)
        .prefetch_related(Prefetch("procedure__front_doors", FrontDoorRule.objects.filter(holding(on))))
    )
    if cursor:
        key, last = decode_cursor(cursor, str, int)
        rows = rows.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=last))
    found = list(rows.order_by("name_key", "pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    cards = [
        UnsureCard(
            code=row.procedure.code,
            name=row.name,
            front_door=door.kind if (door := _door(row, on)) else "",
            missing=tuple(row.missing),
            to_be_confirmed=(*row.to_be_confirmed, *_door_doubts(row, on)),
        )
        for row in found
    ]
    return Page(cards, encode_cursor(found[-1].name_key, found[-1].pk) if more else "")


def _door(row: ProcedureVersion, on: date | None) -> FrontDoorRule | None:
    return next((door for door in row.procedure.front_doors.all() if on is None or holds(door, on)), None)


def _door_doubts(row: ProcedureVersion, on: date | None) -> tuple[str, ...]:
    door = _door(row, on)
    return (door.to_be_confirmed,) if door and door.to_be_confirmed else ()


def hit(row: ProcedureVersion, rank: float) -> SearchHit:
    """A row of a list."""
    return SearchHit(
        code=row.procedure.code,
        name=row.name,
        question=row.question,
        field=row.field.name,
        field_slug=row.field.slug,
        level=row.level,
        online_level=row.online_level,
        limit=parse_limit(row.limit) if row.limit else None,
        rank=rank,
    )


def _components(row: ProcedureVersion) -> tuple[ComponentCard, ...]:
    return tuple(
        ComponentCard(
            id=item.pk,
            name=item.name,
            originals=item.originals,
            copies=item.copies,
            is_form=item.is_form,
            form_code=item.form_code,
            required=item.required,
            present_only=item.present_only,
            obtainable_from=item.obtainable_from,
            condition=item.condition,
        )
        for item in row.components.all()
    )


def _card(row: ProcedureVersion, on: date | None) -> VersionCard:
    door = _door(row, on)
    return VersionCard(
        id=VersionId(row.pk),
        procedure_id=ProcedureId(row.procedure_id),
        number=row.number,
        code=row.procedure.code,
        name=row.name,
        question=row.question,
        field=row.field.name,
        field_slug=row.field.slug,
        level=row.level,
        online_level=row.online_level,
        partial_reason=row.partial_reason,
        front_door=door.kind if door else "own",
        front_door_url=door.url if door else "",
        front_door_basis=door.basis if door else "",
        stated_limit=parse_limit(row.limit) if row.limit else None,
        limit_note=row.limit_note,
        supplement_policy=row.supplement_policy,
        close_after_days=row.close_after_days,
        components=_components(row),
        fees=tuple(
            FeeCard(fee.name, fee.amount, fee.note, fee.exemptions, FeeRule.from_plain(fee.rule) if fee.rule else None)
            for fee in row.fees.all()
        ),
        form_key=row.form_key,
        process_key=row.process_key,
        result_name=row.result_name,
        result_code=row.result_code,
        publishing_decision=row.publishing_decision,
        legal_bases=tuple(row.legal_bases),
        to_be_confirmed=(*row.to_be_confirmed, *_door_doubts(row, on)),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        note=row.note,
        source=row.source,
    )


def today() -> date:
    """The calendar day in Việt Nam."""
    return clock.local_date(clock.now())

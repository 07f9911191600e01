"""Register 07: the dossiers an agency received in a year, in the order they were received, read by key.

One pass over the index (receiver, received at, id): pages of 500, each with its people, hand-overs and agencies in one
question each, so a year of any size takes the memory of one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.citizens.types import PersonCard
from namkhong.kernel import clock
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.errors import NoSuchRegister
from namkhong.services.dossiers.models import Dossier, Relocation, Step
from namkhong.services.dossiers.states import STATES, TERMINAL, Move, State
from namkhong.services.dossiers.types import ReturnWay

_PAGE: Final = 500
_FIRST_YEAR: Final = 2019
# What an agency received before a reorganisation stays in its register, also when another counter has gone on with it.
_RECEIVED: Final = """
select received_at, id from dossiers_dossier d where receiver_agency_id = %(agency)s and received_at >= %(start)s
   and received_at < %(end)s and received_at is not null and not exists (
       select from dossiers_relocation r where r.dossier_id = d.id and r.at > d.received_at
          and r.old_receiver_id <> %(agency)s)
 union
select d.received_at, d.id from dossiers_relocation r join dossiers_dossier d on d.id = r.dossier_id
 where r.old_receiver_id = %(agency)s and d.received_at >= %(start)s and d.received_at < %(end)s and r.at > d.received_at
   and not exists (select from dossiers_relocation e where e.dossier_id = d.id and e.at > d.received_at and e.at < r.at)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One printed part: its lines, and the key of the line before it."""

    number: int
    first: int
    last: int
    before: tuple[datetime, int] | None


def head() -> tuple[str, ...]:
    """The columns, as the form has them."""
    return (
        _("STT"),
        _("Mã hồ sơ"),
        _("Tên TTHC"),
        _("Tên tổ chức, cá nhân"),
        _("Địa chỉ/SĐT"),
        _("Cơ quan chủ trì giải quyết"),
        _("Nhận hồ sơ"),
        _("Hẹn trả kết quả"),
        _("Trả kết quả"),
        _("Phương thức nhận kết quả"),
        _("Ký nhận"),
    )


def require_year(year: int, now: datetime) -> None:
    """Can there be a register of this year?

    :raises NoSuchRegister: before the form was made, or in a year to come.
    """
    if not _FIRST_YEAR <= year <= clock.local_date(now).year:
        raise NoSuchRegister


def parts(agency_id: int, year: int, now: datetime) -> list[Part]:
    """The printed parts of a year: an index scan, no row of a dossier is read."""
    size = max(int(frozen.template("07", clock.local_date(now)).settings.get("rows_per_part", 1_000)), 1)
    start, end = _bounds(year)
    with connection.cursor() as cursor:
        cursor.execute(  # our own name, the values are parameters
            "select received_at, id, place, total from (select received_at, id,"  # noqa: S608
            " row_number() over (order by received_at, id) place, count(*) over () total"
            f" from ({_RECEIVED}) received) a where place %% %(size)s = 0 or place = total order by place",
            {"agency": agency_id, "start": start, "end": end, "size": size},
        )
        ends = cursor.fetchall()
    found, before = [], None
    for number, (received_at, pk, place, _total) in enumerate(ends, 1):
        found.append(Part(number, (number - 1) * size + 1, place, before))
        before = (received_at, pk)
    return found


def part_of(known: Sequence[Part], number: int) -> Part:
    """The part with this number.

    :raises NoSuchRegister: when there is none.
    """
    if not 1 <= number <= len(known):
        raise NoSuchRegister
    return known[number - 1]


def rows(agency_id: int, year: int, *, after: Part | None = None) -> Iterator[tuple[str, ...]]:
    """The lines, all of them or those of one part."""
    start, end = _bounds(year)
    found = _received_by(agency_id).filter(received_at__gte=start, received_at__lt=end)
    number, last = (after.first, after.last) if after else (1, None)
    key = after.before if after else None
    while last is None or number <= last:
        beyond = Q() if key is None else Q(received_at__gt=key[0]) | Q(received_at=key[0], pk__gt=key[1])
        size = _PAGE if last is None else min(_PAGE, last - number + 1)
        page = list(found.filter(beyond).defer("clock").order_by("received_at", "pk")[:size])
        yield from _lines(page, number)
        if len(page) < size or page[-1].received_at is None:
            return
        key, number = (page[-1].received_at, page[-1].pk), number + len(page)


def _received_by(agency_id: int) -> QuerySet[Dossier]:
    """Received by this agency, wherever the dossier has gone since by a reorganisation."""
    later = Relocation.objects.filter(dossier=OuterRef("pk"), at__gt=OuterRef("received_at")).order_by("at")
    moved = Relocation.objects.filter(old_receiver_id=agency_id).values("dossier_id")
    first = Subquery(later.values("old_receiver_id")[:1])
    received = Coalesce(first, F("receiver_agency_id"), output_field=BigIntegerField())
    here = Q(receiver_agency_id=agency_id)
    if moved.exists():  # else the index of the register answers alone
        here |= Q(pk__in=moved)
    return Dossier.objects.filter(here).annotate(received_by=received).filter(received_by=agency_id)


def _lines(page: Sequence[Dossier], number: int) -> Iterator[tuple[str, ...]]:
    people = citizens.people(dossier.person_id for dossier in page)
    over = [dossier.pk for dossier in page if dossier.now_in is State.HANDED_OVER]
    signed = dict(Step.objects.filter(dossier__in=over, move=Move.HAND_OVER).values_list("dossier_id", "note"))
    ways = {
        ReturnWay.ONLINE: _("Trực tuyến"),
        ReturnWay.COUNTER: _("Nhận tại quầy"),
        ReturnWay.POST: _("Qua bưu chính công ích"),
    }
    for place, dossier in enumerate(page, number):
        yield (
            str(place),
            dossier.code or "",
            dossier.procedure_name,
            dossier.applicant_name,
            _where(people.get(dossier.person_id)),
            frozen.agency(dossier.decider_agency_id).name,
            _moment(dossier.received_at),
            _due(dossier),
            _returned(dossier),
            ways[ReturnWay(dossier.return_way)],
            signed.get(dossier.pk, ""),
        )


def _where(person: PersonCard | None) -> str:
    return ", ".join(part for part in (person.address, person.phone) if part) if person else ""


def _due(dossier: Dossier) -> str:
    said = _moment(dossier.due_at)
    if dossier.new_due_at is None or dossier.due_at is None or dossier.new_due_at <= dossier.due_at:
        return said
    return _("%(due)s, xin lỗi và hẹn lại %(again)s") % {"due": said, "again": _moment(dossier.new_due_at)}


def _returned(dossier: Dossier) -> str:
    if dossier.handed_over_at is None and dossier.now_in in TERMINAL:
        return str(STATES[dossier.now_in].official)
    return _moment(dossier.handed_over_at)


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%H:%M %d/%m/%Y}" if at else ""


def _bounds(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=clock.VIETNAM), datetime(year + 1, 1, 1, tzinfo=clock.VIETNAM)

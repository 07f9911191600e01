"""Agencies for other systems: by code, with what an old code has become."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from namkhong.foundation.organisations import queries
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel.actor import Scope
from namkhong.kernel.codes import could_be_a_code
from namkhong.kernel.pages import decode_cursor, encode_cursor
from namkhong.web import api
from namkhong.web.api import Cursor, Needs

router: Final = Router(tags=["look-ups"])
PAGE: Final = 200


class AgencyOut(Schema):
    """An agency that has a code."""

    code: str
    name: str
    kind: str
    level: str
    place: str


class AgencyList(Schema):
    """A page of agencies by code; ``next`` is the cursor of the page after, empty on the last."""

    items: list[AgencyOut]
    next: str


class AgencyWhole(AgencyOut):
    """One agency; ``became`` names who carries on its work when it has ended."""

    became: list[AgencyOut]


class AgenciesQuery(Schema):
    """Which page."""

    cursor: Cursor = ""


def _out(card: AgencyCard) -> AgencyOut:
    return AgencyOut(code=card.code, name=card.name, kind=card.kind, level=card.level, place=card.place_code)


@router.get(
    "/agencies",
    response={200: AgencyList, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Các cơ quan đang hoạt động, theo mã",
    url_name="api_agencies",
)
def listed(request: HttpRequest, asked: Query[AgenciesQuery]) -> HttpResponse:
    """Mỗi trang 200 cơ quan có mã định danh."""
    after = decode_cursor(asked.cursor, str)[0] if asked.cursor else ""
    cards = queries.with_code(after=after, limit=PAGE + 1)
    following = encode_cursor(cards[PAGE - 1].code) if len(cards) > PAGE else ""
    return api.tagged(request, AgencyList(items=[_out(card) for card in cards[:PAGE]], next=following))


@router.get(
    "/agencies/{code}",
    response={200: AgencyWhole, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Một cơ quan theo mã, kể cả mã cũ",
    url_name="api_agency",
)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Cơ quan đã sắp xếp thì kèm cơ quan tiếp nhận công việc."""
    if not could_be_a_code(code):
        raise NoSuchAgency
    card = queries.agency_by_code(code)
    now = [one for one in queries.successors(card.id) if one.id != card.id]
    return api.tagged(request, AgencyWhole(**_out(card).dict(), became=[_out(one) for one in now]))

"""Places for other systems: provinces, and the communes of one."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from namkhong.foundation.places import queries
from namkhong.kernel.actor import Scope
from namkhong.web import api
from namkhong.web.api import Code, Needs

router: Final = Router(tags=["look-ups"])


class PlaceOut(Schema):
    """A place of today by its code."""

    code: str
    name: str
    kind: str
    province: str


class PlaceList(Schema):
    """All of them at once: a province has less than two hundred communes."""

    items: list[PlaceOut]
    next: str = ""


class PlacesQuery(Schema):
    """The communes of this province; without it, the provinces."""

    province: Code = ""


@router.get(
    "/places",
    response={200: PlaceList, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Địa danh: các tỉnh, hoặc các xã của một tỉnh",
    url_name="api_places",
)
def listed(request: HttpRequest, asked: Query[PlacesQuery]) -> HttpResponse:
    """Theo đơn vị hành chính đang có hiệu lực."""
    found = queries.communes(province_code=asked.province) if asked.province else queries.provinces()
    rows = [
        PlaceOut(code=place.code, name=place.name, kind=place.kind, province=place.province_code) for place in found
    ]
    return api.tagged(request, PlaceList(items=rows))

"""Procedures for other systems: the catalogue, and one procedure with all that is needed to submit."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from namkhong.kernel import clock
from namkhong.kernel.actor import Scope
from namkhong.services.eforms import queries as forms
from namkhong.services.eforms.errors import NoSuchForm
from namkhong.services.procedures import queries
from namkhong.services.procedures.types import VersionCard
from namkhong.web import api
from namkhong.web.api import Code, Cursor, Needs

router: Final = Router(tags=["procedures"])


class ProcedureRow(Schema):
    """One line of the catalogue."""

    code: str
    name: str
    field: str
    level: str
    online_level: str
    limit: str


class ProcedureList(Schema):
    """A page of the catalogue, by name; ``next`` is the cursor of the page after, empty on the last."""

    items: list[ProcedureRow]
    next: str


class ComponentOut(Schema):
    """One paper; its id goes into ``files`` of a submission."""

    id: int
    name: str
    required: bool
    is_form: bool
    present_only: bool
    obtainable_from: str
    condition: str


class FormOut(Schema):
    """The form in force: ``answers_schema`` (JSON Schema 2020-12) says what ``answers`` of a submission may hold."""

    key: str
    version: int
    title: str
    answers_schema: dict[str, Any]


class ProcedureOut(Schema):
    """A procedure as it holds today."""

    code: str
    version: int
    name: str
    field: str
    level: str
    online_level: str
    front_door: str
    front_door_url: str
    limit: str
    valid_from: date
    valid_to: date | None
    components: list[ComponentOut]
    form: FormOut | None


class CatalogueQuery(Schema):
    """Which part of the catalogue."""

    field: Code = ""
    cursor: Cursor = ""


@router.get(
    "/procedures",
    response={200: ProcedureList, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Danh mục thủ tục đang áp dụng",
    url_name="api_procedures",
)
def listed(request: HttpRequest, asked: Query[CatalogueQuery]) -> HttpResponse:
    """Mỗi trang 25 thủ tục, theo tên; field là mã lĩnh vực."""
    page = queries.listed(clock.local_date(clock.now()), cursor=asked.cursor, field=asked.field)
    rows = [
        ProcedureRow(
            code=hit.code,
            name=hit.name,
            field=hit.field,
            level=hit.level,
            online_level=hit.online_level,
            limit=str(hit.limit or ""),
        )
        for hit in page.items
    ]
    return api.tagged(request, ProcedureList(items=rows, next=page.next))


@router.get(
    "/procedures/{code}",
    response={200: ProcedureOut, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Một thủ tục: thành phần hồ sơ và biểu mẫu",
    url_name="api_procedure",
)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Đủ để nộp: id của từng thành phần, JSON Schema của tờ khai."""
    today = clock.local_date(clock.now())
    return api.tagged(request, _out(queries.in_force(code, today), today))


def _out(version: VersionCard, today: date) -> ProcedureOut:
    return ProcedureOut(
        code=version.code,
        version=version.number,
        name=version.name,
        field=version.field,
        level=version.level,
        online_level=version.online_level,
        front_door=version.front_door,
        front_door_url=version.front_door_url,
        limit=str(version.stated_limit or ""),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        components=[
            ComponentOut(
                id=one.id,
                name=one.name,
                required=one.required,
                is_form=one.is_form,
                present_only=one.present_only,
                obtainable_from=one.obtainable_from,
                condition=one.condition,
            )
            for one in version.components
        ],
        form=_form(version.form_key, today),
    )


def _form(key: str, today: date) -> FormOut | None:
    if not key:
        return None
    try:
        spec = forms.form(key, today)
    except NoSuchForm:
        return None
    return FormOut(key=spec.key, version=spec.version, title=spec.title, answers_schema=dict(spec.schema))

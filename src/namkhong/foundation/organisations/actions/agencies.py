"""Agencies come, are renamed, recoded, moved and end. Every change keeps the history and says from which day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.actions.checks import agency_row, required, told
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.events import AgencyChanged
from namkhong.foundation.organisations.models import Agency, AgencyCode, AgencyName, AgencyPlacement, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import AgencyKind, held_by
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.text import fold, one_line

_HEADS = {
    AgencyKind.PROVINCE: "Chủ tịch",
    AgencyKind.DISTRICT: "Chủ tịch",
    AgencyKind.COMMUNE: "Chủ tịch",
    AgencyKind.DEPARTMENT: "Giám đốc",
    AgencyKind.PROVINCIAL_CENTRE: "Giám đốc",
    AgencyKind.CENTRE: "Giám đốc",
    AgencyKind.OFFICE: "Chánh Văn phòng",
}
# What may be set up below what; a dated tree of other shapes may have come from the facts.
BELOW = {
    AgencyKind.PROVINCE: (AgencyKind.DEPARTMENT, AgencyKind.COMMUNE, AgencyKind.PROVINCIAL_CENTRE, AgencyKind.DIVISION),
    AgencyKind.DEPARTMENT: (AgencyKind.DIVISION, AgencyKind.PROVINCIAL_CENTRE),
    AgencyKind.PROVINCIAL_CENTRE: (AgencyKind.DIVISION,),
    AgencyKind.DISTRICT: (),
    AgencyKind.COMMUNE: (
        *(AgencyKind.OFFICE, AgencyKind.ECONOMY, AgencyKind.CULTURE, AgencyKind.CENTRE),
        AgencyKind.DIVISION,
    ),
    AgencyKind.OFFICE: (AgencyKind.DIVISION,),
    AgencyKind.ECONOMY: (AgencyKind.DIVISION,),
    AgencyKind.CULTURE: (AgencyKind.DIVISION,),
    AgencyKind.CENTRE: (AgencyKind.DIVISION,),
    AgencyKind.DIVISION: (AgencyKind.DIVISION,),
}
_COLLECTIVE = {AgencyKind.PROVINCE, AgencyKind.DISTRICT, AgencyKind.COMMUNE}


def search_key(name: str, short_name: str, code: str) -> str:
    """What a search for the agency looks into."""
    return fold(f"{name} {short_name} {code}")[:300]


def usual_head(kind: str) -> str:
    """How the head of such an agency is usually called."""
    return _HEADS.get(AgencyKind(kind), "Trưởng phòng")


@transaction.atomic
def create_agency(  # noqa: PLR0913 - a deed with many named parts
    *,
    kind: str,
    name: str,
    parent_id: int | None,
    valid_from: date,
    actor: Actor,
    now: datetime,
    basis: str,
    short_name: str = "",
    code: str = "",
    head_title: str = "",
    place_code: str = "",
    calendar_key: str = "",
) -> int:
    """A new agency or unit below another, from a day; returns its id. Its code stays to be confirmed.

    :raises WrongEntry: no name or decision, a kind that does not stand there, a day on which the parent is not there.
    :raises Overlapping: the code belongs to another agency in that time.
    """
    parent = agency_row(parent_id) if parent_id is not None else None
    if parent is None:
        policies.require_province(actor, now)
    else:
        policies.require_agency(actor, parent, now)
        if kind not in BELOW[AgencyKind(parent.kind)]:
            sentence = _("Đơn vị loại này không đặt ở cơ quan đã chọn. Xin chọn lại loại hoặc nơi trực thuộc.")
            raise WrongEntry(sentence, fields={"kind": sentence})
        _in_its_time(parent, valid_from, "valid_from")
    name, short_name = _named(name, short_name)
    basis = _basis(basis)
    code = one_line(code).upper()
    agency = Agency(
        kind=kind,
        level=parent.level if parent else "province",
        name=name,
        short_name=short_name,
        code=code,
        parent=parent,
        path="/",
        head_title=one_line(head_title) or usual_head(kind),
        collective=kind in _COLLECTIVE,
        place_code=place_code,
        calendar_key=calendar_key,
        valid_from=valid_from,
        to_be_confirmed=["code"] if code else [],
        search_key=search_key(name, short_name, code),
        created_at=now,
    )
    if kind == AgencyKind.COMMUNE:
        agency.level = "commune"
    with told():
        agency.save(force_insert=True)
        agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
        agency.save(update_fields=["path"])
        AgencyName.objects.create(agency=agency, name=name, short_name=short_name, valid_from=valid_from, basis=basis)
        AgencyPlacement.objects.create(agency=agency, parent=parent, valid_from=valid_from, basis=basis)
        if code:
            AgencyCode.objects.create(agency=agency, code=code, valid_from=valid_from, basis=basis)
    _tell(agency, "created", actor, now, {"from": valid_from.isoformat(), "basis": basis})
    return agency.pk


@transaction.atomic
def rename_agency(
    *, agency_id: int, name: str, short_name: str, on: date, basis: str, actor: Actor, now: datetime
) -> None:
    """The agency is called otherwise from a day on."""
    agency = agency_row(agency_id, lock=True)
    policies.require_agency(actor, agency, now)
    name, short_name = _named(name, short_name)
    basis = _basis(basis)
    _in_its_time(agency, on)
    with told():
        _end(AgencyName, agency, on)
        AgencyName.objects.create(agency=agency, name=name, short_name=short_name, valid_from=on, basis=basis)
    refresh(agency, clock.local_date(now))
    _tell(agency, "renamed", actor, now, {"from": on.isoformat(), "basis": basis})


@transaction.atomic
def change_code(
    *, agency_id: int, code: str, on: date, basis: str, actor: Actor, now: datetime, confirmed: bool = True
) -> None:
    """The agency has another code from a day on; with the same code and a basis, the code is confirmed."""
    agency = agency_row(agency_id, lock=True)
    policies.require_agency(actor, agency, now)
    code = required(one_line(code).upper(), "code", _("Xin ghi mã định danh, ví dụ H18.12."), 40)
    basis = required(one_line(basis), "basis", _("Xin ghi số, ký hiệu văn bản quy định mã này."))
    current = AgencyCode.objects.filter(holding(on), agency=agency).first()
    with told():
        if current is not None and current.code == code:
            current.confirmed, current.basis = confirmed, basis
            current.save(update_fields=["confirmed", "basis"])
        else:
            _end(AgencyCode, agency, on)
            AgencyCode.objects.create(agency=agency, code=code, valid_from=on, basis=basis, confirmed=confirmed)
    refresh(agency, clock.local_date(now))
    _tell(agency, "recoded", actor, now, {"code": code, "from": on.isoformat(), "basis": basis})


@transaction.atomic
def move_agency(*, agency_id: int, parent_id: int, on: date, basis: str, actor: Actor, now: datetime) -> None:
    """The agency stands under another one from a day on; everything below goes with it."""
    agency, parent = agency_row(agency_id, lock=True), agency_row(parent_id)
    policies.require_agency(actor, agency, now)
    policies.require_agency(actor, parent, now)
    if parent.path.startswith(agency.path):
        sentence = _("Cơ quan không thể trực thuộc chính nó hoặc đơn vị bên trong nó.")
        raise WrongEntry(sentence, fields={"parent": sentence})
    basis = _basis(basis)
    _in_its_time(agency, on)
    _in_its_time(parent, on, "parent")
    with told():
        _end(AgencyPlacement, agency, on)
        AgencyPlacement.objects.create(agency=agency, parent=parent, valid_from=on, basis=basis)
    refresh(agency, clock.local_date(now))
    _tell(agency, "moved", actor, now, {"parent": parent_id, "from": on.isoformat(), "basis": basis})


@transaction.atomic
def end_agency(*, agency_id: int, on: date, basis: str, actor: Actor, now: datetime) -> None:
    """The agency is no more from a day on; its people, units and work must have gone elsewhere first.

    :raises WrongEntry: when it still has people, units or work from that day on, or is not there on that day.
    """
    agency = agency_row(agency_id, lock=True)
    policies.require_agency(actor, agency, now)
    basis = _basis(basis)
    if agency.valid_from is not None and on <= agency.valid_from:
        sentence = _("Ngày kết thúc phải sau ngày cơ quan bắt đầu hoạt động.")
        raise WrongEntry(sentence, fields={"on": sentence})
    _in_its_time(agency, on)
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    staffed = PostHolding.objects.filter(later, agency__path__startswith=agency.path).exists()
    if staffed or Agency.objects.filter(later, parent=agency).exists():
        raise WrongEntry(_("Cơ quan còn cán bộ hoặc đơn vị trực thuộc. Xin chuyển đi trước rồi làm lại."))
    if held := held_by(agency_id=agency.pk):
        items = ", ".join(str(one) for one in held)
        raise WrongEntry(_("Cơ quan còn giữ %(items)s. Xin giải quyết xong hoặc chuyển đi trước.") % {"items": items})
    with told():
        agency.valid_to = on
        agency.save(update_fields=["valid_to"])
        for history in (AgencyName, AgencyCode, AgencyPlacement):
            history._default_manager.filter(agency=agency, valid_from__gt=on).delete()
            _end(history, agency, on)
    _tell(agency, "ended", actor, now, {"from": on.isoformat(), "basis": basis})


@transaction.atomic
def refresh_tree(*, now: datetime) -> int:
    """Bring every row to what its histories say of today; run each night. Returns how many rows changed."""
    day = clock.local_date(now)
    names = {row.agency_id: row for row in AgencyName.objects.filter(holding(day))}
    codes = {row.agency_id: row for row in AgencyCode.objects.filter(holding(day))}
    parents = {row.agency_id: row.parent_id for row in AgencyPlacement.objects.filter(holding(day))}
    changed = []
    for agency in Agency.objects.select_for_update().filter(holding(day)):
        before = (agency.name, agency.short_name, agency.code, agency.parent_id, agency.path, agency.to_be_confirmed)
        _apply(agency, names.get(agency.pk), codes.get(agency.pk))
        if agency.pk in parents:
            agency.parent_id = parents[agency.pk]
            agency.path = _path(agency.pk, parents)
        after = (agency.name, agency.short_name, agency.code, agency.parent_id, agency.path, agency.to_be_confirmed)
        if before != after:
            changed.append(agency)
    Agency.objects.bulk_update(
        changed, ["name", "short_name", "code", "parent", "path", "search_key", "to_be_confirmed"], batch_size=500
    )
    return len(changed)


def refresh(agency: Agency, day: date) -> None:
    """Bring one agency, and the paths below it, to what the histories say of the day."""
    _apply(
        agency,
        AgencyName.objects.filter(holding(day), agency=agency).first(),
        AgencyCode.objects.filter(holding(day), agency=agency).first(),
    )
    placement = AgencyPlacement.objects.filter(holding(day), agency=agency).select_related("parent").first()
    old_path = agency.path
    if placement is not None:
        agency.parent = placement.parent
        agency.path = f"{placement.parent.path if placement.parent else '/'}{agency.pk}/"
    agency.save(update_fields=["name", "short_name", "code", "parent", "path", "search_key", "to_be_confirmed"])
    if agency.path != old_path:
        below = list(Agency.objects.select_for_update().filter(path__startswith=old_path).exclude(pk=agency.pk))
        for unit in below:
            unit.path = agency.path + unit.path.removeprefix(old_path)
        Agency.objects.bulk_update(below, ["path"])


def _apply(agency: Agency, name: AgencyName | None, code: AgencyCode | None) -> None:
    if name is not None:
        agency.name, agency.short_name = name.name, name.short_name
    agency.code = code.code if code is not None else ""
    others = [item for item in agency.to_be_confirmed if item != "code"]
    agency.to_be_confirmed = ["code", *others] if code is not None and not code.confirmed else others
    agency.search_key = search_key(agency.name, agency.short_name, agency.code)


def _path(agency_id: int, parents: dict[int, int | None]) -> str:
    ids = [agency_id]
    while (above := parents.get(ids[-1])) is not None and above not in ids:
        ids.append(above)
    return "/" + "".join(f"{pk}/" for pk in reversed(ids))


def _named(name: str, short_name: str) -> tuple[str, str]:
    name = required(one_line(name), "name", _("Xin ghi tên cơ quan."), 200)
    return name, required(one_line(short_name) or name[:120], "short_name", _("Xin ghi tên ngắn."), 120)


def _basis(basis: str) -> str:
    return required(one_line(basis), "basis", _("Xin ghi số, ký hiệu và ngày của quyết định."))


def _in_its_time(agency: Agency, day: date, field: str = "on") -> None:
    """:raises WrongEntry: the agency is not there yet, or no more, on that day."""
    if (agency.valid_from and day < agency.valid_from) or (agency.valid_to and day >= agency.valid_to):
        sentence = _("Cơ quan chưa hoạt động hoặc đã kết thúc vào ngày này.")
        raise WrongEntry(sentence, fields={field: sentence})


def _end(history: type[AgencyName] | type[AgencyCode] | type[AgencyPlacement], agency: Agency, on: date) -> None:
    """The row that holds on the day ends there; one that began on that very day is replaced."""
    rows = history._default_manager.filter(agency=agency)
    rows.filter(valid_from=on).delete()
    rows.filter(holding(on)).update(valid_to=on)


def _tell(agency: Agency, what: str, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    audit.record(actor, f"organisations.agency_{what}", ("agency", agency.pk), now=now, detail=detail)
    publish(AgencyChanged(agency_id=agency.pk, what=what, at=now))

"""The tree of agencies, one agency, its code."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.organisations import actions, forms, policies, queries
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.forms import Entry, Form
from namkhong.foundation.organisations.models import AgencyCode, AgencyName, AgencyPlacement, Authority, PostHolding
from namkhong.foundation.organisations.models.dated import holding, last_day
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.foundation.organisations.views import answering
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.kernel.text import fold, one_line
from namkhong.web import gates
from namkhong.web.http import Request

_FOUND = 60
_ENDED = 10
_UNITS = (AgencyKind.OFFICE, AgencyKind.ECONOMY, AgencyKind.CULTURE, AgencyKind.CENTRE, AgencyKind.DIVISION)


@gates.official(Role.ADMINISTRATOR)
@require_safe
def tree(request: Request) -> HttpResponseBase:
    """The agencies she administers, found in any spelling, as of today or of another day."""
    today = clock.local_date(clock.now())
    asked = one_line(request.GET.get("q", ""))[:100]
    day = _day(request.GET.get("ngay", ""), today)
    if asked:
        cards, more = _found(request, asked, day)
    else:
        everything = [card for card in queries.agencies(on=day) if policies.inside(request.actor, card.path)]
        small = len(everything) <= 12
        cards, more = [card for card in everything if small or card.kind not in _UNITS], False
    groups = _groups(cards)
    context = {
        "asked": asked,
        "day": day,
        "today": today,
        "groups": groups,
        "more": more,
        "found": len(cards),
        "ended": _ended(request, asked, day) if asked else [],
        "may_reorganise": request.actor.holds_for_province(Role.ADMINISTRATOR),
    }
    return render(request, "organisations/admin/tree.html", context)


@gates.official(Role.ADMINISTRATOR)
@require_safe
def agency(request: Request, agency_id: int) -> HttpResponseBase:
    """One agency: what it is today, its units, its people, who signs, and how it came to be."""
    row = answering.seen_agency(request, agency_id)
    today = clock.local_date(clock.now())
    people = PostHolding.objects.filter(holding(today), agency=row).select_related("official")
    authorities = Authority.objects.filter(holding(today), agency=row).select_related("holder__official")
    context = {
        "agency": row,
        "last_day": last_day,
        "units": queries.children_of(row.pk),
        "people": people.order_by("official__given_key", "id"),
        "authorities": authorities.order_by("id"),
        "names": AgencyName.objects.filter(agency=row).order_by("-valid_from"),
        "codes": AgencyCode.objects.filter(agency=row).order_by("-valid_from"),
        "placements": AgencyPlacement.objects.filter(agency=row).select_related("parent").order_by("-valid_from"),
        "came_from": row.predecessions.select_related("old").order_by("old__name"),
        "became": row.successions.select_related("new").order_by("new__name"),
        "to_confirm": [_CONFIRM[item]() for item in row.to_be_confirmed if item in _CONFIRM],
    }
    return render(request, "organisations/admin/agency.html", context)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request, agency_id: int) -> HttpResponseBase:
    """Another code from a day on, or the same one confirmed by a document."""
    now = clock.now()
    row = answering.seen_agency(request, agency_id)
    form = Form(
        title=_("Mã định danh của %(agency)s") % {"agency": row.name},
        intro=(
            _("Giữ nguyên mã và ghi văn bản để xác nhận, hoặc ghi mã mới và ngày bắt đầu dùng. Mã cũ vẫn tra được."),
        ),
        entries=(
            Entry("input", "code", _("Mã định danh"), _("Ví dụ H18.12"), width="10"),
            Entry("date", "on", _("Dùng từ ngày")),
            Entry("input", "basis", _("Văn bản quy định mã này"), _("Số, ký hiệu và ngày")),
        ),
        button=_("Lưu mã"),
        back=reverse("admin_agency", args=[row.pk]),
        back_text=row.name,
    )
    initial = {"code": row.code, "on": forms.boxes(clock.local_date(now))}
    if request.method != "POST":
        return answering.form_page(request, form, initial=initial)
    try:
        actions.change_code(
            agency_id=row.pk,
            code=request.POST.get("code", ""),
            on=forms.needed_day(request.POST.dict(), "on"),
            basis=request.POST.get("basis", ""),
            actor=request.actor,
            now=now,
        )
    except Problem as problem:
        return answering.form_page(request, form, problem=problem)
    messages.success(request, _("Đã lưu mã của %(agency)s.") % {"agency": row.name})
    return HttpResponseRedirect(form.back)


def _day(text: str, today: date) -> date:
    """``1/7/2025``; what is no date is today."""
    parts = one_line(text)[:10].replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3:
        return today
    try:
        return forms.needed_day(dict(zip(("ngay-day", "ngay-month", "ngay-year"), parts, strict=True)), "ngay")
    except WrongEntry:
        return today


def _found(request: Request, asked: str, day: date) -> tuple[list[AgencyCard], bool]:
    """Every word of the text stands somewhere in name or code, accents or not."""
    wanted = Q()
    for word in fold(asked).split(" ")[:8]:
        wanted &= Q(search_key__contains=word)
    rows = policies.visible_agencies(request.actor).filter(wanted, holding(day)).order_by("level", "path")
    cards = [row.card() for row in rows[: _FOUND + 1]]
    return cards[:_FOUND], len(cards) > _FOUND


def _ended(request: Request, asked: str, day: date) -> list[tuple[AgencyCard, str]]:
    """Agencies of that name or code which were no more on the day, each with what it is now."""
    wanted = Q()
    for word in fold(asked).split(" ")[:8]:
        wanted &= Q(search_key__contains=word)
    rows = policies.visible_agencies(request.actor).filter(wanted, valid_to__lte=day).order_by("-valid_to", "path")
    cards = [row.card() for row in rows[:_ENDED]]
    now = queries.carried_on_by(card.id for card in cards)
    return [(card, ", ".join(now.get(card.id, ()))) for card in cards]


def _groups(cards: list[AgencyCard]) -> list[tuple[str, list[AgencyCard]]]:
    """Cards by kind, in the order in which people think of them."""
    words = (
        (_("Tỉnh"), {AgencyKind.PROVINCE}),
        (_("Cơ quan cấp tỉnh"), {AgencyKind.DEPARTMENT, AgencyKind.PROVINCIAL_CENTRE}),
        (_("Cấp huyện (đến hết 30/6/2025)"), {AgencyKind.DISTRICT}),
        (_("Xã, phường"), {AgencyKind.COMMUNE}),
        (_("Đơn vị bên trong"), set(_UNITS)),
    )
    grouped = [(title, [card for card in cards if card.kind in kinds]) for title, kinds in words]
    return [(title, found) for title, found in grouped if found]


_CONFIRM = {
    "code": lambda: _("Mã định danh do hệ thống tạm đặt, chưa có danh mục của tỉnh."),
    "structure": lambda: _("Tên và tổ chức theo khung chung, chưa đối chiếu quyết định của tỉnh."),
}

"""What is done to an agency: set up, called otherwise, put elsewhere, ended; each from a day, by a decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import actions, forms, titles
from namkhong.foundation.organisations.forms import Entry, Form
from namkhong.foundation.organisations.models import Agency
from namkhong.foundation.organisations.types import AgencyKind, held_by
from namkhong.foundation.organisations.views import answering
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agency(request: Request) -> HttpResponseBase:
    """A new agency or unit below one that she administers."""
    now = clock.now()
    items = answering.agency_items(request, now)
    kinds = {kind.value: words for kind, words in titles.KIND_NAMES.items() if kind not in _NOT_NEW}
    form = Form(
        title=_("Thành lập cơ quan, đơn vị"),
        entries=(
            Entry("input", "name", _("Tên đầy đủ"), _("Ví dụ: Phòng Tư pháp xã Mường Phăng")),
            Entry("input", "short_name", _("Tên ngắn"), _("Để trống thì lấy theo tên đầy đủ"), optional=True),
            Entry("select", "kind", _("Loại"), items=(("", _("Chọn loại")), *kinds.items())),
            Entry("select", "agency", _("Trực thuộc"), items=items),
            Entry(
                "input", "code", _("Mã định danh"), _("Ví dụ H18.12; chưa có thì để trống"), optional=True, width="10"
            ),
            Entry("date", "valid_from", _("Hoạt động từ ngày")),
            _basis(),
        ),
        button=_("Thành lập"),
        back=reverse("admin_agencies"),
        back_text=_("Danh sách cơ quan"),
    )

    def deed() -> str:
        posted, gather = request.POST.dict(), forms.Gather()
        chosen: dict[str, Any] = {
            "kind": gather(lambda: forms.choice(posted, "kind", kinds)),
            "parent_id": gather(lambda: forms.chosen_id(posted, "agency", (int(pk) for pk, _name in items if pk))),
            "valid_from": gather(lambda: forms.needed_day(posted, "valid_from")),
        }
        gather.finish()
        actions.create_agency(
            **chosen,
            name=posted.get("name", ""),
            short_name=posted.get("short_name", ""),
            code=posted.get("code", ""),
            basis=posted.get("basis", ""),
            actor=request.actor,
            now=now,
        )
        return _("Đã ghi việc thành lập.")

    return answering.do(request, form, deed, now, "valid_from", {"agency": request.GET.get("thuoc", "")[:20]})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Request, agency_id: int) -> HttpResponseBase:
    """Another name from a day on; the old one is still found."""
    now = clock.now()
    row = answering.seen_agency(request, agency_id)
    entries = (
        Entry("input", "name", _("Tên đầy đủ")),
        Entry("input", "short_name", _("Tên ngắn"), _("Để trống thì lấy theo tên đầy đủ"), optional=True),
        Entry("date", "on", _("Gọi như vậy từ ngày")),
        _basis(),
    )
    form = _form(
        row, _("Đổi tên %(agency)s"), entries, _("Đổi tên"), (_("Tên cũ vẫn tra được và giữ trên giấy đã cấp."),)
    )

    def deed() -> str:
        posted = request.POST.dict()
        actions.rename_agency(
            agency_id=row.pk,
            name=posted.get("name", ""),
            short_name=posted.get("short_name", ""),
            on=forms.needed_day(posted, "on"),
            basis=posted.get("basis", ""),
            actor=request.actor,
            now=now,
        )
        return _("Đã ghi tên mới.")

    return answering.do(request, form, deed, now, "on", {"name": row.name, "short_name": row.short_name})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, agency_id: int) -> HttpResponseBase:
    """Under another agency from a day on, with everything below."""
    now = clock.now()
    row = answering.seen_agency(request, agency_id)
    items = tuple(item for item in answering.agency_items(request, now) if item[0] != str(row.pk))
    entries = (Entry("select", "parent", _("Trực thuộc"), items=items), Entry("date", "on", _("Từ ngày")), _basis())
    form = _form(row, _("Chuyển %(agency)s"), entries, _("Chuyển"), (_("Đơn vị trực thuộc và cán bộ chuyển theo."),))

    def deed() -> str:
        posted, gather = request.POST.dict(), forms.Gather()
        chosen: dict[str, Any] = {
            "parent_id": gather(lambda: forms.chosen_id(posted, "parent", (int(pk) for pk, _name in items if pk))),
            "on": gather(lambda: forms.needed_day(posted, "on")),
        }
        gather.finish()
        actions.move_agency(agency_id=row.pk, **chosen, basis=posted.get("basis", ""), actor=request.actor, now=now)
        return _("Đã ghi nơi trực thuộc mới.")

    return answering.do(request, form, deed, now, "on", {"parent": str(row.parent_id or "")})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, agency_id: int) -> HttpResponseBase:
    """No more from a day on."""
    now = clock.now()
    row = answering.seen_agency(request, agency_id)
    entries = (Entry("date", "on", _("Không còn từ ngày"), _("Ngày đầu tiên cơ quan không còn hoạt động.")), _basis())
    held = ", ".join(str(work) for work in held_by(agency_id=row.pk))
    intro = (
        _("Cán bộ, đơn vị trực thuộc và hồ sơ phải được chuyển đi trước. Lịch sử và mã cũ vẫn tra được."),
        *([_("Cơ quan đang giữ %(items)s.") % {"items": held}] if held else []),
    )
    form = _form(row, _("Kết thúc %(agency)s"), entries, _("Kết thúc cơ quan"), intro, "warn")

    def deed() -> str:
        actions.end_agency(
            agency_id=row.pk,
            on=forms.needed_day(request.POST.dict(), "on"),
            basis=request.POST.get("basis", ""),
            actor=request.actor,
            now=now,
        )
        return _("Đã ghi ngày kết thúc.")

    return answering.do(request, form, deed, now, "on")


_NOT_NEW = {AgencyKind.PROVINCE, AgencyKind.DISTRICT}


def _basis() -> Entry:
    return Entry("input", "basis", _("Quyết định"), _("Số, ký hiệu và ngày"))


def _form(
    row: Agency, title: str, entries: tuple[Entry, ...], button: str, intro: tuple[str, ...] = (), kind: str = "next"
) -> Form:
    return Form(
        title=title % {"agency": row.name},
        entries=entries,
        button=button,
        back=reverse("admin_agency", args=[row.pk]),
        back_text=row.name,
        intro=intro,
        kind=kind,
    )

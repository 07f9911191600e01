"""What is done to an official: a post more, a post less, a move, a lock, a new password, authority to sign."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import actions, forms, policies
from namkhong.foundation.organisations.errors import NoSuchPost
from namkhong.foundation.organisations.forms import Entry, Form
from namkhong.foundation.organisations.models import Authority, Official, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.views import answering
from namkhong.foundation.organisations.views.officials import password_page, post_entries, read_post
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add_post(request: Request, official_id: int) -> HttpResponseBase:
    """One post more; somebody managed elsewhere may be given a post here too."""
    now = clock.now()
    official = answering.seen_official(request, official_id, now)
    items = answering.agency_items(request, now)
    form = _form(official, _("Giao thêm vị trí cho %(name)s"), post_entries(items), _("Giao vị trí"))

    def deed() -> str:
        gather = forms.Gather()
        post = read_post(request.POST.dict(), items, gather)
        gather.finish()
        actions.appoint(official_id=official.pk, **post, actor=request.actor, now=now)
        return _("Đã giao vị trí.")

    return answering.do(request, form, deed, now, "valid_from")


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end_post(request: Request, official_id: int, post_id: int) -> HttpResponseBase:
    """From a day on the post is no longer held."""
    now = clock.now()
    official = answering.seen_official(request, official_id, now)
    post = _post(request, official, post_id)
    entries = (
        Entry("date", "on", _("Thôi giữ từ ngày"), _("Ngày đầu tiên cán bộ không còn giữ vị trí này.")),
        Entry("input", "reason", _("Quyết định hoặc lý do")),
        *answering.handing_over(post, now),
    )
    intro = (post.title,)
    form = _form(official, _("Kết thúc vị trí của %(name)s"), entries, _("Kết thúc vị trí"), intro, "warn")

    def deed() -> str:
        actions.end_appointment(
            post_id=post.pk,
            on=forms.needed_day(request.POST.dict(), "on"),
            reason=request.POST.get("reason", ""),
            work_to=answering.work_to(request.POST.dict(), post, now),
            actor=request.actor,
            now=now,
        )
        return _("Đã kết thúc vị trí.")

    return answering.do(request, form, deed, now, "on")


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, official_id: int, post_id: int) -> HttpResponseBase:
    """One post ends and another begins on the same day."""
    now = clock.now()
    official = answering.managed_official(request, official_id, now)
    post = _post(request, official, post_id)
    items = answering.agency_items(request, now)
    entries = (
        Entry("select", "agency", _("Chuyển đến"), items=items),
        Entry("select", "role", _("Vị trí mới"), items=(("", _("Chọn vị trí")), *forms.role_items())),
        Entry("select", "rank", _("Cấp bậc trong cơ quan"), items=forms.rank_items()),
        Entry("checkbox", "acting", _("Quyền cấp trưởng (ký “Q.”)")),
        Entry("date", "on", _("Từ ngày")),
        Entry("input", "basis", _("Quyết định điều động"), _("Số, ký hiệu và ngày")),
        *answering.handing_over(post, now),
    )
    intro = (_("Đang giữ: %(title)s.") % {"title": post.title},)
    form = _form(official, _("Chuyển công tác %(name)s"), entries, _("Chuyển"), intro)

    def deed() -> str:
        gather = forms.Gather()
        new = read_post(request.POST.dict(), items, gather, "on")
        work_to = gather(lambda: answering.work_to(request.POST.dict(), post, now))
        gather.finish()
        actions.move_official(
            official_id=official.pk,
            post_id=post.pk,
            reason=new.pop("basis"),
            work_to=work_to,
            **new,
            actor=request.actor,
            now=now,
        )
        return _("Đã ghi việc chuyển công tác.")

    return answering.do(request, form, deed, now, "on")


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: Request, official_id: int) -> HttpResponseBase:
    """She can no longer sign in."""
    now = clock.now()
    official = answering.managed_official(request, official_id, now)
    held = answering.held_sentence(official)
    intro = (_("Cán bộ sẽ bị đăng xuất ngay và không đăng nhập được nữa."), *([held, _returned()] if held else []))
    form = _form(official, _("Khóa tài khoản của %(name)s"), _reason(), _("Khóa tài khoản"), intro, "warn")

    def deed() -> str:
        actions.lock_official(
            official_id=official.pk, reason=request.POST.get("reason", ""), actor=request.actor, now=now
        )
        return _("Đã khóa tài khoản.")

    return answering.do(request, form, deed, now)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: Request, official_id: int) -> HttpResponseBase:
    """She may sign in again."""
    now = clock.now()
    official = answering.managed_official(request, official_id, now)
    form = _form(official, _("Mở khóa tài khoản của %(name)s"), _reason(), _("Mở khóa"))

    def deed() -> str:
        actions.unlock_official(
            official_id=official.pk, reason=request.POST.get("reason", ""), actor=request.actor, now=now
        )
        return _("Đã mở khóa tài khoản.")

    return answering.do(request, form, deed, now)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: Request, official_id: int) -> HttpResponseBase:
    """She must sign in again, wherever she was."""
    now = clock.now()
    official = answering.managed_official(request, official_id, now)
    intro = (_("Cán bộ bị đăng xuất ở mọi máy ngay lập tức và phải đăng nhập lại. Tài khoản không bị khóa."),)
    form = _form(official, _("Đăng xuất %(name)s ở mọi nơi"), _reason(), _("Đăng xuất ở mọi nơi"), intro, "warn")

    def deed() -> str:
        actions.sign_out_official(
            official_id=official.pk, reason=request.POST.get("reason", ""), actor=request.actor, now=now
        )
        return _("Đã đăng xuất cán bộ ở mọi nơi.")

    return answering.do(request, form, deed, now)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def password(request: Request, official_id: int) -> HttpResponseBase:
    """A one-time password, shown on the answer, once."""
    now = clock.now()
    official = answering.managed_official(request, official_id, now)
    intro = (_("Mật khẩu cũ hết hiệu lực ngay. Cán bộ phải đổi mật khẩu ở lần đăng nhập tới."),)
    form = _form(official, _("Cấp mật khẩu mới cho %(name)s"), _reason(), _("Cấp mật khẩu mới"), intro, "warn")
    if request.method != "POST":
        return answering.form_page(request, form)
    try:
        new = actions.new_password(
            official_id=official.pk, reason=request.POST.get("reason", ""), actor=request.actor, now=now
        )
    except Problem as problem:
        return answering.form_page(request, form, problem=problem)
    return password_page(request, official, new)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def give_authority(request: Request, official_id: int) -> HttpResponseBase:
    """Authority to sign for the head of an agency, from–to."""
    now = clock.now()
    official = answering.seen_official(request, official_id, now)
    posts = list(PostHolding.objects.filter(holding(clock.local_date(now)), official=official).select_related("agency"))
    above = {int(part) for post in posts for part in post.agency.path.strip("/").split("/")}
    agencies = policies.visible_agencies(request.actor).filter(pk__in=above).order_by("-path")
    given = {
        "TUQ.": _("TUQ. – thừa ủy quyền: có thời hạn, không giao lại cho người khác"),
        "TL.": _("TL. – thừa lệnh"),
        "KT.": _("KT. – ký thay người đứng đầu"),
        "TM.": _("TM. – thay mặt tập thể"),
    }
    entries = (
        Entry("select", "post", _("Ký với chức vụ"), items=tuple((str(post.pk), post.title) for post in posts)),
        Entry("select", "agency", _("Ký cho cơ quan"), items=tuple((str(row.pk), row.name) for row in agencies)),
        Entry("radios", "form", _("Hình thức"), items=tuple(given.items())),
        Entry("textarea", "scope", _("Được ký những gì"), _("Ví dụ: chứng thực bản sao từ bản chính")),
        Entry("input", "basis", _("Văn bản giao ký thay"), _("Số, ký hiệu và ngày")),
        Entry("date", "valid_from", _("Từ ngày")),
        Entry("date", "last_day", _("Đến hết ngày"), _("Bắt buộc với thừa ủy quyền"), optional=True),
    )
    form = _form(official, _("Giao ký thay cho %(name)s"), entries, _("Giao ký thay"))

    def deed() -> str:
        posted, gather = request.POST.dict(), forms.Gather()
        last = gather(lambda: forms.read_day(posted, "last_day", optional=True))
        chosen: dict[str, Any] = {
            "form": gather(lambda: forms.choice(posted, "form", given)),
            "agency_id": gather(lambda: forms.chosen_id(posted, "agency", (row.pk for row in agencies))),
            "holder_post_id": gather(lambda: forms.chosen_id(posted, "post", (post.pk for post in posts))),
            "valid_from": gather(lambda: forms.needed_day(posted, "valid_from")),
        }
        gather.finish()
        actions.give_authority(
            **chosen,
            scope=posted.get("scope", ""),
            basis=posted.get("basis", ""),
            valid_to=last + timedelta(days=1) if last else None,
            actor=request.actor,
            now=now,
        )
        return _("Đã giao ký thay.")

    return answering.do(request, form, deed, now, "valid_from", {"agency": official.home_id})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end_authority(request: Request, official_id: int, authority_id: int) -> HttpResponseBase:
    """From a day on it is no longer used."""
    now = clock.now()
    official = answering.seen_official(request, official_id, now)
    authority = Authority.objects.select_related("agency").filter(pk=authority_id, holder__official=official).first()
    if authority is None or not policies.inside(request.actor, authority.agency.path):
        raise NoSuchPost
    entries = (Entry("date", "on", _("Không dùng nữa từ ngày")), *_reason())
    intro = (f"{authority.form} {authority.agency.head_title} – {authority.scope}",)
    form = _form(official, _("Kết thúc ký thay của %(name)s"), entries, _("Kết thúc"), intro, "warn")

    def deed() -> str:
        actions.end_authority(
            authority_id=authority.pk,
            on=forms.needed_day(request.POST.dict(), "on"),
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            now=now,
        )
        return _("Đã kết thúc việc ký thay.")

    return answering.do(request, form, deed, now, "on")


def _form(
    official: Official,
    title: str,
    entries: tuple[Entry, ...],
    button: str,
    intro: tuple[str, ...] = (),
    kind: str = "next",
) -> Form:
    return Form(
        title=title % {"name": official.full_name},
        entries=entries,
        button=button,
        back=reverse("admin_official", args=[official.pk]),
        back_text=official.full_name,
        intro=intro,
        kind=kind,
    )


def _returned() -> str:
    return _(
        "Việc giao đích danh cho cán bộ sẽ trả về vị trí để người cùng vị trí làm tiếp. "
        "Vị trí không còn ai thì xin giao cho người khác."
    )


def _reason() -> tuple[Entry, ...]:
    return (Entry("textarea", "reason", _("Lý do"), _("Được ghi vào nhật ký cùng tên người thực hiện.")),)


def _post(request: Request, official: Official, post_id: int) -> PostHolding:
    post = PostHolding.objects.select_related("agency").filter(pk=post_id, official=official).first()
    if post is None or not policies.inside(request.actor, post.agency.path):
        raise NoSuchPost
    return post

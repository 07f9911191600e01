"""Officials: the list, one official, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import actions, forms, policies
from namkhong.foundation.organisations.forms import Entry, Form
from namkhong.foundation.organisations.models import Agency, Authority, Official, PostHolding
from namkhong.foundation.organisations.models.dated import holding, last_day
from namkhong.foundation.organisations.types import held_by, held_items
from namkhong.foundation.organisations.views import answering
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.pages import decode_cursor, encode_cursor
from namkhong.kernel.problems import Problem
from namkhong.kernel.text import fold, one_line
from namkhong.web import gates
from namkhong.web.http import Request

_PAGE = 50


@gates.official(Role.ADMINISTRATOR)
@require_safe
def officials(request: Request) -> HttpResponseBase:
    """Found by name without accents or by telephone number; by given name, page by page."""
    now = clock.now()
    asked = one_line(request.GET.get("q", ""))[:100]
    rows = policies.visible_officials(request.actor, now)
    home = _home(request)
    if home is not None:
        here = PostHolding.objects.filter(holding(clock.local_date(now)), agency__path__startswith=home.path)
        rows = rows.filter(Q(home__path__startswith=home.path) | Q(pk__in=here.values("official")))
    for word in fold(asked).split(" ")[:8] if asked else ():
        rows = rows.filter(Q(search_key__contains=word) | Q(phone__startswith=word))
    if cursor := request.GET.get("sau", ""):
        given, pk = decode_cursor(cursor, str, int)
        rows = rows.filter(Q(given_key__gt=given) | Q(given_key=given, pk__gt=pk))
    posts = Prefetch(
        "posts", PostHolding.objects.filter(holding(clock.local_date(now))).order_by("id"), to_attr="posts_today"
    )
    page = list(rows.select_related("home").prefetch_related(posts).order_by("given_key", "id")[: _PAGE + 1])
    following = ""
    if len(page) > _PAGE:
        page = page[:_PAGE]
        query = request.GET.copy()
        query["sau"] = encode_cursor(page[-1].given_key, page[-1].pk)
        following = f"?{query.urlencode()}"
    context = {"asked": asked, "home": home, "officials": page, "next_url": following, "later": bool(cursor)}
    return render(request, "organisations/admin/officials.html", context)


@gates.official(Role.ADMINISTRATOR)
@require_safe
def official(request: Request, official_id: int) -> HttpResponseBase:
    """One official: posts today and before, authority, what she holds, and what may be done."""
    now = clock.now()
    row = answering.seen_official(request, official_id, now)
    today = clock.local_date(now)
    posts = list(row.posts.select_related("agency").order_by("-valid_from", "-id"))
    authorities = Authority.objects.filter(holder__official=row).select_related("agency").order_by("-valid_from")
    record, words = audit.entries_of(("official", row.pk), limit=20), _record_words()
    held = held_by(account_id=row.account_id)
    context = {
        "official": row,
        "current": [post for post in posts if post.valid_to is None or post.valid_to > today],
        "past": [post for post in posts if post.valid_to is not None and post.valid_to <= today],
        "authorities": list(authorities),
        "today": today,
        "last_day": last_day,
        "record": [(entry, words.get(entry.action, "")) for entry in record if entry.action in words],
        "held": held,
        "items": held_items(account_id=row.account_id) if held else [],
        "manages": policies.manages(request.actor, row),
        "mine": row.account_id == request.actor.account_id,
        "may_end": {post.pk for post in posts if policies.inside(request.actor, post.agency.path)},
        "may_end_authority": {one.pk for one in authorities if policies.inside(request.actor, one.agency.path)},
    }
    return render(request, "organisations/admin/official.html", context)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_official(request: Request) -> HttpResponseBase:
    """A person with an account and a first post; the one-time password is on the answer, once."""
    now = clock.now()
    items = answering.agency_items(request, now)
    form = Form(
        title=_("Thêm cán bộ"),
        entries=(
            Entry("input", "full_name", _("Họ và tên")),
            Entry("input", "username", _("Tên đăng nhập"), _("Chữ thường không dấu, ví dụ tuong.qv"), width="20"),
            Entry("input", "phone", _("Số điện thoại"), optional=True, width="20", input_type="tel"),
            Entry("input", "email", _("Thư điện tử công vụ"), optional=True, input_type="email"),
            *post_entries(items),
        ),
        button=_("Thêm cán bộ và cấp mật khẩu"),
        back=reverse("admin_officials"),
        back_text=_("Danh sách cán bộ"),
    )
    initial = {"agency": request.GET.get("co-quan", "")[:20], "valid_from": forms.boxes(clock.local_date(now))}
    if request.method != "POST":
        return answering.form_page(request, form, initial=initial)
    try:
        created = _create(request, items)
    except Problem as problem:
        return answering.form_page(request, form, problem=problem)
    return password_page(request, Official.objects.get(pk=created.official_id), created.password)


def password_page(request: Request, row: Official, password: str) -> HttpResponse:
    """The one-time password; never kept, never cached."""
    return render(request, "organisations/admin/password.html", {"official": row, "password": password})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_official(request: Request, official_id: int) -> HttpResponseBase:
    """A corrected name, telephone number or e-mail address."""
    now = clock.now()
    row = answering.managed_official(request, official_id, now)
    form = Form(
        title=_("Sửa thông tin của %(name)s") % {"name": row.full_name},
        entries=(
            Entry("input", "full_name", _("Họ và tên")),
            Entry("input", "phone", _("Số điện thoại"), optional=True, width="20", input_type="tel"),
            Entry("input", "email", _("Thư điện tử công vụ"), optional=True, input_type="email"),
        ),
        button=_("Lưu"),
        back=reverse("admin_official", args=[row.pk]),
        back_text=row.full_name,
    )
    initial: dict[str, Any] = {"full_name": row.full_name, "phone": row.phone, "email": row.email}
    if request.method != "POST":
        return answering.form_page(request, form, initial=initial)
    try:
        actions.update_official(
            official_id=row.pk,
            full_name=request.POST.get("full_name", ""),
            phone=request.POST.get("phone", ""),
            email=request.POST.get("email", ""),
            actor=request.actor,
            now=now,
        )
    except Problem as problem:
        return answering.form_page(request, form, problem=problem)
    messages.success(request, _("Đã lưu."))
    return HttpResponseRedirect(form.back)


def post_entries(items: tuple[tuple[str, str], ...]) -> tuple[Entry, ...]:
    """The controls of a post."""
    return (
        Entry("select", "agency", _("Cơ quan, đơn vị"), items=items),
        Entry("select", "role", _("Vị trí công tác"), items=(("", _("Chọn vị trí")), *forms.role_items())),
        Entry("select", "rank", _("Cấp bậc trong cơ quan"), items=forms.rank_items()),
        Entry("checkbox", "acting", _("Quyền cấp trưởng (ký “Q.”)")),
        Entry("date", "valid_from", _("Từ ngày")),
        Entry("input", "basis", _("Quyết định"), _("Số, ký hiệu và ngày"), optional=True),
    )


@transaction.atomic
def _create(request: Request, items: tuple[tuple[str, str], ...]) -> actions.NewOfficial:
    """The official and her first post, both or neither."""
    posted, now = request.POST.dict(), clock.now()
    person = {name: posted.get(name, "") for name in ("full_name", "phone", "email", "username")}
    gather = forms.Gather()
    gather(lambda: actions.check_person(**person))
    post = read_post(posted, items, gather)
    gather.finish()
    created = actions.create_official(
        **person, home_id=actions.home_of(post["agency_id"]), actor=request.actor, now=now
    )
    actions.appoint(official_id=created.official_id, **post, actor=request.actor, now=now)
    return created


def read_post(
    posted: dict[str, str], items: tuple[tuple[str, str], ...], gather: forms.Gather, day: str = "valid_from"
) -> dict[str, Any]:
    """What was chosen for a post; what is wrong is kept in ``gather``."""
    return {
        "agency_id": gather(lambda: forms.chosen_id(posted, "agency", (int(value) for value, _t in items if value))),
        "role": gather(lambda: forms.choice(posted, "role", (role.value for role in Role))),
        "rank": gather(lambda: forms.read_rank(posted)),
        "acting": posted.get("acting") == "1",
        day: gather(lambda: forms.needed_day(posted, day)),
        "basis": posted.get("basis", ""),
    }


def _record_words() -> dict[str, str]:
    return {
        "organisations.official_created": _("Thêm cán bộ"),
        "organisations.official_updated": _("Sửa thông tin"),
        "organisations.official_locked": _("Khóa tài khoản"),
        "organisations.official_unlocked": _("Mở khóa tài khoản"),
        "organisations.official_signed_out": _("Đăng xuất ở mọi nơi"),
        "organisations.official_new_password": _("Cấp mật khẩu mới"),
    }


def _home(request: Request) -> Agency | None:
    pk = forms.read_id(request.GET.get("co-quan", ""))
    return policies.visible_agencies(request.actor).filter(pk=pk).first() if pk is not None else None

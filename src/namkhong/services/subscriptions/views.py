"""The province's administrator sees who is told what, how it fares, and helps: pause, go on, send again."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.kernel.text import one_line
from namkhong.services.subscriptions import actions, policies, queries
from namkhong.services.subscriptions.errors import NoSuchClient
from namkhong.services.subscriptions.states import KINDS, SubscriptionState
from namkhong.services.subscriptions.types import NewSecret, SubscriptionCard
from namkhong.web import gates
from namkhong.web.http import Request

_STATES: Final[dict[str, tuple[Promise, str]]] = {
    SubscriptionState.ACTIVE: (gettext_lazy("Đang gửi"), "ok"),
    SubscriptionState.PAUSED: (gettext_lazy("Tạm dừng"), "late"),
}
_RESTING: Final = (gettext_lazy("Máy nhận đang lỗi, chờ gửi lại"), "soon")


def _state(card: SubscriptionCard, now: datetime) -> tuple[Promise, str]:
    resting = card.state == SubscriptionState.ACTIVE and card.rest_until is not None and card.rest_until > now
    return _RESTING if resting else _STATES[card.state]


@gates.official(Role.ADMINISTRATOR)
@require_safe
def subscriptions(request: Request) -> HttpResponse:
    """Every subscription."""
    page = queries.subscriptions(request.actor, request.GET.get("tiep", ""))
    now = clock.now()
    context = {
        "rows": [(card, *_state(card, now)) for card in page.items],
        "next": page.next,
        "first": "tiep" not in request.GET,
    }
    return render(request, "subscriptions/admin/subscriptions.html", context)


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_subscription(request: Request) -> HttpResponse:
    """For a connected system that cannot do it through the API itself; its secret is shown once."""
    policies.require_reader(request.actor)
    if request.method != "POST":
        return _new(request, {})
    chosen = request.POST.get("client", "")
    try:
        made = actions.subscribe(
            account_id=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None,
            url=request.POST.get("url", ""),
            kinds=request.POST.getlist("kinds"),
            actor=request.actor,
            now=clock.now(),
        )
    except NoSuchClient as problem:
        return _new(request, {"client": str(problem)}, 422)
    except (Invalid, Conflict) as problem:
        fields = {name: str(words) for name, words in problem.fields.items()}
        return _new(request, fields or {"url": str(problem)}, problem.status)
    return _secret(request, made)


def _new(request: Request, errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {
        "errors": errors,
        "clients": queries.clients(),
        "kinds": [(name, str(kind.words)) for name, kind in KINDS.items()],
        "typed": {name: request.POST.get(name, "") for name in ("client", "url")},
        "chosen": request.POST.getlist("kinds") if request.method == "POST" else list(KINDS),
    }
    return render(request, "subscriptions/admin/new.html", context, status=status)


def _secret(request: Request, made: NewSecret) -> HttpResponse:
    card = queries.one(made.subscription_id, request.actor)
    answer = render(request, "subscriptions/admin/secret.html", {"card": card, "secret": made.secret})
    answer["Cache-Control"] = "no-store"
    return answer


@gates.official(Role.ADMINISTRATOR)
@require_safe
def subscription(request: Request, public_id: UUID) -> HttpResponse:
    """One subscription with its last notices."""
    return _page(request, public_id)


def _page(request: Request, public_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    policies.require_reader(request.actor)
    now, waiting = clock.now(), "cho" in request.GET
    card = queries.one(public_id, request.actor)
    page = queries.notices(card.id, request.GET.get("tiep", ""), waiting=waiting)
    context: dict[str, Any] = {
        "card": card,
        "state": _state(card, now),
        "kinds": [str(kind.words) for name, kind in KINDS.items() if name in card.kinds],
        "page": page,
        "waiting": waiting,
        "first": "tiep" not in request.GET,
        "paused": card.state == SubscriptionState.PAUSED,
        "elevated": request.actor.elevated(now),
        "moment_now": now,
        "errors": errors or {},
        "typed": {"reason": request.POST.get("reason", "")},
        "since": {part: request.POST.get(f"since-{part}", "") for part in ("day", "month", "year")},
    }
    return render(request, "subscriptions/admin/subscription.html", context, status=status)


@gates.official(Role.ADMINISTRATOR)
@require_safe
def notice(request: Request, public_id: UUID, notice_id: UUID) -> HttpResponse:
    """One notice and every try."""
    policies.require_reader(request.actor)
    card = queries.one(public_id, request.actor)
    line, tries = queries.notice(card.id, notice_id)
    context = {
        "card": card,
        "line": line,
        "tries": tries,
        "elevated": request.actor.elevated(clock.now()),
    }
    return render(request, "subscriptions/admin/notice.html", context)


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def pause(request: Request, public_id: UUID) -> HttpResponse:
    """Send nothing for the time being, for a reason."""
    reason = one_line(request.POST.get("reason", ""))[:500]
    if not reason:
        return _page(request, public_id, {"reason": _("Xin ghi lý do tạm dừng.")}, 422)
    actions.pause(public_id=public_id, reason=reason, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã tạm dừng. Tin mới vẫn được ghi lại và gửi khi tiếp tục."))
    return _back(public_id)


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def resume(request: Request, public_id: UUID) -> HttpResponse:
    """Send again."""
    actions.resume(public_id=public_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã gửi tiếp, bắt đầu từ các tin còn chờ."))
    return _back(public_id)


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def try_out(request: Request, public_id: UUID) -> HttpResponse:
    """Send a notice about nothing."""
    made = actions.try_out(public_id=public_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã xếp một tin thử. Tải lại trang sau ít giây để xem máy nhận trả lời gì."))
    return HttpResponseRedirect(reverse("subscription_notice", kwargs={"public_id": public_id, "notice_id": made}))


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def replay(request: Request, public_id: UUID) -> HttpResponse:
    """Send everything again since a day."""
    day = clock.typed_day(clock.day_boxes(request.POST, "since"))
    if day is None:
        return _page(request, public_id, {"since": _("Xin ghi đủ ngày, tháng, năm.")}, 422)
    since = datetime.combine(day, time.min, tzinfo=clock.VIETNAM)
    try:
        count = actions.replay(public_id=public_id, since=since, actor=request.actor, now=clock.now())
    except Invalid as problem:
        return _page(request, public_id, {name: str(words) for name, words in problem.fields.items()}, 422)
    messages.success(request, _("Đã xếp %(count)d tin để gửi lại.") % {"count": count})
    return _back(public_id)


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def send_again(request: Request, public_id: UUID, notice_id: UUID) -> HttpResponse:
    """Send one notice again."""
    actions.send_again(public_id=public_id, notice_id=notice_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã xếp tin để gửi lại."))
    return HttpResponseRedirect(reverse("subscription_notice", kwargs={"public_id": public_id, "notice_id": notice_id}))


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def renew_secret(request: Request, public_id: UUID) -> HttpResponse:
    """A new secret, shown once."""
    return _secret(request, actions.renew_secret(public_id=public_id, actor=request.actor, now=clock.now()))


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def unsubscribe(request: Request, public_id: UUID) -> HttpResponse:
    """Tell it nothing more."""
    actions.unsubscribe(public_id=public_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã hủy đăng ký nhận tin."))
    return HttpResponseRedirect(reverse("subscriptions"))


def _back(public_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("subscription", kwargs={"public_id": public_id}))

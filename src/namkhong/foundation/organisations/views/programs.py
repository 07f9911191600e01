"""Programs of other systems that are let in: for which agency, for what, since when; a new secret, stopped, let in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as clients
from namkhong.foundation.accounts.types import SCOPES, ApiClientCard, NewSecret
from namkhong.foundation.organisations import policies, queries
from namkhong.foundation.organisations.errors import NoSuchProgram, SecretAlreadyRenewed
from namkhong.foundation.organisations.models.dated import holding
from namkhong.kernel import clock
from namkhong.kernel.actor import Role, Scope
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.kernel.text import one_line
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.ADMINISTRATOR)
@require_safe
def programs(request: Request) -> HttpResponse:
    """All of them, with the last token each was given."""
    policies.require_province_seen(request.actor)
    cards = clients.api_clients()
    used = clients.last_tokens([card.id for card in cards])
    names = _agency_names()
    rows = [(card, names.get(card.agency_key, card.agency_key), used.get(card.id)) for card in cards]
    return render(request, "organisations/admin/programs.html", {"rows": rows})


@gates.official(Role.ADMINISTRATOR, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_program(request: Request) -> HttpResponseBase:
    """Let a program in; the answer shows its secret, once."""
    now = clock.now()
    policies.require_province_seen(request.actor)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            made = _register(request, now)
            return _secret(request, made, _("Đã cho %s kết nối") % one_line(request.POST.get("name", "")))
        except (Invalid, Conflict) as problem:
            status = problem.status
            errors = {name: str(sentence) for name, sentence in problem.fields.items()} or {"client_id": str(problem)}
    context = {
        "typed": request.POST.dict(),
        "chosen": request.POST.getlist("scopes"),
        "scopes": [(scope.value, str(words)) for scope, words in SCOPES.items()],
        "agencies": [("", _("Không gắn với cơ quan nào")), *_agency_items(request, now)],
        "errors": errors,
    }
    return render(request, "organisations/admin/program_new.html", context, status=status)


def _register(request: Request, now: datetime) -> NewSecret:
    posted = request.POST
    name = one_line(posted.get("name", ""))[:200]
    agency_key = posted.get("agency", "")
    wanted = posted.getlist("scopes")
    errors = {}
    if not name:
        errors["name"] = _("Xin ghi tên hệ thống kết nối, ví dụ “Cổng Dịch vụ công quốc gia”.")
    if not wanted:
        errors["scopes"] = _("Xin chọn ít nhất một việc được làm.")
    if agency_key not in {"", *(key for key, _name in _agency_items(request, now))}:
        errors["agency"] = _("Xin chọn cơ quan trong danh sách.")
    elif not agency_key and any(_needs_agency(scope) for scope in wanted):
        errors["agency"] = _("Đọc và chuyển hồ sơ phải gắn với một cơ quan. Xin chọn cơ quan.")
    if errors:
        raise Invalid(_("Xin sửa các mục dưới đây."), fields=errors)
    return accounts.register_api_client(
        client_id=posted.get("client_id", "").strip(),
        name=name,
        scopes=wanted,
        agency_key=agency_key,
        actor=request.actor,
        now=now,
    )


def _needs_agency(scope: str) -> bool:
    return scope == Scope.READ or scope.startswith("dossiers:move:")


@gates.official(Role.ADMINISTRATOR)
@require_safe
def program(request: Request, client_id: str) -> HttpResponse:
    """One program: what it may do, its last tokens, and the two deeds."""
    return _page(request, _card(request, client_id))


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
@never_cache
def renew_secret(request: Request, client_id: str) -> HttpResponseBase:
    """A new secret, shown once; the page sent twice renews once."""
    card = _card(request, client_id)
    if request.POST.get("rotated", "") != card.rotated_at.isoformat():
        return _page(request, card, str(SecretAlreadyRenewed()), 409)
    made = accounts.rotate_secret(client_id=card.client_id, actor=request.actor, now=clock.now())
    return _secret(request, made, _("Khóa bí mật mới của %s") % card.name)


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def switch_program(request: Request, client_id: str) -> HttpResponseBase:
    """Stopped, or let in again, with a reason."""
    card = _card(request, client_id)
    reason = one_line(request.POST.get("reason", ""))[:300]
    if not reason:
        return _page(request, card, _("Xin ghi lý do."), 422)
    active = request.POST.get("active", "") == "1"
    accounts.switch_api_client(
        client_id=card.client_id, active=active, reason=reason, actor=request.actor, now=clock.now()
    )
    done = _("Đã cho kết nối lại.") if active else _("Đã ngừng kết nối. Mọi khóa truy cập đã hết hiệu lực.")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("admin_program", kwargs={"client_id": card.client_id}))


def _card(request: Request, client_id: str) -> ApiClientCard:
    policies.require_province_seen(request.actor)
    found = next((card for card in clients.api_clients() if card.client_id == client_id), None)
    if found is None:
        raise NoSuchProgram
    return found


def _page(request: Request, card: ApiClientCard, wrong: str = "", status: int = 200) -> HttpResponse:
    names = _agency_names()
    known = {scope.value: str(words) for scope, words in SCOPES.items()}
    context: dict[str, Any] = {
        "card": card,
        "agency": names.get(card.agency_key, card.agency_key),
        "scopes": [known.get(scope, scope) for scope in card.scopes],
        "used": clients.last_tokens([card.id]).get(card.id),
        "rotated": card.rotated_at.isoformat(),
        "reason": request.POST.get("reason", ""),
        "wrong": wrong,
        "elevated": request.actor.elevated(clock.now()),
    }
    return render(request, "organisations/admin/program.html", context, status=status)


def _secret(request: Request, made: NewSecret, title: str) -> HttpResponse:
    return render(request, "organisations/admin/program_secret.html", {"made": made, "title": title})


def _agency_items(request: Request, now: datetime) -> list[tuple[str, str]]:
    rows = policies.visible_agencies(request.actor).filter(holding(clock.local_date(now))).exclude(code="")
    return sorted(((row.code, row.name) for row in rows), key=lambda item: tuple(item[0].split(".")))


def _agency_names() -> dict[str, str]:
    return {card.code: card.name for card in queries.agencies()}

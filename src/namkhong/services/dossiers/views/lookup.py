"""Looking up without signing in: the stage by code, the way with the secret of form 01."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.accounts import actions as accounts
from namkhong.kernel import clock, text
from namkhong.kernel.codes import parse_dossier_code
from namkhong.services.dossiers import queries
from namkhong.web import gates
from namkhong.web.http import Request, address_of

PER_ADDRESS = (30, 600)  # thirty questions in ten minutes from one address
PER_CODE = (10, 3_600)  # ten secrets an hour for one code, from wherever


@gates.public
@require_http_methods(["GET", "POST"])
def lookup(request: Request) -> HttpResponse:
    """Ask by code; with the secret, see the way. The QR of form 01 opens this page with both."""
    asked = request.POST if request.method == "POST" else request.GET
    code = text.one_line(asked.get("ma", ""))[:60].upper()
    secret = text.one_line(asked.get("bm", ""))[:20]
    context: dict[str, object] = {"code": code, "secret": secret, "told": None, "stage": None, "errors": {}}
    if code or request.method == "POST":
        context |= _answer(request, code, secret)
    return render(request, "dossiers/citizen/lookup.html", context, status=422 if context["errors"] else 200)


def _answer(request: Request, code: str, secret: str) -> dict[str, object]:
    if parse_dossier_code(code) is None:
        return {"errors": {"ma": _("Số hồ sơ chưa đúng. Xin ghi như trên Giấy tiếp nhận, ví dụ H18.35-261123-0001.")}}
    now = clock.now()
    limit, seconds = PER_ADDRESS
    accounts.spend(f"lookup:{_hashed(address_of(request))}", limit=limit, seconds=seconds, now=now)
    if secret:
        limit, seconds = PER_CODE
        accounts.spend(f"lookup-secret:{_hashed(code)}", limit=limit, seconds=seconds, now=now)
        told = queries.with_secret(code, secret, now=now)
        if told is None:
            return {"errors": {"bm": _("Số hồ sơ hoặc mã bí mật chưa đúng. Xin xem lại trên Giấy tiếp nhận.")}}
        return {"told": told, "agency_now": queries.agency_now(code)}
    stage = queries.public_stage(code)
    if stage is None:
        return {"errors": {"ma": _("Không có hồ sơ mang số này. Xin xem lại số ghi trên Giấy tiếp nhận.")}}
    return {"stage": stage, "agency_now": queries.agency_now(code)}


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]

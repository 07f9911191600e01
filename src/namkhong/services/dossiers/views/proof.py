"""The proof that nothing was back-dated, as a small file: for who may see the dossier, and for who has its secret."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.accounts import actions as accounts
from namkhong.kernel import clock, text
from namkhong.kernel.codes import parse_dossier_code
from namkhong.services.dossiers import queries
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.views.lookup import PER_ADDRESS, PER_CODE
from namkhong.web import gates
from namkhong.web.http import Request, address_of


@gates.signed_in
@require_safe
def proof(request: Request, code: str) -> HttpResponse:
    """Her own dossier, or one an official works on."""
    return _file(queries.by_code(code, request.actor))


@gates.public
@require_POST
def lookup_proof(request: Request) -> HttpResponse:
    """Whoever holds form 01: the code and the secret printed on it."""
    code = text.one_line(request.POST.get("ma", ""))[:60].upper()
    if parse_dossier_code(code) is None:
        raise NoSuchDossier
    now = clock.now()
    for key, (limit, seconds) in (
        (f"lookup:{_hashed(address_of(request))}", PER_ADDRESS),
        (f"lookup-secret:{_hashed(code)}", PER_CODE),
    ):
        accounts.spend(key, limit=limit, seconds=seconds, now=now)
    found = queries.dossier_with_secret(code, text.one_line(request.POST.get("bm", ""))[:20])
    if found is None:
        raise NoSuchDossier
    return _file(found)


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def _file(found: Dossier) -> HttpResponse:
    made = queries.proof(found, log=settings.SITE_URL + reverse("public_log"))
    body = json.dumps(made, ensure_ascii=False, indent=1)
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kiem-chung-{found.code}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer

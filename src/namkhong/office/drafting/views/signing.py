"""Signing: the list of what waits, the document first, then the key. The văn thư's seal is the same page with the agency's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.signatures import queries as signatures
from namkhong.foundation.signatures.types import CertificateCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Problem, Unavailable
from namkhong.office.drafting import actions, forms, policies, queries
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.policies import Ability
from namkhong.web import gates
from namkhong.web.http import Request

Signing = Callable[[int, str], Any]


@gates.official(*policies.SIGNING)
@require_safe
def to_sign(request: Request) -> HttpResponse:
    """What waits for her signature or her initials, the oldest first."""
    page = queries.to_sign(request.actor, request.GET.get("tiep", ""), now=clock.now())
    here = reverse("to_sign")
    context = {
        "page": page,
        "following": f"{here}?tiep={page.next}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "drafting/officer/to_sign.html", context)


@gates.official(*policies.SIGNING)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, public_id: UUID) -> HttpResponse:
    """The document, then the key and the PIN."""
    found = policies.require(request.actor, Ability.SIGN, queries.by_id(public_id, request.actor))
    keys = signatures.usable_certificates(request.actor, now=clock.now())

    def do(certificate: int, secret: str) -> Any:
        return actions.sign(
            draft_ids=[found.pk], certificate_id=certificate, secret=secret, actor=request.actor, now=clock.now()
        )[found.pk]

    return answered(request, found, keys, do, back="to_sign", title=_("Ký văn bản"), done=_("Đã ký."))


@gates.official(*policies.KEEPING)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: Request, public_id: UUID) -> HttpResponse:
    """The agency's signature, by its văn thư."""
    found = policies.require(request.actor, Ability.SEAL, queries.by_id(public_id, request.actor))
    keys = signatures.usable_certificates(request.actor, agency_id=found.agency_id, now=clock.now())

    def do(certificate: int, secret: str) -> Any:
        return actions.seal(
            draft_ids=[found.pk], certificate_id=certificate, secret=secret, actor=request.actor, now=clock.now()
        )[found.pk]

    return answered(
        request, found, keys, do, back="clerk_morning", title=_("Ký số của cơ quan"), done=_("Đã ký số của cơ quan.")
    )


def answered(
    request: Request,
    found: Draft,
    keys: list[CertificateCard],
    do: Signing,
    *,
    back: str,
    title: str,
    done: str,
) -> HttpResponse:
    """The page, or what became of the PIN that was typed; the PIN is never shown again."""
    context: dict[str, Any] = {
        "draft": found,
        "title": title,
        "back": reverse(back),
        "document": reverse("draft_preview", kwargs={"public_id": found.public_id}),
        "subject": f"{found.type_name} {found.number}".strip(),
        "keys": [
            (one.id, _("%(name)s, hạn %(day)s") % {"name": one.subject, "day": f"{clock.local(one.valid_to):%d/%m/%Y}"})
            for one in keys
        ],
        "errors": {},
        "conflict": "",
    }
    if request.method != "POST":
        return render(request, "drafting/officer/sign.html", context)
    return tried(request, context, do, back=back, done=done)


def tried(request: Request, context: dict[str, Any], do: Signing, *, back: str, done: str) -> HttpResponse:
    """Ask the key."""
    wrong = {}
    certificate = forms.number(request.POST, "key")
    if certificate is None:
        wrong["key"] = _("Xin chọn chứng thư chữ ký số.")
    secret = request.POST.get("pin", "")
    if not secret:
        wrong["pin"] = _("Xin nhập mã PIN.")
    if request.POST.get("read") != "1":
        wrong["read"] = _("Xin mở đọc văn bản trước khi ký.")
    if wrong or certificate is None:
        return render(request, "drafting/officer/sign.html", context | {"errors": wrong}, status=422)
    try:
        answer = do(certificate, secret)
        if isinstance(answer, Problem):
            raise answer
    except (Invalid, Conflict, Forbidden, Unavailable) as problem:
        told = {"errors": {"pin": str(problem)}} if isinstance(problem, Invalid) else {"conflict": str(problem)}
        return render(request, "drafting/officer/sign.html", context | told, status=problem.status)
    messages.success(request, done)
    return HttpResponseRedirect(reverse(back))

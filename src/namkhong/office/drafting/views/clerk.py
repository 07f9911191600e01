"""The văn thư's morning: five heaps, and each as a list. And copies of registered documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.files import queries as files
from namkhong.foundation.signatures import queries as signatures
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.office.documents import queries as documents
from namkhong.office.drafting import actions, forms, policies, queries
from namkhong.office.drafting.errors import Missing
from namkhong.office.drafting.queries.morning import HEAPS, DeliveryLine, Heap
from namkhong.office.drafting.types import COPIES, CopyKind
from namkhong.office.drafting.views.signing import tried
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.KEEPING)
@require_safe
def morning(request: Request) -> HttpResponse:
    """Five heaps with their counts."""
    context = {"heaps": [(one.value, words, count) for one, words, count in queries.heaps(request.actor)]}
    return render(request, "drafting/officer/morning.html", context)


@gates.official(*policies.KEEPING)
@require_safe
def heap(request: Request, name: str) -> HttpResponse:
    """One heap, what has lain longest first."""
    try:
        one = Heap(name)
    except ValueError as error:
        raise Http404 from error
    page = queries.heap(request.actor, one, request.GET.get("tiep", ""), now=clock.now())
    here = reverse("clerk_heap", kwargs={"name": one.value})
    context = {
        "heap": one.value,
        "title": str(HEAPS[one]),
        "page": page,
        "receivers": bool(page.items) and isinstance(page.items[0], DeliveryLine),
        "following": f"{here}?tiep={page.next}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "drafting/officer/heap.html", context)


@gates.official(*policies.KEEPING)
@require_safe
def copies(request: Request) -> HttpResponse:
    """The copies the agency made, the newest first."""
    page = queries.copies(request.actor, request.GET.get("tiep", ""))
    here = reverse("copies")
    context = {
        "page": page,
        "kinds": {one.value: str(words) for one, words in COPIES.items()},
        "following": f"{here}?tiep={page.next}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "drafting/officer/copies.html", context)


@gates.official(*policies.KEEPING)
@require_http_methods(["GET", "HEAD", "POST"])
def new_copy(request: Request, public_id: UUID) -> HttpResponse:
    """Choose the kind of copy of a registered document."""
    card = documents.card_by_public_id(public_id, request.actor)
    policies.require_clerk(request.actor, card.agency_id)
    context: dict[str, Any] = {
        "document": card,
        "kinds": [(one.value, str(words)) for one, words in COPIES.items()],
        "posted": {"token": str(uuid4())},
        "errors": {},
    }
    if request.method != "POST":
        return render(request, "drafting/officer/copy_new.html", context)
    try:
        made = actions.make_copy(
            document_id=card.id,
            kind=_kind(request.POST.get("kind", "")),
            pages=forms.line(request.POST, "pages", 100),
            token=forms.token(request.POST),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        wrong = forms.fields_of(problem)
        context |= {
            "posted": request.POST,
            "errors": {name or "kind": one for name, one in wrong.items()},
        }
        return render(request, "drafting/officer/copy_new.html", context, status=422)
    return HttpResponseRedirect(reverse("copy_sign", kwargs={"public_id": made.public_id}))


def _kind(given: str) -> CopyKind:
    try:
        return CopyKind(given)
    except ValueError as error:
        raise Missing({"kind": _("Xin chọn sao y, trích sao hay sao lục.")}) from error


@gates.official(*policies.KEEPING)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_copy(request: Request, public_id: UUID) -> HttpResponse:
    """The agency's signature on a copy, at the top right."""
    row = queries.copy_of(public_id, request.actor)
    if row.signed_at is not None:
        messages.info(request, _("Bản sao này đã được ký số."))
        return HttpResponseRedirect(reverse("copies"))
    keys = signatures.usable_certificates(request.actor, agency_id=row.agency_id, now=clock.now())
    context = {
        "draft": row,
        "title": _("Ký số bản sao"),
        "back": reverse("copies"),
        "document": reverse("copy_file", kwargs={"public_id": row.public_id}),
        "subject": f"{COPIES[CopyKind(row.kind)]} {row.number}",
        "keys": [(one.id, one.subject) for one in keys],
        "errors": {},
        "conflict": "",
    }
    if request.method != "POST":
        return render(request, "drafting/officer/sign.html", context)

    def do(certificate: int, secret: str) -> Any:
        return actions.sign_copy(
            copy_ids=[row.pk], certificate_id=certificate, secret=secret, actor=request.actor, now=clock.now()
        )[row.pk]

    return tried(request, context, do, back="copies", done=_("Đã ký số bản sao."))


@gates.official(*policies.KEEPING)
@require_safe
def copy_file(request: Request, public_id: UUID) -> HttpResponse:
    """The newest file of a copy, by a link for this official."""
    row = queries.copy_of(public_id, request.actor)
    file_id = signatures.newest_file(row.signed_document)
    return HttpResponseRedirect(files.link(file_id, actor=request.actor, now=clock.now()))

"""One document: its fields, its files, what it is to others, what happened to it; voiding its number, adding files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.audit.types import EntryCard
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as stored
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.office.documents import actions, forms, policies, queries
from namkhong.office.documents.policies import Ability
from namkhong.office.documents.types import (
    DIRECTIONS,
    ROLES,
    STATES,
    URGENCIES,
    Direction,
    DocumentCard,
    DocumentState,
    FileLink,
)
from namkhong.web import gates
from namkhong.web.http import Request
from namkhong.web.words import moment


@gates.official()
@require_safe
def one(request: Request, public_id: UUID) -> HttpResponse:
    """One document, for who may know of it."""
    return _shown(request, queries.card_by_public_id(public_id, request.actor))


@gates.official(*policies.KEEPING)
@require_POST
def void(request: Request, public_id: UUID) -> HttpResponse:
    """Void its number, with the reason."""
    card = queries.card_by_public_id(public_id, request.actor)
    reason = forms.words(request.POST, "reason")
    try:
        actions.void(document_id=card.id, reason=reason, actor=request.actor, now=clock.now())
    except Invalid as problem:
        return _shown(request, card, errors=forms.fields_of(problem), status=422)
    except Conflict as problem:
        return _shown(request, card, conflict=str(problem), status=409)
    messages.success(request, _("Đã hủy số %(number)s. Dòng này ở lại trong sổ với lý do.") % {"number": card.shown})
    return HttpResponseRedirect(reverse("document", args=[public_id]))


@gates.official(*policies.KEEPING)
@require_POST
def attach(request: Request, public_id: UUID) -> HttpResponse:
    """Add files: the scan of the paper, an annex."""
    card, now = queries.card_by_public_id(public_id, request.actor), clock.now()
    role = request.POST.get("role", "")
    try:
        if role not in ROLES:
            raise Invalid("", fields={"role": _("Xin chọn tệp này là gì.")})
        kept = files.take_posted(
            uploads=request.FILES.getlist("files"),
            stored_ids=request.POST.getlist("files__stored"),
            actor=request.actor,
            now=now,
            purpose="documents.file",
        )
        if not kept:
            raise Invalid("", fields={"files": _("Xin chọn tệp.")})
        links = [FileLink(file.id, role, file.name) for file in kept]  # type: ignore[arg-type]
        actions.attach(document_id=card.id, files=links, actor=request.actor, now=now)
    except Invalid as problem:
        errors = forms.fields_of(problem)
        errors = {"files" if name == "" else name: sentence for name, sentence in errors.items()}
        return _shown(request, card, errors=errors, status=422)
    except Conflict as problem:
        return _shown(request, card, conflict=str(problem), status=409)
    messages.success(request, _("Đã thêm tệp vào văn bản %(number)s.") % {"number": card.shown})
    return HttpResponseRedirect(reverse("document", args=[public_id]))


def _shown(
    request: Request, card: DocumentCard, *, errors: dict[str, str] | None = None, conflict: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    found = queries.card(card.id, request.actor)
    lines = queries.files_of(card.id)
    known = stored.files(line.file_id for line in lines)
    context: dict[str, Any] = {
        "document": found,
        "incoming": found.direction is Direction.IN,
        "direction": str(DIRECTIONS[found.direction]),
        "state": str(STATES[found.state]),
        "ended": found.state is not DocumentState.REGISTERED,
        "urgency": str(URGENCIES[found.urgency]) if found.urgency else "",
        "book": queries.book(found.book_id, request.actor)
        if found.agency_id in policies.read_by(request.actor)
        else None,
        "files": [
            (
                str(ROLES[line.role]),
                line.name,
                stored.link(line.file_id, actor=request.actor, now=now),
                known[line.file_id],
            )
            for line in lines
            if line.file_id in known
        ],
        "links": _links(request, found.id),
        "history": [_told(entry) for entry in queries.history(found.id)],
        "can": _can(request, found),
        "roles": [(key, str(words)) for key, words in ROLES.items()],
        "accept": stored.accept(),
        "errors": errors or {},
        "conflict": conflict,
        "posted": request.POST,
    }
    return render(request, "documents/officer/document.html", context, status=status)


def _can(request: Request, card: DocumentCard) -> frozenset[Ability]:
    if card.agency_id not in policies.kept_by(request.actor) or card.state is DocumentState.VOIDED:
        return frozenset()
    return frozenset({Ability.ATTACH} | ({Ability.VOID} if card.state is DocumentState.REGISTERED else set()))


def _links(request: Request, document_id: int) -> list[tuple[str, DocumentCard, bool]]:
    """What it is to others; a document that is not for this reader is named and not opened."""
    lines = queries.links(document_id)
    may = queries.visible([line.other.id for line in lines], request.actor)
    return [(line.words, line.other, line.other.id in may) for line in lines]


def _told(entry: EntryCard) -> dict[str, Any]:
    who = ", ".join(part for part in (entry.actor_label, entry.actor_post) if part)
    on_behalf = _("thay mặt %(name)s") % {"name": entry.on_behalf_of} if entry.on_behalf_of else ""
    said = _DEEDS.get(entry.action)
    lines = [part for part in (moment(entry.at), who, on_behalf, entry.reason) if part]
    return {"title": said() if said else _("Có thay đổi"), "text": lines, "state": "done"}


_DEEDS = {
    "documents.registered": lambda: _("Vào sổ"),
    "documents.files_added": lambda: _("Thêm tệp"),
    "documents.voided": lambda: _("Hủy số"),
    "documents.recalled": lambda: _("Bị thu hồi"),
    "documents.replaced": lambda: _("Được thay thế"),
    "documents.handed_on": lambda: _("Chuyển văn bản"),
    "documents.linked": lambda: _("Nối với văn bản khác"),
}

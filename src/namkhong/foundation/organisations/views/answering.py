"""What the screens share: one form page, the agencies on offer, the side list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import policies
from namkhong.foundation.organisations.errors import NoSuchAgency, NoSuchOfficial
from namkhong.foundation.organisations.forms import Form, values_of
from namkhong.foundation.organisations.models import Agency, Official
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import held_by
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Problem
from namkhong.web.http import Request


def form_page(
    request: Request, form: Form, *, initial: Mapping[str, Any] | None = None, problem: Problem | None = None
) -> HttpResponse:
    """The form, with what was typed and what was wrong; problems that are no answer to a form go on."""
    if problem is not None and not isinstance(problem, Invalid | Conflict):
        raise problem
    posted = request.POST.dict() if request.method == "POST" else None
    errors = {name: str(sentence) for name, sentence in problem.fields.items()} if problem else {}
    named = {entry.name for entry in form.entries}
    summary = [(name if name in named else "", sentence) for name, sentence in errors.items()]
    if problem is not None and not summary:
        summary = [("", str(problem))]
    context = {
        "form": form,
        "values": values_of(form.entries, posted, initial or {}),
        "errors": errors,
        "summary": summary,
    }
    return render(request, "organisations/admin/form.html", context, status=problem.status if problem else 200)


def seen_agency(request: Request, agency_id: int) -> Agency:
    """:raises NoSuchAgency: when it is not in her subtree."""
    found = policies.visible_agencies(request.actor).select_related("parent").filter(pk=agency_id).first()
    if found is None:
        raise NoSuchAgency
    return found


def seen_official(request: Request, official_id: int, now: datetime) -> Official:
    """:raises NoSuchOfficial: when she neither manages nor employs her."""
    rows = policies.visible_officials(request.actor, now).select_related("home", "account")
    found = rows.filter(pk=official_id).first()
    if found is None:
        raise NoSuchOfficial
    return found


def managed_official(request: Request, official_id: int, now: datetime) -> Official:
    """The official, when the actor may change her."""
    official = seen_official(request, official_id, now)
    policies.require_official(request.actor, official, now)
    return official


def agency_items(request: Request, now: datetime) -> tuple[tuple[str, str], ...]:
    """The agencies she may choose: today's, inside her subtree, units below their agency."""
    rows = policies.visible_agencies(request.actor).filter(holding(clock.local_date(now)))
    ordered = sorted(rows, key=lambda row: (row.level != "province", _sort_code(row.code), row.name))
    return (("", _("Chọn cơ quan, đơn vị")), *((str(row.pk), row.name) for row in ordered))


def _sort_code(code: str) -> tuple[str, ...]:
    return tuple(code.split("."))


def held_sentence(official: Official) -> str:
    """What she holds, for somebody about to move or lock her; empty when nothing."""
    held = held_by(account_id=official.account_id)
    if not held:
        return ""
    items = ", ".join(f"{work.count} {work.name}" for work in held)
    return _("Cán bộ đang giữ %(items)s. Xin bàn giao trước khi khóa hoặc chuyển.") % {"items": items}

"""What the screens share: one form page, the agencies on offer, the side list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import policies, queries
from namkhong.foundation.organisations.errors import NoSuchAgency, NoSuchOfficial
from namkhong.foundation.organisations.forms import Entry, Form, boxes, choice, values_of
from namkhong.foundation.organisations.models import Agency, Official, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import POST, WorkTo, held_by
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
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


def do(
    request: Request,
    form: Form,
    deed: Callable[[], str],
    now: datetime,
    day: str = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """Show the form; do the deed; go back, or show the form again with what was typed."""
    if request.method != "POST":
        today = {day: boxes(clock.local_date(now))} if day else {}
        return form_page(request, form, initial=today | (initial or {}))
    try:
        done = deed()
    except Problem as problem:
        return form_page(request, form, problem=problem)
    messages.success(request, done)
    return HttpResponseRedirect(form.back)


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
    return _("Cán bộ đang giữ %(items)s, xem ở trang của cán bộ.") % {"items": ", ".join(str(work) for work in held)}


def successors(post: PostHolding, now: datetime) -> tuple[tuple[str, str], ...]:
    """Who may take over what she holds in a post: colleagues in the same post, or the post itself."""
    colleagues = queries.officials_at(post.agency_id, Role(post.role), clock.local_date(now))
    return (
        ("", _("Chọn nơi nhận bàn giao")),
        *((str(one.account_id), one.full_name) for one in colleagues if one.account_id != post.official.account_id),
        (POST, _("Để lại cho vị trí này, ai giữ vị trí thì làm tiếp")),
    )


def handing_over(post: PostHolding, now: datetime) -> tuple[Entry, ...]:
    """The question where her work goes; none when she holds nothing there."""
    held = held_by(account_id=post.official.account_id, agency_id=post.agency_id)
    if not held:
        return ()
    label = _("Bàn giao %(items)s đang giữ cho") % {"items": ", ".join(str(work) for work in held)}
    hint = _("Bàn giao ngay khi bấm nút. Hạn giải quyết giữ nguyên.")
    return (Entry("select", "successor", label, hint, items=successors(post, now)),)


def work_to(posted: Mapping[str, str], post: PostHolding, now: datetime) -> WorkTo:
    """What was chosen there; nothing when nothing was asked.

    :raises WrongEntry: for anything that was not offered.
    """
    chosen = (
        choice(posted, "successor", (value for value, _text in successors(post, now)))
        if posted.get("successor")
        else ""
    )
    return POST if chosen == POST else int(chosen) if chosen else None

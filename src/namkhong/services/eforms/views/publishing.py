"""A draft becomes a version from a day on, a version not yet begun is taken back, a draft is dropped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.kernel import clock
from namkhong.kernel.problems import Problem
from namkhong.services.eforms import actions, differences, forms, policies, queries
from namkhong.services.eforms.errors import BadForm, BadStart, NoSuchForm, StaleDraft
from namkhong.web import gates, words
from namkhong.web.http import Request

KEEPERS = policies.KEEPERS


@gates.official(*KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, key: str) -> HttpResponseBase:
    """What will be different, and from which day."""
    now = clock.now()
    policies.require(request.actor, "publish", now)
    if request.method != "POST":
        return _publish_page(request, key, _parts(clock.local_date(now) + timedelta(days=1)))
    day = {part: str(request.POST.get(f"from_day-{part}", ""))[:10] for part in ("day", "month", "year")}
    from_day = clock.typed_day(day)
    try:
        number = actions.publish_form(
            key=key, revision=forms.number(request.POST), from_day=from_day, actor=request.actor, now=now
        )
    except (BadStart, BadForm, StaleDraft) as problem:
        return _publish_page(request, key, day, problem)
    said = _("Đã ban hành phiên bản %(number)s, áp dụng từ %(day)s.")
    messages.success(request, said % {"number": number, "day": words.day(from_day or clock.local_date(now))})
    return HttpResponseRedirect(reverse("admin_form", args=[key]))


def _parts(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def _publish_page(request: Request, key: str, day: dict[str, str], problem: Problem | None = None) -> HttpResponseBase:
    draft, versions = queries.draft(key), queries.versions_of(key)
    before: dict[str, Any] = {"sections": [], "title": draft.title}
    if versions:
        before = queries.document(key, versions[0].number)
    stale = isinstance(problem, StaleDraft)
    context = {
        "draft": draft,
        "last": versions[0] if versions else None,
        "found": differences.between(before, draft.document),
        "begun": queries.begun_answers(key),
        "day": day,
        "stale": str(problem) if stale else "",
        "errors": {"from_day" if isinstance(problem, BadStart) else "": str(problem)} if problem and not stale else {},
    }
    return render(request, "eforms/admin/publish.html", context, status=problem.status if problem else 200)


@gates.official(*KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, key: str, number: int) -> HttpResponseBase:
    """Asked once more, then a version that has not begun is taken back."""
    now = clock.now()
    policies.require(request.actor, "withdraw", now)
    version = next((row for row in queries.versions_of(key) if row.number == number), None)
    if version is None:
        raise NoSuchForm
    if request.method != "POST":
        return render(request, "eforms/admin/withdraw.html", {"key": key, "version": version})
    actions.withdraw_form_version(key=key, number=number, actor=request.actor, now=now)
    messages.success(request, _("Đã thu hồi phiên bản %(number)s.") % {"number": number})
    left = queries.versions_of(key) or queries.draft_of(key)
    return HttpResponseRedirect(reverse("admin_form", args=[key]) if left else reverse("admin_forms"))


@gates.official(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, key: str) -> HttpResponseBase:
    """Asked once more, then the draft goes."""
    now = clock.now()
    policies.require(request.actor, "design", now)
    draft, stale = queries.draft(key), ""
    if request.method == "POST":
        try:
            actions.drop_form_draft(key=key, revision=forms.number(request.POST), actor=request.actor, now=now)
        except StaleDraft as problem:
            stale = str(problem)
        else:
            messages.success(request, _("Đã bỏ bản thảo. Các phiên bản đã ban hành vẫn còn."))
            kept = queries.versions_of(key)
            return HttpResponseRedirect(reverse("admin_form", args=[key]) if kept else reverse("admin_forms"))
    context = {"draft": draft, "stale": stale}
    return render(request, "eforms/admin/drop.html", context, status=StaleDraft.status if stale else 200)

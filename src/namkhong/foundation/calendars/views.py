"""The administrator's screens of the calendar: a year, one entry, the hours of the week."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.foundation.calendars import actions, forms, policies, queries
from namkhong.foundation.calendars.errors import CalendarUnknown
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Problem
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_year(request: Request, year: int | None = None) -> HttpResponseBase:
    """The exceptional days of a year; a day is added by posting it."""
    now = clock.now()
    if year is None:
        year = clock.local_date(now).year
    if request.method != "POST":
        return _year(request, year)
    posted = request.POST.dict()
    try:
        policies.require_change(request.actor, now)
        new = forms.new_day_of(posted)
        actions.add_day(**asdict(new), actor=request.actor, now=now)
    except Problem as problem:
        return _year(request, year, problem)
    return HttpResponseRedirect(reverse("calendar_year", args=[new.day.year]))


@gates.official(Role.ADMINISTRATOR)
@require_POST
def calendar_open_year(request: Request) -> HttpResponseBase:
    """The year after the last one becomes known."""
    now = clock.now()
    last = queries.year_of(clock.local_date(now).year).years[-1].year
    try:
        actions.open_year(year=last + 1, source=request.POST.get("source", ""), actor=request.actor, now=now)
    except Problem as problem:
        return _year(request, last, problem)
    return HttpResponseRedirect(reverse("calendar_year", args=[last + 1]))


@gates.official(Role.ADMINISTRATOR)
@require_POST
def calendar_confirm_year(request: Request, year: int) -> HttpResponseBase:
    """The holidays of the whole year are published."""
    try:
        actions.confirm_year(year=year, source=request.POST.get("source", ""), actor=request.actor, now=clock.now())
    except Problem as problem:
        return _year(request, year, problem)
    return HttpResponseRedirect(reverse("calendar_year", args=[year]))


@gates.official(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_day(request: Request, day_id: int) -> HttpResponseBase:
    """One entry: confirmed by naming the document, or taken out with a reason."""
    now = clock.now()
    row = queries.day(day_id)
    refused: Problem | None = None
    if request.method == "POST":
        try:
            if request.POST.get("deed") == "confirm":
                actions.confirm_day(day_id=day_id, source=request.POST.get("source", ""), actor=request.actor, now=now)
            else:
                actions.remove_day(day_id=day_id, reason=request.POST.get("reason", ""), actor=request.actor, now=now)
            return HttpResponseRedirect(reverse("calendar_year", args=[row.day.year]))
        except Problem as problem:
            refused = problem
    context = {"row": row, "kinds": dict(forms.KINDS), "typed": request.POST.dict(), **_said(request, refused)}
    return render(request, "calendars/admin/day.html", context, status=refused.status if refused else 200)


@gates.official(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_hours(request: Request) -> HttpResponseBase:
    """New hours of the week, from a day on."""
    now = clock.now()
    refused: Problem | None = None
    posted = request.POST.dict()
    if request.method == "POST":
        try:
            policies.require_change(request.actor, now)
            actions.set_weekly_hours(
                week=forms.week_of(posted),
                valid_from=forms.needed_day_of(posted, "valid_from"),
                source=posted.get("source", ""),
                actor=request.actor,
                now=now,
            )
            return HttpResponseRedirect(reverse("calendar_admin"))
        except Problem as problem:
            refused = problem
    context = {"typed": posted, "valid_from": forms.typed_date(posted, "valid_from"), **_said(request, refused)}
    return render(request, "calendars/admin/hours.html", context, status=refused.status if refused else 200)


def _year(request: Request, year: int, refused: Problem | None = None) -> HttpResponseBase:
    posted = request.POST.dict()
    found = queries.year_of(year)
    if found.known is None and refused is None:
        raise CalendarUnknown(_("Năm này chưa có trong lịch làm việc."))
    context = {
        "calendar": found,
        "weeks": [(hours, forms.week_in_words(hours.week)) for hours in found.hours],
        "kinds": dict(forms.KINDS),
        "kind_items": forms.KINDS,
        "typed": posted,
        "dates": {name: forms.typed_date(posted, name) for name in ("day", "instead_of")},
        **_said(request, refused),
    }
    return render(request, "calendars/admin/year.html", context, status=refused.status if refused else 200)


def _said(request: Request, refused: Problem | None) -> dict[str, Any]:
    """What went wrong, for the summary and beside the fields; and whether changing is open at all."""
    fields = {name: str(sentence) for name, sentence in refused.fields.items()} if refused else {}
    return {
        "error": fields,
        "errors": list(fields.items()) or ([("", str(refused))] if refused else []),
        "may_change": policies.may_change(request.actor, clock.now()),
    }

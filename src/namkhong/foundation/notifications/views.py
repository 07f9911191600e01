"""The inbox of citizens and officials, and the administrator's screen of what failed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from namkhong.foundation.notifications import actions, policies, queries
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.pages import Page
from namkhong.web import gates
from namkhong.web.http import Request


def _layout(request: Request) -> str:
    return "officer" if request.actor.is_official else "citizen"


@require_safe
@gates.signed_in
def notices(request: Request) -> HttpResponse:
    """One's own notices, newest first."""
    account = request.actor.account_id
    page = queries.inbox(account, request.GET.get("sau", "")) if account is not None else Page([])
    return render(
        request,
        f"notifications/{_layout(request)}/notices.html",
        {"page": page, "first": "sau" not in request.GET, "unread": any(not notice.read for notice in page.items)},
    )


@require_safe
@gates.signed_in
def notice(request: Request, notice_id: int) -> HttpResponse:
    """One notice; it is no longer new."""
    opened = actions.open_notice(notice_id=notice_id, actor=request.actor, now=clock.now())
    return render(request, f"notifications/{_layout(request)}/notice.html", {"notice": opened})


@require_POST
@gates.signed_in
def read_all(request: Request) -> HttpResponse:
    """Nothing is new any more."""
    actions.mark_all_read(actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("notices"))


@require_safe
@gates.official(Role.ADMINISTRATOR)
def failed_jobs(request: Request) -> HttpResponse:
    """What the platform could not do: jobs and deliveries."""
    now = clock.now()
    return render(
        request,
        "notifications/admin/failed_jobs.html",
        {
            "jobs": queries.failed_jobs(request.actor, request.GET.get("viec", "")),
            "deliveries": queries.troubled(request.actor, request.GET.get("tin", "")),
            "may_retry": policies.may_retry(request.actor, now),
            "moment_now": now,
            "lag": queries.job_lag(now),
        },
    )


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def retry_job(request: Request, job_id: int) -> HttpResponse:
    """Try a failed job again."""
    actions.retry_job(job_id=job_id, actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("failed_jobs"))


@require_POST
@gates.official(Role.ADMINISTRATOR, elevated=True)
def retry_delivery(request: Request, delivery_id: UUID) -> HttpResponse:
    """Try a delivery again."""
    actions.retry_delivery(delivery_id=delivery_id, actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("failed_jobs"))

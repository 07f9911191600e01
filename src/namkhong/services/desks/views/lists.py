"""Saved filters and chosen columns."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.desks import actions, queries
from namkhong.services.desks.policies import WORKING
from namkhong.services.dossiers.types import COLUMNS, columns_of
from namkhong.web import gates
from namkhong.web.http import Request


def _list(query: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('inbox')}{f'?{query}' if query else ''}")


@gates.official(*WORKING)
@require_POST
def save_filter(request: Request) -> HttpResponse:
    """Keep the filter of the list under a name."""
    query = queries.clean_query(QueryDict(request.POST.get("loc", "")[:4_000]))
    name = request.POST.get("ten", "")
    try:
        actions.save_filter(name=name, query=query, actor=request.actor, now=clock.now())
    except (Invalid, Conflict) as problem:
        context = {"problem": str(problem), "name": name[:200], "query": query}
        return render(request, "desks/officer/save_filter.html", context, status=problem.status)
    messages.success(request, _("Đã lưu bộ lọc."))
    return _list(query)


@gates.official(*WORKING)
@require_POST
def drop_filter(request: Request, filter_id: int) -> HttpResponse:
    """Forget a filter."""
    actions.drop_filter(filter_id=filter_id, actor=request.actor, now=clock.now())
    messages.success(request, _("Đã bỏ bộ lọc."))
    return HttpResponseRedirect(reverse("choose_columns"))


@gates.official(*WORKING)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_columns(request: Request) -> HttpResponse:
    """Which columns the list has, and the filters that are kept."""
    if request.method == "POST":
        actions.choose_columns(columns=request.POST.getlist("cot")[:20], actor=request.actor, now=clock.now())
        messages.success(request, _("Đã lưu các cột của danh sách."))
        return _list("")
    context = {
        "columns": [(column.value, str(words)) for column, words in COLUMNS.items()],
        "chosen": [column.value for column in columns_of(request.actor.account_id)],
        "filters": queries.saved_filters(request.actor),
    }
    return render(request, "desks/officer/columns.html", context)

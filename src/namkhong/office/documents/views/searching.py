"""The search page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namkhong.kernel.pages import Page
from namkhong.office.documents import forms, policies, queries
from namkhong.office.documents.types import STATES, Direction, Found
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.SEARCHING)
@require_safe
def search(request: Request) -> HttpResponse:
    """By number and symbol, by words, inside the files."""
    asked = forms.line(request.GET, "q", 200)
    page: Page[Found] = queries.search(asked, request.actor, request.GET.get("tiep", "")) if asked else Page([])
    here = f"{reverse('document_search')}?{urlencode({'q': asked})}"
    where = {"number": _("Đúng số, ký hiệu"), "words": "", "text": _("Có trong nội dung tệp")}
    context = {
        "asked": asked,
        "states": {state.value: str(words) for state, words in STATES.items()},
        "rows": [(hit.card, where[hit.where], hit.card.direction is Direction.IN) for hit in page.items],
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "documents/officer/search.html", context)

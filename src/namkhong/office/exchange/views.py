"""The văn thư's screens: what was sent and how it fares at each receiver, what could not be taken; the administrator's book."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict
from namkhong.office.exchange import actions, policies, queries
from namkhong.office.exchange.connectors import NAMES
from namkhong.office.exchange.queries.outgoing import VIEWS, View
from namkhong.office.exchange.queueing import INSIDE
from namkhong.office.exchange.states import ConsignmentState
from namkhong.office.exchange.types import STATUSES, ConsignmentCard, PacketCard, StatusCode
from namkhong.web import gates
from namkhong.web.http import Request

S = ConsignmentState
_KINDS: Final = {
    S.DEAD: "late",
    S.REFUSED: "late",
    S.QUEUED: "soon",
    S.SENDING: "soon",
    S.SENT: "soon",
    S.CANCELLED: "plain",
}
_WAYS: Final = {**NAMES, INSIDE: gettext_lazy("Trong nền tảng")}


@gates.official(*policies.READING)
@require_safe
def outbox(request: Request) -> HttpResponse:
    """What the agency sent, receiver by receiver."""
    try:
        view = View(request.GET.get("xem", View.ALL))
    except ValueError:
        view = View.ALL
    page = queries.outbox(request.actor, view, request.GET.get("tiep", ""))
    here = f"{reverse('exchange_outbox')}?{urlencode({'xem': view.value})}"
    counts = {View.DEAD: queries.dead_count(request.actor), View.UNANSWERED: queries.unanswered_count(request.actor)}
    context = {
        "view": view.value,
        "title": str(VIEWS[view]),
        "views": [(item.value, str(words), counts.get(item)) for item, words in VIEWS.items()],
        "rows": [(card, _KINDS.get(card.state, "ok")) for card in page.items],
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "exchange/officer/outbox.html", context)


@gates.official(*policies.READING)
@require_safe
def consignment(request: Request, consignment_id: int) -> HttpResponse:
    """One document on its way to one receiver, with everything that happened."""
    return render(request, "exchange/officer/consignment.html", _sheet(request, consignment_id))


@gates.official(*policies.CLERKS)
@require_POST
def resend(request: Request, consignment_id: int) -> HttpResponse:
    """Try a dead one again."""
    try:
        card = actions.resend(consignment_id=consignment_id, actor=request.actor, now=clock.now())
    except Conflict as problem:
        context = {**_sheet(request, consignment_id), "conflict": str(problem)}
        return render(request, "exchange/officer/consignment.html", context, status=409)
    messages.success(request, _("Đã xếp văn bản vào hàng chờ gửi lại cho %s.") % card.receiver_name)
    return HttpResponseRedirect(reverse("consignment", kwargs={"consignment_id": consignment_id}))


def _sheet(request: Request, consignment_id: int) -> dict[str, Any]:
    card = queries.consignment(consignment_id, request.actor)
    return {
        "card": card,
        "kind": _KINDS.get(card.state, "ok"),
        "way": str(_WAYS.get(card.via, _("Chưa nối với trục liên thông"))),
        "told": _told(card),
        "happened": queries.history(consignment_id),
        "may_resend": card.state is S.DEAD and policies.may_send(request.actor, card.agency_id),
        "conflict": "",
    }


def _told(card: ConsignmentCard) -> str:
    return str(STATUSES[card.status_code]) if isinstance(card.status_code, StatusCode) else ""


@gates.official(*policies.READING, *policies.ADMINISTERING)
@require_safe
def strays(request: Request) -> HttpResponse:
    """What came and could not be taken, with the reason."""
    page = queries.rejected(request.actor, request.GET.get("tiep", ""))
    here = reverse("exchange_strays")
    context = {
        "rows": [(card, _from(card), str(_WAYS.get(card.via, card.via))) for card in page.items],
        "following": f"{here}?{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "exchange/officer/strays.html", context)


def _from(card: PacketCard) -> str:
    return card.sender.name or card.sender.code or _("Không rõ nơi gửi")


@gates.official(*policies.ADMINISTERING)
@require_safe
def addresses(request: Request) -> HttpResponse:
    """Who can be written to, and since when; the history of one code."""
    words = request.GET.get("q", "")[:200]
    code = request.GET.get("ma", "")[:60]
    here = f"{reverse('address_book')}?{urlencode({'q': words})}"
    page = None if code else queries.find_addresses(words, request.GET.get("tiep", ""))
    context = {
        "q": words,
        "code": code,
        "rows": page.items if page is not None else queries.address_history(code),
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page is not None and page.next else "",
        "first": here if request.GET.get("tiep") else "",
        "ways": {name: str(text) for name, text in _WAYS.items()},
    }
    return render(request, "exchange/admin/addresses.html", context)

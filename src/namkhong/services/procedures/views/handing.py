"""Which agency has which procedures by name, and giving them to another from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.procedures import actions, policies, queries
from namkhong.services.procedures.errors import BadHanding
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: Request) -> HttpResponseBase:
    """Choose who does them now, read which they are, say who does them next."""
    now = clock.now()
    policies.require(request.actor, "change_offering", now)
    given = request.POST if request.method == "POST" else request.GET
    day = {part: given.get(f"on-{part}", "")[:10] for part in ("day", "month", "year")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            count = actions.hand_procedures(
                from_agency_id=_number(given.get("from_agency", "")),
                to_agency_id=_number(given.get("to_agency", "")),
                on=clock.typed_day(day),
                basis=given.get("basis", ""),
                actor=request.actor,
                now=now,
            )
        except BadHanding as problem:
            errors = {name: str(said) for name, said in problem.fields.items()}
        else:
            messages.success(request, _("Đã chuyển %d thủ tục sang cơ quan mới.") % count)
            return HttpResponseRedirect(reverse("admin_hand_procedures"))
    today = clock.local_date(now)
    chosen = _number(given.get("from_agency", ""))
    cards = {card.id: card for card in organisations.agencies(on=today)}
    named = [(pk, f"{_name(cards, pk)} ({count})") for pk, count in queries.naming_agencies()]
    context = {
        "named": [("", _("Chọn cơ quan")), *sorted(named, key=lambda one: one[1])],
        "others": [("", _("Chọn cơ quan")), *((pk, _name(cards, pk)) for pk in cards if pk != chosen)],
        "chosen": chosen or "",
        "procedures": [said for _pk, said in queries.named_in(chosen, on=today)] if chosen else [],
        "values": {name: given.get(name, "")[:300] for name in ("to_agency", "basis")},
        "day": day,
        "errors": errors,
    }
    return render(request, "procedures/admin/hand.html", context, status=Invalid.status if errors else 200)


def _name(cards: dict[int, AgencyCard], agency_id: int) -> str:
    """Its name, below whom when it is a unit."""
    card = cards.get(agency_id)
    if card is None:
        return _("Cơ quan đã kết thúc")
    above = cards.get(card.parent_id or 0)
    return card.name if above is None or above.parent_id is None else f"{card.name}, {above.name}"


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None

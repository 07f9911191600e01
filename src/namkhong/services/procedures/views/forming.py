"""Which form a procedure asks, changed from a day on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.kernel import clock
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.problems import Invalid
from namkhong.kernel.text import clean
from namkhong.services.eforms import queries as eforms
from namkhong.services.procedures import actions, policies, queries
from namkhong.services.procedures.errors import BadChoice, NoSuchProcedure
from namkhong.services.procedures.types import VersionCard
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.KEEPERS, elevated=True)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_form(request: Request, code: str) -> HttpResponseBase:
    """From a day on, new dossiers of the procedure ask another form."""
    now = clock.now()
    policies.require(request.actor, "add_process_version", now)
    today = clock.local_date(now)
    if not is_procedure_code(code):
        raise NoSuchProcedure
    card = queries.in_force(code, today)
    if request.method != "POST":
        day = today + timedelta(days=1)
        values: dict[str, Any] = {"form_key": card.form_key}
        values["from_day"] = {"day": day.day, "month": day.month, "year": day.year}
        return _page(request, card, values, {})
    values = {
        "form_key": clean(request.POST.get("form_key", "")[:60]),
        "from_day": {part: request.POST.get(f"from_day-{part}", "")[:10] for part in ("day", "month", "year")},
    }
    try:
        actions.use_form(
            procedure_id=card.procedure_id,
            form_key=values["form_key"],
            from_day=clock.typed_day(values["from_day"]),
            actor=request.actor,
            now=now,
        )
    except BadChoice as problem:
        return _page(request, card, values, {name: str(said) for name, said in problem.fields.items()})
    messages.success(request, _("Đã lưu biểu mẫu mới của thủ tục %(code)s.") % {"code": code})
    return HttpResponseRedirect(reverse("admin_procedure", args=[code]))


def _page(request: Request, card: VersionCard, values: dict[str, Any], errors: dict[str, str]) -> HttpResponseBase:
    forms = eforms.forms_to_choose(clock.local_date(clock.now()))
    context = {"card": card, "values": values, "errors": errors, "forms": forms}
    return render(request, "procedures/admin/choose_form.html", context, status=Invalid.status if errors else 200)

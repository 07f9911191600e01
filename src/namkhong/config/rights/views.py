"""The auditor's page: choose where a dossier stands, read who may do what."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from namkhong.config.rights import situations, table
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.web import gates
from namkhong.web.http import Request

ANSWERS: Final = {"yes": _("được"), "up": _("khi đã nâng quyền"), "no": "–"}


@require_safe
@gates.official(Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)
def rights(request: Request) -> HttpResponse:
    """Read out of the policies at this moment, so that the page cannot say anything but what holds."""
    asked = request.GET.get("tinh-huong", "")
    chosen = situations.BY_KEY.get(asked, situations.BY_KEY["filed"])
    deeds = table.deeds(clock.now())
    heads = [words for words, _actor in table.KEEPERS.values()]
    keeping = [place for place in range(len(heads)) if any(deed.cells[place] != "no" for deed in deeds)]
    return render(
        request,
        "config/rights.html",
        {
            "chosen": chosen,
            "situations": [(one.key, one.words) for one in situations.SITUATIONS],
            "lines": table.lines(chosen),
            "heads": [heads[place] for place in keeping],
            "others": [words for place, words in enumerate(heads) if place not in keeping],
            "deed_rows": [[deed.words, *(ANSWERS[deed.cells[place]] for place in keeping)] for deed in deeds],
        },
    )

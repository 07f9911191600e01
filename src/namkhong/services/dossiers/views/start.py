"""Starting: what the procedure needs, where it is decided, and a draft to go on with."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers import actions, forms, queries
from namkhong.services.dossiers.identity import likely_home
from namkhong.services.dossiers.queries.fees import lines_of
from namkhong.services.dossiers.queries.mandates import usable_by
from namkhong.services.dossiers.views.pages import first_page
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import VersionCard
from namkhong.web import gates
from namkhong.web.http import Request


@gates.citizen
@require_http_methods(["GET", "POST"])
def start(request: Request, code: str) -> HttpResponse:
    """Choose the deciding commune, then begin; a draft begun earlier is offered first."""
    on = clock.local_date(clock.now())
    version = procedures.in_force(code, on)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            begun = actions.start_draft(
                procedure_code=code,
                commune_agency_id=forms.number(request.POST, "commune"),
                mandate_id=forms.number(request.POST, "mandate"),
                actor=request.actor,
                now=clock.now(),
            )
            return HttpResponseRedirect(first_page(queries.draft(begun.public_id, request.actor)))
        except Invalid as problem:
            errors = forms.fields_of(problem)
    places = places_of(version)
    home, said = _home(request, places)
    context = {
        "version": version,
        "places": [(place.id, place.name) for place in places],
        "nobody_decides": not places and nobody_decides(version),
        "chosen": request.POST.get("commune", home),
        "at_home": home != "",
        "said": said,
        "drafts": [(draft, first_page(draft)) for draft in queries.my_drafts(request.actor, version.procedure_id)],
        "for_whom": _for_whom(request, version),
        "fees": lines_of(version),
        "errors": errors,
    }
    return render(request, "dossiers/citizen/start.html", context, status=422 if errors else 200)


@gates.signed_in
@require_http_methods(["GET", "POST"])
def discard(request: Request, public_id: UUID) -> HttpResponse:
    """Ask, then throw the draft away."""
    draft = queries.draft(public_id, request.actor)
    if request.method == "POST":
        actions.discard_draft(dossier_id=draft.pk, actor=request.actor, now=clock.now())
        return HttpResponseRedirect(reverse("counter_filing" if request.actor.is_official else "my_dossiers"))
    return render(request, "dossiers/citizen/discard.html", {"draft": draft, "back": first_page(draft)})


def _for_whom(request: Request, version: VersionCard) -> list[tuple[str, str]]:
    """For herself, or for whoever gave her a mandate for this procedure; no question when nobody did."""
    person_id = request.actor.person_id
    given = usable_by(person_id, version.procedure_id, now=clock.now()) if person_id is not None else []
    if not given:
        return []
    words = _("Nộp thay %(name)s, giấy ủy quyền số %(number)s")
    return [("", _("Nộp cho chính tôi"))] + [
        (str(line.id), words % {"name": line.mandator, "number": line.number}) for line in given
    ]


def places_of(version: VersionCard) -> list[AgencyCard]:
    """The agencies to choose from; no question where there is only one."""
    on = clock.local_date(clock.now())
    offering = procedures.offered_by(version.procedure_id, on)
    if len(offering) < 2:
        return []
    known = {agency.id: agency for agency in organisations.agencies(on=on)}
    return [known[agency_id] for agency_id in offering if agency_id in known]


def nobody_decides(version: VersionCard) -> bool:
    """No agency of the province has this procedure: said before anything is filled in, not after."""
    return not procedures.offered_by(version.procedure_id, clock.local_date(clock.now()))


def _home(request: Request, places: list[AgencyCard]) -> tuple[int | str, str]:
    """The commune the applicant lives in, when it is among them, and the sentence that explains an old name."""
    if not places or request.actor.person_id is None:
        return "", ""
    home, said = likely_home(citizens.person(request.actor.person_id))
    found = next((place.id for place in places if home is not None and place.place_code == home.code), None)
    return ("", "") if found is None else (found, said)

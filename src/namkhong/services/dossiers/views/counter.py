"""The counter files for somebody: find the procedure, read the card, ask, fill, send and receive, print, next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Role
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.identity_card import looks_scanned
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.dossiers import actions, forms, forms_filing, frozen, queries
from namkhong.services.dossiers.identity import likely_home
from namkhong.services.dossiers.policies import Ability, abilities
from namkhong.services.dossiers.queries import counter as counters
from namkhong.services.dossiers.queries.fees import fees_of, lines_of
from namkhong.services.dossiers.queries.mandates import mandate_of, usable_for
from namkhong.services.dossiers.types import CHANNELS, CONSENTS, PAY_WAYS, Channel, Consent, Money, Stranger
from namkhong.services.dossiers.views.pages import first_page
from namkhong.services.dossiers.views.start import nobody_decides, places_of
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import VersionCard
from namkhong.web import gates
from namkhong.web.http import Request

_TABS = ((Channel.COUNTER, ""), (Channel.HELPED, "truc-tuyen"), (Channel.POST, "buu-chinh"))


@gates.official(Role.COUNTER)
@require_safe
def find(request: Request) -> HttpResponse:
    """Which procedure? Searched in any spelling; found alone, it is opened at once."""
    asked = text.one_line(request.GET.get("q", ""))[:200]
    like = text.one_line(request.GET.get("nhu", ""))[:60]
    hits = procedures.search(asked, limit=20, on=clock.local_date(clock.now())) if asked else []
    if len(hits) == 1 or (hits and is_procedure_code(asked) and hits[0].code == asked):
        return HttpResponseRedirect(_begin_address(hits[0].code, like))
    context = {
        "asked": asked,
        "like": like,
        "hits": [(hit.code, hit.name, hit.field) for hit in hits],
        "usual": [] if asked else counters.usual_procedures(request.actor),
        "drafts": [] if asked else counters.open_drafts(request.actor),
        "address": lambda code: _begin_address(code, like),
    }
    return render(request, "dossiers/officer/counter_find.html", context)


def _begin_address(code: str, like: str) -> str:
    address = reverse("counter_begin", kwargs={"code": code})
    return f"{address}?nhu={like}" if like else address


@gates.official(Role.COUNTER)
@require_http_methods(["GET", "POST"])
@never_cache
def begin(request: Request, code: str) -> HttpResponse:
    """Who is it? The card is scanned or the number typed; then how she agrees; then the form itself."""
    version = procedures.in_force(code, clock.local_date(clock.now()))
    channel = forms_filing.channel(request.GET)
    if channel is Channel.HELPED and not version.can_be_filed_here:
        channel = Channel.COUNTER
    if request.method == "GET":
        return _asked(request, version, channel, who=_like(request))
    try:
        who = _who(request)
        if "bat-dau" not in request.POST:
            return _asked(request, version, channel, who=who)
        return _begun(request, version, channel, who)
    except Invalid as problem:
        return _asked(request, version, channel, errors=forms.fields_of(problem), status=problem.status)
    except Conflict as problem:
        return _asked(request, version, channel, errors={"the": str(problem)}, status=problem.status)


def _like(request: Request) -> Stranger | None:
    """The person of a dossier just filed, for her next procedure."""
    if not (like := request.GET.get("nhu", "")):
        return None
    number = citizens.person(queries.by_code(like, request.actor).person_id).personal_number
    return actions.read_card(number, actor=request.actor, now=clock.now())


def _who(request: Request) -> Stranger:
    who = actions.read_card(forms_filing.typed_card(request.POST), actor=request.actor, now=clock.now())
    if who.full_name or "bat-dau" not in request.POST:
        return who
    return replace(forms_filing.stranger(request.POST), personal_number=who.personal_number)


def _begun(request: Request, version: VersionCard, channel: Channel, who: Stranger) -> HttpResponse:
    chosen = request.POST.get("consent", "")
    mandate = int(chosen[1:]) if chosen[:1] == "m" and chosen[1:].isascii() and chosen[1:16].isdigit() else None
    begun = actions.start_at_counter(
        procedure_code=version.code,
        who=who.person_id if who.person_id is not None else who,
        channel=channel,
        consent=forms_filing.consent(request.POST),
        mandate_id=mandate,
        envelope=forms_filing.envelope(request.POST) if channel is Channel.POST else None,
        commune_agency_id=forms.number(request.POST, "commune"),
        actor=request.actor,
        now=clock.now(),
    )
    return HttpResponseRedirect(first_page(queries.draft(begun.public_id, request.actor)))


def _asked(
    request: Request,
    version: VersionCard,
    channel: Channel,
    *,
    who: Stranger | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = forms_filing.typed_card(request.POST) or (who.personal_number if who else "")
    if errors and "the" not in errors:
        who = _again(request, typed)
    places = places_of(version)
    context: dict[str, Any] = {
        "version": version,
        "channel": channel.value,
        "tabs": [
            (f"?hinh-thuc={word}" if word else "?", str(CHANNELS[one]), one is channel)
            for one, word in _TABS
            if one is not Channel.HELPED or version.can_be_filed_here
        ],
        "typed": typed if who or not looks_scanned(typed) else "",  # scanned again, a card would be typed behind it
        "who": who,
        "known": bool(who and who.full_name and "full_name" not in request.POST),
        "posted": request.POST,
        "born": forms_filing.shown_day(request.POST, "date_of_birth"),
        "posted_on": forms_filing.shown_day(request.POST, "posted_on"),
        "consents": _consents(version, who),
        "nobody_decides": not places and nobody_decides(version),
        "places": [(place.id, place.name) for place in places],
        "place": request.POST.get("commune") or _home(request, places, who),
        "fees": lines_of(version),
        "errors": errors or {},
    }
    return render(request, "dossiers/officer/counter_begin.html", context, status=status)


def _again(request: Request, typed: str) -> Stranger:
    """The person as the page showed her, when something else on the page was wrong."""
    try:
        return actions.read_card(typed, actor=request.actor, now=clock.now())
    except Invalid:
        return Stranger()


def _consents(version: VersionCard, who: Stranger | None) -> list[tuple[str, str]]:
    given = (
        usable_for(who.person_id, version.procedure_id, now=clock.now()) if who and who.person_id is not None else []
    )
    own = [(one.value, str(CONSENTS[one])) for one in (Consent.SPOKEN, Consent.SIGNED)]
    by_mandate = f"{CONSENTS[Consent.MANDATE]}: %s (%s)"
    return [*own, *((f"m{line.id}", by_mandate % (line.attorney, line.number)) for line in given)]


def _home(request: Request, places: list[AgencyCard], who: Stranger | None) -> int | str:
    """The commune that decides, chosen beforehand: where the person lives, else the clerk's own."""
    offered = {place.place_code: place.id for place in places if place.place_code}
    if who is not None and who.person_id is not None:
        home, _said = likely_home(citizens.person(who.person_id))
        if home is not None and home.code in offered:
            return offered[home.code]
    own = {frozen.agency(agency).parent_id for agency in request.actor.agencies_as(Role.COUNTER)}
    return next((place.id for place in places if place.id in own), "")


@gates.official(Role.COUNTER)
@require_safe
def done(request: Request, code: str) -> HttpResponse:
    """It is sent: print form 01, take the money, call the next person."""
    found = queries.by_code(code, request.actor)
    fees = fees_of(found)
    version = procedures.version(found.procedure_version_id)
    context = {
        "dossier": found,
        "can": abilities(request.actor, found),
        "printable": Ability.PRINT_RECEIPT in abilities(request.actor, found),
        "fees": fees,
        "to_pay": fees.state is Money.TO_PAY,
        "pay_ways": [(way.value, str(words)) for way, words in PAY_WAYS.items()],
        "version": version,
        "mandate": mandate_of(found),
    }
    return render(request, "dossiers/officer/counter_done.html", context)

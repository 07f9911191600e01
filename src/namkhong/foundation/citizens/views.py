"""A citizen's own page: what we know of her, and how to reach her."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from namkhong.foundation.citizens import actions, queries
from namkhong.foundation.citizens.errors import NoSuchPerson
from namkhong.kernel import clock
from namkhong.kernel.problems import Invalid
from namkhong.web import gates
from namkhong.web.http import Request


@gates.citizen
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_profile(request: Request) -> HttpResponseBase:
    """She checks what is known; she changes her phone number and e-mail address herself."""
    if request.actor.person_id is None:
        raise NoSuchPerson
    person = queries.person(request.actor.person_id)
    context: dict[str, Any] = {
        "person": person,
        "phone": person.phone,
        "email": person.email,
        "error": {},
        "errors": [],
        "saved": request.GET.get("da-luu") == "1",
    }
    if request.method != "POST":
        return render(request, "citizens/citizen/profile.html", context)
    context["phone"], context["email"] = request.POST.get("phone", ""), request.POST.get("email", "")
    try:
        actions.update_contact(
            person_id=person.id,
            phone=context["phone"],
            email=context["email"],
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        context["error"] = {name: str(text) for name, text in problem.fields.items()}
        context["errors"] = list(context["error"].items())
        return render(request, "citizens/citizen/profile.html", context, status=problem.status)
    return HttpResponseRedirect(f"{reverse('my_profile')}?da-luu=1")

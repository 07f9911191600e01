"""Rating how a dossier was handled: signed in, or with the secret of form 01. Without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.accounts import actions as accounts
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Unseen
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.feedback import actions, forms, queries
from namkhong.services.feedback.errors import NotToRate
from namkhong.services.feedback.types import STARS
from namkhong.web import gates
from namkhong.web.http import Request

PER_ADDRESS = (30, 600)  # thirty ratings in ten minutes from one address
PER_CODE = (10, 3_600)  # ten secrets an hour for one code, from wherever


@gates.citizen
@require_http_methods(["GET", "POST"])
def rate(request: Request, code: str) -> HttpResponse:
    """Rate one's own dossier, or change what one said."""
    now = clock.now()
    spoken = dossiers.speaking.about(code, request.actor)
    if not spoken.applicants or spoken.handed_over_at is None:
        raise NotToRate
    rating = queries.rating_of(spoken.id)
    context: dict[str, Any] = {
        "spoken": spoken,
        "stars": _stars(),
        "given": rating.stars if rating else "",
        "words": rating.words if rating else "",
        "open": queries.may_rate(rating, now),
        "errors": {},
    }
    if request.method == "POST":
        stars, words = forms.number(request.POST, "stars"), forms.words(request.POST, "words")
        try:
            actions.rate(code=code, stars=stars, words=words, actor=request.actor, now=now)
        except Invalid as problem:
            context |= {"errors": forms.fields_of(problem), "given": request.POST.get("stars", ""), "words": words}
            return render(request, "feedback/citizen/rate.html", context, status=422)
        messages.success(request, _("Cảm ơn ông/bà đã đánh giá."))
        return HttpResponseRedirect(reverse("dossier", kwargs={"code": spoken.code}))
    return render(request, "feedback/citizen/rate.html", context)


@gates.public
@require_http_methods(["GET", "POST"])
def rate_with_secret(request: Request) -> HttpResponse:
    """Rate with the code and the secret of form 01; neither ever stands in an address."""
    posted = request.POST
    code, secret = forms.line(posted, "ma", 60).upper(), forms.line(posted, "bm", 20)
    context: dict[str, Any] = {
        "code": code,
        "secret": secret,
        "stars": _stars(),
        "given": posted.get("stars", ""),
        "words": forms.words(posted, "words"),
        "errors": {},
        "done": False,
    }
    status = 200
    if request.method == "POST":
        errors, status = _rated(request, code, secret, context["words"])
        context |= {"errors": errors, "done": not errors}
    return render(request, "feedback/citizen/rate_with_secret.html", context, status=status)


def _rated(request: Request, code: str, secret: str, words: str) -> tuple[dict[str, str], int]:
    wrong = {} if code else {"ma": _("Xin ghi số hồ sơ như trên Giấy tiếp nhận.")}
    wrong |= {} if secret else {"bm": _("Xin ghi mã bí mật ở cuối Giấy tiếp nhận.")}
    if wrong:
        return wrong, 422
    now = clock.now()
    for bucket, (limit, seconds) in {
        f"rate:{forms.hashed(request)}": PER_ADDRESS,
        f"rate-secret:{code}"[:100]: PER_CODE,
    }.items():
        accounts.spend(bucket, limit=limit, seconds=seconds, now=now)
    stars = forms.number(request.POST, "stars")
    try:
        actions.rate(code=code, secret=secret, stars=stars, words=words, actor=request.actor, now=now)
    except NotToRate as problem:
        return {"ma": str(problem)}, 422
    except Unseen:
        return {"bm": _("Số hồ sơ hoặc mã bí mật chưa đúng. Xin xem lại trên Giấy tiếp nhận.")}, 422
    except Invalid as problem:
        return forms.fields_of(problem), 422
    except Conflict as problem:
        return {"stars": str(problem)}, 409
    return {}, 200


def _stars() -> list[tuple[int, str]]:
    return [(number, str(words)) for number, words in STARS.items()]

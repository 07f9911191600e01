"""Problems become pages: the sentence, what to do, the right status. The language is the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils import translation

from namkhong.kernel.problems import Forbidden, Problem, TooMany, Unseen
from namkhong.web import views
from namkhong.web.http import Request

_log = structlog.get_logger(__name__)
_WORK: Final = "/can-bo/"


class ProblemMiddleware:
    """Turns a :class:`Problem` that no view answered into an error page in plain Vietnamese."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raised."""
        if not isinstance(exception, Problem):
            return None
        _note_refusal(request, exception)
        answer = views.problem_page(request, exception)
        if isinstance(exception, TooMany):
            answer["Retry-After"] = str(exception.retry_after)
        return answer


def _note_refusal(request: Request, problem: Problem) -> None:
    """Who is signed in and asked for what is not hers: which kind of address, never which thing."""
    account = getattr(getattr(request, "actor", None), "account_id", None)
    if account is not None and isinstance(problem, (Forbidden, Unseen)):
        route = request.resolver_match.url_name if request.resolver_match else ""
        _log.warning("refused", status=problem.status, route=route, method=request.method, account=account)


class LanguageMiddleware:
    """Vietnamese unless the visitor chose otherwise: many telephones in the villages are set to English by the shop.

    Officials work in Vietnamese whatever was chosen: only citizens' pages have a catalogue that is kept complete.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        free = chosen in dict(settings.LANGUAGES) and not request.path.startswith(_WORK)
        language = chosen if free else settings.LANGUAGE_CODE
        with translation.override(language):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", language)
        return answer

"""Problems become pages: the sentence, what to do, the right status. The language is the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils import translation

from namkhong.kernel.problems import Problem, TooMany
from namkhong.web import views
from namkhong.web.http import Request

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
        answer = views.problem_page(request, exception)
        if isinstance(exception, TooMany):
            answer["Retry-After"] = str(exception.retry_after)
        return answer


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

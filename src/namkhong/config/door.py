"""The door of ``/api/``: who is calling, how often, and straight to the operation. No session, no cookies, no pages.

Everything that pages need (sessions, messages, languages, the look of an error) lies behind; a request of a program costs
the look at its token and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.urls import Resolver404, get_resolver
from django.utils import translation

from namkhong.config import programs
from namkhong.foundation.accounts import actions as accounts
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem
from namkhong.web import api
from namkhong.web.http import Request

PREFIX: Final = "/api/"
_CLOSED: Final = "default-src 'none'; frame-ancestors 'none'"


class ProgramMiddleware:
    """Answers everything below ``/api/`` itself; every other request goes on to the pages."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with translation.override(settings.LANGUAGE_CODE):
            answer = self._answer(request)
        answer.headers.setdefault("Content-Security-Policy", _CLOSED)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def _answer(self, request: Request) -> HttpResponseBase:
        try:
            request.get_host()
            match = get_resolver().resolve(request.path_info)
            request.resolver_match = match
            request.actor = self._actor(request)
            answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        except Resolver404:
            return api.problem(api.NotThere())
        except DisallowedHost:
            return api.problem(api.Unreadable())
        except Problem as problem:
            return api.problem(problem)
        if isinstance(answer, HttpResponseNotAllowed):
            refused = api.problem(api.NotThisMethod())
            refused["Allow"] = answer["Allow"]
            return refused
        return answer

    def _actor(self, request: Request) -> Actor:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return Actor.anonymous()
        now = clock.now()
        program = programs.program_of(header, now)
        if program is None:
            return Actor.anonymous()
        accounts.admit(f"api:{program.account_id}", limit=program.per_minute, seconds=60, now=now)
        return programs.actor_of(program)

"""Builds the actor once per request, from the session's account."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase

from namkhong.kernel.actor import Actor
from namkhong.web.http import Request


class ActorMiddleware:
    """Sets ``request.actor``; gates and policies read nothing else about who is asking."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.actor = Actor.anonymous()
        return self.get_response(request)

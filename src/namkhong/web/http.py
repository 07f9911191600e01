"""The request as our views see it."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from namkhong.kernel.actor import Actor


class Request(HttpRequest):
    """A request with its actor, set by ``config.middleware.ActorMiddleware`` before any view runs."""

    actor: Actor
    session: SessionBase

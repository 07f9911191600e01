"""Gates: who may open a URL. Every view of ours carries one; a test walks the URL table and fails on a missing gate.

A gate answers the first question only ("may this kind of person come in?"); whether she may see or do *this* is asked
of the room's policies inside the action.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from namkhong.kernel import clock
from namkhong.kernel.actor import ActorKind, Role
from namkhong.kernel.problems import Forbidden
from namkhong.web.http import Request

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[Concatenate[Request, P], HttpResponseBase]
Who = Literal["public", "signed_in", "citizen", "official", "program"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may come in; ``roles`` empty = any official; ``elevated`` = only inside an elevated session."""

    who: Who
    roles: tuple[Role, ...] = ()
    elevated: bool = False


def gate_of(view: object) -> Gate | None:
    """The gate a view carries, if any."""
    return getattr(view, "gate", None)


def _sign_in(request: Request, url_name: str) -> HttpResponseRedirect:
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else _page_of(request)
    return HttpResponseRedirect(f"{reverse(url_name)}?{urlencode({'next': target})}")


def _page_of(request: Request) -> str:
    """The page whose form was sent: the address of ours it names, without the host; else the first page."""
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    if not referer.path or referer.netloc != request.get_host():
        return "/"
    return f"{referer.path}?{referer.query}" if referer.query else referer.path


def _guard(gate: Gate, view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = request.actor
        if gate.who != "public" and actor.kind is ActorKind.ANONYMOUS:
            return _sign_in(request, "official_sign_in" if gate.who == "official" else "sign_in")
        if gate.who == "citizen" and not actor.is_citizen:
            raise Forbidden(_("Trang này dành cho người dân. Xin đăng nhập bằng VNeID."))
        if gate.who == "official" and not (actor.is_official and (not gate.roles or actor.holds(*gate.roles))):
            raise Forbidden(_("Ông/Bà không được phân công việc này."))
        if gate.elevated and not actor.elevated(clock.now()):
            return _sign_in(request, "elevate")
        return view(request, *args, **kwargs)

    guarded.gate = gate  # type: ignore[attr-defined]
    return guarded


def public(view: View[P]) -> View[P]:
    """Anybody, signed in or not."""
    return _guard(Gate("public"), view)


def signed_in(view: View[P]) -> View[P]:
    """Citizens and officials."""
    return _guard(Gate("signed_in"), view)


def citizen(view: View[P]) -> View[P]:
    """Citizens who came through the identity provider."""
    return _guard(Gate("citizen"), view)


def official(*roles: Role, elevated: bool = False) -> Callable[[View[P]], View[P]]:
    """Officials, with any of these roles when some are named."""

    def decorate(view: View[P]) -> View[P]:
        return _guard(Gate("official", roles, elevated), view)

    return decorate

"""The request as our views see it."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from namkhong.kernel.actor import Actor


class Request(HttpRequest):
    """A request with its actor, set by ``config.middleware.ActorMiddleware`` before any view runs."""

    actor: Actor
    session: SessionBase


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, to be counted by: an IPv4 address, or the /64 of an IPv6 one, which is one subscriber's.

    What is no address at all is taken as it is; the name of a socket is one place too.
    """
    told = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(told)
    except ValueError:
        return told[:60]
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))

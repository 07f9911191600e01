"""What the operator set for writing to other systems, in one typed value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from django.conf import settings

from namkhong.services.subscriptions.states import LADDER

Network = IPv4Network | IPv6Network
PORTS: Final = (443, 8443)
SECONDS: Final = 15  # Standard Webhooks: 15 to 30


@dataclass(frozen=True, slots=True)
class WebhookConf:
    """``settings.WEBHOOKS``. ``networks`` may be reached although they are not public (the state's own network)."""

    http: bool
    ports: tuple[int, ...]
    networks: tuple[Network, ...]
    ladder: tuple[int, ...]  # seconds
    seconds: float  # for one attempt as a whole


def conf() -> WebhookConf:
    """The settings now in force.

    :raises ValueError: when a network is none.
    """
    given = getattr(settings, "WEBHOOKS", {})
    return WebhookConf(
        http=bool(given.get("http", False)),
        ports=tuple(int(port) for port in given.get("ports") or PORTS),
        networks=_networks(tuple(given.get("networks", ()))),
        ladder=tuple(int(seconds) for seconds in given.get("ladder") or LADDER),
        seconds=float(given.get("seconds", SECONDS)),
    )


@cache
def _networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(one) for one in written)

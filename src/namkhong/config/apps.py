"""When Django is ready, the province is wired together."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The application that knows every other."""

    name = "namkhong.config"
    label = "config"

    def ready(self) -> None:
        """Install the transport of events and everything ``wiring`` says."""
        from namkhong.config import transport, wiring

        transport.install()
        wiring.install()

"""The room as a Django application."""

from __future__ import annotations

import logging

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Signatures."""

    name = "namkhong.foundation.signatures"
    label = "signatures"

    def ready(self) -> None:
        """The libraries write signers' names into their warnings; what they find out is told on the screen instead."""
        for name in ("pyhanko", "pyhanko_certvalidator"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

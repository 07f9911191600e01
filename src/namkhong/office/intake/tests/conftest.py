"""The commune every test of this room walks in; files in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.office.intake.tests import factories
from namkhong.office.intake.tests.factories import House


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield factories.build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def house(_loaded: House, db: None) -> House:
    """Everybody, with the facts loaded."""
    return _loaded


@pytest.fixture
def at_nine() -> Iterator[Any]:
    """The clock of views stands at 9:00, Monday 23 November 2026."""
    with time_machine.travel(factories.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(at_nine: Any) -> Callable[[Actor], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(
            get_user_model().objects.get(pk=factories.account(actor)),
            "allauth.account.auth_backends.AuthenticationBackend",
        )
        session = client.session
        session["nk_second_factor"] = True
        session.save()
        return client

    return signed_in

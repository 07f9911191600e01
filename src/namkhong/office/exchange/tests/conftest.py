"""The house every test of this room stands in; files in a folder of the test; an axis in memory."""

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
from namkhong.office.exchange.actions import addresses, delivering, fetching
from namkhong.office.exchange.tests import factories
from namkhong.office.exchange.tests.factories import Axis, House


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    settings.EXCHANGE = {"folder": str(tmp_path / "trao-doi")}
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
    """Everybody, with the agencies and the address book loaded."""
    return _loaded


@pytest.fixture
def axis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Axis:
    """What goes outside goes here."""
    settings.EXCHANGE = {**settings.EXCHANGE, "connector": "axis_http"}
    made = Axis()
    for module in (delivering, fetching, addresses):
        monkeypatch.setattr(module, "connector", lambda _name: made)
    return made


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
            get_user_model().objects.get(pk=actor.account_id or 0),
            "allauth.account.auth_backends.AuthenticationBackend",
        )
        session = client.session
        session["nk_second_factor"] = True
        session.save()
        return client

    return signed_in

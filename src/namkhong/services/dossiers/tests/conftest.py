"""The world every test of this room walks in: loaded once for a module, each test on its own savepoint above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield factories.province()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def world(_loaded: Province, db: None) -> Province:
    """One province with its cast."""
    return _loaded


@pytest.fixture
def at_monday() -> Iterator[Any]:
    """The clock of views stands at 07:41, Monday 23 November 2026."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(at_monday: Any) -> Callable[[Actor], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(actor: Actor) -> Client:
        client = Client()
        if actor.account_id is not None:
            client.force_login(
                get_user_model().objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend"
            )
            session = client.session
            session["nk_second_factor"] = True
            session.save()
        return client

    return signed_in

"""A session that cannot be kept: nobody is told that she signed out when only the database is away."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError

from namkhong.foundation.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> SessionStore:
    store = SessionStore()
    store.create()
    store["seen"] = 1
    return store


def test_a_session_that_cannot_be_kept_says_that_the_database_is_away(
    kept: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object, **named: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(Session, "save", gone)
    with pytest.raises(OperationalError):
        kept.save()


def test_a_session_that_was_ended_meanwhile_is_not_kept_again(kept: SessionStore) -> None:
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        kept.save()

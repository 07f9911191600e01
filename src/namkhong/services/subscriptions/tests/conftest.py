"""The world of dossiers, a connected system in it, and a real machine that receives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from namkhong.services.dossiers.tests.conftest import _loaded, at_monday, browser, world  # noqa: F401 - fixtures
from namkhong.services.subscriptions.tests.receiver import Receiver


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Somebody else's machine, on this one: the settings let us write to it, as a trial would."""
    with Receiver() as machine:
        settings.WEBHOOKS = machine.settings()
        yield machine

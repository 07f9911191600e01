"""Places: the home province for most tests, the whole nation for some."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from namkhong.foundation.places import actions

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def places(db: None) -> None:
    """All provinces, and the communes of Điện Biên."""
    actions.load_facts(NOW, nation=False)


@pytest.fixture
def nation(db: None) -> None:
    """The communes of every province."""
    actions.load_facts(NOW)

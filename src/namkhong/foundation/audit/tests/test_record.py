"""What the record keeps, and what it refuses to keep."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from namkhong.foundation.audit import actions
from namkhong.foundation.audit.models import Entry
from namkhong.kernel.actor import Actor

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_it_works() -> None:
    entry_id = actions.record(Actor.system("Hệ thống"), "dossiers.received", ("dossier", 7), now=NOW)
    entry = Entry.objects.get(pk=entry_id)
    assert entry.xid > 0
    assert entry.cluster != 0
    assert entry.actor_label == "Hệ thống"

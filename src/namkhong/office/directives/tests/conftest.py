"""The commune of ``intake``: the same people, the same days."""

from __future__ import annotations

from namkhong.office.intake.tests.conftest import _loaded, _store, at_nine, browser, house  # noqa: F401 - fixtures

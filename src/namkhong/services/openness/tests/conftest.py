"""The world of dossiers."""

from __future__ import annotations

from namkhong.services.dossiers.tests.conftest import _loaded, at_monday, browser, world  # noqa: F401 - fixtures

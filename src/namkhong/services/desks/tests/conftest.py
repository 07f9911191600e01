"""The world of the dossiers, and browsers in it."""

from namkhong.services.dossiers.tests.conftest import _loaded, at_monday, browser, world

__all__ = ["_loaded", "at_monday", "browser", "world"]

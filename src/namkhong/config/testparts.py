"""pytest plugin: a test whose system part is missing is skipped by name, with the exact command that installs the part."""

from __future__ import annotations

import pytest

from namkhong.config import testing


def pytest_configure(config: pytest.Config) -> None:
    """The markers this plugin knows."""
    for part in testing.PARTS:
        for marker in part.markers:
            config.addinivalue_line("markers", f"{marker}: needs {part.package}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what cannot run here. The longest group begins first, so that no process waits for it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)
    for part in testing.missing():
        skip = pytest.mark.skip(reason=f"thiếu {part.package}; cài bằng: {testing.command([part])}")
        for item in items:
            if any(item.get_closest_marker(marker) for marker in part.markers):
                item.add_marker(skip)

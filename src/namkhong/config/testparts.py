"""pytest plugin: which tests a process takes together, in which order, and what cannot run on this machine.

A test whose system part is missing is skipped by name, with the exact command that installs the part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from namkhong.config import testing


def pytest_configure(config: pytest.Config) -> None:
    """The markers this plugin knows."""
    for part in testing.PARTS:
        for marker in part.markers:
            config.addinivalue_line("markers", f"{marker}: needs {part.package}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes have no name of their own: an archive made two seconds later would be another test to the other process."""
    return argname if isinstance(val, bytes) else None


_GROUP: Final = "xdist_group"


def alone(item: pytest.Item) -> bool:
    """Does it commit, so that it empties the database behind itself?"""
    marker = item.get_closest_marker("django_db")
    named = getattr(item, "fixturenames", ())
    return "transactional_db" in named or (marker is not None and bool(marker.kwargs.get("transaction")))


def _turn(item: pytest.Item) -> int:
    """What takes longest begins first, so that no process waits for it in the end: journeys, then what has a name."""
    if item.get_closest_marker("journey"):
        return 0
    return 1 if item.get_closest_marker(_GROUP) else 2


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """A file is one process's work, or each would set up its world; those that commit come last, as they always do.

    A wrapper: the groups must stand before pytest-xdist reads them, the order is ours after everybody else's.
    """
    turns = {id(item): _turn(item) for item in items}
    for item in items:
        if item.get_closest_marker(_GROUP) is None:
            file = item.nodeid.split("::", 1)[0]
            item.add_marker(pytest.mark.xdist_group(f"{file}, alone" if alone(item) else file))
    yield
    items.sort(key=lambda item: turns[id(item)])
    for part in testing.missing():
        skip = pytest.mark.skip(reason=f"thiếu {part.package}; cài bằng: {testing.command([part])}")
        for item in items:
            if any(item.get_closest_marker(marker) for marker in part.markers):
                item.add_marker(skip)

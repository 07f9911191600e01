"""Every address × the whole cast: what each of them gets by opening it and by sending its form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import WHO, World
from tests.promises import permissions
from tests.promises.objects import address, told
from tests.promises.permissions import ROWS, Row

pytestmark = pytest.mark.xdist_group("promises: permissions")


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _named(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry)
        else:
            yield entry


def test_every_address_has_a_name_and_a_row() -> None:
    names = {str(pattern.name) for pattern in _named(get_resolver())}
    assert names == {row.name for row in ROWS}


def test_every_row_speaks_of_the_whole_cast() -> None:
    assert all(set(row.get) == set(WHO) and (row.post is None or set(row.post) == set(WHO)) for row in ROWS)
    assert len({row.id for row in ROWS}) == len(ROWS)


def _asked(world: World, row: Row, method: str) -> dict[str, str]:
    found = {}
    where = address(world, row.name, row.args)
    for who in WHO:
        with undone():
            client: Any = world.browser(who)
            answer = client.get(where) if method == "get" else client.post(where, dict(row.data))
            found[who] = told(answer)
            b"".join(answer.streaming_content if answer.streaming else ())
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_who_may_open_it(world: World, row: Row) -> None:
    assert _asked(world, row, "get") == dict(row.get)


@pytest.mark.parametrize("row", [row for row in ROWS if row.post is not None], ids=lambda row: row.id)
def test_who_may_send_it(world: World, row: Row) -> None:
    assert row.post is not None
    assert _asked(world, row, "post") == dict(row.post)

"""Every address × the whole cast: what each of them gets by opening it and by sending its form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from namkhong.web.tests.english import english_in
from tests.cast import World
from tests.promises import permissions
from tests.promises.objects import address, told, value
from tests.promises.permissions import ROWS, Row
from tests.promises.undoing import undone
from tests.who import WHO

OPENING, SENDING, FORGING = (pytest.mark.xdist_group(f"promises: {what}") for what in ("opening", "sending", "forging"))
FIRST: Final = {row.name: row for row in reversed(ROWS)}  # one row for each name


def _named(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry)
        else:
            yield entry


def test_every_address_has_a_name_and_a_row() -> None:
    """Those of programs (``api_…``) have a table of their own: ``config/tests/test_api_rights.py``."""
    names = {str(pattern.name) for pattern in _named(get_resolver()) if not str(pattern.name).startswith("api_")}
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


@OPENING
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_who_may_open_it(world: World, row: Row) -> None:
    assert _asked(world, row, "get") == dict(row.get)


@SENDING
@pytest.mark.parametrize("row", [row for row in ROWS if row.post is not None], ids=lambda row: row.id)
def test_who_may_send_it(world: World, row: Row) -> None:
    assert row.post is not None
    assert _asked(world, row, "post") == dict(row.post)


def _somebody(row: Row, *, sends: bool = False) -> str:
    """A member of the cast who gets through."""
    cells = row.post if sends and row.post else row.get
    through = ("ok", "go", "422", "409", "405", "503", "404")
    return next((who for wanted in through for who in reversed(WHO) if cells[who] == wanted), "elevated")


@FORGING
@pytest.mark.parametrize("row", [row for row in ROWS if row.post is not None], ids=lambda row: row.id)
def test_a_form_without_its_token_is_refused_in_a_sentence(world: World, row: Row) -> None:
    client: Any = world.browser(_somebody(row, sends=True), csrf=True)
    answer = client.post(address(world, row.name, row.args), dict(row.data))
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu nên không gửi được" in answer.content.decode()


@FORGING
@pytest.mark.parametrize("name", FIRST)
def test_other_methods_are_refused(world: World, name: str) -> None:
    row = FIRST[name]
    client: Any = world.browser(_somebody(row))
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "XEM", *(() if row.post else ("POST",))):
        if name == "upload" and method in {"PATCH", "DELETE"}:
            continue
        with undone():
            answer = client.generic(method, address(world, name, row.args))
            assert answer.status_code == 405, (method, answer.status_code)
            assert not english_in(answer.content.decode())


@FORGING
def test_an_unknown_address_is_told_in_vietnamese(world: World) -> None:
    strange = (
        "/khong-co/",
        "/../../etc/passwd",
        "/%00",
        "/%ff%fe",
        "/" + "a" * 9_000,
        "/can-bo/quan-tri/",
    )
    for path in strange:
        for who in ("visitor", "lan", "admin"):
            answer = world.browser(who).get(path)
            assert answer.status_code == 404, path
            assert "Không tìm thấy" in answer.content.decode()


NUMBERS: Final = ("0", str(2**31), str(2**63), "9" * 4_000, "-1", "1e3", "١٢", "１２", "1%00")
WORDS: Final = (
    *("..", "..%2F..%2Fetc%2Fpasswd", "%00", "a%00b", "%ff", "x" * 5_000, "%E2%80%AE", "H18.55.04-261123-0001'--"),
    quote('"><script>alert(1)</script>'),
)
KEYS: Final = (*("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "../x", "%00", "1"),)


def _forged(world: World, row: Row) -> Iterator[str]:
    """The row's address with each part replaced by what was never given out."""
    where = address(world, row.name, row.args)
    keys = {"public_id", "upload_id", "delivery_id"}
    for name, word in row.args.items():
        part = quote(str(value(world, name, word)), safe=":")
        numbers = name.endswith(("_id", "year")) and name not in keys | {"provider_id"}
        for strange in NUMBERS if numbers else KEYS if name in keys else WORDS:
            yield where.replace(f"/{part}/", f"/{strange}/", 1)


@FORGING
@pytest.mark.parametrize("row", [row for row in ROWS if row.args], ids=lambda row: row.id)
def test_forged_addresses_are_unseen(world: World, row: Row) -> None:
    sends = row.name != "upload" and row.post is not None and not {"ok", "go"} & set(row.get.values())
    client: Any = world.browser(_somebody(row, sends=sends))
    wanted = {404, 503} if row.name == "openid_connect_callback" else {404, 409} if row.name[:5] == "retry" else {404}
    look = "head" if row.name == "upload" else "get"
    for path in _forged(world, row):
        with undone():
            answer = client.post(path, dict(row.data)) if sends else getattr(client, look)(path)
            html = answer.content.decode()
            assert answer.status_code in wanted, path[:80]
            assert "<script>alert(1)" not in html
            assert not english_in(html)


def test_the_document_is_in_step_with_the_table() -> None:
    path = Path(settings.ROOT) / "docs" / "reference" / "permissions.md"
    order = "python -m tests.promises.permissions > docs/reference/permissions.md"
    assert path.read_text("utf-8") == permissions.document(), order

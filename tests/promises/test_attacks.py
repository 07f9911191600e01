"""Known attacks on web applications, each by its name, against every address or against the one they aim at."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import subprocess
import sys
import time
import tracemalloc
import zipfile
from typing import Any, Final

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from namkhong.config import examination
from namkhong.foundation.organisations import sheets
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.services.dossiers.models import Dossier
from namkhong.web.http import address_of
from tests.cast import NOW, World
from tests.promises.objects import address
from tests.promises.pages import is_page
from tests.promises.permissions import EVERYBODY, ROWS, Row
from tests.promises.undoing import undone
from tests.who import WHO

pytestmark = pytest.mark.xdist_group("promises: attacks")
# Of every answer, whatever it is: so no page forgets one.
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OPENED: Final = [row for row in ROWS if {"ok", "go"} & set(row.get.values())]
# Small pictures are kept for five minutes by the browser of who opened them; what everybody may read may be kept.
# Shown inside a page of ours: the pages of a form in its preview.
_FRAMED: Final = {"admin_form_page"}
_KEPT_A_WHILE: Final = {"file_thumbnail"}


def _opens(row: Row) -> str:
    return next(who for wanted in ("ok", "go") for who in reversed(WHO) if row.get[who] == wanted)


def _get(world: World, who: str, where: str, **more: Any) -> Any:
    with undone():
        answer: Any = world.browser(who).get(where, **more)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return answer


@pytest.mark.parametrize("row", OPENED, ids=lambda row: row.id)
def test_every_answer_carries_the_headers_and_is_kept_nowhere(world: World, row: Row) -> None:
    """No sniffing, framing, foreign script or style; what somebody saw who signed in stays in no cache."""
    answer = _get(world, _opens(row), address(world, row.name, row.args))
    policy = answer["Content-Security-Policy"]
    framed = row.name in _FRAMED
    for name, value in HEADERS.items():
        assert answer[name] == ("SAMEORIGIN" if framed and name == "X-Frame-Options" else value), name
    around = "'self'" if framed else "'none'"
    assert f"frame-ancestors {around}" in policy
    assert "default-src 'none'" in policy
    if row.name != "file_link":  # a PDF: its viewer in the browser, apart from our origin, styles itself
        assert "unsafe" not in policy
    assert not is_page(answer) or "base-uri 'none'" in policy
    if row.get != EVERYBODY and row.name not in _KEPT_A_WHILE:
        assert "no-store" in answer.get("Cache-Control", ""), answer.get("Cache-Control")


@pytest.mark.parametrize(
    ("who", "method", "where", "status"),
    [
        ("visitor", "get", "/khong-co/", 404),
        ("lan", "get", "/can-bo/", 403),
        ("visitor", "get", "/ho-so/", 302),
        ("visitor", "put", "/", 403),  # nobody learns whether it would be taken, without the token of a form
        ("lan", "post", "/tai-khoan-cua-toi/", 403),
    ],
)
def test_refusals_carry_the_headers_too(world: World, who: str, method: str, where: str, status: int) -> None:
    answer = getattr(world.browser(who, csrf=True), method)(where)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer[name] == value, name
    assert "unsafe" not in answer["Content-Security-Policy"]


# ---- another method than the one that was sent

_OVERRIDES: Final = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


@pytest.mark.parametrize("header", _OVERRIDES)
def test_a_method_is_what_it_is(world: World, header: str) -> None:
    """A link cannot become a deed, nor a form something a form cannot say."""
    discard = address(world, "discard_draft", {"public_id": "draft"})
    with undone():
        lan: Any = world.browser("lan")
        for method in ("POST", "DELETE"):
            answer = lan.get(f"{discard}?_method={method}", headers={header: method})
            assert answer.status_code == 200
        lan.post("/tra-cuu/", {"_method": "DELETE", "ma": "x"}, headers={header: "DELETE"})
        assert Dossier.objects.filter(pk=world.ids["draft"]).exists()


# ---- who stands in front of the pages is told, not believed


def _seen_from(told: dict[str, Any], trusted: list[str]) -> str:
    found: list[str] = []

    def app(environ: dict[str, Any], _start: object) -> list[bytes]:
        found.append(address_of(WSGIRequest(environ)))
        return []

    wrapped = wrap_wsgi_with_proxy_headers(app, trusted)
    wrapped(RequestFactory().get("/", **told).environ, lambda *_given: None)
    return found[0]


@pytest.mark.parametrize(
    ("told", "trusted", "counted"),
    [
        ({"REMOTE_ADDR": "203.0.113.7"}, [], "203.0.113.7"),
        ({"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "10.0.0.1"}, [], "203.0.113.7"),
        ({"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, ["10.0.0.2"], "203.0.113.7"),
        # She wrote the first one herself; the server in front added the second.
        ({"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7"}, ["10.0.0.2"], "203.0.113.7"),
        ({"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7, 10.0.0.3"}, ["10.0.0.0/24"],
         "203.0.113.7"),
        # One subscriber has a whole /64.
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, [], "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}, [], "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.7"}, [], "203.0.113.7"),
        ({"REMOTE_ADDR": ""}, [], ""),
        ({"REMOTE_ADDR": "unix:" + "x" * 900}, [], ("unix:" + "x" * 900)[:60]),
    ],
)  # fmt: skip
def test_where_a_request_comes_from_cannot_be_made_up(told: dict[str, str], trusted: list[str], counted: str) -> None:
    assert _seen_from(told, trusted) == counted


def test_look_ups_are_counted_by_who_asks_not_by_what_she_says(world: World) -> None:
    """Another made-up address in each request does not begin a new count."""
    statuses = []
    with undone():
        for number in range(35):
            answer = Client(REMOTE_ADDR="203.0.113.9").post(
                "/tra-cuu/",
                {"ma": f"H18.55.04-261123-{number:04}"},
                headers={"x-forwarded-for": f"198.51.100.{number}"},
            )
            statuses.append(answer.status_code)
        other = Client(REMOTE_ADDR="203.0.113.10").post("/tra-cuu/", {"ma": world.codes["received"]})
    assert statuses.count(429) == 5
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("real", "trusted", "verdict"),
    [(False, [], "good"), (True, [], "advice"), (True, ["10.0.0.2"], "good")],
)
def test_the_doctor_asks_who_stands_in_front(settings: Any, real: bool, trusted: list[str], verdict: str) -> None:
    settings.PRODUCTION, settings.TRUSTED_PROXIES = real, trusted
    found = next(one for one in examination.examine({"front": examination.front}, NOW))
    assert found.verdict == verdict
    assert bool(found.to_do) is (verdict != "good")


# ---- cookies of a real installation

_REAL: Final = """
import json, django
from django.conf import settings
django.setup()
from django.test import Client
answer = Client().get("/can-bo/dang-nhap/", secure=True, headers={"host": "tinh.example"})
from namkhong.web.messages import InCookie
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
         "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN",
         "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT"]
print(json.dumps({name: getattr(settings, name) for name in names}
                 | {"hsts": answer.get("Strict-Transport-Security", ""), "messages": InCookie.cookie_name}))
"""


def test_cookies_of_a_real_installation_belong_to_its_host_alone() -> None:
    """``__Host-``: encrypted, for every path, for no other host, and no subdomain can plant one."""
    env = os.environ | {"NAMKHONG_PRODUCTION": "1", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "tinh.example"}
    env |= {"DJANGO_SETTINGS_MODULE": "namkhong.config.settings", "NAMKHONG_MANIFEST": "0"}
    done = subprocess.run([sys.executable, "-c", _REAL], env=env, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    for cookie in ("SESSION", "CSRF"):
        assert told[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SECURE"] is True
        assert told[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert told[f"{cookie}_COOKIE_PATH"] == "/"
        assert told[f"{cookie}_COOKIE_DOMAIN"] is None
    assert told["LANGUAGE_COOKIE_NAME"].startswith("__Host-")
    assert told["messages"].startswith("__Host-")
    assert told["hsts"] == "max-age=31536000; includeSubDomains"
    assert told["SECURE_SSL_REDIRECT"] is True


# ---- XML from outside


def _workbook(sheet: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return made.getvalue()


_LAUGHS: Final = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
_BOMB: Final = f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]>'
_FETCH: Final = '<!DOCTYPE x [<!ENTITY a8 SYSTEM "file:///etc/passwd">]>'
_SHEET: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row><c t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("doctype", [_BOMB, _FETCH], ids=["a thousand laughs", "a file of the server"])
def test_a_workbook_expands_no_entity_in_any_encoding(doctype: str, encoding: str) -> None:
    started = time.perf_counter()
    with pytest.raises(WrongEntry):
        sheets.read(_workbook((doctype + _SHEET).encode(encoding)), 10)
    assert time.perf_counter() - started < 2


def test_a_workbook_made_to_burst_costs_no_more_than_its_limit() -> None:
    """A hundred kilobytes that unpack to a hundred megabytes."""
    bomb = _workbook(b"<worksheet>" + b" " * 100_000_000 + b"</worksheet>")
    assert len(bomb) < sheets.MOST_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(WrongEntry):
            sheets.read(bomb, 10)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000


# ---- what a spreadsheet would run


def test_a_name_is_no_formula_in_the_register(world: World) -> None:
    with undone():
        Dossier.objects.filter(pk=world.ids["received"]).update(applicant_name='=HYPERLINK("http://xau.example","x")')
        where = address(world, "register_csv", {"agency_id": "centre", "year": "year"})
        answer: Any = world.browser("counter").get(where)
        table = b"".join(answer.streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


# ---- a line break where a header ends


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "%0d%0a", "\u2028", "\u0085"])
def test_no_header_is_cut_in_two(world: World, break_: str) -> None:
    """By a name of a file, a wanted page, a chosen language."""
    evil = f"x{break_}Set-Cookie: nk_phien=cua-ke-gian"
    with undone():
        for answer in (
            Client().post("/ngon-ngu/", {"language": evil, "next": f"/{evil}"}),
            world.browser("visitor").get("/ho-so/", {"next": evil}),
            world.browser("counter").post("/can-bo/xac-nhan/", {"password": "x", "next": f"/can-bo/{evil}"}),
        ):
            assert "cua-ke-gian" not in str(answer.cookies)
            assert all("\r" not in value and "\n" not in value for value in answer.headers.values())


# ---- who tries the doors is seen


def test_who_was_refused_is_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The account and the kind of address; not which thing of whom."""
    with caplog.at_level(logging.WARNING):
        for where, who in (
            (f"/ho-so/{world.codes['neighbours']}/", "lan"),
            ("/can-bo/quan-tri/co-quan/", "counter"),
        ):
            assert world.browser(who).get(where).status_code in {403, 404}
    lines = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert len(lines) == 2
    assert "'route': 'dossier'" in lines[0]
    assert str(world.account("lan")) in lines[0]
    assert "'status': 403" in lines[1]
    assert world.codes["neighbours"] not in "".join(lines)

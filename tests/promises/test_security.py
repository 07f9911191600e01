"""Doors people try: foreign addresses, foreign hosts, foreign frames, taken-over sessions, talkative logs, broken pages."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final
from unittest import mock

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from namkhong.foundation.accounts.tests.factories import PASSWORD
from namkhong.foundation.audit.models import Entry
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import PAGES
from namkhong.web import slots, views
from namkhong.web.tests.english import english_in
from tests.cast import World
from tests.promises.forms import FORMS
from tests.promises.objects import address
from tests.promises.pages import Page
from tests.promises.undoing import undone

pytestmark = pytest.mark.xdist_group("promises: security")

ELSEWHERE: Final = (
    "https://xau.example/",
    "//xau.example/",
    "///xau.example/",
    "/\\xau.example/",
    "\\\\xau.example",
    "http:xau.example",
    "javascript:nkt(1)",
    "data:text/html,x",
    "https://testserver.xau.example/",
    "https://testserver@xau.example/",
    " //xau.example/",
    "\t//xau.example/",
    "/%09/xau.example/",
    "/%5cxau.example/",
    "ftp://testserver/",
    "http://testserver:81/",
    "x" * 9_000,
)
FIRST_PAGES: Final = ("/", "/can-bo/", "/can-bo/bao-mat/")


def _leads_home(answer: Any) -> None:
    if answer.status_code in {301, 302, 303}:
        to = answer["Location"]
        assert to.startswith("/"), to
        assert not re.match(r"/[/\\]", to), to


@pytest.mark.parametrize("target", ELSEWHERE, ids=lambda target: target[:24])
def test_next_never_leads_away(world: World, target: str) -> None:
    sends_next = [form for form in FORMS if "next" in form.fields]
    assert len(sends_next) >= 6
    for form in sends_next:
        with undone():
            client: Any = world.browser(form.who)
            _leads_home(client.post(form.address(world), form.filled(world) | {"next": target}))
    for who, path in (("lan", "/dang-nhap/"), ("counter", "/can-bo/dang-nhap/"), ("counter", "/can-bo/xac-nhan/")):
        with undone():
            answer = world.browser(who).get(path, {"next": target})
            _leads_home(answer)
            for shown in Page(answer.content.decode()).forms if answer.status_code == 200 else ():
                assert target.startswith("/%") or target not in shown.fields.get("next", [])


def test_who_signs_in_goes_where_she_wanted(world: World) -> None:
    form = {"username": "xuan.lt", "password": PASSWORD, "next": "/can-bo/?xem=in_progress"}
    answer = Client().post("/can-bo/dang-nhap/", form)
    assert answer["Location"] == "/can-bo/?xem=in_progress"


@pytest.mark.parametrize(
    "host", ["xau.example", "testserver:80@xau.example", "", "a b", "testserver.xau.example", "[::1", "x" * 300]
)
def test_a_foreign_host_is_refused_in_a_sentence(world: World, host: str) -> None:
    for path in ("/", "/ho-so/", "/can-bo/dang-nhap/"):
        answer = Client(headers={"host": host}).get(path, HTTP_HOST=host)
        assert answer.status_code == 400
        assert "không đọc được" in answer.content.decode()
        assert not english_in(answer.content.decode())


def test_a_forwarded_host_is_not_believed(world: World) -> None:
    answer = Client().get("/ho-so/", headers={"x-forwarded-host": "xau.example", "x-forwarded-proto": "https"})
    assert answer["Location"] == "/dang-nhap/?next=%2Fho-so%2F"


def test_the_session_of_before_is_worth_nothing_after_signing_in(world: World) -> None:
    client = Client()
    client.get("/can-bo/dang-nhap/")
    planted = "a" * 32
    client.cookies["nk_phien"] = planted
    client.post("/can-bo/dang-nhap/", {"username": "xuan.lt", "password": PASSWORD})
    given = client.cookies["nk_phien"].value
    assert given not in {planted, ""}
    assert client.get("/can-bo/").status_code == 200
    stranger = Client()
    stranger.cookies["nk_phien"] = planted
    assert stranger.get("/can-bo/").status_code == 302


def test_who_signs_out_leaves_no_session_behind(world: World) -> None:
    with undone():
        client = world.browser("counter")
        key = world.sessions["counter"]
        assert client.post("/dang-xuat/").status_code == 200
        again = Client()
        again.cookies["nk_phien"] = key
        assert again.get("/can-bo/").status_code == 302


def test_a_locked_official_is_out_at_once(world: World) -> None:
    with undone():
        lock = next(form for form in FORMS if form.name == "admin_official_lock")
        assert world.browser("elsewhere").get("/can-bo/").status_code == 200
        client: Any = world.browser(lock.who)
        assert client.post(lock.address(world), lock.filled(world)).status_code == 302
        assert world.browser("elsewhere").get("/can-bo/").status_code == 302


def test_cookies_are_kept_from_scripts_and_other_sites(world: World) -> None:
    client = Client()
    client.get("/can-bo/dang-nhap/")
    client.post("/can-bo/dang-nhap/", {"username": "xuan.lt", "password": PASSWORD})
    client.post("/ngon-ngu/", {"language": "vi"})
    assert {"nk_phien", "nk_csrf", "nk_ngon_ngu"} <= client.cookies.keys()
    for name in ("nk_phien", "nk_csrf", "nk_ngon_ngu"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] in {"Lax", "Strict"}, name
        assert not client.cookies[name]["domain"], name


def test_a_real_installation_asks_for_an_encrypted_line() -> None:
    """Read in a process of its own, with the settings of a real installation."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG")
    code = f"import json\nfrom namkhong.config import settings\nprint(json.dumps([bool(getattr(settings, n)) for n in {names!r}]))"
    env = os.environ | {"NAMKHONG_PRODUCTION": "1", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "tinh.example"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [True, True, True, False]


def test_nobody_may_frame_a_page(world: World) -> None:
    for who, path in (("visitor", "/"), ("lan", "/ho-so/"), ("counter", "/can-bo/"), ("visitor", "/khong-co/")):
        answer = world.browser(who).get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_pages_about_people_are_kept_by_nobody_on_the_way(world: World) -> None:
    for who, path in (("lan", "/ho-so/"), ("lan", f"/ho-so/{world.codes['received']}/"), ("counter", "/can-bo/")):
        answer = world.browser(who).get(path)
        assert "Cookie" in answer["Vary"] or "no-store" in answer.get("Cache-Control", ""), path
        assert "public" not in answer.get("Cache-Control", "")


# ---- the page of last resort


def _served(world: World, fault: Exception) -> Any:
    client = world.browser("counter")
    client.raise_request_exception = False
    with mock.patch("namkhong.services.dossiers.views.officer.queries.inbox", side_effect=fault):
        return client.get("/can-bo/")


@pytest.mark.parametrize("fault", [ValueError("hỏng"), RecursionError(), MemoryError()])
def test_a_fault_of_ours_is_a_page_in_vietnamese(world: World, fault: Exception) -> None:
    answer = _served(world, fault)
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "không phải của ông/bà" in html
    assert not english_in(html)
    assert "Traceback" not in html
    assert Page(html).count["h1"] == 1


def test_a_database_that_is_away_is_said_to_be_away(world: World) -> None:
    answer = _served(world, OperationalError("mất kết nối"))
    html = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert not english_in(html)
    assert "Traceback" not in html
    assert Page(html).count["h1"] == 1


def _broken(*args: object, **named: object) -> Iterator[str]:
    raise ValueError("Missing staticfiles manifest entry")


@pytest.mark.parametrize(
    "part",
    ["django.templatetags.static.static", "namkhong.web.slots.render"],
)
def test_the_page_of_a_fault_stands_even_when_the_look_is_broken(part: str, settings: Any, tmp_path: Any) -> None:
    """No manifest of static files, no slot: still a page."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = configured.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with mock.patch(part, _broken):
        answer = views.server_error(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "không phải của ông/bà" in html
    assert Page(html).lang == "vi"
    assert Page(html).count["h1"] == 1
    assert not english_in(html)


def test_slots_are_not_asked_by_the_page_of_a_fault() -> None:
    with mock.patch.object(slots, "render", _broken):
        assert views.server_error(RequestFactory().get("/")).status_code == 500


# ---- what is written down about people


PEOPLE: Final = ("011199000015", "0912345678", "0912 345 678", "Lò Thị Lan", "lan@example.vn", "Bản Co Cượm", "nuôi bò")


def test_nothing_about_a_person_is_logged_or_queued_while_she_files(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = Entry.objects.count()
    lan: Any = world.browser("lan")
    form = {"phone": "0912 345 678", "email": "lan@example.vn"}
    assert lan.post("/tai-khoan-cua-toi/", form).status_code == 302
    for section, values in PAGES.items():
        where = address(world, "draft", {"public_id": "draft", "section": "marital"}).replace("tinh-trang", section)
        assert lan.post(where, values | {"phone": "sai"}).status_code in {302, 422}
        assert lan.post(where, values).status_code == 302
    check = address(world, "draft", {"public_id": "draft", "section": "check"})
    assert lan.post(check, {"declared": "1", "return_way": "online"}).status_code == 302
    dossier = Dossier.objects.get(pk=world.ids["draft"])
    counter: Any = world.browser("counter")
    counter.get(f"/can-bo/ho-so/{dossier.code}/")
    counter.get("/can-bo/?q=Lò Thị Lan")
    counter.post(f"/can-bo/ho-so/{dossier.code}/tiep-nhan/", {"revision": dossier.revision})
    Client().post("/tra-cuu/", {"ma": dossier.code, "bm": "SAI"})
    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(args::text, E'\\n') from procrastinate_jobs")
        queued = str(cursor.fetchone()[0])
    recorded = "\n".join(
        f"{row.detail} {row.reason} {row.actor_label}"
        for row in Entry.objects.order_by("-id")[: Entry.objects.count() - before]
    )
    for person in PEOPLE:
        assert person not in said
        assert person not in queued
        assert person not in recorded


def test_a_fault_is_logged_without_the_person(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    from namkhong.config import logs

    logging_config = logs.configuration("INFO")
    formatter = logging_config["formatters"]["json"]
    made = formatter["()"](processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"])
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Hỏng: /tra-cuu/?q=%s", ("011199000015",), None
    )
    assert "011199000015" not in made.format(record)


def test_the_whole_city_is_not_in_an_error(world: World) -> None:
    """A refusal never repeats what somebody else's thing is called."""
    for code in (world.codes["neighbours"], world.codes["department"]):
        html = world.browser("lan").get(f"/ho-so/{code}/").content.decode()
        assert "Inh" not in html
        assert factories.MARRIAGE not in html

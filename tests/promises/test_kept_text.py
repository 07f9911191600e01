"""What people type is kept composed (NFC) and clean, and every page that shows it shows it as text."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import PAGES
from tests.cast import World
from tests.promises.forms import FORMS
from tests.promises.objects import address
from tests.promises.pages import Page, walk

pytestmark = pytest.mark.xdist_group("promises: kept")

WORDS: Final = "Bản Co Cượm số 2"
ATTACK: Final = "<script>nkt(1)</script><img src=x onerror=nkt(2)>\"'"
TYPED: Final = unicodedata.normalize("NFD", WORDS) + "\u202e\u200b\x0b" + ATTACK


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, BytesIO(factories.pdf()).read(), "application/pdf")


def _send(world: World, who: str, where: str, **fields: Any) -> Any:
    client: Any = world.browser(who)
    answer = client.post(where, fields)
    assert answer.status_code in {302, 303}, (where, answer.status_code, Page(answer.content.decode()).text)
    return answer


def _move(world: World, who: str, name: str, code: str, **fields: Any) -> None:
    revision = Dossier.objects.get(code=code).revision
    _send(world, who, address(world, name, {"code": "written"}), revision=revision, **fields)


def _one_dossier(world: World) -> None:
    """From Lan's draft to her hands, with this text in every place that takes text."""
    for section, values in PAGES.items():
        free = {"purpose_detail", "requester_address-detail"}
        fields = {name: TYPED if name in free else value for name, value in values.items()}
        where = address(world, "draft", {"public_id": "draft", "section": "marital"}).replace("tinh-trang", section)
        _send(world, "lan", where, **fields)
    _send(
        world,
        "lan",
        address(world, "draft", {"public_id": "draft", "section": "check"}),
        declared="1",
        return_way="online",
    )
    code = world.codes["written"] = str(world.dossier("draft").code)
    _move(world, "counter", "dossier_receive", code)
    _move(world, "specialist", "dossier_forward", code, note=TYPED, result=_file(f"{TYPED[:40]}.pdf"))
    _move(world, "leader", "dossier_send_back", code, reason=TYPED)
    _move(world, "specialist", "dossier_forward", code, note=TYPED)
    _move(world, "leader", "dossier_decide", code, answer="no", reason=TYPED)
    _move(world, "counter", "dossier_hand_over", code, way="counter", taken_by=TYPED)


def _everything_else(world: World) -> None:
    papers = next(form for form in FORMS if form.id == "draft papers papers")
    _send(world, "lan", papers.address(world), **papers.filled(world), file=_file(f"{TYPED[:40]}.pdf"))
    free = {"reason", "law", "basis", "scope", "name", "source", "note", "taken_by"}
    done = {
        "dossier_not_receive filed",
        "admin_agency_code agency",
        "admin_agency_new",
        "admin_agency_rename agency",
        "admin_official_new",
        "admin_post_new official",
        "admin_authority_new official",
        "admin_authority_end official authority",
        "admin_post_end official post",
        "admin_official_lock official",
        "calendar_admin",
        "calendar_day day",
        "calendar_hours",
        "admin_front_door marriage",
        "elevate",
    }
    for form in sorted(FORMS, key=lambda form: "post_end" in form.name):  # what is ended is used before
        if form.id in done:
            fields = {name: TYPED if name in free else value for name, value in form.filled(world).items()}
            client: Any = world.browser(form.who)
            answer = client.post(form.address(world), fields)
            assert answer.status_code in {200, 302, 303}, (form.id, Page(answer.content.decode()).text)
            done.remove(form.id)
    assert not done


def _not_in_order() -> list[str]:
    """Columns of any table that hold text not composed, or with characters that hide."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            " and data_type in ('text', 'character varying', 'jsonb') and table_name not like 'django_%%'"
        )
        columns = cursor.fetchall()
        wrong = []
        for table, column in columns:
            cursor.execute(
                f'select "{column}"::text from "{table}" where "{column}"::text is not nfc normalized'  # noqa: S608
                rf""" or "{column}"::text ~ '[\u0001-\u0008\u000b\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]' limit 1"""
            )
            wrong += [f"{table}.{column}: {row[0][:80]!r}" for row in cursor.fetchall()]
    return wrong


def test_text_is_kept_composed_and_shown_as_text(world: World) -> None:
    _one_dossier(world)
    _everything_else(world)
    assert not _not_in_order()
    for who in ("lan", "counter", "specialist", "leader", "elevated"):
        shown = 0
        way = f"ho-so/{world.codes['written']}/"
        starts = (
            ("/ho-so/", f"/{way}")
            if who == "lan"
            else ("/can-bo/", f"/can-bo/{way}")
            if who != "elevated"
            else ("/can-bo/",)
        )
        for seen in walk(world, who, *starts, each=6):
            if seen.page is not None:
                assert "<script>nkt" not in seen.page.html, seen.path
                assert "<img src=x" not in seen.page.html, seen.path
                assert not seen.page.inline, seen.path
                shown += "<script>nkt(1)" in seen.page.text
        assert shown, who

"""Links are short-lived, bound to one person, and hand files out harmlessly."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.errors import LinkExpired
from namkhong.foundation.files.tests.factories import NOW, citizen, image, office, official, pdf, photo
from namkhong.foundation.files.types import FileCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor], Client]


def _keep(body: bytes, name: str = "Giấy tờ.pdf") -> FileCard:
    return actions.store(name=name, content=body, actor=citizen(), now=NOW)


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_link_opens_the_file_with_safe_headers(visit: Visit) -> None:
    card = _keep(pdf())
    answer = visit(official()).get(queries.link(card.id, actor=official(), now=clock.now()))
    assert (answer.status_code, _body(answer)) == (200, pdf())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        "inline; filename=\"Gi_y t_.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y%20t%E1%BB%9D.pdf"
    )
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Length"] == str(card.size)


def test_only_pdf_and_pictures_are_shown_the_rest_is_saved(visit: Visit) -> None:
    for body, shown in ((pdf(), "inline"), (image("PNG"), "inline"), (office("docx"), "attachment")):
        link = queries.link(_keep(body).id, actor=official(), now=clock.now())
        answer = visit(official()).get(link)
        assert answer["Content-Disposition"].startswith(shown)
        _body(answer)
        saved = visit(official()).get(link, {"tai-ve": "1"})
        assert saved["Content-Disposition"].startswith("attachment")
        _body(saved)


def test_everything_but_pdf_is_sandboxed(visit: Visit) -> None:
    answer = visit(official()).get(queries.link(_keep(image()).id, actor=official(), now=clock.now()))
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    _body(answer)


def test_a_link_runs_out_with_a_sentence(visit: Visit) -> None:
    link = queries.link(_keep(pdf()).id, actor=official(), now=clock.now() - timedelta(seconds=301))
    answer = visit(official()).get(link)
    assert answer.status_code == 404
    assert "đã hết hạn" in answer.content.decode()


def test_a_link_of_somebody_else_is_refused(visit: Visit) -> None:
    link = queries.link(_keep(pdf()).id, actor=official(), now=clock.now())
    for stranger in (official(12), citizen(), Actor.anonymous(), Actor.system("Hệ thống")):
        assert visit(stranger).get(link).status_code == 404


def test_a_visitor_with_a_look_up_code_may_have_a_link_too(visit: Visit) -> None:
    link = queries.link(_keep(pdf()).id, actor=Actor.anonymous(), now=clock.now())
    assert _body(visit(Actor.anonymous()).get(link)) == pdf()
    assert visit(official()).get(link).status_code == 404


@pytest.mark.parametrize("forged", ["x", "a:b:c", "WyJhIl0:1tXXXX:abc", "%00", "../../etc/passwd".replace("/", "%2F")])
def test_a_forged_link_is_not_found(visit: Visit, forged: str) -> None:
    assert visit(official()).get(f"/tep/{forged}/").status_code == 404


def test_a_changed_link_is_refused() -> None:
    token = queries.token(_keep(pdf()).id, actor=official(), now=NOW)
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(LinkExpired):
            queries.behind(changed, actor=official(), now=NOW)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-99", 206, (0, 100)),
        ("bytes=100-", 206, (100, None)),
        ("bytes=-50", 206, (-50, None)),
        ("bytes=5-5", 206, (5, 6)),
        ("bytes=0-99999999", 206, (0, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=9-3", 416, None),
        ("bytes=0-1,5-6", 200, (0, None)),
        ("lines=1-2", 200, (0, None)),
        ("bytes=-", 200, (0, None)),
    ],
)
def test_a_reader_may_ask_for_a_part(
    visit: Visit, asked: str, status: int, span: tuple[int, int | None] | None
) -> None:
    body = pdf(30)
    link = queries.link(_keep(body).id, actor=official(), now=clock.now())
    answer = visit(official()).get(link, headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert answer.status_code == status
    if span is None:
        assert answer["Content-Range"] == f"bytes */{len(body)}"
        return
    wanted = body[span[0] : span[1]]
    assert _body(answer) == wanted
    assert answer["Content-Length"] == str(len(wanted))
    if status == 206:
        start = body.index(wanted) if span[0] >= 0 else len(body) - len(wanted)
        assert answer["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(body)}"


def test_a_small_picture_is_upright_and_tells_nothing_of_the_camera(visit: Visit) -> None:
    card = _keep(photo(), "anh.jpg")
    answer = visit(official()).get(queries.thumbnail_link(card.id, actor=official(), now=clock.now()))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"bi-mat" in queries.read(card.id)
    assert b"bi-mat" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (240, 480)
        assert not small.getexif()


def test_transparent_and_palette_pictures_have_a_small_picture(visit: Visit) -> None:
    for mode in ("RGBA", "LA", "P", "L", "1", "I;16"):
        out = io.BytesIO()
        Image.new(mode, (600, 300)).save(out, "PNG")
        link = queries.thumbnail_link(_keep(out.getvalue()).id, actor=official(), now=clock.now())
        assert visit(official()).get(link).status_code == 200, mode


def test_a_pdf_has_no_small_picture(visit: Visit) -> None:
    link = queries.thumbnail_link(_keep(pdf()).id, actor=official(), now=clock.now())
    assert visit(official()).get(link).status_code == 404


def test_opening_a_file_takes_few_queries(visit: Visit, django_assert_max_num_queries: Any) -> None:
    link = queries.link(_keep(pdf()).id, actor=official(), now=clock.now())
    client = visit(official())
    with django_assert_max_num_queries(3):
        _body(client.get(link))

"""Personal data stays out of logs, job arguments, addresses and the sealed record, whatever form it is typed into.

Every form is sent with marked values, right and wrong; every address is opened with marks in its query. Then the marks
are looked for in every line that the platform logged, and in what it wrote where nothing can be erased.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from namkhong.config import logs
from namkhong.kernel import clock
from namkhong.services.dossiers.tests import sending
from tests.cast import World
from tests.promises.forms import FORMS, FilledForm
from tests.promises.objects import address
from tests.promises.permissions import ROWS, Row
from tests.promises.undoing import undone

TYPED = pytest.mark.xdist_group("promises: logs")
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
# Nobody of the cast is called so, lives there or has these numbers.
NAME: Final = "Vừ Thị Dấu Riêng"
NUMBER: Final = "011199077777"
PHONE: Final = "0977123987"
EMAIL: Final = "dau.rieng@vidu.vn"
SENTENCE: Final = f"{NAME} {NUMBER} {PHONE} {EMAIL}"
MARKS: Final = ("Dấu Riêng", "dau rieng", NUMBER, PHONE, "977123987", "dau.rieng", "%E1%BA%A5u+Ri")
_VALID: Final = {"phone": PHONE, "email": EMAIL, "contact": PHONE, "full_name": NAME, "payer": NAME, "taken_by": NAME}
_WORKS: Final = {"password", "present_password", "new_password", "new_password_again", "username"}  # who sends it
# A title that designers give becomes the key of the thing, in addresses and in the record; it is nobody's name.
_TITLED: Final = {"process_new", "admin_form_new", "admin_form_section_new", "admin_form_question_new"}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is logged, from INFO on, in the very form in which the platform writes it."""
    told = io.StringIO()
    setup = logs.configuration("INFO")
    made = dict(setup["formatters"]["json"])
    handler = logging.StreamHandler(told)
    handler.setFormatter(made.pop("()")(**made))
    watched = [logging.getLogger(name) for name in ("", "django.server")]  # the second passes nothing on
    before = [(logger, logger.level) for logger in watched]
    for logger in watched:
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
    yield told
    for logger, level in before:
        logger.setLevel(level)
        logger.removeHandler(handler)


def _marked(form: FilledForm, world: World) -> dict[str, Any]:
    """Right in every field, and every field that takes words says the marks."""
    right = form.filled(world)
    free = {
        name: _VALID.get(name) or f"{value} {SENTENCE}"
        for name, value in right.items()
        if isinstance(value, str) and (name in _VALID or " " in value) and name not in _WORKS
    }
    return right | free


def _wrong(form: FilledForm, world: World) -> dict[str, Any]:
    """The marks in every field, whatever it takes."""
    return dict.fromkeys(form.filled(world), SENTENCE) | {"q": SENTENCE, "next": f"/?q={NAME}"}


_PERMANENT: Final = """
select string_agg(said, E'\\n') from (
  select concat_ws(' ', actor_label, on_behalf_of, purpose, reason, subject_id, detail) as said
    from audit_entry where id > %s
  union all select args::text from procrastinate_jobs where id > %s) kept
"""


def _last() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select coalesce(max(id), 0) from audit_entry), (select coalesce(max(id), 0) from procrastinate_jobs)"
        )
        return list(cursor.fetchone())


def _written(since: list[int]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_PERMANENT, since)
        return str(cursor.fetchone()[0] or "")


def _found(text: str) -> list[str]:
    folded = text.casefold()
    return [mark for mark in MARKS if mark.casefold() in folded]


@TYPED
@each_form
def test_what_is_typed_into_a_form_is_in_no_log_job_or_address(
    world: World, lines: io.StringIO, form: FilledForm
) -> None:
    for fields in (_marked(form, world), _wrong(form, world)):
        with undone():
            since = _last()
            client: Any = world.browser(form.who)
            answer = client.post(form.address(world), fields)
            told = answer.get("Location", "")
            if form.name in _TITLED:
                continue
            if "next=" not in told:  # what the sender herself put into the address of the page she came from
                assert not _found(told), told
            written = _written(since)
            assert not _found(written), written
    assert not _found(lines.getvalue()), lines.getvalue()


@TYPED
def test_what_another_system_sends_is_in_no_log_or_job(world: World, lines: io.StringIO) -> None:
    """Each write of the API, right and wrong: who it is about stands in tables that can be erased, and nowhere else."""
    client = Client(headers={"Authorization": f"Bearer {sending.token('co-dau-rieng', now=clock.now())}"})
    person = {"personal_number": NUMBER, "full_name": NAME, "phone": PHONE, "address": SENTENCE}
    applicant = sending.body()["applicant"] | person
    consent = {"at": clock.now().isoformat(), "reference": SENTENCE}
    right = sending.body(applicant=applicant, consent=consent, answers=sending.ANSWERS | {"phone": PHONE})
    paper = SimpleUploadedFile(f"{SENTENCE}.png", b"no picture", "image/png")
    move = {"move": "forward", "note": SENTENCE}
    with undone():
        since = _last()
        made = _posted(client, "dossiers", right)
        assert made.status_code == 201, made.content
        code = made.json()["code"]
        sent = [
            _posted(client, "dossiers", right | {"answers": {NAME: SENTENCE}}),
            _posted(client, "dossiers", {SENTENCE: right}),
            _posted(client, f"dossiers/{code}/moves", {"move": "receive", "note": SENTENCE}, HTTP_IF_MATCH='"1"'),
            _posted(client, f"dossiers/{code}/moves", move, HTTP_IF_MATCH='"1"'),
            _posted(client, f"dossiers/{NUMBER}/moves", move, HTTP_IF_MATCH=f'"{SENTENCE}"'),
            client.post("/api/v1/files", {"file": paper}, HTTP_IDEMPOTENCY_KEY="mot-tep-rieng"),
            _posted(client, "webhooks", {"address": f"https://{PHONE}.vn/{EMAIL}", "events": [NAME]}),
            client.post("/api/v1/oauth/token", {"grant_type": NAME, "client_id": EMAIL, "client_secret": PHONE}),
        ]
        assert [answer.status_code for answer in sent if answer.status_code >= 500] == []
        assert sent[2].status_code == 200, sent[2].content
        told = "".join(f"{answer.get('Location', '')}" for answer in sent)
        assert not _found(told), told
        written = _written(since)
        assert not _found(written), written
    assert not _found(lines.getvalue()), lines.getvalue()


def _posted(client: Client, where: str, body: object, **more: Any) -> Any:
    key = hashlib.sha256(repr((where, body)).encode()).hexdigest()
    return client.post(f"/api/v1/{where}", json.dumps(body), "application/json", HTTP_IDEMPOTENCY_KEY=key, **more)


@TYPED
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_stands_in_an_address_is_in_no_log(world: World, lines: io.StringIO, row: Row) -> None:
    who = next((name for name, cell in reversed(row.get.items()) if cell in {"ok", "go"}), "visitor")
    client: Any = world.browser(who)
    query = urlencode({"q": SENTENCE, "ma": NUMBER, "bm": PHONE, "next": f"/{PHONE}/", "tiep": SENTENCE, "sau": EMAIL})
    with undone():
        answer = client.get(
            f"{address(world, row.name, row.args)}?{query}", HTTP_REFERER=f"http://testserver/?q={PHONE}"
        )
        b"".join(answer.streaming_content if answer.streaming else ())
        client.get(f"/{PHONE}/{NUMBER}/?q={EMAIL}")
    assert not _found(lines.getvalue()), lines.getvalue()


@TYPED
def test_a_page_that_fails_tells_the_log_where_not_whom(
    world: World, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namkhong.services.dossiers.views import lookup

    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("hỏng ở đâu đó")

    monkeypatch.setattr(lookup, "render", fail)
    client: Any = world.browser("visitor")
    client.raise_request_exception = False
    answer = client.post(f"/tra-cuu/?q={PHONE}", {"ma": NUMBER, "bm": SENTENCE}, HTTP_COOKIE=f"ten={EMAIL}")
    assert answer.status_code == 500
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert any("hỏng ở đâu đó" in str(line) for line in said), said
    assert not _found(lines.getvalue()), lines.getvalue()

"""The receiver that the documentation shows is run as it stands there, against real notices."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours

from namkhong.kernel import clock
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.subscriptions import actions
from namkhong.services.subscriptions.models import Attempt
from namkhong.services.subscriptions.tests import factories

pytestmark = pytest.mark.django_db
PAGE = Path(ours.ROOT) / "docs" / "explanation" / "webhooks.md"


@pytest.fixture
def shown() -> Iterator[tuple[dict[str, Any], int]]:
    """The program of the page, listening; and its port."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    program, _serving = found[1].rsplit("HTTPServer((", 1)
    assert len([line for line in program.splitlines() if line.strip()]) <= 21
    names: dict[str, Any] = {}
    exec(compile(program, "webhooks.md", "exec"), names)  # noqa: S102 - our own page
    names["Receiver"].log_message = lambda *_said: None
    server = HTTPServer(("127.0.0.1", 0), names["Receiver"])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield names, int(server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_it_takes_what_is_ours_once_and_nothing_else(
    world: Province, shown: tuple[dict[str, Any], int], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    names, port = shown
    settings.WEBHOOKS = {"http": True, "ports": [port], "networks": ["127.0.0.0/8"]}
    now = clock.now()
    told = factories.subscribed(f"http://127.0.0.1:{port}/", now=MONDAY)
    names["SECRETS"][:] = [told.secret]
    notice = actions.try_out(public_id=told.public_id, actor=told.actor, now=now)
    assert factories.delivered(told, now) == 1
    actions.send_again(public_id=told.public_id, notice_id=notice, actor=told.actor, now=now)
    assert factories.delivered(told, now) == 1
    assert capsys.readouterr().out.count("subscription.test") == 1, "sent again, it is told apart"
    new = actions.renew_secret(public_id=told.public_id, actor=told.actor, now=now).secret
    for secrets, status in (([told.secret], 204), ([new], 204), ([told.secret, new], 204), (["whsec_AAAA"], 401)):
        names["SECRETS"][:] = secrets
        actions.try_out(public_id=told.public_id, actor=told.actor, now=now)
        factories.delivered(told, now)
        assert Attempt.objects.latest("pk").status == status, secrets
    names["SECRETS"][:] = [new]
    long_ago = now + timedelta(hours=1)
    actions.try_out(public_id=told.public_id, actor=told.actor, now=long_ago)
    factories.delivered(told, long_ago)
    assert Attempt.objects.latest("pk").status == 401, "a moment that is not now"

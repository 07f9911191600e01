"""The leader's page: signed one after another without losing the list; what may be late is one tap away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def test_signing_from_her_page_leads_back_to_it_and_nowhere_else(world: Province, browser: Browser) -> None:
    first, second = factories.appraised(world), factories.appraised(world)
    client = browser(world.leader)
    page = client.get("/can-bo/lanh-dao/").content.decode()
    assert f"/can-bo/ho-so/{first.code}/ky-duyet/?ve=/can-bo/lanh-dao/" in page
    assert "/can-bo/sap-tre/" in page
    for card, back, led in (
        (first, "/can-bo/lanh-dao/", "/can-bo/lanh-dao/"),
        (second, "//xau.vn/can-bo/", "/can-bo/"),
    ):
        paper = SimpleUploadedFile("ket-qua.pdf", factories.pdf(), content_type="application/pdf")
        sent = {"revision": str(card.revision), "answer": "yes", "result": paper}
        answer = client.post(f"/can-bo/ho-so/{card.code}/ky-duyet/?ve={back}", sent)
        assert (answer.status_code, answer["Location"]) == (302, led)


def test_the_keys_stand_on_a_page_of_their_own_too(world: Province, browser: Browser) -> None:
    client = browser(world.counter)
    page = client.get("/can-bo/").content.decode()
    assert "data-keys-help" in page
    assert 'href="/can-bo/phim-tat/"' in page
    assert "gọi số tiếp theo" in client.get("/can-bo/phim-tat/").content.decode()

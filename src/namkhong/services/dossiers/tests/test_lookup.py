"""Looking up: the stage by code, the way with the secret, nothing about the person to anybody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import queries, secrets
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
PERSONAL = ("Lò Thị Lan", "Lan", "011199000015", "0912345678", "hôn nhân", "Co Cượm")


def _personal(html: str) -> list[str]:
    """Whole words: a token drawn by chance may well contain a short name."""
    return [word for word in PERSONAL if re.search(rf"\b{re.escape(word)}\b", html)]


def _secret(dossier_id: int) -> str:
    return secrets.secret_of(Dossier.objects.get(pk=dossier_id).public_id)


def test_by_code_only_the_stage_is_told(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    page = browser(Actor.anonymous()).get("/tra-cuu/", {"ma": sent.code.lower()})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Đang giải quyết" in html
    assert "hẹn trả" not in html
    assert not _personal(html)


def test_the_secret_on_the_form_opens_the_way_without_personal_data(world: Province, browser: Browser) -> None:
    sent = factories.decided(world)
    typed = _secret(sent.id).lower().replace("-", " ")
    page = browser(Actor.anonymous()).post("/tra-cuu/", {"ma": sent.code, "bm": typed})
    html = page.content.decode()
    assert "Hồ sơ đang ở đâu" in html
    assert "Lò Văn Hặc" in html  # who worked on it
    assert not _personal(html)


def test_a_wrong_secret_and_an_unknown_code_get_the_same_answer(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    client = browser(Actor.anonymous())
    wrong = client.post("/tra-cuu/", {"ma": sent.code, "bm": "AAAA-AAAA"})
    unknown = client.post("/tra-cuu/", {"ma": "H18.55.04-261123-9999", "bm": "AAAA-AAAA"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    said = "Số hồ sơ hoặc mã bí mật chưa đúng"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()


def test_secrets_cannot_be_tried_without_end(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    client = browser(Actor.anonymous())
    codes = [client.post("/tra-cuu/", {"ma": sent.code, "bm": f"AAAA-AA{n:02d}"}).status_code for n in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_codes_cannot_be_harvested_from_one_address(world: Province, browser: Browser) -> None:
    client = browser(Actor.anonymous())
    codes = [client.get("/tra-cuu/", {"ma": f"H18.55.04-261123-{n:04d}"}).status_code for n in range(32)]
    assert codes[-2:] == [429, 429]
    assert "Retry-After" in client.get("/tra-cuu/", {"ma": "H18.55.04-261123-0001"}).headers


@pytest.mark.parametrize("code", ["", "x", "' or 1=1 --", "<script>alert(1)</script>", "H18-991399-0001", "9" * 5_000])
def test_nonsense_is_answered_with_a_sentence(world: Province, browser: Browser, code: str) -> None:
    page = browser(Actor.anonymous()).post("/tra-cuu/", {"ma": code, "bm": ""})
    assert page.status_code == 422
    assert "<script>alert" not in page.content.decode()
    assert "Số hồ sơ chưa đúng" in page.content.decode()


def test_the_secret_has_eight_clear_letters_and_differs(world: Province) -> None:
    one, two = (_secret(factories.draft(world).id) for _time in range(2))
    assert one != two
    assert len(one.replace("-", "")) == 8
    assert not set(one) & set("ILO01")


def test_a_draft_cannot_be_looked_up(world: Province) -> None:
    factories.filled(world)
    assert queries.public_stage("H18.55.04-261123-0001") is None
    assert queries.with_secret("H18.55.04-261123-0001", "AAAA", now=MONDAY) is None

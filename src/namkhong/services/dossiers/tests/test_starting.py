"""Where a dossier begins: the commune is chosen beforehand from where the person lives, old names too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.citizens.models import Person
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.tests.factories import MARRIAGE, Province
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
ADDRESS = f"/nop-ho-so/{MARRIAGE}/"


def _chosen(html: str) -> list[str]:
    return re.findall(r'<option value="(\d+)" selected', html)


def _page(world: Province, browser: Callable[[Actor], Client], **lives: Any) -> str:
    Person.objects.filter(pk=world.lan.person_id or 0).update(**lives)
    html: str = browser(world.lan).get(ADDRESS).content.decode()
    assert not english_in(html), english_in(html)
    return html


@pytest.mark.parametrize(
    "lives",
    [
        {"address": "Bản Co Cượm, xã Mường Phăng, tỉnh Điện Biên"},
        {"address": "ban Co Cuom, xa Muong Phang, tinh Dien Bien"},
        {"address": "Bản Co Cượm", "commune_code": "03325"},
    ],
)
def test_the_commune_of_today_is_chosen_beforehand(
    world: Province, browser: Callable[[Actor], Client], lives: dict[str, str]
) -> None:
    html = _page(world, browser, **lives)
    assert _chosen(html) == [str(world.commune_id)]
    assert "Đã chọn sẵn theo nơi ở của ông/bà" in html
    assert "nay có tên khác" not in html


def test_an_old_name_is_understood_and_explained(world: Province, browser: Callable[[Actor], Client]) -> None:
    html = _page(world, browser, address="Bản Bua, xã Pá Khoang, thành phố Điện Biên Phủ, tỉnh Điện Biên")
    assert _chosen(html) == [str(world.commune_id)]
    assert "Nơi ở của ông/bà nay có tên khác" in html
    assert "Pá Khoang (thành phố Điện Biên Phủ cũ) từ ngày 01/7/2025" in html


@pytest.mark.parametrize("address", ["", "Số 1 phố Hàng Bài, Hà Nội", "tỉnh Điện Biên", "xã Không Có, tỉnh Điện Biên"])
def test_nothing_is_chosen_where_nothing_is_known(
    world: Province, browser: Callable[[Actor], Client], address: str
) -> None:
    html = _page(world, browser, address=address)
    assert not _chosen(html)
    assert "Đã chọn sẵn" not in html


def test_another_commune_may_be_chosen(world: Province, browser: Callable[[Actor], Client]) -> None:
    answer = browser(world.lan).post(ADDRESS, {"commune": world.other_commune_id})
    assert answer.status_code == 302
    assert Dossier.objects.get().decider_agency_id == world.other_commune_id


def test_what_was_chosen_stays_when_it_was_wrong(world: Province, browser: Callable[[Actor], Client]) -> None:
    page = browser(world.lan).post(ADDRESS, {"commune": ""})
    assert page.status_code == 422
    assert not _chosen(page.content.decode()), "taken back by her, it is not chosen for her again"

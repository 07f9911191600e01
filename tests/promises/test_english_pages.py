"""Who chose English reads English, on every page for citizens; everybody else reads Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as configured
from django.test import Client
from django.utils import translation

from namkhong.config import messages
from namkhong.foundation.notifications.models import Message
from namkhong.kernel.worktime import parse_limit
from namkhong.services.dossiers.models import IssuedForm
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE
from namkhong.services.dossiers.types import RETURN_WAYS, ReturnWay
from namkhong.services.procedures.wording import limit_in_words
from tests.cast import TRANSPORT, World
from tests.promises.sentences import for_citizens

_TAG: Final = re.compile(r"<(script|style|datalist)\b.*?</\1>|<[^>]+>", re.DOTALL)
_H1: Final = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SPOKEN: Final = re.compile(r"\s(?:alt|aria-label|placeholder)=\"([^\"]*)\"")
Browse = Callable[..., Client]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as the product's set-up compiles it."""
    folder = tmp_path_factory.mktemp("locale")
    for path in messages.files():
        target = folder / path.relative_to(messages.LOCALE).with_suffix(".mo")
        target.parent.mkdir(parents=True)
        with path.open("rb") as source, target.open("wb") as made:
            write_mo(made, read_po(source, locale=path.parts[-3]))
    return folder


@pytest.fixture(autouse=True)
def _catalogue(compiled: Path, settings: Any) -> Iterator[None]:
    settings.LOCALE_PATHS = [compiled]
    with translation.override(configured.LANGUAGE_CODE):
        yield


@pytest.fixture
def reader(world: World) -> Browse:
    """Somebody's browser; every telephone here was set to English by the shop."""

    def browse(who: str = "visitor", *, language: str = "") -> Client:
        client = world.browser(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-US,en;q=0.9"
        if language:
            client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
        return client

    return browse


def _read(client: Client, address: str, status: int = 200) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    html: str = answer.content.decode()
    return html


def _h1(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", _H1.findall(html)[0])).strip()


@cache
def _telling() -> frozenset[str]:
    """Sentences long enough to be nothing else, without blanks, that no form asks in its own words."""
    forms = "".join(path.read_text(encoding="utf-8") for path in (configured.FACTS / "forms").glob("*.json"))
    said = (message.id for message in for_citizens() if isinstance(message.id, str))
    return frozenset(one for one in said if len(one) > 14 and "%" not in one and one not in forms)


def _vietnamese_left(html: str) -> list[str]:
    heard = " ".join([*_SPOKEN.findall(html), _TAG.sub(" ", html)])
    text = re.sub(r"\s+", " ", unescape(heard))
    return [said for said in _telling() if said in text]


# page, who opens it, its first heading in English
PAGES: Final = {
    "/": ("visitor", "What do you need to do?"),
    "/dang-nhap/": ("visitor", "Sign in with VNeID"),
    "/tra-cuu/": ("visitor", "Where is your dossier?"),
    "/dia-danh/?q=tinh+muong+phang": ("visitor", "Where does an old commune or ward belong now?"),
    "/dich-vu-cong/": ("visitor", "What do you need to do?"),
    "/dich-vu-cong/?q=hon+nhan": ("visitor", "What do you need to do?"),
    "/dich-vu-cong/?q=zzzz": ("visitor", "What do you need to do?"),
    "/ho-so/": ("lan", "My dossiers"),
    "/thong-bao/": ("lan", "Notices"),
    "/tai-khoan-cua-toi/": ("lan", "My details"),
    "/tai-khoan-cua-toi/luot-xem/": ("lan", "Who has read my details"),
    "/dang-xuat/": ("lan", "Do you want to sign out?"),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_english_for_who_chose_english(reader: Browse, address: str) -> None:
    who, heading = PAGES[address]
    html = _read(reader(who, language="en"), address)
    assert '<html lang="en"' in html
    assert _h1(html) == heading
    assert not _vietnamese_left(html)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_vietnamese_whatever_the_telephone_says(reader: Browse, address: str) -> None:
    who, heading = PAGES[address]
    html = _read(reader(who), address)
    assert '<html lang="vi"' in html
    assert _h1(html) != heading


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("filed", "Sent, waiting to be received by the agency"),
        ("received", "Being processed – result due"),
        ("decided", "There is a result"),
        ("refused", "There is a result: refused"),
        ("handed_over", "The result has been handed over"),
        ("not_received", "The dossier was not received"),
        ("from_next_door", "Received, on the way to the deciding agency"),
    ],
)
def test_a_dossiers_page_is_english_at_every_station(world: World, reader: Browse, key: str, said: str) -> None:
    """Facts, stations and what was written down at them are Vietnamese: here the way in which it was handed over."""
    html = _read(reader("lan", language="en"), f"/ho-so/{world.codes[key]}/")
    assert '<html lang="en"' in html
    assert said in html
    assert "Where the dossier is" in html
    assert not set(_vietnamese_left(html)) - {str(RETURN_WAYS[ReturnWay.ONLINE])}


def test_filing_is_english_page_by_page(world: World, reader: Browse) -> None:
    lan = reader("lan", language="en")
    pages = [f"/dich-vu-cong/{MARRIAGE}/", f"/dich-vu-cong/{TRANSPORT}/", f"/nop-ho-so/{MARRIAGE}/"]
    draft = f"/nop-ho-so/ban-nhap/{world.ids['draft:id']}"
    pages += [f"{draft}/{page}/" for page in (*factories.PAGES, "kiem-tra", "bo")]
    pages += [f"/nop-ho-so/ban-nhap/{world.ids['papers:id']}/giay-to/", f"/ho-so/{world.codes['filed']}/da-gui/"]
    for address in pages:
        html = _read(lan, address)
        assert '<html lang="en"' in html
        assert not _vietnamese_left(html), address


def test_what_was_wrong_is_said_in_english(world: World, reader: Browse) -> None:
    lan = reader("lan", language="en")
    wrong: Any = lan.post(f"/nop-ho-so/ban-nhap/{world.ids['draft:id']}/noi-cu-tru/", {"residence_from-day": "40"})
    assert wrong.status_code == 422
    html = wrong.content.decode()
    assert "is not right. Please fill in day, month and year" in html
    assert not _vietnamese_left(html)
    unknown: Any = lan.post("/tra-cuu/", {"ma": "H18.35-261123-999999", "bm": ""})
    assert "There is no dossier with this number." in unknown.content.decode()
    assert "This dossier was not found." in _read(lan, "/ho-so/H18.35-261123-999999/", 404)
    assert "The link to the next page is not right." in _read(lan, "/ho-so/?tiep=xxx", 422)


def test_officials_work_in_vietnamese_whatever_was_chosen(reader: Browse) -> None:
    html = _read(reader("counter", language="en"), "/can-bo/")
    assert '<html lang="vi"' in html
    assert "Hồ sơ" in html


def test_what_is_printed_and_sent_stays_vietnamese(world: World, run_jobs: Callable[[], int]) -> None:
    with translation.override("en"):
        sent = factories.received(world.province)
        run_jobs()
    form = IssuedForm.objects.get(dossier_id=sent.id)
    assert form.data["duration"].endswith("ngày làm việc")
    assert form.data["received"].startswith("07 giờ 41 phút, ngày")
    told = Message.objects.order_by("-pk")[0]
    assert "đã được tiếp nhận" in told.text


def test_one_day_and_two_days_are_said_rightly() -> None:
    with translation.override("en"):
        assert limit_in_words(parse_limit("1 working_day")) == "1 working day"
        assert limit_in_words(parse_limit("2 working_day")) == "2 working days"
        assert limit_in_words(parse_limit("same_day 15:00")).endswith("filed after 15:00, on the next working day")
    assert limit_in_words(parse_limit("1 working_day")) == "1 ngày làm việc"
    assert limit_in_words(parse_limit("2 working_day")) == "2 ngày làm việc"
    assert "nộp sau 15 giờ thì" in limit_in_words(parse_limit("same_day 15:00"))


def test_nobodys_choice_reaches_the_next_visitor(reader: Browse) -> None:
    assert '<html lang="en"' in _read(reader(language="en"), "/")
    assert '<html lang="vi"' in _read(reader(), "/")
    assert '<html lang="vi"' in _read(reader(language="fr"), "/")

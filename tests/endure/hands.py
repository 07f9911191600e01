"""People without a browser: real requests with cookies and tokens, patient with a server that is being killed."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import httpx
from lxml import html

MARITAL: Final = "1.004873"
COMMUNE: Final = "Ủy ban nhân dân xã Mường Phăng"
PASSWORD: Final = "Dien-Bien-2026"
AWAY: Final = 503
PATIENCE: Final = 600.0  # seconds; what is lost is lost at once, a loaded machine only takes its time
ANSWER: Final = 120.0  # seconds for one answer
_CODE: Final = re.compile(r"/ho-so/(H18[.\d]*-\d{6}-\d{4,})/")
_DRAFT: Final = re.compile(r"/nop-ho-so/ban-nhap/([0-9a-f-]{36})/([a-z0-9-]*)/?")
_REVISION: Final = re.compile(r'name="revision" value="(\d+)"')
_LIKELY: Final = ("Không", "Vay vốn", "Bản điện tử, gửi vào tài khoản của tôi")
_TYPED: Final = {"-day": "12", "-month": "5", "-year": "2020", "commune": "Mường Phăng", "-full_name": "Cà Văn Hải"}

Fields = dict[str, str | list[str]]


class GivenUp(Exception):
    """No answer came, however often it was asked."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the product acknowledged: this draft has this code."""

    public_id: str
    code: str


@dataclass(slots=True)
class Seen:
    """What everybody saw, from all threads: only ever appended to."""

    statuses: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # connections that were cut off
    faults: list[str] = field(default_factory=list)  # what nobody may ever see
    slowest: float = 0
    times: list[tuple[float, float]] = field(default_factory=list)  # when it was asked, how long it took


class Person:
    """One person's session."""

    def __init__(self, address: str, seen: Seen, *, patience: float = PATIENCE) -> None:
        self.seen = seen
        self.patience = patience
        self.address = address
        self.client = httpx.Client(base_url=address, timeout=ANSWER, follow_redirects=False)
        self.sections: list[tuple[str, Fields]] = []  # what was answered on each page, once it was read
        self.check: Fields = {}
        self.start: Fields = {}
        self.signed_in: tuple[str, Callable[[], None]] | None = None  # a page of hers; how she signs in

    def close(self) -> None:
        """Go away."""
        self.client.close()

    def on(self, address: str) -> Person:
        """The same session at another page process."""
        other = Person(address, self.seen, patience=self.patience)
        other.client.cookies = self.client.cookies
        other.sections, other.check, other.start = self.sections, self.check, self.start
        return other

    # ---- asking ----

    def ask(self, method: str, path: str, fields: Mapping[str, str | list[str]] | None = None) -> httpx.Response:
        """One request, once.

        :raises httpx.TransportError: when the server is gone.
        """
        began = time.monotonic()
        data = {**fields, "csrfmiddlewaretoken": self._token()} if fields is not None else None
        answer = self.client.request(method, path, data=data)
        took = time.monotonic() - began
        self.seen.slowest = max(self.seen.slowest, took)
        self.seen.times.append((began, took))
        self.seen.statuses.append(answer.status_code)
        if answer.status_code >= 500 and answer.status_code != AWAY:
            self.seen.faults.append(f"{answer.status_code} {method} {path}")
        return answer

    def insist(self, method: str, path: str, fields: Mapping[str, str | list[str]] | None = None) -> httpx.Response:
        """Ask until somebody answers: the same request again after a cut-off or a 503, as a browser's user does.

        :raises GivenUp: when patience is over.
        """
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            try:
                answer = self.ask(method, path, fields)
                if answer.status_code != AWAY:
                    return answer
            except httpx.TransportError as error:
                self.seen.broken.append(type(error).__name__)
            time.sleep(random.uniform(0.1, 0.6))
        raise GivenUp(f"{method} {path}")

    def _token(self) -> str:
        return self.client.cookies.get("nk_csrf", default="") or ""

    # ---- signing in ----

    def stay(self) -> None:
        """Signed in still, or again: a session that nobody used for a quarter of an hour is locked."""
        if self.signed_in is None:
            return
        where, again = self.signed_in
        if self.insist("GET", where).status_code != 200:
            self.client.cookies.clear()
            again()

    def sign_in_citizen(self, name: str) -> None:
        """At the identity provider of the trial."""
        self.client.follow_redirects = True
        page = self.client.get("/dang-nhap/?next=/ho-so/")
        form = next(form for form in html.fromstring(page.text).forms if "VNeID" in form.text_content())
        chosen = self.client.post(_absolute(page, form.get("action")), data=dict(form.form_values()))
        person = html.fromstring(chosen.text).xpath(f'//div[label/text()="{name}"]/../input/@value')
        assert person, chosen.text
        done = self.client.post(chosen.url, data={"person": person[0], "answer": "yes"})
        self.client.follow_redirects = False
        assert done.status_code == 200, done.text
        assert urlsplit(str(done.url)).path == "/ho-so/", done.url
        self.signed_in = "/ho-so/", partial(self.sign_in_citizen, name)

    def sign_in_official(self, username: str) -> None:
        """Name and password; the trial does not insist on a second factor."""
        page = self.client.get("/can-bo/dang-nhap/")
        form = next(form for form in html.fromstring(page.text).forms if "Mật khẩu" in form.text_content())
        fields = dict(form.form_values())
        login, password = (form.xpath(f'.//input[@type="{kind}"]/@name') for kind in ("text", "password"))
        fields |= {login[0]: username, password[0]: PASSWORD}
        done = self.client.post(_absolute(page, form.get("action")), data=fields)
        assert done.status_code in {302, 303}, done.text
        assert self.client.get("/can-bo/").status_code == 200
        self.signed_in = "/can-bo/", partial(self.sign_in_official, username)

    # ---- filing ----

    def learn(self) -> Filed:
        """File once as a reader does, page by page, and remember what was answered."""
        page = self.client.get(f"/nop-ho-so/{MARITAL}/")
        commune = html.fromstring(page.text).xpath(
            f'//select[@name="commune"]/option[normalize-space()="{COMMUNE}"]/@value'
        )
        self.start = {"commune": commune[0]}
        where = self.begin()
        for _page in range(15):
            public_id, section = _place(where)
            page = self.client.get(where)
            form = next(
                one for one in html.fromstring(page.text).forms if one.method == "POST" and "ngon-ngu" not in (one.action or "")
                and "dang-xuat" not in (one.action or "") and one.xpath('ancestor::main')
            ) if section != "giay-to" else None  # fmt: skip
            if form is None:
                where = f"/nop-ho-so/ban-nhap/{public_id}/kiem-tra/"
                continue
            fields = filled(form)
            answer = self.ask("POST", where, fields)
            assert answer.status_code in {302, 303}, (where, fields, _said(answer))
            if section == "kiem-tra":
                self.check = fields
                return Filed(public_id, _code(answer))
            self.sections.append((section, fields))
            where = answer.headers["location"]
        raise AssertionError("the form does not end")

    def begin(self) -> str:
        """A new draft; the address of its first page."""
        answer = self.insist("POST", f"/nop-ho-so/{MARITAL}/", self.start)
        assert answer.status_code in {302, 303}, _said(answer)
        return str(answer.headers["location"])

    def prepare(self) -> str:
        """A draft that only needs to be sent."""
        public_id, _section = _place(self.begin())
        for section, fields in self.sections:
            answer = self.insist("POST", f"/nop-ho-so/ban-nhap/{public_id}/{section}/", fields)
            # 409: the same page was kept by a request whose answer was lost; it holds what we would write.
            assert answer.status_code in {302, 303, 409}, (section, answer.status_code, _said(answer))
        return public_id

    def send(self, public_id: str) -> Filed:
        """Send a draft, as often as it takes to hear the code."""
        answer = self.insist("POST", f"/nop-ho-so/ban-nhap/{public_id}/kiem-tra/", self.check)
        assert answer.status_code in {302, 303}, (answer.status_code, _said(answer))
        return Filed(public_id, _code(answer))

    def file(self) -> Filed:
        """One more dossier."""
        return self.send(self.prepare())

    # ---- at the counter ----

    def receive(self, code: str) -> bool:
        """Receive a dossier; true when it was acknowledged, false when it had been done before."""
        seen = self.insist("GET", f"/can-bo/ho-so/{code}/")
        assert seen.status_code == 200, seen.status_code
        if "/tiep-nhan/" not in seen.text:
            return False
        revision = _REVISION.search(seen.text)
        assert revision, "the page holds no revision"
        answer = self.insist("POST", f"/can-bo/ho-so/{code}/tiep-nhan/", {"revision": revision[1]})
        assert answer.status_code in {302, 303, 409}, (answer.status_code, _said(answer))
        return answer.status_code != 409


def filled(form: html.FormElement) -> Fields:
    """Answer what the form still asks, as somebody would who reads the labels."""
    fields: Fields = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    for radio in form.xpath('.//input[@type="radio"]'):
        if radio.name not in fields:
            group = form.xpath(f'.//input[@type="radio"][@name="{radio.name}"]')
            labelled = {_label(form, one): one.get("value") for one in group}
            likely = [labelled[words] for words in _LIKELY if words in labelled]
            fields[radio.name] = (likely or [group[0].get("value")])[0]
    for box in form.xpath('.//input[@type="checkbox"]'):
        fields[box.name] = box.get("value") or "on"
    for select in form.xpath(".//select"):
        options = {one.text_content().strip(): one.get("value", "") for one in select.xpath("./option")}
        if select.name.endswith("-province"):
            fields[select.name] = options["Tỉnh Điện Biên"]
        elif not fields.get(select.name):
            fields[select.name] = options.get("Thái") or list(options.values())[1]
    for text in form.xpath('.//input[not(@type) or @type="text" or @type="tel" or @type="email"] | .//textarea'):
        optional = "không bắt buộc" in text.xpath("string(ancestor::*[contains(@class,'govuk-form-group')][1])")
        if text.name and not str(fields.get(text.name) or "").strip() and not optional:
            fields[text.name] = next((v for part, v in _TYPED.items() if text.name.endswith(part)), "Vay vốn ngân hàng")
    return fields


def _label(form: html.FormElement, one: html.InputElement) -> str:
    return " ".join(form.xpath(f'string(.//label[@for="{one.get("id")}"])').split())


def _absolute(page: httpx.Response, action: str | None) -> httpx.URL:
    return page.url.join(action or "")


def _place(address: str) -> tuple[str, str]:
    match = _DRAFT.search(address)
    assert match, address
    return match[1], match[2]


def _code(answer: httpx.Response) -> str:
    match = _CODE.search(answer.headers["location"])
    assert match, answer.headers["location"]
    return match[1]


def _said(answer: httpx.Response) -> str:
    main = html.fromstring(answer.text).xpath("string(//main)") if answer.text else ""
    return " ".join(main.split())[:600]

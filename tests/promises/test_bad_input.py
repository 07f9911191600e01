"""Whatever is typed, forged or broken: a clear Vietnamese sentence and a 4xx, nothing typed is lost, never a 5xx."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.web.tests.english import english_in
from tests.cast import World
from tests.promises.forms import FORMS, FilledForm, exe
from tests.promises.pages import Page, is_page
from tests.promises.permissions import ROWS
from tests.promises.undoing import undone

TYPED, JUNK, BROKEN = (pytest.mark.xdist_group(f"promises: {what}") for what in ("typed", "junk", "broken"))
EXAMPLES: Final = int(os.environ.get("NAMKHONG_EXAMPLES", "10"))  # others every day; make endure does MANY in one
MANY: Final = int(os.environ.get("NAMKHONG_EXAMPLES", "10000"))  # of each form and address, by make endure
LONGEST_SECONDS: Final = 20.0  # what hangs takes for ever; a busy machine takes its time
MOST_GROWN: Final = 100_000_000  # bytes of the process, after so many requests
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
_VIETNAMESE: Final = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_ATTACK: Final = "<script>nkt('1')</script>"
_URLENCODED: Final = "application/x-www-form-urlencoded"
_TEN_MEGABYTES: Final = quote("ộ").encode() * 3_500_000  # as it is sent: writing it anew for each form took minutes
Pairs = list[tuple[str, str]]


def send(world: World, form: FilledForm, pairs: Pairs, *, csrf: bool = False) -> Any:
    """The form as a browser sends it, whatever stands in it."""
    client: Any = world.browser(form.who, csrf=csrf)
    body = urlencode(pairs, errors="surrogatepass")
    return client.post(form.address(world), body, content_type=_URLENCODED)


def in_order(answer: Any, *, refused: bool = False, words: bool = True) -> None:
    """Done, or refused in a sentence; never a failure."""
    status = answer.status_code
    assert status < 500 or (status == 503 and "Hệ thống" in answer.content.decode()), status
    assert not refused or 400 <= status < 500, status
    if status in {301, 302, 303}:
        assert not answer["Location"].startswith(("//", "http", "javascript", "/\\")), answer["Location"]
        return
    if answer.streaming or not answer.content:
        return
    text = answer.content.decode()
    assert "<script>nkt" not in text
    assert "<img src=x" not in text
    page = Page(text) if is_page(answer) else None
    if page and status != 405:
        assert page.lang == "vi"
        assert page.count["h1"] == 1
        assert not page.inline
        assert not (words and english_in(text)), english_in(text)
    if status >= 400:
        assert _VIETNAMESE.search(page.text if page else str(answer.json()["message"]))


class Asked:
    """How many requests, the longest of them, and by how much the process grew."""

    def __init__(self) -> None:
        self.count = 0
        self.longest = 0.0
        self._first = _resident()

    @contextmanager
    def once(self) -> Iterator[None]:
        """One request."""
        started = time.perf_counter()
        yield
        self.longest = max(self.longest, time.perf_counter() - started)
        self.count += 1
        if self.count == 500:  # what is remembered once is remembered by now
            self._first = _resident()

    def told(self, name: str) -> None:
        """Print it; nothing hung, nothing grew."""
        grown = _resident() - self._first
        print(
            f"\n{name}: n = {self.count}, lâu nhất {self.longest * 1_000:.0f} ms, bộ nhớ thêm {grown // 1_000_000} MB"
        )
        assert self.longest < LONGEST_SECONDS
        assert grown < MOST_GROWN


def _resident() -> int:
    """Bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_every_form_is_filled_in_here() -> None:
    assert {row.name for row in ROWS if row.post is not None} <= {form.name for form in FORMS}


@TYPED
@each_form
def test_right_in_every_field_it_is_taken(world: World, form: FilledForm) -> None:
    with undone():
        answer = send(world, form, [*form.filled(world).items()])
    in_order(answer)
    if form.taken:
        assert answer.status_code in {200, 201, 302, 303}, Page(answer.content.decode()).text[:1_500]


def _marks(names: list[str]) -> dict[str, str]:
    return {name: f'<i>{number}"' for number, name in enumerate(names)}


@TYPED
@each_form
def test_what_was_typed_is_still_on_the_page(world: World, form: FilledForm) -> None:
    marks = _marks([*form.filled(world)])
    with undone():
        answer = send(world, form, [*marks.items()])
    in_order(answer)
    if answer.status_code != 422 or not is_page(answer):
        return
    page = Page(answer.content.decode())
    kept = {name: value.lower() for name, value in page.typed.items() if name in marks and form.name != "add_totp"}
    assert kept == {name: marks[name] for name in kept}  # a code of the moment is no use a moment later
    assert "<i>" not in re.sub(r"<i class=[^>]*>", "", page.html)


NASTY: Final = (
    "\x00", "a\x00b", "\ud800", "x\udfffy", "\u202etxt.exe", "\u200b", "\ufeff", _ATTACK, "\"><img src=x onerror=nkt(1)>",
    "{{ 7*7 }}", "{% if %}", "%s%n%(x)s", "' or 1=1 --", "../../etc/passwd", "-1", "0", "1e309", "NaN", str(2**31), str(2**63),
    "9" * 400, "١٢٣", "１２３", "²", "٣٠", "1/1/0001", "31/02/2026", "0000", "9999", "null", "true", "[]", "{}", "[[[[", '"', "\\",
    "\r\nSet-Cookie: a=b", "á" * 300, "a\u0301" * 400, "😀" * 100, "x" * 6_000, " ", "\t\n", "//xau.example", "javascript:nkt(1)",
    "https://xau.example/", "/\\xau.example", "H18.55.04-261123-0001", "\u1ee5\u0323" * 50,
)  # fmt: skip
junk: Final = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Nd"]), max_size=20),
    st.integers().map(str),
    st.floats().map(str),
)


@st.composite
def spoiled(draw: st.DrawFn, names: list[str]) -> list[tuple[str, list[str]]]:
    """Which fields are spoiled, left out or sent twice, and what else is sent along."""
    fields = [] if not names else draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))
    chosen = [(name, draw(st.lists(junk, max_size=2))) for name in fields]
    strange = st.one_of(
        junk.map(lambda text: text[:40]), st.sampled_from(["next", "_revision", "id", "actor", "code", "deed"])
    )
    return [*chosen, *draw(st.lists(st.tuples(strange, st.lists(junk, max_size=2)), max_size=2))]


def _junk_in_form(world: World, form: FilledForm, examples: int) -> Asked:
    """The form, spoiled so many times."""
    right = form.filled(world)
    asked = Asked()

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(spoiled([*right]))
    def holds(changes: list[tuple[str, list[str]]]) -> None:
        fields = {name: [str(value)] for name, value in right.items()} | dict(changes)
        with undone(), asked.once():
            pairs = [(name, value) for name, values in fields.items() for value in values]
            in_order(send(world, form, pairs), words=False)

    holds()
    return asked


@JUNK
@each_form
def test_junk_in_any_field_is_answered_in_a_sentence(world: World, form: FilledForm) -> None:
    _junk_in_form(world, form, EXAMPLES)


@pytest.mark.endure
@each_form
def test_ten_thousand_times_junk_in_a_form(world: World, form: FilledForm) -> None:
    _junk_in_form(world, form, MANY).told(form.id)


@BROKEN
@each_form
def test_ten_megabytes_of_text_are_refused_in_a_sentence(world: World, form: FilledForm) -> None:
    names = [*form.filled(world)] or ["x"]
    client: Any = world.browser(form.who, csrf=True)
    with undone():
        body = urlencode([(names[0], "")]).encode() + _TEN_MEGABYTES
        in_order(client.post(form.address(world), body, content_type=_URLENCODED), refused=True)


@BROKEN
@each_form
def test_five_thousand_fields_are_refused_in_a_sentence(world: World, form: FilledForm) -> None:
    with undone():
        in_order(send(world, form, [(f"f{number}", "x") for number in range(5_000)], csrf=True), refused=True)


@JUNK
@each_form
@pytest.mark.parametrize("byte", ["\x00", "\ud800"], ids=["nul", "half a sign"])
def test_what_no_database_takes_is_refused_field_by_field(world: World, form: FilledForm, byte: str) -> None:
    right = form.filled(world)
    for name in right:
        with undone():
            in_order(send(world, form, [*(right | {name: f"a{byte}b"}).items()]), words=False)


BODIES: Final = (
    (b'{"a": 1}', "application/json"),
    (b"a=1", "text/plain"),
    (b"<a/>", "application/xml"),
    (b"\xff\xfe\x00", _URLENCODED),
    (b"a=1", f"{_URLENCODED}; charset=khong-co"),
    (b"a=%zz&=&&==", _URLENCODED),
    (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', "multipart/form-data; boundary=x"),
    (b"khong phai", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=" + "y" * 3_000),
    (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="../../\x00.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    (b"", "multipart/form-data; boundary=x"),
)


@BROKEN
@each_form
def test_a_body_that_cannot_be_read_is_answered_in_a_sentence(world: World, form: FilledForm) -> None:
    where = form.address(world)
    for body, kind in BODIES:
        with undone():
            in_order(world.browser(form.who).generic("POST", where, body, content_type=kind))


@BROKEN
@pytest.mark.parametrize("form", [form for form in FORMS if form.file], ids=lambda form: form.id)
@pytest.mark.parametrize(
    "name", ["giay.pdf", "anh.jpg", "../../x.pdf", "a\u202efdp.exe", "x" * 400 + ".pdf", "<img src=x>.pdf"]
)
def test_a_program_named_like_a_paper_is_refused(world: World, form: FilledForm, name: str) -> None:
    client: Any = world.browser(form.who)
    with undone():
        answer = client.post(form.address(world), form.filled(world) | {form.file: exe(name)})
    in_order(answer, refused=True)
    assert answer.status_code == 422


@BROKEN
@each_form
def test_a_whole_form_of_attacks_comes_back_as_text(world: World, form: FilledForm) -> None:
    with undone():
        answer = send(world, form, [(name, _ATTACK) for name in form.filled(world)])
    in_order(answer)


def _asked(client: Client, path: str, **headers: str) -> Any:
    answer: Any = client.get(path, **headers)  # type: ignore[arg-type]
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


LISTS: Final = {
    "/dich-vu-cong/": ("visitor", ("q", "linh-vuc", "cap", "tiep")),
    "/dia-danh/": ("visitor", ("q",)),
    "/tra-cuu/": ("visitor", ("ma", "bm")),
    "/dang-nhap/": ("visitor", ("next",)),
    "/can-bo/dang-nhap/": ("visitor", ("next",)),
    "/ho-so/": ("lan", ("tiep",)),
    "/thong-bao/": ("lan", ("sau",)),
    "/tai-khoan-cua-toi/luot-xem/": ("lan", ("sau",)),
    "/tai-khoan-cua-toi/": ("lan", ("da-luu",)),
    "/can-bo/": ("counter", ("xem", "q", "thu-tuc", "buoc", "hinh-thuc", "tiep")),
    "/can-bo/bao-mat/": ("counter", ("next", "da-doi")),
    "/can-bo/lanh-dao/": ("leader", ("tiep",)),
    "/can-bo/quan-tri/co-quan/": ("admin", ("q", "ngay")),
    "/can-bo/quan-tri/nhan-su/": ("admin", ("q", "co-quan", "sau")),
    "/can-bo/quan-tri/nhan-su/moi/": ("elevated", ("co-quan",)),
    "/can-bo/quan-tri/thu-tuc/": ("admin", ("tiep",)),
    "/can-bo/quan-tri/viec-loi/": ("admin", ("viec", "tin")),
}
_JSON: Final = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.sampled_from(NASTY),
        st.text(max_size=10),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


def _cursor(value: Any) -> str:
    import base64
    import json

    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


forged_cursor: Final = st.one_of(
    st.lists(_JSON, min_size=1, max_size=3).map(_cursor),
    st.tuples(
        st.sampled_from([None, "2026-11-23T00:00:00+00:00", "a", 1, "9999-12-31", "0001-01-01T00:00:00+00:00"]), _JSON
    ).map(_cursor),
    junk,
)


def _junk_in_address(world: World, path: str, examples: int) -> Asked:
    """The address with so many spoiled queries."""
    who, names = LISTS[path]
    paging = {"tiep", "sau", "viec", "tin"}
    asked = Asked()

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional={name: forged_cursor if name in paging else junk for name in names}))
    def holds(query: dict[str, str]) -> None:
        with undone(), asked.once():
            in_order(_asked(world.browser(who), f"{path}?{urlencode(query, errors='surrogatepass')}"), words=False)

    holds()
    return asked


@JUNK
@pytest.mark.parametrize("path", LISTS)
def test_junk_in_an_address_is_answered_in_a_sentence(world: World, path: str) -> None:
    _junk_in_address(world, path, 2 * EXAMPLES)


@pytest.mark.endure
@pytest.mark.parametrize("path", LISTS)
def test_ten_thousand_times_junk_in_an_address(world: World, path: str) -> None:
    _junk_in_address(world, path, MANY).told(path)


@BROKEN
@pytest.mark.parametrize("path", LISTS)
def test_overlong_addresses_are_answered_in_a_sentence(world: World, path: str) -> None:
    who, names = LISTS[path]
    for query in (
        f"{names[0]}={'x' * 200_000}",
        "&".join(f"a{n}=1" for n in range(5_000)),
        "%",
        "a=%ff%00",
        "&".join([f"{names[0]}=1"] * 50),
    ):
        with undone():
            in_order(_asked(world.browser(who), f"{path}?{query}"))


COOKIES: Final = (
    "nk_phien=", "nk_phien=x", "nk_phien=" + "z" * 60_000, 'nk_phien="\\000\\000\\000\\000\\000\\000\\000\\000\\000"', "nk_phien=\xe9\xff" * 9,
    "nk_csrf=" + "x" * 9_000, 'nk_csrf="\\000"', "nk_ngon_ngu=../../x", "nk_ngon_ngu=" + "y" * 9_000, 'messages="\\000"', "messages=W10:x:y",
    ";;;=;=", "=" * 5_000, "nk_phien=" + "a" * 32 + "; nk_phien=" + "b" * 32,
)  # fmt: skip


@BROKEN
@pytest.mark.parametrize("cookie", COOKIES, ids=lambda cookie: cookie[:20])
def test_any_cookie_is_answered_in_a_sentence(world: World, cookie: str) -> None:
    for path in ("/", "/ho-so/", "/can-bo/", "/tra-cuu/", "/can-bo/dang-nhap/"):
        with undone():
            in_order(_asked(Client(headers={"cookie": cookie}), path))
            in_order(Client(headers={"cookie": cookie}).post(path, {"ma": "x"}))
            in_order(Client(enforce_csrf_checks=True, headers={"cookie": cookie}).post(path, {"ma": "x"}))


HEADERS: Final = (
    {"HTTP_REFERER": "\x00://[/%zz" + "r" * 9_000},
    {"HTTP_REFERER": "http://testserver/\\\\xau.example"},
    {"HTTP_ACCEPT_LANGUAGE": "q" * 9_000 + ";q=x"},
    {"HTTP_ACCEPT": "\x00"},
    {"HTTP_ACCEPT_ENCODING": "khong, co;q=9"},
    {"HTTP_IF_MODIFIED_SINCE": "hôm qua"},
    {"HTTP_IF_NONE_MATCH": '"' * 5_000},
    {"HTTP_RANGE": "bytes=99999999999999999999-1"},
    {"HTTP_AUTHORIZATION": "Basic " + "=" * 9_000},
    {"HTTP_USER_AGENT": "<script>alert('nk')</script>\x00"},
    {"HTTP_X_FORWARDED_FOR": "a, b, \x00"},
    {"REMOTE_ADDR": "khong-phai-dia-chi"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_LENGTH": "muoi"},
)


@BROKEN
@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_any_header_is_answered_in_a_sentence(world: World, headers: dict[str, str]) -> None:
    for who, path in (
        ("visitor", "/"),
        ("visitor", "/tra-cuu/?ma=H18.55.04-261123-0001"),
        ("lan", "/ho-so/"),
        ("visitor", "/ho-so/"),
    ):
        with undone():
            in_order(_asked(world.browser(who), path, **headers))
    with undone():
        in_order(world.browser("visitor").post("/ho-so/", {"a": "b"}, **headers))  # type: ignore[arg-type]
        in_order(world.browser("visitor").post("/tra-cuu/", {"ma": "x"}, **headers))  # type: ignore[arg-type]

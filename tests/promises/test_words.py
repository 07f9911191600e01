"""Every page that each of the cast can walk to: Vietnamese only, well made, safe, and no link that leads nowhere."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from namkhong.kernel.actor import Role
from namkhong.services.dossiers.states import Outcome, State
from namkhong.web.tests.english import english_in
from tests.cast import World
from tests.promises.pages import Page, Seen, walk
from tests.who import WHO

pytestmark = pytest.mark.xdist_group("promises: words")

# Where a walk begins besides the first page: what is reached by sending a form, or is linked from paper.
STARTS: Final[dict[str, tuple[str, ...]]] = {
    "visitor": (
        "/",
        "/tra-cuu/",
        "/dia-danh/?q=huyện+Điện+Biên",
        "/dang-nhap/",
        "/can-bo/dang-nhap/",
        "/dich-vu-cong/?q=ket+hon",
    ),
    "lan": ("/", "/ho-so/", "/thong-bao/", "/tai-khoan-cua-toi/", "/dang-xuat/"),
    "neighbour": ("/", "/ho-so/"),
}
OFFICIAL: Final = ("/can-bo/", "/thong-bao/", "/can-bo/bao-mat/", "/dang-xuat/", "/can-bo/xac-nhan/")
_CODES: Final = {
    *(state.value for state in State if "_" in state.value),
    *(role.value for role in Role if "_" in role.value),
    *(f"outcome.{item}" for item in Outcome),
}
_RAW: Final = re.compile(
    r"None\b|undefined|\bTrue\b|\bFalse\b|\{\{|\}\}|\{%|%\(\w+\)|%[sd]\b|&lt;\w+ object|<\w+\.\w+: |Role\.|State\.|datetime\.|UUID\(|\[\]|\{\}"
)
_PERSONAL: Final = re.compile(r"011199000015|011085000027|0?912345678|0?987654321|Lò Thị Lan|L%C3%B2|@example")
_NOT_ENGLISH: Final = {"email", "date"}  # never allowed; kept here to be seen when somebody wants an exception


def _words_wrong(page: Page) -> list[str]:
    wrong = [f"English: {sorted(found)}"] if (found := english_in(page.html)) else []
    text = page.text
    wrong += [
        f"raw: {hit.group(0)!r} in …{text[max(0, hit.start() - 30) : hit.end() + 30]}…" for hit in _RAW.finditer(text)
    ]
    wrong += [f"code word: {code}" for code in _CODES if re.search(rf"\b{re.escape(code)}\b", text)]
    return wrong


def _shape_wrong(page: Page, language: str = "vi") -> list[str]:
    wrong = []
    if page.lang != language:
        wrong.append(f"lang={page.lang!r}")
    wrong += [f"{page.count[tag]} {tag}" for tag in ("h1", "main", "title") if page.count[tag] != 1]
    doubled = sorted({one for one in page.ids if page.ids.count(one) > 1})
    wrong += [f"the same id twice: {doubled}"] if doubled else []
    for control in page.controls:
        named = control.get("id", "") in page.labelled or control.get("aria-label") or control.get("aria-labelledby")
        if control["type"] not in {"hidden", "submit", "button"} and "hidden" not in control and not named:
            wrong.append(f"no label: {control}")
    wrong += [
        "a form without its token"
        for form in page.forms
        if form.method == "post" and "csrfmiddlewaretoken" not in form.fields
    ]
    wrong += [f"inline: {page.inline}"] if page.inline else []
    wrong += [f"from elsewhere: {asset}" for asset in page.assets if not asset.startswith("/tinh/")]
    return wrong


def _headers_wrong(answer: Any) -> list[str]:
    policy = answer.get("Content-Security-Policy", "")
    wrong = []
    if (
        "default-src 'none'" not in policy
        or "unsafe-inline" in policy.replace("style-src 'unsafe-inline'", "")
        or "unsafe-eval" in policy
    ):
        wrong.append(f"policy: {policy}")
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    ):
        if answer.get(name) != value:
            wrong.append(f"{name}: {answer.get(name)}")
    return wrong


def _address_wrong(seen: Seen) -> list[str]:
    shown = [
        seen.path,
        *(seen.page.links if seen.page else ()),
        *(form.action for form in (seen.page.forms if seen.page else ())),
    ]
    return [f"a person in an address: {path}" for path in shown if _PERSONAL.search(path)]


def _wrong(seen: Seen) -> list[str]:
    status = seen.answer.status_code
    wrong = [f"answers {status}, linked from {seen.came_from}"] if status >= 400 else []
    wrong += _address_wrong(seen)
    if status < 300:
        wrong += _headers_wrong(seen.answer)
    if seen.page is not None and status not in {301, 302, 303}:
        wrong += _shape_wrong(seen.page) + _words_wrong(seen.page)
    return wrong


@pytest.mark.parametrize("who", [who for who in WHO if who != "program"])
def test_every_page_on_the_way_is_in_order(world: World, who: str) -> None:
    steps = [*walk(world, who, *STARTS.get(who, OFFICIAL))]
    trouble = {seen.path: wrong for seen in steps if (wrong := _wrong(seen))}
    if trouble:
        pytest.fail("\n".join(f"{path}: {'; '.join(wrong)}" for path, wrong in trouble.items()), pytrace=False)
    assert len(steps) > 10

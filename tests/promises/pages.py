"""Reading pages as a browser does, and walking from page to page."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.cast import World

_TYPED = {"text", "search", "tel", "email", "number", "url", "password", "file"}


@dataclass
class Form:
    """One form: where it goes, and its fields with what stands in them."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lang = ""
        self.count: Counter[str] = Counter()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.links: list[str] = []
        self.assets: list[str] = []
        self.inline: list[str] = []
        self.forms: list[Form] = []
        self.typed: dict[str, str] = {}
        self.words: list[str] = []
        self._form: Form | None = None
        self._area = ""
        self._silent = 0
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """What can be read."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.count[tag] += 1
        if "id" in given:
            self.ids.append(given["id"])
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag in {"script", "style"}:
            self._silent += 1
            if "src" not in given:
                self.inline.append(tag)
            else:
                self.assets.append(given["src"])
        elif tag == "link":
            self.assets.append(given.get("href", ""))
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag in {"input", "select", "textarea"}:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        name = given.get("name", "")
        self.controls.append(given | {"type": kind})
        if tag == "textarea":
            self._area = name
            self.typed[name] = ""
        elif kind in _TYPED - {"password", "file"}:
            self.typed[name] = given.get("value", "")
        if self._form is None or not name:
            return
        if kind == "file":
            self._form.files.append(name)
        elif kind not in {"radio", "checkbox"} or "checked" in given:
            self._form.fields.setdefault(name, []).append(given.get("value", ""))
        else:
            self._form.fields.setdefault(name, [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self.typed[self._area] = self.typed.get(self._area, "").removeprefix("\n")
            self._area = ""
        elif tag in {"script", "style"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._area:
            self.typed[self._area] += data
        elif not self._silent:
            self.words.append(data)

    def internal(self, here: str) -> Iterator[str]:
        """Addresses of ours that the page leads to, without their fragment."""
        for link in self.links:
            target = urlsplit(urljoin(f"http://testserver{here}", link))
            if target.scheme == "http" and target.netloc == "testserver":
                yield f"{target.path}?{target.query}" if target.query else target.path


def name_of(path: str) -> str:
    """The name of the address; empty for what is none of ours."""
    try:
        return str(resolve(urlsplit(path).path).url_name)
    except Resolver404:
        return ""


@dataclass
class Seen:
    """One answer on the way: who asked for what, from where, and what came."""

    who: str
    path: str
    came_from: str
    answer: Any
    page: Page | None


def is_page(answer: Any) -> bool:
    """An HTML page of ours."""
    return not answer.streaming and answer.get("Content-Type", "").startswith("text/html")


def walk(world: World, who: str, *starts: str, each: int = 3, language: str = "") -> Iterator[Seen]:
    """Every page this member of the cast reaches by links, at most so many of each kind (name and query's keys)."""
    waiting = deque((start, "") for start in starts)
    met: set[str] = set(starts)
    kinds: Counter[str] = Counter()
    while waiting:
        path, came_from = waiting.popleft()
        client = world.browser(who)
        if language:
            client.cookies["nk_ngon_ngu"] = language
        answer: Any = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
        page = Page(answer.content.decode()) if is_page(answer) else None
        yield Seen(who, path, came_from, answer, page)
        onward = (
            [answer["Location"]] if answer.status_code in {301, 302, 303} else [*(page.internal(path) if page else ())]
        )
        for link in onward:
            kind = f"{name_of(link)}?{sorted(part.partition('=')[0] for part in urlsplit(link).query.split('&'))}"
            if link not in met and kinds[kind] < each:
                met.add(link)
                kinds[kind] += 1
                waiting.append((link, path))

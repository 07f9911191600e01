"""The look is tested with pages of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import Environment

from namkhong.kernel.actor import Actor
from namkhong.web import slots
from namkhong.web.http import Request
from namkhong.web.tests import cast


@pytest.fixture
def jinja() -> Iterator[Environment]:
    """The environment, with the tests' own templates."""
    env: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    folders = env.loader.loaders[0].searchpath
    folders.append(str(Path(__file__).parent / "templates"))
    yield env
    folders.pop()


@pytest.fixture
def show(jinja: Environment) -> Callable[[str], str]:
    """Renders one line of template with the components at hand."""
    head = '{% import "web/components.html" as ui with context %}'
    return lambda line: jinja.from_string(head + line).render()


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own addresses, no slot filled by a room above."""
    settings.ROOT_URLCONF = "namkhong.web.tests.urls"
    monkeypatch.setattr(slots, "_fillers", defaultdict(list))
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def ask(rf: RequestFactory) -> Callable[..., Request]:
    """A request with an actor, as the middleware hands it to a view."""

    def make(path: str = "/", actor: Actor = cast.VISITOR, method: str = "get", **data: str) -> Request:
        request: Any = getattr(rf, method)(path, data)
        request.actor = actor
        typed: Request = request
        return typed

    return make

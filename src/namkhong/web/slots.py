"""Slots: named places on a page that rooms above fill. ``config.wiring`` fills them; templates call ``slot(name, …)``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from namkhong.web.http import Request

Filler = Callable[..., str]
_fillers: dict[str, list[Filler]] = defaultdict(list)


def fill(name: str, filler: Filler) -> None:
    """Put a renderer into a slot; the order of filling is the order on the page."""
    if filler not in _fillers[name]:
        _fillers[name].append(filler)


def render(name: str, request: Request, **subject: Any) -> Markup:
    """Everything the slot holds; empty when nobody filled it."""
    return Markup("").join(Markup(filler(request, **subject)) for filler in _fillers[name])  # noqa: S704 - fillers render templates

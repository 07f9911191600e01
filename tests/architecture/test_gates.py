"""Every address carries a gate."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from namkhong.web import gates


def _patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _name(view: object) -> str:
    return f"{getattr(view, '__module__', '')}.{getattr(view, '__qualname__', type(view).__name__)}"


def test_every_address_says_who_may_come_in() -> None:
    """Views of libraries too: they are mounted behind a gate of ours."""
    without = {
        f"{address} ({_name(pattern.callback)})"
        for address, pattern in _patterns(get_resolver())
        if gates.gate_of(pattern.callback) is None
    }
    assert not without

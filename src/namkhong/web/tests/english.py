"""Finds English that leaked into a Vietnamese page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

_LIST: Final = """
    about action add alert all already and are back cancel change changed check choose click close complete contact
    content continue cookies date day days delete details done edit email enter error errors expand false file files
    find first for form from help hidden hide home important info invalid item items last loading log main menu missing
    month more name navigation new next none not null number off okay open optional page password phone please
    previous print problem read remove required reset retry save search see select send show sign skip status step
    submit success summary table test this toggle true type undefined unknown update upload user username value view
    warning what when with year yes you your
"""
_WORDS: Final = frozenset(_LIST.split())
_SILENT: Final = re.compile(
    r"<(script|style|code)\b.*?</\1>|<meta\b[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>", re.DOTALL | re.I
)
_ENGLISH_ON_PURPOSE: Final = re.compile(r"<(?!html)(\w+)\b[^>]*\slang=\"en\"[^>]*>.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_SPOKEN: Final = re.compile(r"\s(?:alt|aria-label|placeholder|title|data-on|data-off)=\"([^\"]*)\"")
_TYPED: Final = re.compile(r"<input\b(?=[^>]*\stype=\"(?:text|search|tel|email)\")[^>]*\svalue=\"([^\"]*)\"")


def _heard(html: str) -> Iterator[str]:
    """What a person reads or hears: text, spoken attributes, boxes filled in; not what is marked ``lang="en"``."""
    html = _ENGLISH_ON_PURPOSE.sub(" ", _SILENT.sub(" ", html))
    yield from _SPOKEN.findall(html)
    yield from _TYPED.findall(html)
    yield _TAG.sub(" ", html)


def english_in(html: str) -> set[str]:
    """English words in what the page says."""
    return {word for text in _heard(html) for word in re.findall(r"\b[a-z]+\b", unescape(text).lower())} & _WORDS

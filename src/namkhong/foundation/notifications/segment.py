"""One SMS segment: GSM-7, no accents, at most 160 characters, cut at a word, the link whole."""

from __future__ import annotations

from typing import Final

from namkhong.kernel.text import one_line, without_accents

LONGEST: Final = 160
_BASIC: Final = frozenset("@$ \nABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!\"#%&'()*+,-./:;<=>?_")
_DOUBLE: Final = frozenset("^{}\\[~]|")
_ALIKE: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "₫": "d", "•": "-"}
)


def weight(text: str) -> int:
    """How many septets a text takes."""
    return sum(2 if char in _DOUBLE else 1 for char in text)


def fits(text: str) -> bool:
    """Is this one segment of GSM-7?"""
    return all(char in _BASIC or char in _DOUBLE for char in text) and weight(text) <= LONGEST


def plain(text: str) -> str:
    """The text in letters that every telephone shows; what has no plain letter becomes a blank."""
    letters = without_accents(one_line(text).translate(_ALIKE))
    return one_line("".join(char if char in _BASIC or char in _DOUBLE else " " for char in letters))


def segment(text: str, link: str = "") -> str:
    """The text and the link in one segment; a text that is too long ends with three dots after a whole word."""
    end = f" {plain(link)}" if plain(link) else ""
    if weight(end) > LONGEST:
        end = ""
    body = plain(text)
    room = LONGEST - weight(end)
    if weight(body) > room:
        body = _shortened(body, room)
    return (body + end).strip()


def _shortened(body: str, room: int) -> str:
    kept = ""
    for word in body.split(" "):
        longer = f"{kept} {word}".strip()
        if weight(longer) > room - 3:
            break
        kept = longer
    if not kept:  # a single word as long as the segment
        for char in body:
            if weight(kept + char) > room - 3:
                break
            kept += char
    return f"{kept.rstrip('.,;: ')}..." if room >= 3 else ""

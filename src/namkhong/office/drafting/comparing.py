"""Two versions side by side: which words came, which went."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from namkhong.office.drafting.types import Piece

_WORD: Final = re.compile(r"\s+|[^\s]+")
_MOST: Final = 6_000  # words; above that whole lines are compared


def compared(old: str, new: str) -> list[Piece]:
    """The new text with what went marked "-" and what came "+"; put together without "-" it is the new text."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    made: list[Piece] = []
    for tag, left, left_end, right, right_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Piece("", "".join(after[right:right_end])))
            continue
        if left < left_end:
            made.append(Piece("-", "".join(before[left:left_end])))
        if right < right_end:
            made.append(Piece("+", "".join(after[right:right_end])))
    return made

"""Names of files: readable, harmless, and true to what the file is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from namkhong.kernel.text import one_line

_UNSAFE: Final = re.compile(r'[<>:"|?*\x80-\x9f]')
_INVISIBLE: Final = re.compile(r"[\ufe00-\ufe0f\u180b-\u180f\u115f\u1160\u3164\uffa0]")
_LONGEST: Final = 120


def shown(name: str) -> str:
    """The last part of a name as it may be repeated in a sentence."""
    last = one_line(_INVISIBLE.sub("", re.split(r"[/\\]", name)[-1]))
    text = unicodedata.normalize("NFC", "".join(char for char in _UNSAFE.sub("-", last) if char.isprintable()))
    text = one_line(text).strip(". ")
    return text[:_LONGEST].strip(". ") or "tep"


def cleaned(name: str, extension: str, also: tuple[str, ...] = ()) -> str:
    """NFC, one line, no folder, no direction marks, with the extension of the true kind."""
    text = shown(name)
    stem, dot, ending = text.rpartition(".")
    if ending.lower() in {extension, *also}:
        text = stem if dot else ""
    text = text.strip(". ") or "tep"
    return f"{text[: _LONGEST - len(extension) - 1].strip('. ') or 'tep'}.{extension}"

"""Vietnamese text: one normal form, one folded key, people in the order of their given names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES: Final = re.compile(r"\s+")
_D: Final = str.maketrans({"đ": "d", "Đ": "D"})


def clean(text: str) -> str:
    """NFC text without control, direction and zero-width characters; line ends become ``\\n``; outer blanks go."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", plain).strip()


def one_line(text: str) -> str:
    """Clean text with every run of white space folded into one blank."""
    return _SPACES.sub(" ", clean(text))


def fold(text: str) -> str:
    """The search key of a text: no tone or vowel marks, đ → d, lower case, single blanks.

    >>> fold("Giấy xác nhận  TÌNH TRẠNG hôn nhân ở Điện Biên")
    'giay xac nhan tinh trang hon nhan o dien bien'
    """
    stripped = "".join(
        char for char in unicodedata.normalize("NFD", text.translate(_D)) if not unicodedata.combining(char)
    )
    return _SPACES.sub(" ", stripped.casefold()).strip()


def given_name_key(full_name: str) -> str:
    """Sort key of a person's name: given name first, then family and middle names (Vietnamese order)."""
    parts = one_line(full_name).split(" ")
    return " ".join([_letter_key(parts[-1]), *(_letter_key(part) for part in parts[:-1])])


_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}


def _letter_key(word: str) -> str:
    """Letters in Vietnamese order, then tones (ngang, huyền, hỏi, ngã, sắc, nặng) as a tie-break; plain ASCII."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word).lower():
        base, tone = char, "1"
        for mark in unicodedata.normalize("NFD", char):
            if mark in _TONES:
                tone = _TONES[mark]
                base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(mark, ""))
        position = _ALPHABET.find(base)
        letters.append(chr(ord("A") + position) if position >= 0 else base)
        tones.append(tone)
    return "".join(letters) + "." + "".join(tones)


def without_accents(text: str) -> str:
    """The text in plain Latin letters, case kept: for one-segment SMS and bank transfers."""
    return "".join(char for char in unicodedata.normalize("NFD", text.translate(_D)) if not unicodedata.combining(char))

"""Vietnamese text: one normal form, one folded key, people in the order of their given names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, invisible and direction marks, halves of characters: nothing of it can be seen, some cannot be kept.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACES: Final = re.compile(r"\s+")
_D: Final = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})  # Ð and Ɖ look like Đ


def clean(text: str) -> str:
    """NFC text without control, direction and zero-width characters; line ends become ``\\n``; outer blanks go."""
    plain = _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", plain).strip()


def one_line(text: str) -> str:
    """Clean text with every run of white space folded into one blank."""
    return _SPACES.sub(" ", clean(text))


def fold(text: str) -> str:
    """The search key of a text: no tone or vowel marks, đ → d, lower case, single blanks.

    >>> fold("Giấy xác nhận  TÌNH TRẠNG hôn nhân ở Điện Biên")
    'giay xac nhan tinh trang hon nhan o dien bien'
    """
    return _SPACES.sub(" ", without_accents(clean(text)).casefold()).strip()


def given_name_key(full_name: str) -> str:
    """Sort key of a person's name: given name first, then family and middle names (Vietnamese order).

    Digits and small letters only, and no word is the beginning of another: the same order under every collation.
    """
    parts = one_line(full_name).split(" ")
    return " ".join([_letter_key(parts[-1]), *(_letter_key(part) for part in parts[:-1])])


_RANKS: Final = dict(zip("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", "123456789abcdefghijklmnopqrstuvwx", strict=True))
_LAST: Final = "y"
_TONES: Final = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}


def _letter_key(word: str) -> str:
    """Letters in Vietnamese order, then tones (ngang, huyền, hỏi, ngã, sắc, nặng) as a tie-break."""
    ranks: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        marks = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        ranks.append(_RANKS.get(base) or _RANKS.get(without_accents(base), _LAST))
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), "1"))
    return "".join([*ranks, "0", *tones])


def without_accents(text: str) -> str:
    """The text in plain Latin letters, case kept: for one-segment SMS and bank transfers."""
    return "".join(char for char in unicodedata.normalize("NFD", text.translate(_D)) if not unicodedata.combining(char))

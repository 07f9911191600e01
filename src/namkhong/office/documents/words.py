"""The words by which a document is found: folded, each once, with whose book of which year it stands in.

The marks make every search a search inside the books of an agency, or of one of its years, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, TextField, Value

from namkhong.kernel import text

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 40  # a longer run of letters is no word anybody types
MOST: Final = 20_000  # different words of one document: a book of a thousand pages has fewer


def marks_of(agency_id: int, year: int) -> tuple[str, str]:
    """Whose book it stands in, and of which year: no typed word can be one, for they begin with a sign."""
    return f"#{agency_id}", f"#{agency_id}.{year}"


def words_of(*texts: str) -> list[str]:
    """The different words of these texts, folded, in alphabetical order.

    >>> words_of("Về việc PHÒNG, chống cháy", "15/QĐ-UBND")
    ['15', 'chay', 'chong', 'phong', 'qd', 'ubnd', 've', 'viec']
    """
    found: set[str] = set()
    for one in texts:
        for word in _WORD.findall(text.fold(one)):
            if len(word) <= _LONGEST:
                found.add(word)
                if len(found) >= MOST:
                    return sorted(found)
    return sorted(found)


def vector(words: Iterable[str], agency_id: int, year: int) -> Func:
    """The column's value."""
    kept = [*sorted(set(words)), *marks_of(agency_id, year)]
    given = Value(kept, output_field=ArrayField(TextField()))
    return Func(given, function="array_to_tsvector", output_field=SearchVectorField())


def in_agencies(words: Iterable[str], agencies: Iterable[int]) -> str:
    """As ``tsquery``: every word, in the books of any of these agencies. Words are letters and digits only, marks are ours."""
    whose = " | ".join(f"'#{agency_id}'" for agency_id in agencies)
    return " & ".join([*(f"'{word}'" for word in words), f"({whose})"])


def in_year(words: Iterable[str], agency_id: int, year: int) -> str:
    """The same in one agency's books of one year."""
    return " & ".join(f"'{word}'" for word in [*words, marks_of(agency_id, year)[1]])

"""A fee counted by copies, and where the law says so by the pages of the original, up to a most for each copy.

The shape of a line of fees has a number, written into every file and row that needs it:

* shape 1 (no number): one amount, or none where the province sets it;
* shape 2: ``price`` for a copy, or ``page_prices`` (``[[2, 2000], [null, 1000]]``: the first two pages at 2.000 đồng, the
  rest at 1.000) with an optional ``cap_per_copy``; ``count`` names the answers that say how many: ``copies``, ``pages``,
  and ``rows`` when both are columns of a table. Without ``count`` a clerk enters them.

Thông tư 226/2016/TT-BTC counts by page and caps each copy; Thông tư 281/2016/TT-BTC counts by copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel.money import Vnd, vnd
from namkhong.web import words

SHAPE: Final = 2
MOST_COPIES: Final = 1_000
MOST_PAGES: Final = 10_000
_KEYS: Final = {"shape", "price", "page_prices", "cap_per_copy", "count"}
_COUNTS: Final = {"rows", "copies", "pages"}
_LARGEST: Final = 10**9  # đồng for a page or a copy


@dataclass(frozen=True, slots=True)
class Counted:
    """One paper: how many copies of it, and how many pages its original has."""

    copies: int
    pages: int = 1


@dataclass(frozen=True, slots=True)
class FeeRule:
    """How the fee follows from what is counted. ``prices``: (last page at this price, or ``None`` for the rest; đồng)."""

    prices: tuple[tuple[int | None, int], ...]
    by_page: bool = False
    cap: int | None = None
    rows: str = ""
    copies: str = ""
    pages: str = ""

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> FeeRule:
        """The rule a file or a row holds.

        :raises ValueError: for a shape this program does not know, or one that does not add up.
        """
        count = plain.get("count") or {}
        if plain.get("shape") != SHAPE or not plain.keys() <= _KEYS or not isinstance(count, Mapping):
            raise ValueError("not a fee of a known shape")
        if not count.keys() <= _COUNTS or not all(isinstance(name, str) for name in count.values()):
            raise ValueError("not the names of answers")
        if ("price" in plain) == ("page_prices" in plain):
            raise ValueError("either a price for a copy or prices for pages")
        by_page = "page_prices" in plain
        given = plain["page_prices"] if by_page else [[None, plain["price"]]]
        if (
            not isinstance(given, list)
            or not given
            or not all(isinstance(one, list) and len(one) == 2 for one in given)
        ):
            raise ValueError("prices are pairs")
        prices = tuple((last, price) for last, price in given)
        ends, cap = [last for last, _price in prices], plain.get("cap_per_copy")
        if ends[-1] is not None or not all(_whole(last, MOST_PAGES) and last for last in ends[:-1]):
            raise ValueError("the last price holds for the rest")
        if any(one >= two for one, two in pairwise(ends[:-1])):
            raise ValueError("prices go up with the pages")
        if not all(_whole(price, _LARGEST) for _last, price in prices) or not (cap is None or _whole(cap, _LARGEST)):
            raise ValueError("whole amounts only")
        if by_page and bool(count.get("copies")) != bool(count.get("pages")):
            raise ValueError("pages and copies are counted together")
        return cls(prices, by_page, cap, count.get("rows", ""), count.get("copies", ""), count.get("pages", ""))

    def to_plain(self) -> dict[str, Any]:
        """The rule as it is kept; :meth:`from_plain` reads it back."""
        counts = {"rows": self.rows, "copies": self.copies, "pages": self.pages}
        plain: dict[str, Any] = {"shape": SHAPE}
        if self.by_page:
            plain["page_prices"] = [list(one) for one in self.prices]
        else:
            plain["price"] = self.prices[0][1]
        if self.cap is not None:
            plain["cap_per_copy"] = self.cap
        if given := {key: name for key, name in counts.items() if name}:
            plain["count"] = given
        return plain

    def of_copy(self, pages: int) -> int:
        """One copy of an original with so many pages, in đồng, never over the most for a copy."""
        total, before = 0, 0
        for last, price in self.prices:
            until = pages if last is None else min(pages, last)
            total += max(until - before, 0) * price
            before = max(before, until)
        return total if self.cap is None else min(total, self.cap)

    def total(self, counted: Iterable[Counted]) -> Vnd:
        """All copies together, in whole đồng."""
        return vnd(sum(self.of_copy(one.pages if self.by_page else 1) * one.copies for one in counted))

    def counted_in(self, answers: Mapping[str, Any]) -> tuple[Counted, ...] | None:
        """What the answers of the form say; ``None`` while they do not say it, or not rightly."""
        if not self.copies:
            return None
        rows = answers.get(self.rows) if self.rows else [answers]
        if not isinstance(rows, list) or not rows:
            return None
        found = []
        for row in rows:
            copies = row.get(self.copies) if isinstance(row, Mapping) else None
            pages = (row.get(self.pages) if isinstance(row, Mapping) else None) if self.by_page else 1
            if not (_whole(copies, MOST_COPIES) and copies and _whole(pages, MOST_PAGES) and pages):
                return None
            found.append(Counted(copies, pages))
        return tuple(found)

    def price_in_words(self) -> str:
        """``8.000 đồng một bản``, or the price of a page and the most for a copy."""
        if not self.by_page:
            return _("%s một bản") % words.vnd(Vnd(self.prices[0][1]))
        said, first = [], 1
        for last, price in self.prices:
            values = {"first": first, "last": last, "price": words.vnd(Vnd(price))}
            if last is None:
                sentence = _("%(price)s một trang") if first == 1 else _("từ trang %(first)d: %(price)s một trang")
            elif last == first:
                sentence = _("trang %(first)d: %(price)s một trang")
            else:
                sentence = _("trang %(first)d đến %(last)d: %(price)s một trang")
            said.append(sentence % values)
            first = (last or first) + 1
        if self.cap is not None:
            said.append(_("nhiều nhất %s một bản") % words.vnd(Vnd(self.cap)))
        return "; ".join(said)

    def counted_in_words(self, counted: Iterable[Counted]) -> str:
        """How the sum came about: ``3 bản``; ``2 bản của giấy tờ 5 trang, 1 bản của giấy tờ 1 trang``."""
        if not self.by_page:
            return _("%d bản") % sum(one.copies for one in counted)
        return ", ".join(
            _("%(copies)d bản của giấy tờ %(pages)d trang") % {"copies": one.copies, "pages": one.pages}
            for one in counted
        )


def _whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most

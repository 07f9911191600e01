"""Money is whole Vietnamese đồng."""

from __future__ import annotations

from typing import NewType

Vnd = NewType("Vnd", int)


def vnd(amount: int) -> Vnd:
    """A sum in đồng.

    :raises ValueError: for a negative sum; debts are other words, not negative money.
    """
    if amount < 0:
        raise ValueError("a sum of money cannot be negative")
    return Vnd(amount)


def show(amount: Vnd) -> str:
    """``12.000 đồng``, as it is written on paper."""
    return f"{amount:,}".replace(",", ".") + " đồng"

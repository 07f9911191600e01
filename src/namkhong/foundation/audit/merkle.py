"""The tree of RFC 6962 over the sealed entries: pure hashing, no database.

A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right); the tree of n leaves splits at the largest power of
two below n. ``Perfect`` gives the hash of a perfect subtree, wherever it is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

Perfect = Callable[[int, int], bytes]
"""(level, index) → hash over the leaves from index·2^level, 2^level of them; leaves are counted from 0."""

EMPTY: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root of a perfect subtree from the hashes of one level (a power of two of them)."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def root(low: int, high: int, perfect: Perfect) -> bytes:
    """The hash over the leaves ``low`` … ``high`` - 1 as RFC 6962 shapes the tree."""
    count = high - low
    if count == 0:
        return EMPTY
    if count & (count - 1) == 0 and low % count == 0:
        return perfect(count.bit_length() - 1, low // count)
    middle = low + _split(count)
    return node_hash(root(low, middle, perfect), root(middle, high, perfect))


def inclusion(index: int, size: int, perfect: Perfect) -> list[bytes]:
    """The audit path of a leaf in the tree of the first ``size`` leaves, from the leaf up (RFC 6962, 2.1.1)."""
    low, high = 0, size
    path: list[bytes] = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(middle, high, perfect))
            high = middle
        else:
            path.append(root(low, middle, perfect))
            low = middle
    return path[::-1]


def consistency(first: int, second: int, perfect: Perfect) -> list[bytes]:
    """The proof that the tree of ``first`` leaves is the beginning of the tree of ``second`` (RFC 6962, 2.1.2)."""
    if not 0 < first < second:
        return []
    low, high, whole = 0, second, True
    path: list[bytes] = []
    while first != high - low:
        middle = _split(high - low)
        if first <= middle:
            path.append(root(low + middle, high, perfect))
            high = low + middle
        else:
            path.append(root(low, low + middle, perfect))
            low += middle
            first -= middle
            whole = False
    if not whole:
        path.append(root(low, high, perfect))
    return path[::-1]


class Growing:
    """The root of a tree that grows leaf by leaf, in the memory of its height."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One leaf more."""
        count = self.size
        while count & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            count >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root now."""
        if not self._peaks:
            return EMPTY
        made = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            made = node_hash(peak, made)
        return made


def in_memory(leaves: Iterable[bytes]) -> Perfect:
    """Perfect subtrees of hashes at hand: for tests and small trees."""
    kept = list(leaves)
    return lambda level, index: fold(kept[index << level : (index + 1) << level])

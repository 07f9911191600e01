"""A transaction that is one deed: what fails in it ends all of it, so the deed inside needs no savepoint of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def whole() -> Iterator[None]:
    """``transaction.atomic`` for a caller who lets every failure of the first deed inside out of the block.

    That deed is ``atomic`` itself, for those who call it alone; here it opens no savepoint, which would cost two journeys to
    the database. Deeds within it open theirs as ever, and may be undone alone.
    """
    own = vars(transaction.get_connection())

    def none() -> None:
        own.pop("savepoint")  # the next one is made as ever

    with transaction.atomic():
        own["savepoint"] = none
        try:
            yield
        finally:
            own.pop("savepoint", None)

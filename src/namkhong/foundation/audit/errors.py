"""What can go wrong: only a programmer's mistake, so nothing here is for a user's screen."""

from __future__ import annotations


class PersonalValue(ValueError):
    """Somebody tried to write a personal value into the record, which can never be erased from it."""

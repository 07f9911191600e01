"""Conditions that several tables hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def one_of(field: str, values: Iterable[object], *, blank: bool = False) -> Q:
    """The field holds one of these values, or nothing where ``blank``."""
    return Q(**{f"{field}__in": [*([""] if blank else []), *(str(value) for value in values)]})

"""The life of a content, on one screen.

unscanned ──clean──▶ clean
    │ └──infected──▶ infected   (bytes deleted)
    └────too large─▶ refused    (bytes deleted)
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """What the virus scanner said."""

    UNSCANNED = "unscanned", _("chưa quét")
    CLEAN = "clean", _("đã quét, an toàn")
    INFECTED = "infected", _("có vi-rút, đã hủy")
    REFUSED = "refused", _("không quét được, đã hủy")


MOVES: Final = {FileState.UNSCANNED: frozenset({FileState.CLEAN, FileState.INFECTED, FileState.REFUSED})}
GONE: Final = frozenset({FileState.INFECTED, FileState.REFUSED})

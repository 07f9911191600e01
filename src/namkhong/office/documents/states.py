"""What a row of the register may be: once it has a number it stays, whatever becomes of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DocumentState(StrEnum):
    """Where a registered document stands."""

    REGISTERED = "registered"
    VOIDED = "voided"  # the number was given by mistake; the row stays, with the reason
    RECALLED = "recalled"  # its author took it back (Decree 30/2020 art. 18)
    REPLACED = "replaced"


STATES: Final[dict[DocumentState, Promise]] = {
    DocumentState.REGISTERED: _("Đã vào sổ"),
    DocumentState.VOIDED: _("Số đã hủy"),
    DocumentState.RECALLED: _("Đã bị thu hồi"),
    DocumentState.REPLACED: _("Đã được thay thế"),
}

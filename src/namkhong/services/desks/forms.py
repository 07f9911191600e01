"""Reading what the list posted."""

from __future__ import annotations

import re
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.kernel.problems import Invalid
from namkhong.services.desks.types import MOST, Ticked

_TICKED: Final = re.compile(r"([0-9]{1,15})-([0-9]{1,9})")


def ticked(posted: QueryDict) -> list[Ticked]:
    """The ticked dossiers, each with the revision the screen showed; one more than allowed is enough to refuse.

    :raises Invalid: for what no list of ours sends.
    """
    found = []
    for written in posted.getlist("ho-so")[: MOST + 1]:
        match = _TICKED.fullmatch(written)
        if match is None:
            raise Invalid(_("Nội dung gửi lên không đúng. Xin tải lại trang rồi làm lại."))
        found.append(Ticked(int(match[1]), int(match[2])))
    return found


def number(posted: QueryDict, name: str) -> int:
    """A whole number; 0 for anything else."""
    written = posted.get(name, "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0

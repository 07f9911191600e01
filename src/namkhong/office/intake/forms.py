"""Reading what a page posted: nothing here decides, everything here is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.kernel.problems import Invalid
from namkhong.office.documents.types import Incoming, Urgency
from namkhong.office.intake.errors import Missing
from namkhong.office.intake.states import Part
from namkhong.office.intake.types import Line, NewFile, Whom

_LONGEST: Final = 40_000  # far more than any rule allows: the action says the rule
_MOST: Final = 200  # names on one note


def words(posted: QueryDict, name: str) -> str:
    """A text as it was typed, cut where no page would show it."""
    return text.clean(posted.get(name, ""))[:_LONGEST]


def line(posted: QueryDict, name: str, longest: int = 300) -> str:
    """One line of text."""
    return text.one_line(posted.get(name, ""))[:longest]


def number(posted: QueryDict, name: str) -> int | None:
    """A whole number; nothing where there is none or it is none of ours."""
    given = posted.get(name, "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def counted(posted: QueryDict, name: str) -> int | None:
    """A number of pages.

    :raises Missing: for something that is no number.
    """
    if not posted.get(name, "").strip():
        return None
    found = number(posted, name)
    if found is None:
        raise Missing({name: _("Xin ghi một số.")})
    return found


def token(posted: QueryDict) -> UUID:
    """The mark of the form that was sent; a new one for a form that has none."""
    try:
        return UUID(posted.get("token", ""))
    except ValueError:
        return uuid4()


def day(posted: QueryDict, name: str) -> date | None:
    """A day typed into three boxes; nothing where all three are empty.

    :raises Missing: for boxes that make no day.
    """
    boxes = clock.day_boxes(posted, name)
    if not any(boxes.values()):
        return None
    found = clock.typed_day(boxes)
    if found is None:
        raise Missing({name: _("Ngày này không đúng. Xin ghi như 5/1/2026, năm đủ bốn chữ số.")})
    return found


def boxes(posted: QueryDict, *names: str) -> dict[str, dict[str, str]]:
    """What was typed into the boxes of several days, to be shown again."""
    return {name: clock.day_boxes(posted, name) for name in names}


def boxes_of(found: date | None) -> dict[str, str]:
    """A day as its three boxes."""
    return {"day": f"{found.day}", "month": f"{found.month}", "year": f"{found.year:04}"} if found else {}


def lines(posted: QueryDict) -> list[Line]:
    """Who leads, who helps, who is to know; each once, what is chosen twice by the greater part.

    :raises Missing: for a day that is none, or somebody who cannot be chosen.
    """
    due = day(posted, "due")
    help_due = day(posted, "help_due") or due
    found: dict[Whom, Line] = {}
    for name, part, until in (
        ("lead", Part.LEAD, due),
        ("help", Part.HELP, help_due),
        ("know", Part.KNOW, None),
    ):
        for written in posted.getlist(name)[:_MOST]:
            if not written:
                continue
            whom = Whom.read(written)
            if whom is None:
                raise Missing({name: _("Xin chọn trong danh sách người và đơn vị được giao.")})
            found.setdefault(whom, Line(whom, part, until))
    return list(found.values())


def incoming(posted: QueryDict) -> Incoming:
    """What the văn thư registers.

    :raises Missing: for a day or a number that is none.
    """
    urgency = number(posted, "urgency") or 0
    return Incoming(
        subject=line(posted, "subject", 2_000),
        organ_name=line(posted, "organ_name", 1_000),
        number=line(posted, "number", 200),
        issued_on=day(posted, "issued_on"),
        type_code=line(posted, "type_code", 30),
        type_name=line(posted, "type_name", 100),
        organ_code=line(posted, "organ_code", 60),
        signer_name=line(posted, "signer_name", 200),
        signer_position=line(posted, "signer_position", 200),
        pages=counted(posted, "pages"),
        urgency=Urgency(urgency) if urgency in set(Urgency) else Urgency.NORMAL,
        due_on=day(posted, "due_on"),
        note=line(posted, "note", 1_000),
        secrecy=line(posted, "secrecy", 30),
    )


def given_files(files: MultiValueDict[str, UploadedFile[bytes]], name: str) -> list[NewFile]:
    """The files of a field sent with the form."""
    return [NewFile(one.name or "tep", one.file) for one in files.getlist(name)[:50] if one.file is not None]


def stored_files(posted: QueryDict, name: str) -> list[str]:
    """The files of a field sent in pieces before the form."""
    return posted.getlist(f"{name}__stored")[:50]


def fields_of(problem: Invalid) -> dict[str, str]:
    """Field → sentence; a problem without fields concerns the whole page."""
    return {name: str(sentence) for name, sentence in problem.fields.items()} or {"": str(problem)}


def typed(posted: Mapping[str, str]) -> dict[str, str]:
    """Everything as it was typed."""
    return {name: str(posted[name]) for name in posted}

"""Reading what a page posted: nothing here decides, everything here is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.problems import Invalid
from namkhong.office.drafting import queries
from namkhong.office.drafting.layouts import Family
from namkhong.office.drafting.types import Content, Receiver, ReceiverKind

_LONGEST = 400_000  # far more than any rule allows: the action says the rule


def words(posted: QueryDict, name: str) -> str:
    """A text as it was typed, cut where no page would show it."""
    return text.clean(posted.get(name, ""))[:_LONGEST]


def line(posted: QueryDict, name: str, longest: int = 1_000) -> str:
    """One line of text."""
    return text.one_line(posted.get(name, ""))[:longest]


def number(posted: QueryDict, name: str) -> int | None:
    """A whole number; nothing where there is none or it is none of ours."""
    return _number(posted.get(name, ""))


def numbers(posted: QueryDict, name: str) -> list[int]:
    """All the whole numbers of a field."""
    return [one for given in posted.getlist(name) if (one := _number(given)) is not None]


def _number(given: str) -> int | None:
    plain = given.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None


def token(posted: QueryDict) -> UUID:
    """The mark of the form that was sent; a new one for a form that has none."""
    try:
        return UUID(posted.get("token", ""))
    except ValueError:
        return uuid4()


def content(posted: QueryDict, family: Family) -> Content:
    """What the editor says."""
    names = [*(one.name for one in family.fields), "keep"]
    urgency = number(posted, "urgency")
    return Content(
        subject=line(posted, "subject"),
        body=words(posted, "body"),
        fields={name: words(posted, f"f-{name}") for name in names},
        urgency=urgency if urgency is not None else 0,
    )


def receivers(posted: QueryDict) -> tuple[Receiver, ...]:
    """Kính gửi and Nơi nhận, one a line."""
    addressed = queries.receivers_named(words(posted, "addressed").split("\n"), addressed=True)
    return (*addressed, *queries.receivers_named(words(posted, "receivers").split("\n"), addressed=False))


def shown(receivers_: Sequence[Receiver], *, addressed: bool) -> str:
    """Receivers as they are typed again: ``H18.02 – Sở Nội vụ (để báo cáo)``."""
    made = []
    for one in receivers_:
        if one.addressed is addressed:
            name = f"{one.code} – {one.name}" if one.kind is ReceiverKind.CODE else one.name
            made.append(f"{name} ({one.why})" if one.why else name)
    return "\n".join(made)


def given_file(
    posted: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]], name: str
) -> tuple[str, IO[bytes]] | UUID | None:
    """The one file of a field: sent with the form, or in pieces before it; nothing when none was chosen.

    :raises Invalid: for an id that is none.
    """
    sent = files.getlist(name)[-1:]
    if sent and sent[0].file is not None:
        return sent[0].name or "tep", sent[0].file
    stored = posted.getlist(f"{name}__stored")[-1:]
    if not stored:
        return None
    try:
        return UUID(stored[0])
    except ValueError as error:
        raise Invalid(_("Nội dung gửi lên không đúng. Xin tải lại trang rồi làm lại.")) from error


def fields_of(problem: Invalid) -> dict[str, str]:
    """Field → sentence; a problem without fields concerns the whole page."""
    return {name: str(sentence) for name, sentence in problem.fields.items()} or {"": str(problem)}

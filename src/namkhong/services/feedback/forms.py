"""Reading what a page posted: nothing here decides, everything here is typed."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.problems import Invalid
from namkhong.services.feedback.errors import Missing
from namkhong.services.feedback.types import ANONYMOUS, Kind, NewFile, NewInquiry
from namkhong.web.http import address_of

_LONGEST = 40_000  # far more than any rule allows: the action says the rule


def words(posted: QueryDict, name: str) -> str:
    """A text as it was typed, cut where no page would show it."""
    return text.clean(posted.get(name, ""))[:_LONGEST]


def line(posted: QueryDict, name: str, longest: int = 300) -> str:
    """One line of text."""
    return text.one_line(posted.get(name, ""))[:longest]


def number(posted: QueryDict, name: str) -> int | None:
    """A whole number; nothing where there is none or it is none of ours."""
    given = posted.get(name, "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def token(posted: QueryDict) -> UUID:
    """The mark of the form that was sent; a new one for a form that has none."""
    try:
        return UUID(posted.get("token", ""))
    except ValueError:
        return uuid4()


def inquiry(posted: QueryDict, *, signed_in: bool) -> NewInquiry:
    """What somebody sends.

    :raises Missing: when the kind is none of ours.
    """
    try:
        kind = Kind(posted.get("kind", ""))
    except ValueError as error:
        raise Missing({"kind": _("Xin chọn ông/bà muốn gửi gì.")}) from error
    if not signed_in and kind not in ANONYMOUS:
        raise Missing({"kind": _("Phản ánh, kiến nghị cần đăng nhập bằng VNeID. Câu hỏi thì không cần.")})
    chosen = posted.get("official", "")
    return NewInquiry(
        kind=kind,
        title=line(posted, "title", 1_000),
        text=words(posted, "text"),
        token=token(posted),
        dossier_code=line(posted, "dossier", 60),
        procedure_code=line(posted, "procedure", 20),
        official_id=number(posted, "official") if chosen not in {"", "other"} else None,
        official_name=line(posted, "official_name", 200),
        agency_id=number(posted, "agency"),
        contact_name=line(posted, "contact_name", 200),
        contact=line(posted, "contact", 200),
        may_publish=posted.get("may_publish") == "1",
    )


def assignee(posted: QueryDict) -> tuple[int | None, int | None]:
    """The body ``a12`` or the official ``p34`` of the choice."""
    given = posted.get("to", "")
    kind, rest = given[:1], given[1:]
    chosen = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 16 else None
    return (chosen if kind == "a" else None, chosen if kind == "p" else None)


def given_file(posted: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]], name: str) -> NewFile | UUID | None:
    """The one file of a field: sent with the form, or in pieces before it; nothing when none was chosen.

    :raises Invalid: for an id that is none.
    """
    sent = files.getlist(name)[-1:]
    if sent and sent[0].file is not None:
        return NewFile(sent[0].name or "tep", sent[0].file)
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


def hashed(request: Any) -> str:
    """Where a request comes from, so that it can be counted and not be read."""
    return hashlib.sha256(address_of(request).encode()).hexdigest()[:32]

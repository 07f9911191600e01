"""Reading what a page posted: nothing here decides, everything here is typed."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers.types import Fault, NewFile, ReturnWay

_LONGEST: Final = 5_000


def number(posted: QueryDict, name: str) -> int | None:
    """A whole number, or nothing where it was left out.

    :raises Invalid: for anything that is not a number of ours.
    """
    given = posted.get(name, "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdigit()) or len(given) > 15:
        raise Invalid(_("Nội dung gửi lên không đúng. Xin tải lại trang rồi làm lại."))
    return int(given)


def note(posted: QueryDict, name: str) -> str:
    """A text of an official, as long as a page can hold.

    :raises Invalid: when it is longer.
    """
    given = text.clean(posted.get(name, ""))
    if len(given) > _LONGEST:
        sentence = _("Nội dung dài quá %d chữ, xin viết ngắn lại hoặc tải lên thành tệp.") % _LONGEST
        raise Invalid(sentence, fields={name: sentence})
    return given


def new_file(uploaded: object) -> NewFile | None:
    """The uploaded file, when one was chosen."""
    if not isinstance(uploaded, UploadedFile) or uploaded.file is None:
        return None
    return NewFile(name=uploaded.name or "tep", content=uploaded.file)


def given_files(posted: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]], name: str) -> list[NewFile | UUID]:
    """Every file of a field: sent with the form, or in pieces before it (``<name>__stored``, see ``files/upload.js``).

    :raises Invalid: for an id that is none.
    """
    try:
        stored = [UUID(written) for written in posted.getlist(f"{name}__stored")]
    except ValueError as error:
        raise Invalid(_("Nội dung gửi lên không đúng. Xin tải lại trang rồi làm lại.")) from error
    sent = [new for item in files.getlist(name) if (new := new_file(item)) is not None]
    return [*stored, *sent]


def given_file(posted: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]], name: str) -> NewFile | UUID | None:
    """The one file of a field, when one was chosen; chosen again, the last one counts."""
    return next(reversed(given_files(posted, files, name)), None)


def return_way(posted: QueryDict, name: str) -> ReturnWay:
    """The way the result is taken.

    :raises Invalid: when it is none of ours.
    """
    try:
        return ReturnWay(posted.get(name, ""))
    except ValueError as error:
        sentence = _("Xin chọn cách nhận kết quả.")
        raise Invalid(sentence, fields={name: sentence}) from error


def fields_of(problem: Invalid) -> dict[str, str]:
    """Field → sentence; a problem without fields concerns the whole page."""
    return {name: str(sentence) for name, sentence in problem.fields.items()} or {"": str(problem)}


def day(posted: QueryDict, name: str) -> date | None:
    """The three boxes of a day; nothing where all are empty.

    :raises Invalid: for what is no day.
    """
    boxes = clock.day_boxes(posted, name)
    if not any(boxes.values()):
        return None
    found = clock.typed_day(boxes)
    if found is None:
        sentence = _("Xin ghi đủ ngày, tháng, năm có trong lịch, ví dụ 1 12 2026.")
        raise Invalid(sentence, fields={name: sentence})
    return found


def fault(posted: QueryDict, name: str) -> Fault | None:
    """Whose it is that a dossier is late; nothing where nothing was chosen.

    :raises Invalid: when it is none of ours.
    """
    given = posted.get(name, "")
    if not given:
        return None
    try:
        return Fault(given)
    except ValueError as error:
        sentence = _("Xin chọn vì sao chậm.")
        raise Invalid(sentence, fields={name: sentence}) from error

"""Reading what the counter's pages post: a card, a person, a letter, a mandate, a receipt."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.kernel.problems import Invalid
from namkhong.services.dossiers import forms
from namkhong.services.dossiers.types import Channel, Consent, Envelope, PayWay, Stranger
from namkhong.services.procedures.types import Counted

_LONGEST: Final = 1_000
COUNTED_ROWS: Final = 5


def line(posted: QueryDict, name: str, longest: int = 500) -> str:
    """One line of text, as long as the page can hold."""
    return text.one_line(posted.get(name, ""))[:longest]


def typed_card(posted: QueryDict, name: str = "the") -> str:
    """What the scanner typed, or the number."""
    return posted.get(name, "")[: _LONGEST + 1].strip()


def shown_day(posted: QueryDict, name: str) -> dict[str, str]:
    """The three boxes as they were typed, to be shown again."""
    return {part: posted.get(f"{name}-{part}", "") for part in clock.DAY_BOXES}


def stranger(posted: QueryDict, prefix: str = "") -> Stranger:
    """The person typed by the clerk.

    :raises Invalid: for a day that is none.
    """
    return Stranger(
        personal_number="".join(line(posted, f"{prefix}personal_number", 20).split()),
        full_name=line(posted, f"{prefix}full_name", 300),
        date_of_birth=forms.day(posted, f"{prefix}date_of_birth"),
        gender=line(posted, f"{prefix}gender", 10),
        address=line(posted, f"{prefix}address", 600),
        phone=line(posted, f"{prefix}phone", 30),
    )


def consent(posted: QueryDict) -> Consent | None:
    """How the person agreed; ``None`` when nothing sensible was chosen."""
    try:
        return Consent(posted.get("consent", ""))
    except ValueError:
        return None


def channel(given: QueryDict) -> Channel:
    """The way it comes in: at the counter unless the address says something else."""
    return {"truc-tuyen": Channel.HELPED, "buu-chinh": Channel.POST}.get(given.get("hinh-thuc", ""), Channel.COUNTER)


def envelope(posted: QueryDict) -> Envelope | None:
    """What stands on the envelope; ``None`` without a day."""
    day = forms.day(posted, "posted_on")
    if day is None:
        sentence = _("Xin ghi ngày trên dấu bưu điện.")
        raise Invalid(sentence, fields={"posted_on": sentence})
    return Envelope(day, line(posted, "sent_by", 200), line(posted, "item_number", 60))


def amount(posted: QueryDict, name: str) -> int:
    """A sum in whole đồng, with or without dots.

    :raises Invalid: for anything else.
    """
    typed = text.one_line(posted.get(name, "")).lower().removesuffix("đồng").removesuffix("đ").strip()
    digits = typed.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 13:
        sentence = _("Xin ghi số tiền tròn đồng, ví dụ 8.000. Được miễn thì ghi 0.")
        raise Invalid(sentence, fields={name: sentence})
    return int(digits)


def pay_way(posted: QueryDict, name: str) -> PayWay:
    """How the money was taken.

    :raises Invalid: when nothing was chosen.
    """
    try:
        return PayWay(posted.get(name, ""))
    except ValueError as error:
        sentence = _("Xin chọn cách thu tiền.")
        raise Invalid(sentence, fields={name: sentence}) from error


def counted(posted: QueryDict) -> list[Counted]:
    """How many copies, of how many pages, row by row; empty rows are left out, pages left out are one.

    :raises Invalid: for anything that is no number.
    """
    found = []
    for row in range(COUNTED_ROWS):
        copies, pages = (text.one_line(posted.get(f"{name}-{row}", "")) for name in ("copies", "pages"))
        if not copies and not pages:
            continue
        if not all(given.isascii() and given.isdigit() and len(given) < 7 for given in (copies, pages or "1")):
            sentence = _("Xin ghi số bản và số trang bằng chữ số.")
            raise Invalid(sentence, fields={f"copies-{row}": sentence})
        found.append(Counted(int(copies), int(pages or "1")))
    return found


def ids(posted: QueryDict, name: str) -> list[int]:
    """Whole numbers ticked; anything else is left out."""
    return [
        int(given) for given in posted.getlist(name)[:200] if given.isascii() and given.isdigit() and len(given) < 16
    ]

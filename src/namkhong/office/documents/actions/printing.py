"""The books on paper: each volume a PDF with its cover, the whole book a table. Who took them is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.office.documents import policies
from namkhong.office.documents.models import Book
from namkhong.office.documents.naming import name_of, title_of
from namkhong.office.documents.paper import render
from namkhong.office.documents.queries import register
from namkhong.office.documents.types import Direction


@transaction.atomic
def register_pdf(*, book_id: int, volume: int, actor: Actor, now: datetime) -> bytes:
    """One volume of a book (a thousand lines) with its cover, as PDF/A (Decree 30/2020 art. 16, 22 and annex IV).

    :raises NoSuchBook: not there, another agency's, or no such volume.
    """
    book = policies.require_reader(actor, Book.objects.filter(pk=book_id).first())
    which = register.volume(book.pk, volume)
    _read(book, f"pdf/{volume}", actor, now)
    direction = Direction(book.direction)
    agency = organisations.agency(book.agency_id)
    parent = organisations.agency(agency.parent_id).name if agency.parent_id else ""
    with translation.override(settings.LANGUAGE_CODE):  # a paper of the law
        first_day, last_day = register.first_and_last_day(book.pk, which)
        data = {
            "title": title_of(book),
            "name": name_of(book),
            "agency": agency.name,
            "parent": parent,
            "year": book.year,
            "volume": _("Quyển số: %(number)02d") % {"number": volume},
            "first_day": first_day,
            "last_day": last_day,
            "first": f"{which.first:02}",
            "last": f"{which.last:02}",
            "widths": register.WIDTHS[direction],
            "head": register.head(direction),
            "rows": [list(line) for line in register.lines(book, which)],
        }
        return render.pdf("register.typ", data, issued_at=now)


def register_lines(*, book_id: int, actor: Actor, now: datetime) -> Iterator[tuple[str, ...]]:
    """The book whole, line by line, its columns first: read by number, never held in memory.

    :raises NoSuchBook: not there, or another agency's.
    """
    with transaction.atomic():
        book = policies.require_reader(actor, Book.objects.filter(pk=book_id).first())
        _read(book, "csv", actor, now)

    def told() -> Iterator[tuple[str, ...]]:
        yield register.head(Direction(book.direction))
        yield from register.lines(book)

    return told()


def _read(book: Book, how: str, actor: Actor, now: datetime) -> None:
    audit.record(actor, "documents.book_printed", ("book", book.pk), now=now, detail={"how": how, "year": book.year})

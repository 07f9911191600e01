"""Locking a book, opening it again, and the symbol an agency writes in its numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.office.documents import cards, checking, policies
from namkhong.office.documents.errors import Missing
from namkhong.office.documents.houses import house_of
from namkhong.office.documents.models import Book, OrganSymbol
from namkhong.office.documents.naming import title_of
from namkhong.office.documents.types import BookCard

_SYMBOL: Final = re.compile(r"^[^\W\d_]{1,20}$")


@transaction.atomic
def lock_book(*, book_id: int, actor: Actor, now: datetime) -> BookCard:
    """Nothing enters the book from now on, and no number of it is voided. Once.

    :raises NoSuchBook: not there, or another agency's.
    :raises NotTheClerk: she reads it and does not keep it.
    """
    book = _held(book_id, actor)
    if book.locked_at is None:
        book.locked_at, book.locked_by_id = now, actor.account_id
        book.save(update_fields=["locked_at", "locked_by"])
        audit.record(actor, "documents.book_locked", ("book", book.pk), now=now, detail={"year": book.year})
    return cards.book(book, title_of(book))


@transaction.atomic
def unlock_book(*, book_id: int, reason: str, actor: Actor, now: datetime) -> BookCard:
    """Open a locked book again, and why. Once.

    :raises NoSuchBook: not there, or another agency's.
    :raises NotTheClerk: she reads it and does not keep it.
    :raises Missing: without a reason.
    """
    book = _held(book_id, actor)
    if book.locked_at is not None:
        why = checking.reason(reason)
        book.locked_at, book.locked_by_id = None, None
        book.save(update_fields=["locked_at", "locked_by"])
        audit.record(
            actor, "documents.book_unlocked", ("book", book.pk), now=now, detail={"year": book.year}, reason=why
        )
    return cards.book(book, title_of(book))


@transaction.atomic
def set_symbol(*, agency_id: int, symbol: str, valid_from: date, actor: Actor, now: datetime) -> None:
    """The symbol an agency or a unit of it writes in its numbers from a day on, today or later: what was given stays as it is.

    :raises NotTheClerk: not the văn thư of the agency it belongs to.
    :raises Missing: not letters only, or a day that is over.
    """
    policies.require_clerk(actor, house_of(agency_id).id)
    plain = text.one_line(symbol)
    wrong = {}
    if not _SYMBOL.fullmatch(plain):
        wrong["symbol"] = _("Ký hiệu chỉ gồm chữ, dài không quá 20 chữ, ví dụ UBND, SXD, KT.")
    if valid_from < clock.local_date(now):
        wrong["valid_from"] = _("Ký hiệu mới chỉ dùng từ hôm nay trở đi: số đã cấp không đổi.")
    if wrong:
        raise Missing(wrong)
    OrganSymbol.objects.update_or_create(
        agency_id=organisations.agency(agency_id).id,
        valid_from=valid_from,
        defaults={"symbol": plain, "by_id": actor.account_id, "set_at": now},
    )
    detail = {"symbol": plain, "from": valid_from.isoformat()}
    audit.record(actor, "documents.symbol_set", ("agency", agency_id), now=now, detail=detail)


def _held(book_id: int, actor: Actor) -> Book:
    found = Book.objects.select_for_update(no_key=True).filter(pk=book_id).first()
    book = policies.require_reader(actor, found)
    policies.require_clerk(actor, book.agency_id)
    return book

"""Whom a desk may name to answer, and the words of that choice on the screen."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.services.feedback import policies
from namkhong.services.feedback.bodies import body_of, desks_below, ids_of
from namkhong.services.feedback.models import Inquiry


def candidates(inquiry: Inquiry, now: datetime) -> list[tuple[int, str, str]]:
    """The officials of the desk's own body who may be named to answer: account, name, title; never whom it is about."""
    body = desks_below(inquiry.desk_agency_id)[0]
    ids = [card.id for card in organisations.agencies() if card.id == body.id or _unit_of(card.path, body.id)]
    found: dict[int, tuple[int, str, str]] = {}
    for one in organisations.officials_inside(body.path, clock.local_date(now), *policies.READING):
        about_her = one.account_id == inquiry.about_official_id or (
            inquiry.about_key != "" and text.fold(one.full_name) == inquiry.about_key
        )
        if one.agency_id in ids and not about_her:
            found.setdefault(one.account_id, (one.account_id, one.full_name, one.title))
    return list(found.values())


def _unit_of(path: str, body_id: int) -> bool:
    """A unit of this very body, not of a body below it."""
    ids = ids_of(path)
    return body_id in ids and body_of(ids[-1]).id == body_id


def choices(inquiry: Inquiry, now: datetime) -> list[tuple[str, str]]:
    """Everything the desk may choose: bodies as ``a12``, officials of its own body as ``p34``."""
    bodies = [
        (f"a{one.id}", one.name)
        for one in desks_below(inquiry.desk_agency_id)
        if policies.may_answer(inquiry, one.id, one.path)
    ]
    people = [
        (f"p{account}", f"{name}, {title}" if title else name) for account, name, title in candidates(inquiry, now)
    ]
    return [*bodies, *people]

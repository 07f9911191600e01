"""Reading: a sender's own, the officials' lists, what everybody may read, and what people think of an agency."""

from namkhong.services.feedback.queries.inquiries import (
    by_code,
    inbox,
    mine,
    of_sender,
    stations,
    waiting,
    with_secret,
)
from namkhong.services.feedback.queries.published import published
from namkhong.services.feedback.queries.ratings import may_rate, rating_of, ratings, sums

__all__ = [
    "by_code",
    "inbox",
    "may_rate",
    "mine",
    "of_sender",
    "published",
    "rating_of",
    "ratings",
    "stations",
    "sums",
    "waiting",
    "with_secret",
]

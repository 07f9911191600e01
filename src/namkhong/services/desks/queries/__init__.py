"""Reading the desk."""

from namkhong.services.desks.queries.batches import batch, items_of, recent, tally
from namkhong.services.desks.queries.exports import export
from namkhong.services.desks.queries.lists import clean_query, columns_of, saved_filters
from namkhong.services.desks.queries.queue import (
    ahead_of,
    calls,
    centre,
    centre_of_kiosk,
    centres,
    current,
    kiosk_of,
    missed,
    queue_of,
    seat_of,
    serves_now,
    ticket,
    ticket_of,
)

__all__ = [
    "ahead_of",
    "batch",
    "calls",
    "centre",
    "centre_of_kiosk",
    "centres",
    "clean_query",
    "columns_of",
    "current",
    "export",
    "items_of",
    "kiosk_of",
    "missed",
    "queue_of",
    "recent",
    "saved_filters",
    "seat_of",
    "serves_now",
    "tally",
    "ticket",
    "ticket_of",
]

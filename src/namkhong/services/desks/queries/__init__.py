"""Reading the desk."""

from namkhong.services.desks.queries.batches import batch, items_of, recent, tally
from namkhong.services.desks.queries.exports import export
from namkhong.services.desks.queries.lists import clean_query, columns_of, saved_filters

__all__ = [
    "batch",
    "clean_query",
    "columns_of",
    "export",
    "items_of",
    "recent",
    "saved_filters",
    "tally",
]

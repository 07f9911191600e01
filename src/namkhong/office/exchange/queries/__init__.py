"""Reading: what went out and how it fares, what came in, who can be written to."""

from namkhong.office.exchange.queries.addresses import address_history, find_addresses, named
from namkhong.office.exchange.queries.incoming import (
    files_named,
    packet_card,
    packet_files,
    recall_of,
    rejected,
    rejected_count,
    rejected_one,
)
from namkhong.office.exchange.queries.outgoing import (
    consignment,
    consignments_of,
    dead_count,
    history,
    outbox,
    unanswered_count,
)

__all__ = [
    "address_history",
    "consignment",
    "consignments_of",
    "dead_count",
    "files_named",
    "find_addresses",
    "history",
    "named",
    "outbox",
    "packet_card",
    "packet_files",
    "recall_of",
    "rejected",
    "rejected_count",
    "rejected_one",
    "unanswered_count",
]

"""Reading: one task, what is mine to do, what I gave and how it stands with whom."""

from namkhong.office.directives.queries.held import count_held, held
from namkhong.office.directives.queries.lists import given, mine, mine_count, reported_count, tally
from namkhong.office.directives.queries.one import by_public_id, of_arrival, stations

__all__ = [
    "by_public_id", "count_held", "given", "held", "mine", "mine_count", "of_arrival", "reported_count", "stations", "tally",
]  # fmt: skip

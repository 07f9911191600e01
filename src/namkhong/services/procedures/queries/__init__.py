"""Reading procedures, processes and offerings."""

from namkhong.services.procedures.queries.catalogue import (
    fields,
    front_doors_of,
    in_force,
    listed,
    names_of,
    unsure,
    version,
    versions_of,
)
from namkhong.services.procedures.queries.offerings import offered_by, offering, offering_rule, rules_of
from namkhong.services.procedures.queries.processes import process, process_version
from namkhong.services.procedures.queries.search import search

__all__ = [
    "fields",
    "forget",
    "front_doors_of",
    "in_force",
    "listed",
    "names_of",
    "offered_by",
    "offering",
    "offering_rule",
    "process",
    "process_version",
    "search",
    "unsure",
    "version",
    "versions_of",
]


def forget() -> None:
    """The catalogue is changing in this deed."""
    for remembered in (in_force, version, process, process_version, rules_of):
        remembered.forget()

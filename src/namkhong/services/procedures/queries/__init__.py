"""Reading procedures, processes and offerings."""

from namkhong.services.procedures.queries import catalogue, offerings, processes
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
from namkhong.services.procedures.queries.naming import ProcedureName, named
from namkhong.services.procedures.queries.offerings import offered_by, offering, offering_rule
from namkhong.services.procedures.queries.processes import process, process_version
from namkhong.services.procedures.queries.samples import sample_file, samples_of
from namkhong.services.procedures.queries.search import search

__all__ = [
    "ProcedureName",
    "fields",
    "forget",
    "front_doors_of",
    "in_force",
    "listed",
    "named",
    "names_of",
    "offered_by",
    "offering",
    "offering_rule",
    "process",
    "process_version",
    "sample_file",
    "samples_of",
    "search",
    "unsure",
    "version",
    "versions_of",
]


def forget() -> None:
    """The catalogue is changing in this deed."""
    for remembered in (
        catalogue.rows_of,
        catalogue.row_of,
        offerings.rules_of,
        processes.rows_of,
        processes.process_version,
    ):
        remembered.forget()

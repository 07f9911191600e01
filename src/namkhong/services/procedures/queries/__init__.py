"""Reading procedures, processes and offerings."""

from namkhong.services.procedures.queries import catalogue, offerings, processes
from namkhong.services.procedures.queries.catalogue import (
    code_of,
    fields,
    front_doors_of,
    in_force,
    listed,
    names_of,
    unsure,
    version,
    versions_of,
)
from namkhong.services.procedures.queries.designing import (
    DraftCard,
    VersionContent,
    earlier_versions,
    has_draft,
    in_force_among,
    process_content,
    process_draft,
    processes_listed,
    used_by,
    versions_of_process,
    who_can_be_asked,
)
from namkhong.services.procedures.queries.naming import ProcedureName, named
from namkhong.services.procedures.queries.offerings import (
    named_in,
    naming_agencies,
    offered_by,
    offering,
    offering_rule,
)
from namkhong.services.procedures.queries.processes import process, process_version
from namkhong.services.procedures.queries.samples import sample_file, samples_of
from namkhong.services.procedures.queries.search import search

__all__ = [
    "DraftCard",
    "ProcedureName",
    "VersionContent",
    "code_of",
    "earlier_versions",
    "fields",
    "forget",
    "front_doors_of",
    "has_draft",
    "in_force",
    "in_force_among",
    "listed",
    "named",
    "named_in",
    "names_of",
    "naming_agencies",
    "offered_by",
    "offering",
    "offering_rule",
    "process",
    "process_content",
    "process_draft",
    "process_version",
    "processes_listed",
    "sample_file",
    "samples_of",
    "search",
    "unsure",
    "used_by",
    "version",
    "versions_of",
    "versions_of_process",
    "who_can_be_asked",
]


def forget() -> None:
    """The catalogue is changing in this deed."""
    for remembered in (
        catalogue.codes,
        catalogue.rows_of,
        catalogue.row_of,
        offerings.rules_of,
        processes.rows_of,
        processes.process_version,
    ):
        remembered.forget()

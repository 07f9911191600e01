"""Reading: one arrival with its way through the house, the lists, what somebody holds, the book of how things stand."""

from namkhong.office.intake.queries.held import count_held, held
from namkhong.office.intake.queries.lists import arrivals, recalls, views_of, waiting, work
from namkhong.office.intake.queries.naming_files import files_named
from namkhong.office.intake.queries.one import (
    assignment,
    by_public_id,
    files_of,
    given_by,
    lead_chain,
    notes_of,
    of_document,
    proposal_of,
    top_of,
)
from namkhong.office.intake.queries.seeing import sight

__all__ = [
    "arrivals", "assignment", "by_public_id", "count_held", "files_named", "files_of", "given_by", "held", "lead_chain",
    "notes_of", "of_document", "proposal_of", "recalls", "sight", "top_of", "views_of", "waiting", "work",
]  # fmt: skip

"""Reading: one draft, the lists of drafters, checkers, signers and văn thư, versions, opinions, copies."""

from namkhong.office.drafting.queries.choices import family_of, receivers_named, signers, types
from namkhong.office.drafting.queries.copies import copies, copy_of, copy_of_signing
from namkhong.office.drafting.queries.drafts import (
    by_id,
    card,
    concerned,
    differences,
    files_named,
    names,
    newest,
    receivers_of,
    stations,
    versions,
)
from namkhong.office.drafting.queries.lists import drafts, waiting
from namkhong.office.drafting.queries.morning import Heap, heap, heaps
from namkhong.office.drafting.queries.opinions import asked_of, opinions, to_answer
from namkhong.office.drafting.queries.signing import ToSign, fields_for, to_sign

__all__ = [
    "Heap",
    "ToSign",
    "asked_of",
    "by_id",
    "card",
    "concerned",
    "copies",
    "copy_of",
    "copy_of_signing",
    "differences",
    "drafts",
    "family_of",
    "fields_for",
    "files_named",
    "heap",
    "heaps",
    "names",
    "newest",
    "opinions",
    "receivers_named",
    "receivers_of",
    "signers",
    "stations",
    "to_answer",
    "to_sign",
    "types",
    "versions",
    "waiting",
]

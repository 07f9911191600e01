"""Reactions, in jobs."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.office.documents import actions
from namkhong.office.documents.events import FilesAttached


def read_files(event: FilesAttached) -> None:
    """Read the text of a document's files for the search; reading again gives the same."""
    actions.read_files(document_id=event.document_id, now=clock.now())

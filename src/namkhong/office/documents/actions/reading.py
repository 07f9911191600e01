"""The words inside a document's files, so that the search finds them: read by a job after the files were added."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from namkhong.foundation.files import queries as stored
from namkhong.foundation.files.errors import NotScannedYet
from namkhong.kernel.problems import Problem
from namkhong.office.documents import extracting, words
from namkhong.office.documents.models import Document, DocumentFile, DocumentText


def read_files(*, document_id: int, now: datetime) -> int:
    """Read the text of every file and keep its words; returns how many files gave some. Reading again gives the same.

    A scan gives none: it is counted as unread. A file that is not there any more, too.

    :raises NotScannedYet: after keeping what could be read: a file waits for the virus scanner, so the job asks again.
    """
    row = Document.objects.select_related("book").get(pk=document_id)
    links = list(DocumentFile.objects.filter(document=row).order_by("place"))
    cards = stored.files(link.file_id for link in links)
    found: set[str] = set()
    read, waits = 0, None
    for link in links:
        card = cards.get(link.file_id)
        if card is None or not extracting.readable(card.media_type, card.size):
            continue
        try:
            text = extracting.text_of(stored.read(link.file_id), card.media_type)
        except NotScannedYet as error:
            waits = error
            continue
        except (Problem, extracting.Unreadable):
            continue
        inside = words.words_of(text)
        read += bool(inside)
        found.update(inside)
    own = words.words_of(row.number, row.subject, row.organ_name, row.signer_name, row.type_name)
    kept = [*own, *sorted(found - set(own))][: words.MOST]
    with transaction.atomic():
        DocumentText.objects.update_or_create(
            document=row,
            defaults={
                "words": words.vector(kept, row.agency_id, row.book.year),
                "files": len(links),
                "unread": len(links) - read,
                "read_at": now,
            },
        )
    if waits is not None:
        raise waits
    return read

"""Reading: cards, bytes, and signed links."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

from namkhong.foundation.files import clamav
from namkhong.foundation.files.conf import conf
from namkhong.foundation.files.errors import LinkExpired, NoSuchFile, NotScannedYet, UploadGone
from namkhong.foundation.files.models import Content, StoredFile, Upload
from namkhong.foundation.files.rules import rules
from namkhong.foundation.files.states import GONE, FileState
from namkhong.foundation.files.storage import Pieces, storage
from namkhong.foundation.files.types import FileCard, Mark, Scanner, ScannerState, UploadCard
from namkhong.kernel.actor import Actor, ActorKind
from namkhong.kernel.pages import COUNT_LIMIT

_SALT = "namkhong.files.link"


def card(row: StoredFile) -> FileCard:
    """The card of a row fetched with its content."""
    return FileCard(
        id=row.pk,
        name=row.name,
        size=row.content.size,
        media_type=row.media_type,
        sha256=row.content_id,
        state=FileState(row.content.state),
        purpose=row.purpose,
        owner_account_id=row.owner_account_id,
        created_at=row.created_at,
    )


def upload_card(row: Upload) -> UploadCard:
    """The card of an upload."""
    return UploadCard(id=row.pk, name=row.name, size=row.size, offset=row.offset, file_id=row.stored_id)


def file(file_id: UUID) -> FileCard:
    """One file.

    :raises NoSuchFile: when there is none.
    """
    row = StoredFile.objects.select_related("content").filter(pk=file_id).first()
    if row is None:
        raise NoSuchFile
    return card(row)


def files(ids: Iterable[UUID]) -> dict[UUID, FileCard]:
    """Many files in one query; those that do not exist are left out."""
    rows = StoredFile.objects.select_related("content").filter(pk__in=list(ids))
    return {row.pk: card(row) for row in rows}


def own(file_id: UUID, actor: Actor) -> FileCard:
    """A file that this very account has sent.

    :raises NoSuchFile: when it is not there or is somebody else's.
    """
    found = file(file_id)
    if actor.account_id is None or found.owner_account_id != actor.account_id:
        raise NoSuchFile
    return found


def _released(found: FileCard) -> FileCard:
    if found.state in GONE:
        raise NoSuchFile
    if found.state == FileState.UNSCANNED and conf().require_scan:
        raise NotScannedYet
    return found


def stream(file_id: UUID, start: int = 0, length: int | None = None) -> Pieces:
    """The bytes, a piece at a time.

    :raises NoSuchFile: when it is not there or was destroyed.
    :raises NotScannedYet: when it waits for the scanner and the settings hold it back.
    """
    found = _released(file(file_id))
    try:
        return storage().read(found.sha256, start, length)
    except FileNotFoundError as error:
        raise NoSuchFile from error


def read(file_id: UUID) -> bytes:
    """All the bytes; the same refusals as :func:`stream`."""
    return b"".join(stream(file_id))


def _bearer(actor: Actor) -> str:
    """To whom a link is bound: the account; a visitor who has not signed in is only "a visitor"."""
    if actor.account_id is not None:
        return f"{actor.account_id}"
    return "-" if actor.kind is ActorKind.ANONYMOUS else actor.kind.value


def token(file_id: UUID, *, actor: Actor, now: datetime, seconds: int | None = None, mark: Mark | None = None) -> str:
    """What a link carries: which file, for whom, until when, and how it is to be marked; signed."""
    until = now + timedelta(seconds=rules().link_seconds if seconds is None else seconds)
    name = base64.urlsafe_b64encode(file_id.bytes).decode().rstrip("=")
    said: list[object] = [name, _bearer(actor), int(until.timestamp())]
    if mark is not None:
        said += [mark.why, mark.about, mark.person_id, *mark.subject]
    return signing.dumps(said, salt=_SALT, compress=mark is not None)


def link(file_id: UUID, *, actor: Actor, now: datetime, seconds: int | None = None, mark: Mark | None = None) -> str:
    """A short-lived address for this actor. The caller has made sure that the actor may see the file.

    With a mark the file is shown only with the actor's name, the moment and the purpose across it.
    """
    return reverse("file_link", kwargs={"token": token(file_id, actor=actor, now=now, seconds=seconds, mark=mark)})


def thumbnail_link(file_id: UUID, *, actor: Actor, now: datetime, seconds: int | None = None) -> str:
    """The same for the small picture of an image."""
    return reverse("file_thumbnail", kwargs={"token": token(file_id, actor=actor, now=now, seconds=seconds)})


def behind(text: str, *, actor: Actor, now: datetime) -> FileCard:
    """The file behind a link.

    :raises LinkExpired: when the link has run out, was changed, or was given to somebody else.
    """
    return opened(text, actor=actor, now=now)[0]


def opened(text: str, *, actor: Actor, now: datetime) -> tuple[FileCard, Mark | None]:
    """The file behind a link, and how it is to be marked; the same refusals as :func:`behind`."""
    try:
        name, bearer, until, *marked = signing.loads(text, salt=_SALT)
        file_id = UUID(bytes=base64.urlsafe_b64decode(name + "=="))
        mark = Mark(marked[0], marked[1], marked[2], (marked[3], marked[4])) if marked else None
    except (signing.BadSignature, ValueError, TypeError, IndexError) as error:
        raise LinkExpired from error
    if bearer != _bearer(actor) or now.timestamp() >= until:
        raise LinkExpired
    return _released(file(file_id)), mark


def upload(upload_id: UUID, actor: Actor) -> UploadCard:
    """How far an upload has come.

    :raises UploadGone: when there is none, or it is somebody else's.
    """
    if actor.account_id is None:
        raise UploadGone
    row = Upload.objects.filter(pk=upload_id, owner_account_id=actor.account_id).first()
    if row is None:
        raise UploadGone
    return upload_card(row)


def accept() -> str:
    """For the ``accept`` attribute of a file input."""
    return rules().accept


def scanner() -> Scanner:
    """How the scanner stands and how much waits for it."""
    address = conf().clamav
    state = ScannerState.OFF
    if address:
        state = ScannerState.UP if clamav.alive(address) else ScannerState.DOWN
    waiting = Content.objects.filter(state=FileState.UNSCANNED).order_by("created_at")[: COUNT_LIMIT + 1]
    return Scanner(state=state, waiting=len(waiting.values_list("pk")), required=conf().require_scan)

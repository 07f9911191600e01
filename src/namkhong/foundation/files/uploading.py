"""A file in pieces: begin, append, finish; after a broken connection it carries on where it stopped."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.files import content as contents
from namkhong.foundation.files import keeping, naming, queries
from namkhong.foundation.files.errors import (
    HashMismatch,
    TooManyUploads,
    Unreadable,
    UploadGone,
    WrongOffset,
)
from namkhong.foundation.files.models import StoredFile, Upload
from namkhong.foundation.files.rules import rules
from namkhong.foundation.files.storage import storage
from namkhong.foundation.files.types import FileCard, Readable, UploadCard
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise Forbidden(_("Xin đăng nhập trước khi gửi tệp."))
    return actor.account_id


def begin_upload(
    *, name: str, size: int, actor: Actor, now: datetime, sha256: str = "", purpose: str = ""
) -> UploadCard:
    """Announce a file. Nothing is judged yet except its size.

    :raises TooLarge, Unreadable, TooManyUploads, TooMany: each with a sentence.
    """
    account = _account(actor)
    limits = rules()
    shown = naming.shown(name)
    if size <= 0:
        raise Unreadable(_("Tệp “%s” không có nội dung. Xin chọn tệp khác.") % shown)
    if size > limits.max_bytes:
        raise contents.too_large(shown, limits.max_bytes)
    accounts.spend(f"files.upload:{account}", limit=limits.started_per_hour, seconds=3600, now=now)
    row = Upload(
        id=uuid.uuid4(),
        name=shown,
        size=size,
        sha256=sha256.lower() if _HASH.fullmatch(sha256.lower()) else "",
        purpose=purpose,
        owner_account_id=account,
        created_at=now,
        touched_at=now,
    )
    with transaction.atomic():
        _require_room(account, size)
        row.save(force_insert=True)
    return queries.upload_card(row)


def _require_room(account: int, size: int) -> None:
    limits = rules()
    pending = Upload.objects.filter(owner_account_id=account, stored__isnull=True)
    sizes = list(pending.values_list("size", flat=True)[: limits.open_per_account])
    if len(sizes) >= limits.open_per_account or sum(sizes) + size > limits.pending_bytes_per_account:
        raise TooManyUploads


def _locked(upload_id: UUID, actor: Actor) -> Upload:
    row = Upload.objects.select_for_update().filter(pk=upload_id, owner_account_id=_account(actor)).first()
    if row is None:
        raise UploadGone
    return row


@transaction.atomic
def append(*, upload_id: UUID, offset: int, content: Readable | bytes, actor: Actor, now: datetime) -> UploadCard:
    """Add the next piece. What arrived before a connection broke is kept.

    :raises WrongOffset: when the piece does not begin where the last one ended; it tells where that is.
    """
    row = _locked(upload_id, actor)
    if row.stored_id is not None or offset != row.offset:
        raise WrongOffset(row.offset)
    data = _as_much_as_comes(content, min(rules().chunk_bytes, row.size - row.offset))
    if data:
        storage().put_part(str(row.pk), offset, data)
        row.offset += len(data)
    row.touched_at = now
    row.save(update_fields=["offset", "touched_at"])
    return queries.upload_card(row)


def _as_much_as_comes(content: Readable | bytes, most: int) -> bytes:
    if isinstance(content, bytes):
        return content[:most]
    data = b""
    try:
        while len(data) < most and (piece := content.read(min(65_536, most - len(data)))):
            data += piece
    except OSError:  # the sender's connection broke: UnreadablePostError is one of these
        pass
    return data


def _joined(row: Upload) -> Iterator[bytes]:
    reached = 0
    for offset, data in storage().parts(str(row.pk)):
        if offset != reached:
            raise HashMismatch(row.name)
        reached += len(data)
        yield data


@transaction.atomic
def finish(*, upload_id: UUID, actor: Actor, now: datetime) -> FileCard:
    """All is there: check the hash, judge, scan and keep. Asking twice gives the same file.

    :raises WrongOffset: when something is still missing.
    :raises HashMismatch: when what arrived is not what was sent; the upload starts anew.
    """
    row = _locked(upload_id, actor)
    if row.stored_id is not None:
        return queries.file(row.stored_id)
    if row.offset != row.size:
        raise WrongOffset(row.offset)
    with keeping.arrived(_joined(row), row.name, row.size) as (path, sha256, size):
        if size != row.size or (row.sha256 and row.sha256 != sha256):
            raise HashMismatch(row.name)
        stored = keeping.keep(path, sha256, size, name=row.name, actor=actor, now=now, purpose=row.purpose)
    row.stored = StoredFile.objects.get(pk=stored.id)
    row.touched_at = now
    row.save(update_fields=["stored", "touched_at"])
    transaction.on_commit(lambda: storage().drop_parts(str(upload_id)))
    return stored


@transaction.atomic
def cancel_upload(*, upload_id: UUID, actor: Actor, now: datetime) -> None:
    """The sender does not want it any more, or it was refused: the pieces go."""
    row = _locked(upload_id, actor)
    storage().drop_parts(str(row.pk))
    row.delete()


def expire_uploads(*, now: datetime) -> int:
    """Forget uploads that nobody touched for a day, with their pieces."""
    limit = now - timedelta(hours=rules().keep_hours)
    done = 0
    for pk in list(
        Upload.objects.filter(touched_at__lt=limit).order_by("touched_at").values_list("pk", flat=True)[:500]
    ):
        with transaction.atomic():
            row = Upload.objects.select_for_update(skip_locked=True).filter(pk=pk, touched_at__lt=limit).first()
            if row is None:
                continue
            storage().drop_parts(str(pk))
            row.delete()
            done += 1
    return done

"""Files for other systems: send one, fetch one's own again. Judged, scanned and kept like every other file."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.files import actions, queries
from namkhong.foundation.files.types import FileCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Scope
from namkhong.web import api
from namkhong.web.api import Needs, actor_of

router: Final = Router(tags=["files"])


class StoredOut(Schema):
    """A file as it is kept; ``id`` goes into a submission."""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str
    state: str


def _out(card: FileCard) -> StoredOut:
    return StoredOut(
        id=card.id,
        name=card.name,
        size=card.size,
        media_type=card.media_type,
        sha256=card.sha256,
        state=card.state.value,
    )


@router.post(
    "/files",
    response={201: StoredOut, **api.WRITES},
    auth=Needs(Scope.FILES),
    summary="Gửi một tệp",
    url_name="api_send_file",
)
def send(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """PDF, ảnh, Word, Excel (multipart, trường file); kiểm tra theo nội dung, quét vi-rút."""
    actor, now = actor_of(request), clock.now()
    key = api.key_of(request)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    with accounts.once(
        client=str(actor.account_id),
        key=key,
        fingerprint=api.print_of(request, file.name or "", digest.hexdigest()),
        now=now,
    ) as turn:
        if turn.answer is None:
            made = actions.store(name=file.name or "", content=file, actor=actor, now=now, purpose="api")
            turn.keep(_out(made).model_dump(mode="json"))
    body = StoredOut(**turn.told)
    headers = {"Location": f"/api/v1/files/{body.id}"} | ({"Idempotency-Replayed": "true"} if turn.done_before else {})
    return api.answer(body, status=201, headers=headers)


@router.get(
    "/files/{uuid:file_id}",
    response={200: bytes, **api.READS},
    auth=Needs(Scope.FILES),
    summary="Lấy lại một tệp do chính hệ thống đã gửi",
    url_name="api_file",
)
def fetch(request: HttpRequest, file_id: UUID) -> StreamingHttpResponse:
    """Nội dung tệp."""
    card = queries.own(file_id, actor_of(request))
    return api.bytes_of(queries.stream(card.id), card)

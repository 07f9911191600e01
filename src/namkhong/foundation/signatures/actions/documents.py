"""Preparing a document with all its fields, and filling in the number and the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as stored
from namkhong.foundation.signatures import marks, policies, preparing
from namkhong.foundation.signatures.errors import NoSuchSigning, NotInOrder, NotSignable
from namkhong.foundation.signatures.models import SignedDocument, Signing
from namkhong.foundation.signatures.states import DONE, SigningState
from namkhong.foundation.signatures.types import FieldKind, Level, Slot
from namkhong.kernel.actor import Actor
from namkhong.kernel.text import one_line

PURPOSE = "signing"
PDF = "application/pdf"


def keep(pdf: bytes, name: str, now: datetime) -> UUID:
    """Store one state of a document."""
    return files.store_generated(name=name, content=pdf, media_type=PDF, now=now, purpose=PURPOSE).id


def locked(document_id: UUID) -> SignedDocument:
    """The document, for this transaction alone.

    :raises NoSuchSigning: when there is none.
    """
    found = SignedDocument.objects.select_for_update().filter(pk=document_id).first()
    if found is None:
        raise NoSuchSigning
    return found


@transaction.atomic
def prepare(
    *, file_id: UUID, agency_id: int, slots: Sequence[Slot], wanted: Level, actor: Actor, now: datetime
) -> UUID:
    """Put every field into a PDF, before the first signature; one signing per field that is to be signed.

    :raises NotOfAgency: who does not work there.
    :raises NotSignable: a file that is closed, signed, broken, or has a program in it.
    """
    policies.require_inside(actor, agency_id)
    if not any(slot.kind.signed for slot in slots):
        raise NotSignable(_("Xin chọn ít nhất một vị trí ký."))
    card = stored.file(file_id)
    pdf = preparing.prepared(stored.read(file_id), slots)
    document = SignedDocument.objects.create(
        agency_id=agency_id,
        file_id=keep(pdf, card.name, now),
        boxes=[slot.name for slot in slots if not slot.kind.signed],
        created_at=now,
    )
    rows = [
        Signing(
            document=document, field=slot.name, kind=slot.kind, position=position, account_id=slot.account_id,
            state=SigningState.PREPARED, wanted=wanted, created_at=now,
        )
        for position, slot in enumerate(slots)
        if slot.kind.signed
    ]  # fmt: skip
    Signing.objects.bulk_create(rows)
    detail = {"agency": agency_id, "file": str(document.file_id), "fields": [row.field for row in rows]}
    audit.record(actor, "signatures.prepared", ("signed_document", str(document.pk)), now=now, detail=detail)
    return document.pk


@transaction.atomic
def fill(*, document_id: UUID, field: str, text: str, actor: Actor, now: datetime, italic: bool = False) -> UUID:
    """Write the number or the date into its box: the văn thư's, after the leader has signed. Returns the newest file.

    The same text again changes nothing; another text is refused once it is filled in.
    """
    document = locked(document_id)
    policies.require_clerk(actor, document.agency_id)
    text = one_line(text)
    if field not in document.boxes or not text:
        raise NotSignable(_("Tệp PDF không có ô để ghi số và ngày. Xin chuẩn bị lại tệp."))
    pdf = stored.read(document.file_id)
    present = preparing.value_of(pdf, field)
    if present == text:
        return document.file_id
    rows = list(document.signings.all())
    if present or any(row.kind == FieldKind.SEAL and row.state in DONE for row in rows):
        raise NotInOrder(_("Ô này đã được ghi, không sửa được. Xin ban hành văn bản thay thế nếu ghi sai."))
    if any(row.kind == FieldKind.SIGNER and row.state not in DONE for row in rows):
        raise NotInOrder(_("Lãnh đạo chưa ký văn bản này. Xin cấp số sau khi lãnh đạo ký."))
    if any(row.state == SigningState.SIGNING for row in rows):
        raise NotInOrder(_("Văn bản đang được ký. Xin thử lại sau ít phút."))
    place = preparing.place_of(pdf, field)
    drawn = marks.drawn(place, lines=[text], size=marks.fitting(place, text), italic=italic)
    document.file_id = keep(preparing.filled(pdf, field, text, drawn), stored.file(document.file_id).name, now)
    document.save(update_fields=["file_id"])
    detail = {"field": field, "text": text, "file": str(document.file_id)}
    audit.record(actor, "signatures.filled", ("signed_document", str(document.pk)), now=now, detail=detail)
    return document.file_id

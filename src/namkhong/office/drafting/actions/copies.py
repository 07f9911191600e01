"""Electronic copies of registered documents: the agency signs at the top right, without a picture (Decree 30/2020 art. 25, Annex I, III.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as stored
from namkhong.foundation.signatures import actions as signatures
from namkhong.foundation.signatures import queries as signed
from namkhong.foundation.signatures.types import FieldKind, Level, Slot
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.problems import Problem
from namkhong.office.documents import queries as register
from namkhong.office.drafting import copying, policies
from namkhong.office.drafting.errors import NoSuchDraft, NotCopyable
from namkhong.office.drafting.events import CopyMade
from namkhong.office.drafting.models import Copy
from namkhong.office.drafting.queries.signing import DONE
from namkhong.office.drafting.types import CopyKind

# The words of the mark go by the name of the field (signatures.marks).
FIELDS = {CopyKind.FULL: "SaoY", CopyKind.EXTRACT: "TrichSao", CopyKind.OF_COPY: "SaoLuc"}
_PDF = "application/pdf"


@transaction.atomic
def make_copy(*, document_id: int, kind: CopyKind, pages: str = "", token: UUID, actor: Actor, now: datetime) -> Copy:
    """Prepare a copy of a registered document's main file for the agency's signature; the same form sent twice is one copy.

    :raises NoSuchDocument: not there, or not for her.
    :raises SealIsTheClerks: not the văn thư of the agency that has it.
    :raises NotCopyable: it has no PDF, no such pages, or is a signed original, which is sent as it is.
    """
    card = register.card(document_id, actor)
    policies.require_clerk(actor, card.agency_id)
    before = Copy.objects.filter(token=token).first()
    if before is not None:
        return before
    source = _source(card.id)
    wanted = copying.pages_of(pages) if kind is CopyKind.EXTRACT else ()
    if kind is CopyKind.EXTRACT and not wanted:
        raise NotCopyable(_("Trích sao cần ghi các trang được trích, ví dụ 1, 3-4."))
    pdf = copying.copied(stored.read(source), wanted)
    file = files.store_generated(name=f"{kind.value}.pdf", content=pdf, media_type=_PDF, now=now, purpose="drafting")
    prepared = signatures.prepare(
        file_id=file.id,
        agency_id=card.agency_id,
        slots=[Slot(FIELDS[kind], FieldKind.COPY, copying.top_right(pdf))],
        wanted=Level.LT,
        actor=actor,
        now=now,
    )
    row = Copy.objects.create(
        token=token,
        agency_id=card.agency_id,
        kind=kind.value,
        document_id=card.id,
        number=card.shown[:60],
        subject=card.subject,
        pages=copying.written(wanted),
        signed_document=prepared,
        made_by_id=policies.account_of(actor),
        made_at=now,
    )
    detail = {"kind": kind.value, "number": card.shown, "pages": row.pages}
    audit.record(actor, "drafting.copy_made", ("document", card.id), now=now, detail=detail)
    publish(CopyMade(copy_id=row.pk, at=now))
    return row


def _source(document_id: int) -> UUID:
    """The scan of the paper before the main file: a copy is made of what is on paper."""
    lines = register.files_of(document_id)
    cards = stored.files(one.file_id for one in lines)
    usable = [one for one in lines if one.file_id in cards and cards[one.file_id].media_type == _PDF]
    best = sorted(usable, key=lambda one: {"scan": 0, "main": 1}.get(one.role, 2))
    if not best:
        raise NotCopyable(_("Văn bản này chưa có tệp PDF. Xin quét bản giấy và đưa vào sổ trước."))
    return best[0].file_id


def sign_copy(
    *, copy_ids: Sequence[int], certificate_id: int, secret: str, actor: Actor, now: datetime
) -> dict[int, Copy | Problem]:
    """The agency's signature on copies; for each the copy, or why not.

    :raises WrongSecret, KeyUnavailable, SignedElsewhere, NoSuchCertificate: nothing was signed.
    """
    done: dict[int, Copy | Problem] = {}
    wanted: dict[int, UUID] = {}
    for copy_id in dict.fromkeys(copy_ids):
        row = Copy.objects.filter(pk=copy_id, agency__in=policies.clerk_at(actor)).first()
        if row is None:
            done[copy_id] = NoSuchDraft()
            continue
        left = [card.id for card in signed.signings(row.signed_document, actor) if card.state not in DONE]
        if left:
            wanted[copy_id] = left[0]
        else:
            done[copy_id] = _signed(copy_id, actor, now)
    if wanted:
        ids = list(wanted.values())
        answers = signatures.sign(signing_ids=ids, certificate_id=certificate_id, secret=secret, actor=actor, now=now)
        for copy_id, signing_id in wanted.items():
            answer = answers[signing_id]
            done[copy_id] = answer if isinstance(answer, Problem) else _signed(copy_id, actor, now)
    return done


@transaction.atomic
def _signed(copy_id: int, actor: Actor, now: datetime) -> Copy:
    row = Copy.objects.select_for_update().get(pk=copy_id)
    if row.signed_at is None:
        row.signed_at = now
        row.save(update_fields=["signed_at"])
        detail = {"copy": row.pk, "kind": row.kind}
        audit.record(actor, "drafting.copy_signed", ("document", row.document_id), now=now, detail=detail)
    return row

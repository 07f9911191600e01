"""Writing a draft: begin it, save a version, hang annexes on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO, Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as stored
from namkhong.foundation.files.types import FileCard
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import queries as documents
from namkhong.office.drafting import importing, policies, queries
from namkhong.office.drafting.actions.doing import told, write_step
from namkhong.office.drafting.errors import Missing, NoSuchDraft, Unreadable
from namkhong.office.drafting.events import VersionSaved
from namkhong.office.drafting.models import Draft, DraftFile, DraftVersion, Recipient, Step
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.states import Move
from namkhong.office.drafting.types import URGENCIES, Content, DraftCard, Edited, NewDraft, Receiver

LONGEST_BODY: Final = 200_000
LONGEST_SUBJECT: Final = 500
_FIELD: Final = 2_000
_RECEIVERS: Final = 500
_ANNEXES: Final = 30
_PURPOSE: Final = "drafting"
_PDF: Final = "application/pdf"


@transaction.atomic
def create(*, new: NewDraft, actor: Actor, now: datetime) -> DraftCard:
    """Begin a draft for a unit one works in; the same form sent twice is one draft.

    :raises NotYours: not her unit.
    :raises Missing: something is missing or wrong; the fields say what.
    """
    policies.require_drafter(actor, new.unit_id)
    before = Draft.objects.filter(token=new.token).first()
    if before is not None:
        return queries.card(policies.require(actor, Ability.SEE, before))
    day = clock.local_date(now)
    kind = next((one for one in queries.types(day) if one.code == new.type_code), None)
    if kind is None:
        raise Missing({"type": _("Xin chọn loại văn bản.")})
    house = documents.house_of(new.unit_id)
    symbol = text.one_line(new.symbol).replace("/", "").replace("-", "")[:20]
    if not symbol and not kind.abbreviation and new.unit_id != house.id:
        symbol = documents.unit_symbol(new.unit_id, day)
    content, receivers = checked(new.content, new.receivers)
    draft = Draft(
        token=new.token,
        agency_id=house.id,
        unit_id=new.unit_id,
        author_id=policies.account_of(actor),
        type_code=kind.code,
        type_name=kind.name.partition(" (")[0],
        abbreviation=kind.abbreviation,
        symbol=symbol,
        subject=content.subject,
        urgency=content.urgency,
        signer_id=_signer(new.signer_account_id, house.id, now),
        created_at=now,
        moved_at=now,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:  # the second click came while the first was being written
        return queries.card(Draft.objects.get(token=new.token))
    _write(draft, content, receivers, None, actor, now)
    write_step(draft, Move.CREATE, actor, now)
    return queries.card(draft)


@transaction.atomic
def save(
    *,
    draft_id: int,
    edited: Edited,
    source: tuple[str, IO[bytes] | bytes] | UUID | None = None,
    actor: Actor,
    now: datetime,
) -> DraftCard:
    """Save what was typed as a new version; what is the very same is not saved again.

    ``source`` = a DOCX or PDF from which the body is taken instead.

    :raises NoSuchDraft, NotYours: not there, not hers, or no longer hers to change.
    :raises ChangedMeanwhile: it was saved elsewhere meanwhile.
    :raises Missing: something is missing or wrong; the fields say what.
    :raises Unreadable: the file cannot be read.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    draft = policies.require(actor, Ability.CHANGE, draft)
    file, content = None, edited.content
    if source is not None:
        file, body = _imported(source, actor, now)
        content = replace(content, body=body)
    content, kept = checked(content, edited.receivers)
    signer = _signer(edited.signer_account_id, draft.agency_id, now)
    plain = text.one_line(edited.symbol).replace("/", "").replace("-", "")[:20] or draft.symbol
    if _same(draft, content, kept) and (signer, plain) == (draft.signer_id, draft.symbol):
        return queries.card(draft)
    if edited.version is not None and edited.version != draft.version:
        raise told(Step.objects.filter(draft=draft).order_by("-revision").first())
    draft.version += 1
    draft.subject, draft.urgency, draft.signer_id, draft.symbol = content.subject, content.urgency, signer, plain
    draft.save(update_fields=["version", "subject", "urgency", "signer", "symbol"])
    row = _write(draft, content, kept, file, actor, now)
    detail = {"version": draft.version}
    audit.record(actor, "drafting.saved", ("draft", draft.pk), now=now, detail=detail)
    publish(VersionSaved(draft_version_id=row.pk, at=now))
    return queries.card(draft)


def checked(content: Content, receivers: Sequence[Receiver]) -> tuple[Content, tuple[Receiver, ...]]:
    """What was typed, its texts in one form.

    :raises Missing: something is missing or far too long.
    """
    subject, body = text.one_line(content.subject), text.clean(content.body)
    wrong = {}
    if not subject:
        wrong["subject"] = _("Xin ghi trích yếu.")
    elif len(subject) > LONGEST_SUBJECT:
        wrong["subject"] = _("Trích yếu dài quá %d chữ, xin viết ngắn lại.") % LONGEST_SUBJECT
    if len(body) > LONGEST_BODY:
        wrong["body"] = _("Nội dung dài quá %d chữ. Xin đưa phần dài vào phụ lục ở tệp riêng.") % LONGEST_BODY
    if content.urgency not in URGENCIES:
        wrong["urgency"] = _("Xin chọn mức độ khẩn.")
    if len(receivers) > _RECEIVERS:
        wrong["receivers"] = _("Nhiều quá %d nơi nhận. Xin gộp lại.") % _RECEIVERS
    fields = {name: text.clean(words)[:_FIELD] for name, words in content.fields.items() if words.strip()}
    if wrong:
        raise Missing(wrong)
    return Content(subject, body, fields, content.urgency), tuple(receivers)


def _signer(account_id: int | None, agency_id: int, now: datetime) -> int | None:
    """Who is to sign: somebody who may today.

    :raises Missing: she may not.
    """
    if account_id is None:
        return None
    if all(one.account_id != account_id for one, _block in queries.signers(agency_id, now)):
        raise Missing({"signer": _("Người này hôm nay không có thẩm quyền ký. Xin chọn người khác.")})
    return account_id


def _same(draft: Draft, content: Content, receivers: tuple[Receiver, ...]) -> bool:
    row = queries.newest(draft)
    said = (row.subject, row.body, dict(row.fields), draft.urgency)
    return said == (content.subject, content.body, content.fields, content.urgency) and row.receivers == _plain(
        receivers
    )


def _plain(receivers: Sequence[Receiver]) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind.value, "name": one.name, "code": one.code, "addressed": one.addressed, "why": one.why}
        for one in receivers
    ]


def _write(
    draft: Draft, content: Content, receivers: tuple[Receiver, ...], file: FileCard | None, actor: Actor, now: datetime
) -> DraftVersion:
    row = DraftVersion.objects.create(
        draft=draft,
        number=draft.version,
        subject=content.subject,
        body=content.body,
        fields=content.fields,
        receivers=_plain(receivers),
        source_file=file.id if file else None,
        by_id=policies.account_of(actor),
        by_name=text.one_line(actor.label)[:200],
        at=now,
    )
    Recipient.objects.filter(draft=draft).delete()
    Recipient.objects.bulk_create(
        Recipient(
            draft=draft, position=position, kind=one.kind, code=one.code, name=one.name[:200],
            addressed=one.addressed, why=one.why[:100],
        )
        for position, one in enumerate(receivers, 1)
    )  # fmt: skip
    return row


def _imported(source: tuple[str, IO[bytes] | bytes] | UUID, actor: Actor, now: datetime) -> tuple[FileCard, str]:
    """Keep the file and read its body."""
    if isinstance(source, UUID):
        card = stored.own(source, actor)
    else:
        card = files.store(name=source[0], content=source[1], actor=actor, now=now, purpose=_PURPOSE)
    return card, importing.body_of(card.name, stored.read(card.id))


@transaction.atomic
def add_annex(*, draft_id: int, source: tuple[str, IO[bytes] | bytes] | UUID, actor: Actor, now: datetime) -> None:
    """Hang a PDF on a draft as an annex in a file of its own.

    :raises NoSuchDraft, NotYours: not there, not hers, or no longer hers to change.
    :raises Unreadable: no PDF.
    """
    draft = policies.require(actor, Ability.CHANGE, Draft.objects.select_for_update().filter(pk=draft_id).first())
    if isinstance(source, UUID):
        card = stored.own(source, actor)
    else:
        card = files.store(name=source[0], content=source[1], actor=actor, now=now, purpose=_PURPOSE)
    if card.media_type != _PDF:
        raise Unreadable(_("Phụ lục ở tệp riêng phải là PDF để cơ quan ký số được. Xin chọn tệp PDF."))
    rows = list(DraftFile.objects.filter(draft=draft).order_by("position"))
    if any(stored.file(row.file).sha256 == card.sha256 for row in rows):
        return
    if len(rows) >= _ANNEXES:
        raise Missing({"annex": _("Mỗi văn bản tối đa %d tệp phụ lục.") % _ANNEXES})
    position = rows[-1].position + 1 if rows else 1
    DraftFile.objects.create(draft=draft, position=position, file=card.id, name=card.name)
    detail = {"file": str(card.id)}
    audit.record(actor, "drafting.annex_added", ("draft", draft.pk), now=now, detail=detail)


@transaction.atomic
def drop_annex(*, draft_id: int, position: int, actor: Actor, now: datetime) -> None:
    """Take an annex off again. Once.

    :raises NoSuchDraft, NotYours: not there, not hers, or no longer hers to change.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchDraft
    policies.require(actor, Ability.CHANGE, draft)
    row = DraftFile.objects.filter(draft=draft, position=position).first()
    if row is None:
        return
    row.delete()
    detail = {"file": str(row.file)}
    audit.record(actor, "drafting.annex_dropped", ("draft", draft.pk), now=now, detail=detail)

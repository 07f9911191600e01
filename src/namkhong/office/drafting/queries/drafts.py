"""One draft: who it is, what it says, what happened to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor
from namkhong.office.drafting import policies
from namkhong.office.drafting.comparing import compared
from namkhong.office.drafting.errors import NoSuchDraft
from namkhong.office.drafting.models import Draft, DraftFile, DraftVersion, Recipient, Step
from namkhong.office.drafting.states import MOVES, STATES, Move, State
from namkhong.office.drafting.types import Content, DraftCard, Piece, Receiver, ReceiverKind, Station
from namkhong.web.words import moment


def by_id(public_id: UUID, actor: Actor) -> Draft:
    """A draft, for who may know of it.

    :raises NoSuchDraft: when there is none, or it is not for her.
    """
    found = Draft.objects.select_related("agency", "unit").filter(public_id=public_id).first()
    return policies.require(actor, policies.Ability.SEE, found)


def card(draft: Draft) -> DraftCard:
    """The card of a row."""
    return DraftCard(
        id=draft.pk,
        public_id=draft.public_id,
        state=draft.now_in,
        revision=draft.revision,
        version=draft.version,
        type_name=draft.type_name,
        subject=draft.subject,
        number=draft.number,
        signed_document=draft.signed_document,
        document_id=draft.document_id,
    )


def versions(draft: Draft) -> list[DraftVersion]:
    """Its versions, the newest first; at most a hundred."""
    return list(DraftVersion.objects.filter(draft=draft).order_by("-number")[:100])


def newest(draft: Draft) -> DraftVersion:
    """What it says now."""
    return DraftVersion.objects.get(draft=draft, number=draft.version)


def content_of(version: DraftVersion, urgency: int = 0) -> Content:
    """The words of a version."""
    return Content(version.subject, version.body, dict(version.fields), urgency)


def receivers_of(draft: Draft) -> tuple[Receiver, ...]:
    """Nơi nhận, in the order in which they are printed."""
    rows = Recipient.objects.filter(draft=draft).order_by("position")
    return tuple(Receiver(ReceiverKind(row.kind), row.name, row.code, row.addressed, row.why) for row in rows)


def differences(draft: Draft, first: int, second: int) -> tuple[list[Piece], list[Piece]]:
    """What changed from one version to another: in the subject, in the body.

    :raises NoSuchDraft: when it has no such versions.
    """
    rows = {row.number: row for row in DraftVersion.objects.filter(draft=draft, number__in=[first, second])}
    if len(rows) != len({first, second}):
        raise NoSuchDraft
    old, new = rows[first], rows[second]
    return compared(old.subject, new.subject), compared(old.body, new.body)


def stations(draft: Draft) -> list[Station]:
    """What happened, in order, and where it stands."""
    made = []
    for row in Step.objects.filter(draft=draft).order_by("revision"):
        who = ", ".join(part for part in (row.by_name, row.by_title) if part)
        lines = [", ".join(part for part in (moment(row.at), who) if part)]
        made.append(Station(str(MOVES[Move(row.move)].words), (*lines, *([row.note] if row.note else ()))))
    if draft.now_in not in {State.ISSUED, State.WITHDRAWN}:
        due = (_("Chậm nhất %s") % moment(draft.issue_by),) if draft.issue_by else ()
        made.append(Station(str(STATES[draft.now_in]), due, "now"))
    return made


def concerned(actor: Actor, document_ids: Collection[int]) -> set[int]:
    """Those of these registered documents that came from drafts this actor may see; told to ``documents`` by the wiring."""
    rows = Draft.objects.filter(policies.visible_to(actor), document_id__in=list(document_ids))
    return {pk for pk in rows.values_list("document_id", flat=True) if pk is not None}


def names(ids: Sequence[str]) -> Mapping[str, str]:
    """What people call these drafts, for the record's screens: the number, or the type and what it is about."""
    rows = Draft.objects.filter(pk__in=[int(one) for one in ids if one.isdigit()])
    return {str(row.pk): row.number or f"{row.type_name}: {row.subject}"[:120] for row in rows}


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that a version or an annex needs; signed files are named by ``signatures``."""
    asked = list(ids)
    found = set(DraftVersion.objects.filter(source_file__in=asked).values_list("source_file", flat=True))
    found |= set(DraftFile.objects.filter(file__in=asked).values_list("file", flat=True))
    return {one for one in found if one is not None}

"""What this room does when others announce something."""

from __future__ import annotations

from uuid import UUID

from namkhong.foundation.signatures.events import FieldSigned
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.drafting import actions
from namkhong.office.drafting.events import DocumentIssued, DraftMoved, DraftReturned, OpinionAsked
from namkhong.office.exchange.events import StatusArrived


def tell_author(event: DraftReturned | DocumentIssued) -> None:
    """Tell the drafter that it came back, or left."""
    actions.tell_author(draft_step_id=event.draft_step_id, now=clock.now())


def tell_signers(event: DraftMoved) -> None:
    """Tell those whose turn it is."""
    actions.tell_signers(draft_step_id=event.draft_step_id, now=clock.now())


def tell_asked(event: OpinionAsked) -> None:
    """Tell whom the drafter asked."""
    actions.tell_asked(opinion_request_id=event.opinion_request_id, now=clock.now())


def note_signed(event: FieldSigned) -> None:
    """Bring a draft on whose file was signed while its own process died."""
    actions.note_signed(signed_document=UUID(event.document_id), actor=Actor.system("Hệ thống"), now=clock.now())


def note_status(event: StatusArrived) -> None:
    """Keep what a receiver says."""
    actions.note_status(
        consignment_id=event.consignment_id, code=event.code, actor=Actor.system("Hệ thống"), now=clock.now()
    )

"""Reactions, in jobs: packets come in, people are told."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.exchange.events import PacketArrived, RecallAsked
from namkhong.office.intake import actions
from namkhong.office.intake.events import DirectionGiven, SpokenUp, WorkEnded, WorkPassedOn

_SYSTEM = Actor.system("Hệ thống")


def take_packet(event: PacketArrived) -> None:
    """A document is here; the same packet again changes nothing."""
    actions.take_packet(packet_id=event.packet_id, actor=_SYSTEM, now=clock.now())


def ask_recall(event: RecallAsked) -> None:
    """Its sender wants it back."""
    actions.ask_recall(packet_id=event.packet_id, request_id=event.request_id, actor=_SYSTEM, now=clock.now())


def tell_given(event: DirectionGiven | WorkPassedOn) -> None:
    """Tell everybody who was given something."""
    actions.tell_given(note_id=event.note_id, now=clock.now())


def tell_giver(event: SpokenUp) -> None:
    """Tell who gave it."""
    actions.tell_giver(note_id=event.note_id, now=clock.now())


def tell_ended(event: WorkEnded) -> None:
    """Tell who gave it that it ended."""
    actions.tell_ended(assignment_id=event.assignment_id, now=clock.now())

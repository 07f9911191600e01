"""Reactions, in jobs: notes cause tasks, tasks follow their assignments, people are told."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.directives import actions
from namkhong.office.directives.events import DirectiveMoved
from namkhong.office.intake import queries as arrivals
from namkhong.office.intake.events import (
    DirectionGiven,
    WorkAccepted,
    WorkEnded,
    WorkExtended,
    WorkHandedOver,
    WorkPassedOn,
)

_SYSTEM = Actor.system("Hệ thống")


def take_direction(event: DirectionGiven) -> None:
    """Who leads until a day has a task."""
    actions.take_direction(note_id=event.note_id, actor=_SYSTEM, now=clock.now())


def follow(event: WorkAccepted | WorkHandedOver | WorkExtended) -> None:
    """It is somebody else's now, was taken on, or has another day."""
    actions.follow(assignment_id=event.assignment_id, actor=_SYSTEM, now=clock.now())


def follow_note(event: WorkPassedOn) -> None:
    """It was passed on below."""
    given = arrivals.given_by(event.note_id)
    if given:
        actions.follow(assignment_id=given[0].id, actor=_SYSTEM, now=clock.now())


def close(event: WorkEnded) -> None:
    """Its assignment ended."""
    actions.close(assignment_id=event.assignment_id, actor=_SYSTEM, now=event.at)


def tell_moved(event: DirectiveMoved) -> None:
    """Tell those whom it concerns."""
    actions.tell_moved(step_id=event.step_id, now=clock.now())

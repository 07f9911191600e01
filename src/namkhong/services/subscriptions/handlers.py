"""A dossier went on: note who is to be told, then wake the sending. A subscription was given up: tell the administrators."""

from __future__ import annotations

from namkhong.kernel import clock
from namkhong.services.dossiers.events import (
    DossierDecided,
    DossierExtended,
    DossierFiled,
    DossierForwarded,
    DossierNotReceived,
    DossierReceived,
    DossierTakenOver,
    DossierWithdrawn,
    ResultHandedOver,
    StoppedAtRequest,
    StoppedUnmet,
    SupplementCompleted,
    SupplementRequested,
)
from namkhong.services.subscriptions import actions
from namkhong.services.subscriptions.events import SubscriptionPaused

Stepped = (
    DossierFiled
    | DossierReceived
    | DossierNotReceived
    | DossierTakenOver
    | DossierForwarded
    | SupplementRequested
    | SupplementCompleted
    | DossierExtended
    | DossierDecided
    | ResultHandedOver
    | DossierWithdrawn
    | StoppedAtRequest
    | StoppedUnmet
)


def take_note(event: Stepped) -> None:
    """The notices are there before anybody is woken; heard again, they are not written again."""
    actions.wake(actions.take_note(step_id=event.step_id, now=clock.now()))


def tell_administrators(event: SubscriptionPaused) -> None:
    """Somebody has to look."""
    actions.tell_administrators(subscription_id=event.subscription_id, paused_at=event.at, now=clock.now())

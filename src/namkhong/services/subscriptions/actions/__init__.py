"""Writing: subscribing, noting what happened, delivering it, sending it again."""

from namkhong.services.subscriptions.actions.delivering import deliver_next, forget_old, wake, wake_due
from namkhong.services.subscriptions.actions.noting import take_note
from namkhong.services.subscriptions.actions.replaying import replay, send_again, try_out
from namkhong.services.subscriptions.actions.subscribing import pause, renew_secret, resume, subscribe, unsubscribe
from namkhong.services.subscriptions.actions.telling import tell_administrators

__all__ = [
    "deliver_next",
    "forget_old",
    "pause",
    "renew_secret",
    "replay",
    "resume",
    "send_again",
    "subscribe",
    "take_note",
    "tell_administrators",
    "try_out",
    "unsubscribe",
    "wake",
    "wake_due",
]

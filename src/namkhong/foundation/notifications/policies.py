"""Who may read which notice, and who may try a failed job again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Role


def visible_to(actor: Actor) -> QuerySet[Message]:
    """One's own messages, nobody else's."""
    if actor.account_id is None:
        return Message.objects.none()
    return Message.objects.filter(account_id=actor.account_id)


def may_see_failures(actor: Actor) -> bool:
    """The province's administrators look after failed jobs: they are of every agency, with addresses of people."""
    return actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)


def may_retry(actor: Actor, now: datetime) -> bool:
    """Administrators, inside an elevated session."""
    return may_see_failures(actor) and actor.elevated(now)

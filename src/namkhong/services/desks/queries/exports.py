"""Exports of one official."""

from __future__ import annotations

from uuid import UUID

from namkhong.kernel.actor import Actor
from namkhong.services.desks.errors import NoSuchExport
from namkhong.services.desks.models import Export


def export(public_id: UUID, actor: Actor) -> Export:
    """One export.

    :raises NoSuchExport: when it is not hers.
    """
    found = Export.objects.filter(public_id=public_id, account_id=actor.account_id or 0).first()
    if found is None:
        raise NoSuchExport
    return found

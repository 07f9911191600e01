"""Copies the agency made of registered documents."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.office.drafting import policies
from namkhong.office.drafting.errors import NoSuchDraft
from namkhong.office.drafting.models import Copy

PAGE: Final = 30


def copies(actor: Actor, cursor: str = "") -> Page[Copy]:
    """The copies of the agencies whose văn thư she is, the newest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = Copy.objects.filter(agency__in=policies.clerk_at(actor))
    if cursor:
        made, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(made_at__lt=made) | Q(made_at=made, pk__lt=last))
    found = list(rows.order_by("-made_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].made_at, found[-1].pk)
    return Page(found, following)


def copy_of(public_id: UUID, actor: Actor) -> Copy:
    """One copy.

    :raises NoSuchDraft: not there, or another agency's.
    """
    found = Copy.objects.filter(public_id=public_id, agency__in=policies.clerk_at(actor)).first()
    if found is None:
        raise NoSuchDraft
    return found


def copy_of_signing(signed_document: UUID) -> Copy | None:
    """The copy whose file this is."""
    return Copy.objects.filter(signed_document=signed_document).first()

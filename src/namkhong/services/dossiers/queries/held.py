"""Which dossiers would be left with nobody if an official left her posts, or an agency ended."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Role
from namkhong.kernel.pages import COUNT_LIMIT
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import OPEN_STATES, WORKING


def held(on: date, *, account_id: int | None = None, agency_id: int | None = None) -> QuerySet[Dossier]:
    """The open dossiers an official holds: given to her by name, or to a post that she alone holds on the day.

    With ``agency_id`` only those held there; without an account, everything held in that agency.
    """
    rows = Dossier.objects.filter(state__in=OPEN_STATES)
    if agency_id is not None:
        rows = rows.filter(holder_agency_id=agency_id)
    if account_id is None:
        return rows if agency_id is not None else rows.none()
    holders: dict[tuple[int, Role], set[int]] = {}
    for official in organisations.in_the_posts_of(account_id, on):
        if official.role in WORKING:
            holders.setdefault((official.agency_id, official.role), set()).add(official.account_id)
    hers = Q(pk__in=[])
    for (agency, role), accounts in holders.items():
        if account_id in accounts:
            whose = Q(holder_account_id=account_id)
            if len(accounts) == 1:  # alone in this post
                whose |= Q(holder_account=None)
            hers |= whose & Q(holder_agency_id=agency, holder_role=role.value)
    return rows.filter(hers)


def count_held(on: date, *, account_id: int | None = None, agency_id: int | None = None) -> int:
    """How many, counted to a thousand and one."""
    found = held(on, account_id=account_id, agency_id=agency_id).order_by()
    return len(found.values_list("pk", flat=True)[: COUNT_LIMIT + 1])

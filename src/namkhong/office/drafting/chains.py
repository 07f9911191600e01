"""Which checks an agency's drafts pass: its own chain, else that of its kind, else that of all."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from namkhong.foundation.organisations.types import AgencyCard
from namkhong.office.drafting.errors import NoChain
from namkhong.office.drafting.models import Chain
from namkhong.office.drafting.states import Check


def chain_of(agency: AgencyCard, on: date) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """The checks in their order, and those that are also initials on the page.

    :raises NoChain: before the facts are loaded.
    """
    which = Q(agency=agency.id) | Q(agency__isnull=True, kind__in=[agency.kind, ""])
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = list(Chain.objects.filter(which, in_force, valid_from__lte=on).order_by("valid_from", "pk"))
    if not rows:
        raise NoChain
    best = max(rows, key=lambda row: (row.agency_id is not None, row.kind != "", row.valid_from))
    checks = tuple(Check(one) for one in best.checks)
    return checks, tuple(one for one in checks if one.value in best.initials)

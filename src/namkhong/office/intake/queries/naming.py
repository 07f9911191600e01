"""What people call arrivals, for the record's screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from namkhong.office.intake.models import Arrival


def names(ids: Sequence[str]) -> Mapping[str, str]:
    """Id → number and organ, or the beginning of the subject."""
    rows = Arrival.objects.filter(pk__in=[int(one) for one in ids if one.isdigit()])
    return {str(row.pk): row.number or row.subject[:80] or _("văn bản đến") for row in rows}

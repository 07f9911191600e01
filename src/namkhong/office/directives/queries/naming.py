"""What people call tasks, for the record's screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from namkhong.office.directives.models import Directive


def names(ids: Sequence[str]) -> Mapping[str, str]:
    """Id → the beginning of its subject."""
    rows = Directive.objects.filter(pk__in=[int(one) for one in ids if one.isdigit()])
    return {str(row.pk): row.subject[:80] for row in rows}

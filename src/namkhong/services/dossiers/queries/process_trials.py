"""Dry runs of new versions of processes: the newest of a version, and page by page the dossiers they speak of."""

from __future__ import annotations

from typing import Final

from django.db.models import F, Q

from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.dossiers.errors import NoSuchTrial
from namkhong.services.dossiers.models import ProcessTrial, TrialLine

_PAGE: Final = 50
STUCK, LATER, TIGHT, STEPS = "ket", "muon", "thieu-gio", "buoc"
_WHICH: Final[dict[str, Q]] = {
    STUCK: ~Q(trouble=""),
    LATER: Q(trouble="", new_due_at__gt=F("due_at")),
    TIGHT: Q(tight=True),
    STEPS: Q(trouble=""),
}


def process_trial(trial_id: int) -> ProcessTrial:
    """One dry run.

    :raises NoSuchTrial: when there is none.
    """
    found = ProcessTrial.objects.filter(pk=trial_id).first()
    if found is None:
        raise NoSuchTrial
    return found


def last_process_trial(process_version_id: int) -> ProcessTrial | None:
    """The newest dry run of a version."""
    return ProcessTrial.objects.filter(process_version_id=process_version_id).order_by("-pk").first()


def trial_lines(trial_id: int, which: str, cursor: str = "") -> Page[TrialLine]:
    """The dossiers that are stuck, dated later, short of hours, or whose step is dated anew; in the order of filing."""
    found = TrialLine.objects.filter(_WHICH.get(which, _WHICH[STUCK]), trial_id=trial_id).select_related("dossier")
    if cursor:
        found = found.filter(dossier_id__gt=decode_cursor(cursor, int)[0])
    rows = list(found.order_by("dossier_id")[: _PAGE + 1])
    following = encode_cursor(rows[_PAGE - 1].dossier_id) if len(rows) > _PAGE else ""
    return Page(rows[:_PAGE], following)

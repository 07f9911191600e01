"""Who may do what: rows = people, columns = deeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import pytest

from namkhong.foundation.notifications import actions, queries
from namkhong.foundation.notifications.errors import MayNotRetry, NoSuchNotice, NothingToRetry
from namkhong.foundation.notifications.models import Message
from namkhong.foundation.notifications.tests.factories import NOW, citizen, official
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem

pytestmark = pytest.mark.django_db

CAST: Final = {
    "visitor": Actor.anonymous(),
    "Lan": citizen(70),
    "her neighbour": citizen(80),
    "counter": official(Role.COUNTER, elevated_at=NOW),
    "leader": official(Role.LEADER, elevated_at=NOW),
    "administrator": official(Role.ADMINISTRATOR),
    "elevated administrator": official(Role.ADMINISTRATOR, elevated_at=NOW),
    "administrator of a commune": official(Role.ADMINISTRATOR, elevated_at=NOW, path="/1/57/"),
    "program": replace(Actor.system("Cổng"), label="Cổng"),
}
# deed: who may; the others get this problem. (A permitted retry finds nothing to retry here.)
DEEDS: Final[dict[str, tuple[Callable[[Actor, int], Any], set[str], type[Problem]]]] = {
    "open_notice": (lambda a, n: actions.open_notice(notice_id=n, actor=a, now=NOW), {"Lan"}, NoSuchNotice),
    "notice": (lambda a, n: queries.notice(n, a), {"Lan"}, NoSuchNotice),
    "failed_jobs": (
        lambda a, n: queries.failed_jobs(a),
        {"administrator", "elevated administrator"},
        MayNotRetry,
    ),
    "troubled": (lambda a, n: queries.troubled(a), {"administrator", "elevated administrator"}, MayNotRetry),
    "retry_job": (
        lambda a, n: actions.retry_job(job_id=1, actor=a, now=NOW),
        {"elevated administrator"},
        MayNotRetry,
    ),
    "retry_delivery": (
        lambda a, n: actions.retry_delivery(delivery_id=uuid4(), actor=a, now=NOW),
        {"elevated administrator"},
        MayNotRetry,
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", CAST)
def test_who_may_do_what(who: str, deed: str) -> None:
    actions.notify(account_id=70, title="x", text="y", now=NOW)
    do, allowed, refusal = DEEDS[deed]
    notice = Message.objects.get().pk
    if who not in allowed:
        with pytest.raises(refusal):
            do(CAST[who], notice)
    else:
        try:
            do(CAST[who], notice)
        except NothingToRetry:
            assert deed.startswith("retry")


# Deeds of rooms above tell somebody; jobs deliver; one's own notices are the only ones that mark_all_read touches.
NOT_ASKED: Final = {"deliver", "mark_all_read", "notify", "sweep"}


def test_every_verb_has_a_row() -> None:
    assert set(actions.__all__) <= set(DEEDS) | NOT_ASKED


@pytest.mark.parametrize("who", CAST)
def test_reading_all_reads_ones_own_alone(who: str) -> None:
    actions.notify(account_id=70, title="x", text="y", now=NOW)
    actions.mark_all_read(actor=CAST[who], now=NOW)
    assert Message.objects.filter(read_at__isnull=False).exists() is (who == "Lan")

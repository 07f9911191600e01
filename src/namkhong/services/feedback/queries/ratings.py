"""Ratings: one dossier's, an agency's list, and its sums by procedure and month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from django.db import connection
from django.db.models import Q

from namkhong.kernel import clock
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.feedback import rules
from namkhong.services.feedback.models import Rating
from namkhong.services.feedback.types import RatingLine, RatingSum

PAGE: Final = 30


def rating_of(dossier_id: int) -> Rating | None:
    """The rating of a dossier, when there is one."""
    return Rating.objects.filter(dossier=dossier_id).first()


def may_rate(rating: Rating | None, now: datetime) -> bool:
    """Not rated yet, or the days in which it may be changed are not over."""
    return rating is None or rules.within(rating.rated_at, "rating_change", now)


def ratings(agency_ids: Iterable[int] | None, cursor: str = "") -> Page[RatingLine]:
    """What people wrote about these agencies, the newest first; ``None`` = about all.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = Rating.objects.all() if agency_ids is None else Rating.objects.filter(agency_id__in=list(agency_ids))
    if cursor:
        rated, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(rated_at__lt=rated) | Q(rated_at=rated, pk__lt=last))
    found = list(rows.order_by("-rated_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].rated_at, found[-1].pk)
    return Page(
        [RatingLine(row.code, row.procedure_name, row.stars, row.words, row.rated_at) for row in found], following
    )


SUMS: Final = """
select min(procedure_name), count(*)::int, count(*) filter (where stars = 1)::int, count(*) filter (where stars = 2)::int,
       count(*) filter (where stars = 3)::int, count(*) filter (where stars = 4)::int, count(*) filter (where stars = 5)::int
  from feedback_rating where (%s::bigint[] is null or agency_id = any(%s)) and rated_at >= %s and rated_at < %s
 group by procedure_id order by 2 desc, 1
"""


def sums(agency_ids: Iterable[int] | None, month: date) -> list[RatingSum]:
    """The ratings of one month by procedure, those with most first; ``None`` = of all agencies."""
    first = month.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    bounds = [datetime.combine(day, time.min, tzinfo=clock.VIETNAM) for day in (first, following)]
    with connection.cursor() as cursor:
        asked = None if agency_ids is None else list(agency_ids)
        cursor.execute(SUMS, [asked, asked, *bounds])
        return [RatingSum(row[0], row[1], (row[2], row[3], row[4], row[5], row[6])) for row in cursor.fetchall()]

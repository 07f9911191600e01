"""Reading: inboxes, what is unread, what failed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from namkhong.foundation.notifications import jobs, policies
from namkhong.foundation.notifications.errors import MayNotRetry, NoSuchNotice
from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.states import ChannelKind, DeliveryState
from namkhong.foundation.notifications.types import DeliveryCard, FailedJob, JobLag, Notice
from namkhong.kernel import pages
from namkhong.kernel.actor import Actor

PAGE: Final = 20
UNREAD_LIMIT: Final = 99


def _notice(row: Message) -> Notice:
    return Notice(
        id=row.pk, title=row.title, text=row.text, link=row.link, at=row.created_at, read=row.read_at is not None
    )


def inbox(account_id: int, cursor: str = "") -> pages.Page[Notice]:
    """An account's notices, newest first."""
    found = Message.objects.filter(account_id=account_id).order_by("-id")
    if cursor:
        found = found.filter(id__lt=pages.decode_cursor(cursor, int)[0])
    rows = list(found[: PAGE + 1])
    more = pages.encode_cursor(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return pages.Page([_notice(row) for row in rows[:PAGE]], more)


def unread(account_id: int) -> int:
    """How many notices were not opened yet, never counted past 99."""
    found = Message.objects.filter(account_id=account_id, read_at__isnull=True)
    return len(found.values_list("pk")[:UNREAD_LIMIT])


def notice(notice_id: int, actor: Actor) -> Notice:
    """One's own notice.

    :raises NoSuchNotice: also when it is somebody else's.
    """
    row = policies.visible_to(actor).filter(pk=notice_id).first()
    if row is None:
        raise NoSuchNotice
    return _notice(row)


def _masked(row: Delivery) -> str:
    """Enough to recognise, too little to use: ``09•••••123``, ``l•••@dienbien.gov.vn``."""
    if row.channel == ChannelKind.SMS:
        phone = row.message.phone
        return f"{phone[:2]}{'•' * max(0, len(phone) - 5)}{phone[-3:]}" if len(phone) > 5 else "•••"
    name, _at, domain = row.message.email.partition("@")
    return f"{name[:1]}•••@{domain}" if domain else "•••"


def troubled(actor: Actor, cursor: str = "") -> pages.Page[DeliveryCard]:
    """Deliveries that failed or were given up, newest first.

    :raises MayNotRetry: for everybody but administrators.
    """
    if not policies.may_see_failures(actor):
        raise MayNotRetry
    found = Delivery.objects.select_related("message").filter(
        state__in=[DeliveryState.FAILED.value, DeliveryState.GIVEN_UP.value]
    )
    if cursor:
        moment, last = pages.decode_cursor(cursor, datetime, UUID)
        found = found.filter(created_at__lte=moment).filter(Q(created_at__lt=moment) | Q(pk__lt=last))
    rows = list(found.order_by("-created_at", "-id")[: PAGE + 1])
    more = ""
    if len(rows) > PAGE:
        more = pages.encode_cursor(rows[PAGE - 1].created_at, rows[PAGE - 1].pk)
    cards = [
        DeliveryCard(
            id=row.pk,
            channel=ChannelKind(row.channel),
            title=row.message.title,
            to=_masked(row),
            state=DeliveryState(row.state),
            attempts=row.attempts,
            why=row.why,
            at=row.created_at,
            next_at=row.next_at,
        )
        for row in rows[:PAGE]
    ]
    return pages.Page(cards, more)


_FAILED: Final = """
select j.id, j.task_name, j.args, j.attempts,
  (select max(e.at) from procrastinate_events e where e.job_id = j.id and e.type = 'failed')
from procrastinate_jobs j where j.status = 'failed' and j.id < %s order by j.id desc limit %s
"""


def failed_jobs(actor: Actor, cursor: str = "") -> pages.Page[FailedJob]:
    """Jobs that failed for the last time, newest first.

    :raises MayNotRetry: for everybody but administrators.
    """
    if not policies.may_see_failures(actor):
        raise MayNotRetry
    before = pages.decode_cursor(cursor, int)[0] if cursor else 2**62
    with connection.cursor() as db:
        db.execute(_FAILED, [before, PAGE + 1])
        rows = db.fetchall()
    more = pages.encode_cursor(rows[PAGE - 1][0]) if len(rows) > PAGE else ""
    said = jobs.told_of([(row[1], json.loads(row[2])) for row in rows[:PAGE]])
    cards = [
        FailedJob(id=row[0], about=about, code=row[1], attempts=row[3], at=row[4])
        for row, about in zip(rows[:PAGE], said, strict=True)
    ]
    return pages.Page(cards, more)


# The oldest is looked for among the first that a worker would take: a backlog of any length costs the same.
_LAG: Final = """
select count(*), min(coalesce(j.scheduled_at, (
  select min(e.at) from procrastinate_events e where e.job_id = j.id and e.type = 'deferred')))
from (select id, scheduled_at from procrastinate_jobs
      where status = 'todo' and (scheduled_at is null or scheduled_at <= %s)
      order by priority desc, id limit %s) j
"""


def job_lag(now: datetime) -> JobLag:
    """How many jobs could run and wait, and how long the oldest of them has waited. No job is named."""
    with connection.cursor() as db:
        db.execute(_LAG, [now, pages.COUNT_LIMIT + 1])
        waiting, oldest = db.fetchone()
    seconds = max(0, int((now - oldest).total_seconds())) if oldest else 0
    return JobLag(waiting=pages.BoundedCount(waiting), seconds=seconds)

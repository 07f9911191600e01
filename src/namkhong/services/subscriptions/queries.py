"""Reading: who is told, how each fares, what was tried."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from namkhong.foundation.accounts import queries as accounts
from namkhong.kernel import pages
from namkhong.kernel.actor import Actor
from namkhong.services.subscriptions import policies
from namkhong.services.subscriptions.errors import NoSuchNotice, NoSuchSubscription
from namkhong.services.subscriptions.models import Attempt, Notice, Subscription
from namkhong.services.subscriptions.states import KINDS, TEST, NoticeState, SubscriptionState
from namkhong.services.subscriptions.types import AttemptLine, NoticeLine, SubscriptionCard

PAGE: Final = 20
TRIES: Final = 30  # attempts shown of one notice


def open_ones() -> QuerySet[Subscription]:
    """Subscriptions that were not ended, with their systems."""
    return Subscription.objects.exclude(state=SubscriptionState.ENDED).select_related("client")


def hearing() -> list[Subscription]:
    """Those that are told, or will be when they are set going again; a system that was stopped is not."""
    return list(open_ones().filter(client__is_active=True).order_by("pk"))


def subscriptions(actor: Actor, cursor: str = "") -> pages.Page[SubscriptionCard]:
    """Every subscription, the newest first, for the province's administrators.

    :raises MayNotSubscribe: for everybody else.
    """
    policies.require_reader(actor)
    return _page(open_ones(), cursor)


def own(actor: Actor, cursor: str = "") -> pages.Page[SubscriptionCard]:
    """The subscriptions of the connected system that asks."""
    if not policies.may_subscribe(actor) or actor.account_id is None:
        return pages.Page([])
    return _page(open_ones().filter(client__account_id=actor.account_id), cursor)


def _page(rows: QuerySet[Subscription], cursor: str) -> pages.Page[SubscriptionCard]:
    if cursor:
        (before,) = pages.decode_cursor(cursor, int)
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    following = pages.encode_cursor(shown[-1].pk) if len(found) > PAGE else ""
    return pages.Page([card(row) for row in shown], following)


def card(row: Subscription, waiting: int = 0) -> SubscriptionCard:
    """One subscription as screens and the API show it."""
    return SubscriptionCard(
        id=row.pk,
        public_id=row.public_id,
        client_id=row.client.client_id,
        client_name=row.client.name,
        url=row.url,
        kinds=tuple(row.kinds),
        state=row.state,
        why=row.why,
        paused_at=row.paused_at,
        failures=row.failures,
        rest_until=row.rest_until,
        last_ok_at=row.last_ok_at,
        old_secret_until=row.old_secret_until,
        created_at=row.created_at,
        waiting=waiting,
    )


def seen(public_id: UUID, actor: Actor) -> Subscription:
    """One subscription: for the system whose it is, and for the province's administrators.

    :raises NoSuchSubscription: when there is none, or it is not for this actor: the answer is the same.
    """
    row = open_ones().filter(public_id=public_id).first()
    own = row is not None and policies.may_subscribe(actor) and row.client.account_id == actor.account_id
    if row is None or not (own or policies.keeps(actor)):
        raise NoSuchSubscription
    return row


def one(public_id: UUID, actor: Actor) -> SubscriptionCard:
    """The same as a card, with how many notices wait (counted to 1,001).

    :raises NoSuchSubscription: as :func:`seen`.
    """
    row = seen(public_id, actor)
    waiting = Notice.objects.filter(subscription=row, state=NoticeState.WAITING).order_by()
    return card(row, waiting[: pages.COUNT_LIMIT + 1].count())


def notices(subscription_id: int, cursor: str = "", *, waiting: bool = False) -> pages.Page[NoticeLine]:
    """What one subscription is or was told, the newest first; only what waits, when asked. Two queries."""
    rows = Notice.objects.filter(subscription_id=subscription_id)
    if waiting:
        rows = rows.filter(state=NoticeState.WAITING)
    if cursor:
        at, before = pages.decode_cursor(cursor, datetime, int)
        rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=before)
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    last = _last_tries([row.pk for row in shown])
    following = pages.encode_cursor(shown[-1].at, shown[-1].pk) if len(found) > PAGE else ""
    return pages.Page([_line(row, last.get(row.pk)) for row in shown], following)


def notice(subscription_id: int, notice_id: UUID) -> tuple[NoticeLine, list[AttemptLine]]:
    """One notice and its tries (the newest first, at most thirty).

    :raises NoSuchNotice: when this subscription has none of this id.
    """
    row = Notice.objects.filter(subscription_id=subscription_id, public_id=notice_id).first()
    if row is None:
        raise NoSuchNotice
    tries = [_attempt(one) for one in Attempt.objects.filter(notice=row).order_by("-pk")[:TRIES]]
    return _line(row, tries[0] if tries else None), tries


def _last_tries(notice_ids: list[int]) -> dict[int, AttemptLine]:
    rows = Attempt.objects.filter(notice_id__in=notice_ids).order_by("notice_id", "-pk").distinct("notice_id")
    return {row.notice_id: _attempt(row) for row in rows}


def _attempt(row: Attempt) -> AttemptLine:
    return AttemptLine(at=row.at, status=row.status, ms=row.ms, words=row.words)


def _line(row: Notice, last: AttemptLine | None) -> NoticeLine:
    return NoticeLine(
        id=row.pk,
        public_id=row.public_id,
        kind=row.kind,
        words=words_of(row.kind),
        about=row.dossier_code,
        at=row.at,
        delivered_at=row.delivered_at,
        attempts=row.attempts,
        due_at=row.due_at,
        last=last,
    )


def words_of(kind: str) -> str:
    """How people call a kind of news."""
    return str(KINDS[kind].words) if kind in KINDS else _("Tin thử") if kind == TEST else kind


def next_notice(subscription_id: int, now: datetime) -> Notice | None:
    """What goes next: due, and no earlier move of the same dossier waits before it."""
    waiting = Notice.objects.filter(subscription_id=subscription_id, state=NoticeState.WAITING)
    before = Notice.objects.filter(
        subscription_id=subscription_id,
        state=NoticeState.WAITING,
        dossier_id=OuterRef("dossier_id"),
        revision__lt=OuterRef("revision"),
    )
    return waiting.filter(~Exists(before), due_at__lte=now).order_by("due_at", "pk").first()


def with_something_due(now: datetime, *, limit: int = 1_000) -> list[int]:
    """The subscriptions that could be sent something at this moment."""
    due = Notice.objects.filter(subscription_id=OuterRef("pk"), state=NoticeState.WAITING, due_at__lte=now)
    rows = Subscription.objects.filter(Exists(due), state=SubscriptionState.ACTIVE, client__is_active=True)
    return list(rows.exclude(rest_until__gt=now).order_by("pk").values_list("pk", flat=True)[:limit])


def clients() -> list[tuple[str, str]]:
    """The connected systems that could be told: account and name."""
    return [(str(row.account_id), f"{row.name} ({row.client_id})") for row in accounts.api_clients() if row.active]

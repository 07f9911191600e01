"""Subscriptions for the connected system whose they are: make, look, renew the secret, pause, try, send again, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts.types import Idempotent
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Scope
from namkhong.services.subscriptions import actions, queries, signing
from namkhong.services.subscriptions.shapes import (
    NoticeList,
    NoticeOut,
    NoticeQuery,
    PageQuery,
    PauseIn,
    ReplayIn,
    ReplayOut,
    SecretOut,
    SubscriptionIn,
    SubscriptionList,
    SubscriptionOut,
    TestOut,
    TryOut,
)
from namkhong.services.subscriptions.states import KINDS
from namkhong.services.subscriptions.types import NoticeLine, SubscriptionCard
from namkhong.web import api
from namkhong.web.api import Needs, actor_of

router: Final = Router(tags=["webhooks"])
_OPEN: Final = Needs(Scope.WEBHOOKS)
_ONE: Final = "/webhooks/{subscription_id}"


def _once(request: HttpRequest, deed: Callable[[Actor, datetime], dict[str, Any]]) -> Idempotent:
    """Do it once for its key."""
    actor, now = actor_of(request), clock.now()
    with accounts.once(
        client=str(actor.account_id), key=api.key_of(request), fingerprint=api.print_of(request), now=now
    ) as turn:
        if turn.answer is None:
            turn.keep(deed(actor, now))
    return turn


def _said(turn: Idempotent, body: Schema, status: int = 200) -> HttpResponse:
    """The answer; whether it was given before."""
    made = api.answer(body, status=status)
    if turn.done_before:
        made["Idempotency-Replayed"] = "true"
    return made


def _secret(told: dict[str, Any]) -> SecretOut:
    """Derived again: an answer that is kept for its key keeps no secret."""
    public_id = UUID(told["id"])
    return SecretOut(id=public_id, secret=signing.written(signing.secret_of(public_id, int(told["number"]))))


def _out(card: SubscriptionCard) -> SubscriptionOut:
    return SubscriptionOut(
        id=card.public_id,
        url=card.url,
        kinds=list(card.kinds),
        state=card.state,
        why=card.why,
        paused_at=card.paused_at,
        failures=card.failures,
        rest_until=card.rest_until,
        last_ok_at=card.last_ok_at,
        old_secret_until=card.old_secret_until,
        created_at=card.created_at,
    )


def _notice_out(line: NoticeLine) -> NoticeOut:
    last = line.last
    return NoticeOut(
        id=line.public_id,
        type=line.kind,
        dossier=line.about,
        at=line.at,
        delivered_at=line.delivered_at,
        due_at=line.due_at,
        attempts=line.attempts,
        last=TryOut(at=last.at, status=last.status, ms=last.ms, words=last.words) if last else None,
    )


def _now(request: HttpRequest, turn: Idempotent, public_id: UUID) -> HttpResponse:
    return _said(turn, _out(queries.one(public_id, actor_of(request))))


@router.post(
    "/webhooks",
    response={201: SecretOut, **api.WRITES},
    auth=_OPEN,
    summary="Đăng ký nhận tin",
    url_name="api_webhooks",
)
def subscribe(request: HttpRequest, body: SubscriptionIn) -> HttpResponse:
    """Địa chỉ https công khai (hoặc mạng đã khai báo); khóa ký hiện một lần. Không ghi kinds là nhận mọi loại."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        made = actions.subscribe(
            account_id=actor.account_id, url=body.url, kinds=body.kinds or KINDS, actor=actor, now=now
        )
        return {"id": str(made.subscription_id), "number": made.number}

    turn = _once(request, deed)
    made = _secret(turn.told)
    answer = _said(turn, made, 201)
    answer["Location"] = f"/api/v1/webhooks/{made.id}"
    return answer


@router.get(
    "/webhooks",
    response={200: SubscriptionList, 304: None, **api.READS},
    auth=_OPEN,
    summary="Các đăng ký của hệ thống này",
    url_name="api_webhooks",
)
def listed(request: HttpRequest, asked: Query[PageQuery]) -> HttpResponse:
    """Mới nhất trước; tình trạng của từng đăng ký."""
    page = queries.own(actor_of(request), asked.cursor)
    return api.tagged(
        request, SubscriptionList(items=[_out(card) for card in page.items], next=page.next), private=True
    )


@router.get(
    _ONE,
    response={200: SubscriptionOut, 304: None, **api.READS},
    auth=_OPEN,
    summary="Một đăng ký nhận tin",
    url_name="api_webhook",
)
def one(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Đang gửi, đang nghỉ sau lỗi, hay tạm dừng và vì sao."""
    return api.tagged(request, _out(queries.one(subscription_id, actor_of(request))), private=True)


@router.delete(
    _ONE,
    response={204: None, **api.WRITES},
    auth=_OPEN,
    summary="Hủy đăng ký nhận tin",
    url_name="api_webhook",
)
def end(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Các tin còn chờ bị bỏ. Gửi lần nữa: không còn thấy (404)."""
    actions.unsubscribe(public_id=subscription_id, actor=actor_of(request), now=clock.now())
    return HttpResponse(status=204)


@router.post(
    _ONE + "/secret",
    response={200: SecretOut, **api.WRITES},
    auth=_OPEN,
    summary="Đổi khóa ký",
    url_name="api_webhook_secret",
)
def renew(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Khóa mới hiện một lần; khóa cũ còn ký cùng trong 24 giờ."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        made = actions.renew_secret(public_id=subscription_id, actor=actor, now=now)
        return {"id": str(made.subscription_id), "number": made.number}

    turn = _once(request, deed)
    return _said(turn, _secret(turn.told))


@router.post(
    _ONE + "/pause",
    response={200: SubscriptionOut, **api.WRITES},
    auth=_OPEN,
    summary="Tạm dừng",
    url_name="api_webhook_pause",
)
def pause(request: HttpRequest, subscription_id: UUID, body: PauseIn) -> HttpResponse:
    """Tin mới vẫn được ghi lại và gửi khi tiếp tục."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        actions.pause(public_id=subscription_id, reason=body.reason, actor=actor, now=now)
        return {}

    return _now(request, _once(request, deed), subscription_id)


@router.post(
    _ONE + "/resume",
    response={200: SubscriptionOut, **api.WRITES},
    auth=_OPEN,
    summary="Gửi tiếp",
    url_name="api_webhook_resume",
)
def resume(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Bắt đầu từ các tin còn chờ."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        actions.resume(public_id=subscription_id, actor=actor, now=now)
        return {}

    return _now(request, _once(request, deed), subscription_id)


@router.post(
    _ONE + "/test",
    response={202: TestOut, **api.WRITES},
    auth=_OPEN,
    summary="Gửi một tin thử",
    url_name="api_webhook_test",
)
def try_out(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Loại subscription.test; xem kết quả trong danh sách tin."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        return {"notice": str(actions.try_out(public_id=subscription_id, actor=actor, now=now))}

    turn = _once(request, deed)
    return _said(turn, TestOut(**turn.told), 202)


@router.post(
    _ONE + "/replay",
    response={202: ReplayOut, **api.WRITES},
    auth=_OPEN,
    summary="Gửi lại mọi tin từ một thời điểm",
    url_name="api_webhook_replay",
)
def replay(request: HttpRequest, subscription_id: UUID, body: ReplayIn) -> HttpResponse:
    """Trong 30 ngày qua; mỗi tin giữ webhook-id cũ."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        return {"notices": actions.replay(public_id=subscription_id, since=body.since, actor=actor, now=now)}

    turn = _once(request, deed)
    return _said(turn, ReplayOut(**turn.told), 202)


@router.get(
    _ONE + "/notices",
    response={200: NoticeList, 304: None, **api.READS},
    auth=_OPEN,
    summary="Các tin và lần gửi cuối của mỗi tin",
    url_name="api_webhook_notices",
)
def notices(request: HttpRequest, subscription_id: UUID, asked: Query[NoticeQuery]) -> HttpResponse:
    """Mới nhất trước; waiting=true: chỉ tin chưa được nhận."""
    row = queries.seen(subscription_id, actor_of(request))
    page = queries.notices(row.pk, asked.cursor, waiting=asked.waiting)
    return api.tagged(
        request, NoticeList(items=[_notice_out(line) for line in page.items], next=page.next), private=True
    )


@router.post(
    _ONE + "/notices/{notice_id}/replay",
    response={202: TestOut, **api.WRITES},
    auth=_OPEN,
    summary="Gửi lại một tin",
    url_name="api_webhook_send_again",
)
def send_again(request: HttpRequest, subscription_id: UUID, notice_id: UUID) -> HttpResponse:
    """Cùng webhook-id, chữ ký mới."""

    def deed(actor: Actor, now: datetime) -> dict[str, Any]:
        actions.send_again(public_id=subscription_id, notice_id=notice_id, actor=actor, now=now)
        return {"notice": str(notice_id)}

    turn = _once(request, deed)
    return _said(turn, TestOut(**turn.told), 202)

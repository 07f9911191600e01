"""Delivery: signed, in order, tried again ever later, given up and shown; a dead or slow receiver harms nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.notifications.models import Message
from namkhong.services.dossiers.tests import factories as lives
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.subscriptions import actions, handlers, queries, signing
from namkhong.services.subscriptions.actions import delivering
from namkhong.services.subscriptions.events import SubscriptionPaused
from namkhong.services.subscriptions.models import Attempt, Notice, Subscription
from namkhong.services.subscriptions.tests import factories
from namkhong.services.subscriptions.tests import receiver as machines
from namkhong.services.subscriptions.tests.independent import verified_by
from namkhong.services.subscriptions.tests.receiver import Receiver

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


def _came(receiver: Receiver) -> list[tuple[str, int]]:
    """Dossier and revision in the order in which they came."""
    bodies = [json.loads(came.body)["data"] for came in receiver.came]
    return [(body["dossier"], body["revision"]) for body in bodies]


def test_what_arrives_is_signed_as_standard_webhooks_says(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    factories.heard(lives.received(world).id, LATER)
    assert factories.delivered(told, LATER) == 3
    assert not factories.waiting(told)
    for came in receiver.came:
        assert verified_by(came, told.secret)
        assert not verified_by(came, signing.written(b"x" * 32))
        assert came.headers["webhook-timestamp"] == str(int(LATER.timestamp()))
        assert "." not in came.headers["webhook-id"]
    assert len({came.headers["webhook-id"] for came in receiver.came}) == 3


@given(st.text(), st.datetimes(min_value=MONDAY.replace(tzinfo=None)), st.lists(st.binary(min_size=24), min_size=1))
def test_a_signature_is_the_hmac_of_id_moment_and_body(body: str, moment: Any, secrets: list[bytes]) -> None:
    from uuid import UUID

    now = moment.replace(tzinfo=MONDAY.tzinfo)
    made = signing.headers(notice_id=UUID(int=7), body=body, secrets=secrets, now=now)
    given_ones = made["webhook-signature"].split(" ")
    assert len(given_ones) == len(secrets)
    for secret, signature in zip(secrets, given_ones, strict=True):
        content = f"{made['webhook-id']}.{made['webhook-timestamp']}.{body}".encode()
        wanted = base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
        assert signature == f"v1,{wanted}"


def test_each_dossier_is_told_in_its_order_whatever_was_heard_first(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    ones = [lives.handed_over(world).id for _number in range(3)]
    for pk in ones:
        factories.heard(pk, LATER, backwards=True)
    factories.delivered(told, LATER)
    came = _came(receiver)
    assert len(came) == 18
    for code in {code for code, _revision in came}:
        revisions = [revision for one, revision in came if one == code]
        assert revisions == sorted(revisions)


def test_a_refused_notice_holds_up_its_own_dossier_and_no_other(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    first, second = lives.received(world), lives.received(world)
    for one in (first, second):
        factories.heard(one.id, LATER)
    receiver.next.append(machines.status(422))
    factories.delivered(told, LATER)
    assert [code for code, _revision in _came(receiver)] == [first.code] + [second.code] * 3
    assert [notice.dossier_code for notice in factories.waiting(told)] == [first.code] * 3
    factories.delivered(told, LATER + timedelta(seconds=10))
    assert _came(receiver)[4:] == [(first.code, revision) for revision in (1, 2, 3)]


def test_after_each_failure_it_waits_longer(world: Province, receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS = receiver.settings(ladder=[5, 60, 3_600])
    told = factories.subscribed(receiver.url)
    factories.heard(lives.filed(world).id, LATER)
    receiver.always = machines.status(500)
    now = LATER
    for pause in (5, 60, 3_600):
        assert factories.delivered(told, now) == 1
        row = Subscription.objects.get(pk=told.row.pk)
        assert row.rest_until is not None
        assert pause <= (row.rest_until - now).total_seconds() <= pause * 1.1 + 1
        assert factories.delivered(told, now + timedelta(seconds=pause - 1)) == 0, "not before its time"
        now = row.rest_until + timedelta(seconds=pause)
    assert Attempt.objects.count() == 3


def test_a_pause_that_was_asked_for_is_kept(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    factories.heard(lives.filed(world).id, LATER)
    receiver.next.append(machines.status(503, Retry_After="600"))
    factories.delivered(told, LATER)
    assert factories.delivered(told, LATER + timedelta(seconds=590)) == 0
    assert factories.delivered(told, LATER + timedelta(seconds=660)) == 1
    assert not factories.waiting(told)


def test_a_sick_machine_is_not_knocked_at_for_every_notice(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    for _number in range(4):
        factories.heard(lives.received(world).id, LATER)
    receiver.always = machines.status(500)
    assert factories.delivered(told, LATER) == 1
    assert len(receiver.came) == 1


def test_at_the_end_of_the_ladder_it_is_paused_and_shown(world: Province, receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS = receiver.settings(ladder=[5, 60])
    told = factories.subscribed(receiver.url)
    factories.heard(lives.received(world).id, LATER)
    receiver.always = machines.status(500)
    now = LATER
    for _try in range(5):
        factories.delivered(told, now)
        now += timedelta(hours=1)
    row = Subscription.objects.get(pk=told.row.pk)
    assert (row.state, len(receiver.came)) == ("paused", 3)
    assert "Máy nhận đang có lỗi (mã 500)" in row.why
    assert Entry.objects.filter(action="subscriptions.given_up", subject_id=str(row.pk)).count() == 1
    assert row.paused_at is not None
    for _time in range(2):
        handlers.tell_administrators(SubscriptionPaused(subscription_id=row.pk, at=row.paused_at))
    notice = Message.objects.get(title__startswith="Đã tạm dừng gửi tin")
    assert notice.account_id == world.administrator.account_id

    receiver.always = machines.status(204)
    assert factories.delivered(told, now) == 0
    actions.resume(public_id=told.public_id, actor=told.actor, now=now)
    assert factories.delivered(told, now) == 3
    assert [revision for _code, revision in _came(receiver)][-3:] == [1, 2, 3]


def test_a_machine_that_is_gone_for_good_is_paused_at_once(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    factories.heard(lives.received(world).id, LATER)
    receiver.always = machines.status(410)
    assert factories.delivered(told, LATER) == 1
    assert Subscription.objects.get(pk=told.row.pk).state == "paused"


def test_a_receiver_that_dies_and_comes_back_gets_everything_once_in_order(world: Province, settings: Any) -> None:
    """Killed between two notices, in the middle of one, and away for hours."""
    with Receiver() as machine:
        settings.WEBHOOKS = machine.settings()
        told, port = factories.subscribed(machine.url), machine.port
        ones = [lives.received(world) for _number in range(3)]
        for one in ones:
            factories.heard(one.id, LATER)
        machine.next.extend([machines.status(204), machines.cut])
        factories.delivered(told, LATER)
        before = list(machine.came)
    now = LATER + timedelta(minutes=1)
    for _hour in range(3):
        factories.delivered(told, now)
        now += timedelta(hours=1)
    with Receiver(port=port) as machine:
        factories.delivered(told, now)
        after = list(machine.came)
    assert not factories.waiting(told)
    taken = [before[0], *after]
    assert len({came.headers["webhook-id"] for came in taken}) == len(taken) == 9
    assert before[1].headers["webhook-id"] in {came.headers["webhook-id"] for came in after}, "it came again, the same"
    data = [json.loads(came.body)["data"] for came in taken]
    for one in ones:
        assert [row["revision"] for row in data if row["dossier"] == one.code] == [1, 2, 3]


def test_a_renewed_secret_signs_beside_the_old_one_for_a_day(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    new = actions.renew_secret(public_id=told.public_id, actor=told.actor, now=LATER).secret
    assert new != told.secret
    for after, old_too in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        actions.try_out(public_id=told.public_id, actor=told.actor, now=LATER + after)
        factories.delivered(told, LATER + after)
        assert verified_by(receiver.came[-1], new)
        assert verified_by(receiver.came[-1], told.secret) is old_too


def test_the_secret_is_nowhere_in_the_database(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    kept = str(list(Subscription.objects.values())) + str(list(Entry.objects.values_list("detail", "reason")))
    assert told.secret not in kept
    assert told.secret[6:] not in kept
    assert told.secret not in repr(signing) + repr(told.row)


def test_one_notice_or_everything_since_a_moment_is_sent_again(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    one = lives.handed_over(world)
    factories.heard(one.id, LATER)
    factories.delivered(told, LATER)
    first = Notice.objects.get(subscription=told.row, revision=1)
    actions.send_again(public_id=told.public_id, notice_id=first.public_id, actor=told.actor, now=LATER)
    assert factories.delivered(told, LATER) == 1
    assert receiver.came[6].headers["webhook-id"] == receiver.came[0].headers["webhook-id"]
    since = MONDAY + timedelta(minutes=30)  # it was filed and received before that
    assert actions.replay(public_id=told.public_id, since=since, actor=told.actor, now=LATER) == 3
    factories.delivered(told, LATER)
    assert [revision for _code, revision in _came(receiver)[7:]] == [4, 5, 6]


def test_what_is_old_is_thrown_away_and_what_is_heard_late_does_not_bring_it_back(
    world: Province, receiver: Receiver
) -> None:
    told = factories.subscribed(receiver.url)
    one = lives.handed_over(world)
    factories.heard(one.id, LATER)
    factories.delivered(told, LATER)
    much_later = LATER + timedelta(days=31)
    assert actions.forget_old(now=much_later) == 6
    assert not Attempt.objects.exists()
    factories.heard(one.id, much_later)
    assert not Notice.objects.exists()


def test_whatever_is_due_and_has_no_job_is_woken(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    factories.heard(lives.filed(world).id, LATER)
    assert actions.wake_due(now=LATER) == 1
    assert actions.wake_due(now=LATER) == 1, "a job that is queued already is enough"
    factories.delivered(told, LATER)
    assert actions.wake_due(now=LATER) == 0
    assert queries.with_something_due(LATER) == []


def test_while_one_sends_another_does_nothing(world: Province, receiver: Receiver) -> None:
    """The lock is of the session: the same connection may hold it twice, so another one is asked."""
    import psycopg
    from django.db import connection

    told = factories.subscribed(receiver.url)
    factories.heard(lives.filed(world).id, LATER)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [delivering._LOCK, told.row.pk])
        assert factories.delivered(told, LATER) == 0
        other.execute("select pg_advisory_unlock_all()")
    assert factories.delivered(told, LATER) == 1

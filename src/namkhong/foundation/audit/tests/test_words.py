"""Why a deed was done stands beside the sealed entry: it can be checked while it is there, and destroyed without a trace."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from namkhong.foundation.audit import actions, queries, wording
from namkhong.foundation.audit.models import Entry, Words
from namkhong.foundation.audit.tests.factories import NOW, official, seal_within
from namkhong.foundation.audit.types import FindingKind
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
WHY = "Chị Lò Thị Lan, 011199000015, xin rút vì nộp nhầm"
SYSTEM = Actor.system("Hệ thống")


def _done(reason: str = WHY, number: int = 7) -> Entry:
    pk = actions.record(official(), "dossiers.withdrawn", ("dossier", number), now=NOW, reason=reason)
    return Entry.objects.get(pk=pk)


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_entry_keeps_the_digest_and_the_reader_gets_the_words() -> None:
    entry = _done()
    kept = Words.objects.get(pk=entry.pk)
    assert entry.reason == "words:" + hashlib.sha256(bytes(kept.key) + WHY.encode()).hexdigest()
    assert "Lan" not in str(Entry.objects.values().get())
    assert [card.reason for card in queries.entries_of(("dossier", 7))] == [WHY]


def test_the_same_words_give_another_digest_each_time() -> None:
    assert _done().reason != _done().reason


def test_no_reason_costs_no_row_and_many_reasons_cost_one_query(django_assert_num_queries: object) -> None:
    _done("")
    assert not Words.objects.exists()
    for _time in range(5):
        _done()
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.entries_of(("dossier", 7))


def test_words_cannot_be_changed_and_a_change_behind_our_back_is_found() -> None:
    entry = _done()
    seal_within(NOW)
    assert queries.verify().intact
    with pytest.raises(DatabaseError), transaction.atomic():
        Words.objects.filter(pk=entry.pk).update(text="khác")
    _sql("alter table audit_words disable trigger user")
    Words.objects.filter(pk=entry.pk).update(text="khác")
    found = queries.verify()
    assert [(finding.kind, finding.entry_id) for finding in found.findings] == [(FindingKind.ALTERED, entry.pk)]


def test_words_of_another_entry_are_found() -> None:
    one, other = _done("một"), _done("hai")
    kept = Words.objects.get(pk=one.pk)
    Words.objects.filter(pk=one.pk).delete()
    Words.objects.filter(pk=other.pk).delete()
    Words.objects.create(entry_id=other.pk, key=kept.key, text=kept.text, at=kept.at)
    assert [finding.entry_id for finding in queries.verify().findings] == [other.pk]


def test_destroyed_words_leave_a_record_that_verifies_and_says_nothing() -> None:
    old, fresh = _done(), _done("mới", 8)
    Words.objects.filter(pk=fresh.pk).delete()
    Words.objects.create(entry_id=fresh.pk, key=b"k" * 32, text="mới", at=NOW + timedelta(days=1))
    _sql("alter table audit_entry disable trigger user")
    Entry.objects.filter(pk=fresh.pk).update(reason="words:" + hashlib.sha256(b"k" * 32 + "mới".encode()).hexdigest())
    _sql("alter table audit_entry enable trigger user")
    seal_within(NOW)
    eraser, end = wording.OldWords(), NOW + timedelta(seconds=1)
    assert (eraser.due(NOW, 9), eraser.due(end, 9)) == (0, 1)
    assert eraser.erase(end, 9, actor=SYSTEM, now=end) == 1
    assert eraser.erase(end, 9, actor=SYSTEM, now=end) == 0
    assert queries.verify().intact
    assert [card.reason for card in queries.entries_of(("dossier", 7))] == [""]
    assert [card.reason for card in queries.entries_of(("dossier", 8))] == ["mới"]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_words where entry_id = %s", [old.pk])
        assert cursor.fetchone() == (0,)


def test_a_reason_written_before_this_rule_is_still_read() -> None:
    entry = Entry(at=NOW, actor_kind="system", action="a.b", subject_type="x", subject_id="1", reason="cũ")
    entry.save(force_insert=True)
    assert [card.reason for card in queries.entries_of(("x", 1))] == ["cũ"]
    assert queries.verify().intact

"""What the record keeps, and what it refuses to keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from namkhong.foundation.audit import actions, queries, wording
from namkhong.foundation.audit.errors import PersonalValue
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.tests.factories import NOW, citizen, official
from namkhong.kernel.actor import Actor, Elevation

pytestmark = pytest.mark.django_db


def test_a_deed_keeps_who_what_when_why_and_on_whose_behalf() -> None:
    actor = replace(
        official().acting_for("Chủ tịch UBND xã Mường Phăng"),
        elevation=Elevation("sửa lịch nghỉ", NOW + timedelta(minutes=5)),
    )
    entry_id = actions.record(
        actor,
        "dossiers.decided",
        ("dossier", 7),
        now=NOW,
        detail={"step": 3, "hash": "ab" * 32},
        reason=" đủ điều kiện ",
    )
    entry = Entry.objects.get(pk=entry_id)
    assert (entry.at, entry.action, entry.subject_type, entry.subject_id) == (NOW, "dossiers.decided", "dossier", "7")
    assert (entry.actor_label, entry.actor_account_id, entry.agency_path) == ("Quàng Văn Tưởng", 11, "/1/12/57/")
    assert entry.actor_post == "Phó Chủ tịch UBND xã Mường Phăng"
    assert entry.on_behalf_of == "Chủ tịch UBND xã Mường Phăng"
    assert (wording.reasons_of([entry])[entry_id], entry.elevated) == ("đủ điều kiện", True)
    assert entry.detail == {"step": 3, "hash": "ab" * 32}


def test_the_database_sets_transaction_cluster_and_writing_time_whatever_is_sent() -> None:
    entry = Entry(
        at=NOW, xid=5, cluster=6, written_at=NOW, actor_kind="system", action="a.b", subject_type="x", subject_id="1"
    )
    entry.save(force_insert=True)
    entry.refresh_from_db()
    assert entry.xid != 5
    assert entry.cluster != 6
    assert entry.written_at != NOW


def test_a_citizen_is_kept_by_account_not_by_name() -> None:
    entry = Entry.objects.get(pk=actions.record(citizen(), "dossiers.filed", ("dossier", 1), now=NOW))
    assert (entry.actor_label, entry.actor_account_id) == ("", 70)


@pytest.mark.parametrize(
    "detail",
    [
        {"full_name": "Lò Thị Lan"},
        {"phone": "0912345678"},
        {"personal_number": "011195000001"},
        {"before": {"address": "bản Co Mỵ"}},
        {"people": [{"email": "lan@example.vn"}]},
        {"number": "011195000001"},
        {"share": 0.5},
    ],
)
def test_personal_values_are_refused(detail: dict[str, Any]) -> None:
    with pytest.raises(PersonalValue):
        actions.record(official(), "citizens.changed", ("person", 1), now=NOW, detail=detail)
    assert not Entry.objects.exists()


def test_an_access_needs_a_purpose() -> None:
    with pytest.raises(ValueError, match="purpose"):
        actions.record_access(official(), person_id=7, purpose=" ", subject=("dossier", 1), now=NOW)


def test_recording_takes_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        actions.record(official(), "dossiers.received", ("dossier", 7), now=NOW)


def test_the_history_of_a_subject_is_newest_first_and_bounded(django_assert_num_queries: Any) -> None:
    for n in range(5):
        actions.record(Actor.system("Hệ thống"), "dossiers.moved", ("dossier", 7), now=NOW, detail={"n": n})
    actions.record(Actor.system("Hệ thống"), "dossiers.moved", ("dossier", 8), now=NOW)
    with django_assert_num_queries(1):
        entries = queries.entries_of(("dossier", 7), limit=3)
    assert [entry.detail["n"] for entry in entries] == [4, 3, 2]


def test_what_is_recorded_together_is_one_statement_and_the_same_entries() -> None:
    actor = Actor.system("kiểm thử")
    with CaptureQueriesContext(connection) as seen, actions.together(), actions.together():
        assert actions.record(actor, "tests.first", ("test", 1), now=NOW, detail={"a": 1}) == 0
        assert actions.record(actor, "tests.second", ("test", 2), now=NOW) == 0
        assert actions.record_access(actor, person_id=7, purpose="Kiểm thử", subject=("test", 3), now=NOW) == 0
        assert actions.record(actor, "tests.with_words", ("test", 4), now=NOW, reason="vì sao") > 0
    assert len(seen.captured_queries) == 2  # words are kept beside their entry, with its id
    kept = list(Entry.objects.filter(subject_type="test").order_by("pk"))
    assert [entry.action for entry in kept][1:] == ["tests.first", "tests.second", "audit.personal_data_read"]
    assert kept[1].detail == {"a": 1}
    assert kept[3].person_id == 7
    assert actions.record(actor, "tests.after", ("test", 5), now=NOW) > 0


def test_a_block_that_fails_records_nothing_and_holds_nothing_back_afterwards() -> None:
    actor = Actor.system("kiểm thử")
    with pytest.raises(PersonalValue), actions.together():
        _first_right_then_wrong(actor)
    assert not Entry.objects.filter(action="tests.lost").exists()
    assert actions.record(actor, "tests.kept", ("test", 1), now=NOW) > 0


def _first_right_then_wrong(actor: Actor) -> None:
    actions.record(actor, "tests.lost", ("test", 1), now=NOW)
    actions.record(actor, "tests.refused", ("test", 1), now=NOW, detail={"phone": "0912345678"})

"""What is written by hand is what Django would have written, and is read as Django would have read it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from namkhong.kernel import rows
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.eforms.models import AnswerSet, FormVersion

pytestmark = pytest.mark.django_db


def test_a_row_is_read_as_django_reads_it() -> None:
    received = factories.received(factories.province())
    plain = Dossier.objects.get(pk=received.id)
    found = rows.one(Dossier, "id = %s", [received.id])
    assert found is not None
    names = [field.attname for field in Dossier._meta.concrete_fields]
    assert {name: getattr(found, name) for name in names} == {name: getattr(plain, name) for name in names}
    assert isinstance(found.clock, dict)
    assert found.clock
    assert not found._state.adding


def test_there_may_be_no_such_row() -> None:
    assert rows.one(Dossier, "id = %s", [0]) is None


def test_a_locked_row_is_asked_for_with_its_lock() -> None:
    with CaptureQueriesContext(connection) as seen:
        rows.one(Dossier, "id = %s", [0], lock=True)
    assert seen.captured_queries[0]["sql"].lower().rstrip().endswith("for update")


def test_a_row_is_written_as_django_writes_it() -> None:
    received = factories.received(factories.province())
    step = Step.objects.filter(dossier_id=received.id).order_by("-revision").first()
    assert step is not None
    step.pk, step.revision, step.note = None, step.revision + 1, "Đã xem, “đúng”"
    rows.insert(step)
    kept = Step.objects.get(dossier_id=received.id, revision=step.revision)
    assert kept.pk == step.pk
    assert (kept.note, kept.at, kept.due_at) == (step.note, step.at, step.due_at)


def test_json_and_a_key_of_its_own_are_kept() -> None:
    lan = factories.province().lan
    now, form = datetime(2026, 11, 23, tzinfo=UTC), FormVersion.objects.first()
    assert form is not None
    data = {"ho_ten": "Lò Thị Lan", "con": [1, {"a": None}]}
    row = AnswerSet(
        id=uuid4(), form_version=form, owner_account_id=lan.account_id or 0, data=data, created_at=now, updated_at=now
    )
    rows.insert(row)
    assert AnswerSet.objects.get(pk=row.pk).data == data


def test_only_the_columns_that_are_named_change() -> None:
    filed = factories.filed(factories.province())
    row = Dossier.objects.get(pk=filed.id)
    row.applicant_name, row.step_name, row.clock = "Cà Văn Inh", "Đang xem", {"a": 1}
    rows.update(row, ["step_name", "clock"])
    kept = Dossier.objects.get(pk=filed.id)
    assert (kept.step_name, kept.clock) == ("Đang xem", {"a": 1})
    assert kept.applicant_name != "Cà Văn Inh"


def test_the_rules_of_the_table_hold() -> None:
    filed = factories.filed(factories.province())
    row = Dossier.objects.get(pk=filed.id)
    row.state = "lost"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(row, ["state"])


def test_a_row_that_is_gone_is_not_changed_silently() -> None:
    with pytest.raises(LookupError):
        rows.update(Dossier(pk=0, step_name="x"), ["step_name"])
    rows.update(Dossier(pk=0), [])  # nothing to say, nothing to ask


def test_several_rows_are_one_statement_and_each_knows_its_key() -> None:
    received = factories.received(factories.province())
    first = Step.objects.filter(dossier_id=received.id).order_by("-revision").first()
    assert first is not None
    made = []
    for more in (1, 2, 3):
        step = Step.objects.get(pk=first.pk)
        step.pk, step.revision, step.note = None, first.revision + more, f"bước {more}"
        made.append(step)
    with CaptureQueriesContext(connection) as seen:
        rows.insert_all(made)
        rows.insert_all([])
    assert len(seen.captured_queries) == 1
    for step in made:
        assert Step.objects.get(pk=step.pk).note == step.note

"""Designing a form: private until published, one draft for two officials, versions from a day on."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.db import connection, transaction

from namkhong.foundation.audit.models import Entry
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Problem
from namkhong.services.eforms import actions, documents, edits, queries
from namkhong.services.eforms.errors import BadForm, BadStart, DraftExists, NoSuchDraft, StaleDraft, VersionHolds
from namkhong.services.eforms.models import FormDraft, FormVersion
from namkhong.services.eforms.tests.factories import GOOD, NOW, SYSTEM, TODAY, form_file, owner, posted, spec
from namkhong.services.eforms.types import Kind

pytestmark = pytest.mark.django_db
TOMORROW: Final = TODAY + timedelta(days=1)
EDIT: Final = edits.AddQuestion("mot", "Ghi chú thêm", Kind.TEXTAREA)


def drafted(actor: Actor = SYSTEM) -> FormDraft:
    """The draft of a form that has a version."""
    spec()
    actions.begin_form_draft(key="thu", actor=actor, now=NOW)
    return queries.draft("thu")


def change(revision: int, edit: Any = EDIT, actor: Actor = SYSTEM) -> None:
    actions.change_form_draft(key="thu", revision=revision, edit=edit, actor=actor, now=NOW)


def publish(from_day: date | None = TOMORROW, revision: int = 2) -> int:
    return actions.publish_form(key="thu", revision=revision, from_day=from_day, actor=SYSTEM, now=NOW)


def test_a_draft_begins_as_the_latest_version_and_nobody_who_files_sees_it() -> None:
    row = drafted()
    assert row.document == documents.of_version(FormVersion.objects.get())
    change(1)
    assert queries.form("thu", TODAY).field("ghi_chu_them") is None
    assert queries.form("thu", TODAY + timedelta(days=400)).field("ghi_chu_them") is None
    assert Entry.objects.filter(action="eforms.form_draft_changed").count() == 1


def test_a_published_version_holds_from_its_day_and_what_was_begun_keeps_its_own() -> None:
    drafted()
    lan, before = owner(), queries.form("thu", TODAY)
    begun = actions.save_step(
        answers_id=None, form_id=before.id, section="mot", posted=posted(GOOD), owner_account_id=lan, now=NOW
    )
    change(1)
    assert publish() == 2
    assert queries.draft_of("thu") is None
    assert queries.form("thu", TODAY).version == 1
    after = queries.form("thu", TOMORROW)
    assert (after.version, after.valid_from) == (2, TOMORROW)
    assert after.field("ghi_chu_them") is not None
    kept = actions.save_step(
        answers_id=begun.answers_id,
        form_id=before.id,
        section="mot",
        posted=posted(GOOD, line="Bản khác"),
        owner_account_id=lan,
        now=NOW + timedelta(days=3),
    )
    assert kept.complete
    actions.lock_answers(answers_id=begun.answers_id, now=NOW + timedelta(days=3))
    assert queries.answers(begun.answers_id).form_version_id == before.id
    assert queries.form_version(before.id).field("ghi_chu_them") is None


def test_a_version_comes_back_from_its_file_as_it_was() -> None:
    drafted()
    change(1)
    sent = queries.draft("thu").document
    publish()
    assert queries.document("thu", 2) == {**sent, "valid_from": TOMORROW.isoformat()}
    given = documents.written(queries.document("thu", 2))
    actions.take_form_file(given=given, actor=SYSTEM, now=NOW)
    assert queries.draft("thu").document == queries.document("thu", 2)


def test_two_officials_the_second_is_told_who_was_faster_and_nothing_of_hers_is_kept() -> None:
    drafted()
    change(1, actor=Actor.system("Lò Thị Pánh"))
    with pytest.raises(StaleDraft, match="Lò Thị Pánh"):
        change(1, edits.RemoveQuestion("story"))
    assert queries.draft("thu").revision == 2
    for deed in (
        lambda: publish(revision=1),
        lambda: actions.drop_form_draft(key="thu", revision=1, actor=SYSTEM, now=NOW),
        lambda: actions.undo_form_draft(key="thu", revision=1, actor=SYSTEM, now=NOW),
    ):
        with pytest.raises(StaleDraft), transaction.atomic():
            deed()


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_kept_and_the_other_told() -> None:
    drafted()
    said: list[str] = []

    def edit() -> None:
        try:
            change(1)
            said.append("kept")
        except StaleDraft:
            said.append("told")
        finally:
            connection.close()

    both = [threading.Thread(target=edit) for _number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(said) == ["kept", "told"]
    assert queries.draft("thu").revision == 2


def test_the_last_edit_can_be_taken_back_and_had_again() -> None:
    first = drafted().document
    change(1)
    second = queries.draft("thu").document
    actions.undo_form_draft(key="thu", revision=2, actor=SYSTEM, now=NOW)
    assert queries.draft("thu").document == first
    actions.undo_form_draft(key="thu", revision=3, actor=SYSTEM, now=NOW)
    assert queries.draft("thu").document == second


def test_nothing_to_take_back_is_said() -> None:
    drafted()
    with pytest.raises(BadForm):
        actions.undo_form_draft(key="thu", revision=1, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("day", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=5_000)])
def test_a_day_that_cannot_be_is_refused(day: date | None) -> None:
    drafted()
    change(1)
    with pytest.raises(BadStart):
        publish(day)
    assert queries.draft("thu").revision == 2


def test_what_is_no_different_is_not_published() -> None:
    drafted()
    with pytest.raises(BadForm, match="giống hệt"):
        publish(revision=1)


def test_a_version_not_yet_begun_can_be_taken_back_and_the_one_before_goes_on() -> None:
    drafted()
    change(1)
    publish(TODAY + timedelta(days=30))
    actions.begin_form_draft(key="thu", actor=SYSTEM, now=NOW)
    change(1, edits.RemoveQuestion("story"))
    with pytest.raises(BadStart, match="thu hồi"), transaction.atomic():
        publish(TODAY + timedelta(days=10))
    with pytest.raises(VersionHolds):
        actions.withdraw_form_version(key="thu", number=1, actor=SYSTEM, now=NOW)
    actions.withdraw_form_version(key="thu", number=2, actor=SYSTEM, now=NOW)
    assert queries.form("thu", TODAY + timedelta(days=60)).version == 1
    assert publish(TODAY + timedelta(days=10)) == 2


def test_a_version_that_holds_stays() -> None:
    drafted()
    change(1)
    publish()
    with pytest.raises(VersionHolds):
        actions.withdraw_form_version(key="thu", number=2, actor=SYSTEM, now=NOW + timedelta(days=2))


def test_a_new_form_has_the_applicant_and_the_declaration_and_a_key_of_its_own() -> None:
    key = actions.begin_form(title="Tờ khai nuôi con nuôi", actor=SYSTEM, now=NOW)
    assert key == "to-khai-nuoi-con-nuoi"
    assert actions.begin_form(title="Tờ khai nuôi con nuôi", actor=SYSTEM, now=NOW) == f"{key}-2"
    with pytest.raises(DraftExists):
        actions.begin_form(title="Khác", key=key, actor=SYSTEM, now=NOW)
    actions.publish_form(key=key, revision=1, from_day=TODAY, actor=SYSTEM, now=NOW)
    made = queries.form(key, TODAY)
    assert [field.kind for section in made.sections for field in section.fields][-1] is Kind.DECLARATION


def test_a_form_can_be_begun_like_another() -> None:
    spec()
    key = actions.begin_form(title="Giống mẫu thử", copy_of="thu", actor=SYSTEM, now=NOW)
    assert queries.draft(key).document["sections"] == queries.document("thu", 1)["sections"]


def test_beginning_twice_is_beginning_once_and_a_dropped_draft_is_gone() -> None:
    drafted()
    change(1)
    actions.begin_form_draft(key="thu", actor=SYSTEM, now=NOW)
    assert queries.draft("thu").revision == 2
    actions.drop_form_draft(key="thu", revision=2, actor=SYSTEM, now=NOW)
    with pytest.raises(NoSuchDraft):
        queries.draft("thu")
    assert FormVersion.objects.count() == 1


def test_a_file_takes_the_place_of_the_draft_of_its_own_form_only() -> None:
    row = drafted()
    other = json.dumps(form_file({"name": "a", "kind": "text", "label": "A"}, key="khac"))
    with pytest.raises(BadForm), transaction.atomic():
        actions.take_form_file(given=other, key="thu", revision=row.revision, actor=SYSTEM, now=NOW)
    own = json.dumps(form_file({"name": "a", "kind": "text", "label": "A"}))
    actions.take_form_file(given=own, key="thu", revision=row.revision, actor=SYSTEM, now=NOW)
    assert queries.draft("thu").document == json.loads(own)
    with pytest.raises(DraftExists):
        actions.take_form_file(given=own, actor=SYSTEM, now=NOW)


def test_shipped_files_leave_a_form_the_province_designed_alone() -> None:
    actions.load_facts(NOW, SYSTEM)
    actions.begin_form_draft(key="don-de-nghi", actor=SYSTEM, now=NOW)
    edit = edits.EditHead("Đơn đề nghị của tỉnh")
    actions.change_form_draft(key="don-de-nghi", revision=1, edit=edit, actor=SYSTEM, now=NOW)
    actions.publish_form(key="don-de-nghi", revision=2, from_day=TODAY, actor=SYSTEM, now=NOW)
    assert actions.load_facts(NOW + timedelta(days=1), SYSTEM) == 0
    assert queries.form("don-de-nghi", TOMORROW).title == "Đơn đề nghị của tỉnh"


def test_forms_are_listed_by_key_page_by_page_those_in_design_among_them() -> None:
    for number in range(3):
        spec(key=f"mau-{number}")
    actions.begin_form(title="Chưa ban hành", key="mau-1b", actor=SYSTEM, now=NOW)
    actions.begin_form_draft(key="mau-2", actor=SYSTEM, now=NOW)
    seen, cursor = [], ""
    while True:
        page = queries.forms(TODAY, cursor=cursor, limit=2)
        seen += [(row.key, row.number, bool(row.changed_at)) for row in page.items]
        cursor = page.next
        if not cursor:
            break
    assert seen == [("mau-0", 1, False), ("mau-1", 1, False), ("mau-1b", 0, True), ("mau-2", 1, True)]


def test_every_refusal_is_a_sentence() -> None:
    for problem in (NoSuchDraft(), VersionHolds(), DraftExists("thu"), StaleDraft("Pánh", "14 giờ", 2)):
        assert isinstance(problem, Problem)
        assert str(problem).endswith(".")

"""Saving a page: everything typed is kept, right or wrong."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from namkhong.foundation.places import actions as places
from namkhong.services.eforms import actions, queries
from namkhong.services.eforms.errors import (
    AnswersLocked,
    AnswersNotComplete,
    NoSuchAnswers,
    NoSuchSection,
    StaleAnswers,
    TooMuchText,
)
from namkhong.services.eforms.tests.factories import GOOD, NOW, owner, posted, spec
from namkhong.services.eforms.types import FormSpec, StepResult

pytestmark = pytest.mark.django_db


def save(form: FormSpec, account: int, values: QueryDict, answers_id: Any = None, **more: Any) -> StepResult:
    with transaction.atomic():  # the deed it is part of
        return actions.save_step(
            answers_id=answers_id,
            form_id=form.id,
            section=more.pop("section", "mot"),
            posted=values,
            owner_account_id=account,
            now=NOW,
            **more,
        )


def test_a_page_filled_right_is_complete_and_kept_as_values() -> None:
    places.load_facts(NOW, nation=False)
    form, account = spec(), owner()
    result = save(form, account, posted(GOOD))
    assert result.errors == {}
    assert result.complete
    kept = queries.answers(result.answers_id).data
    assert kept["count"] == 3
    assert kept["sum"] == 1_200_000
    assert kept["day"] == "2026-01-05"
    assert kept["sure"] is True
    assert kept["who"] == {
        "full_name": "Quàng Văn Tưởng",
        "date_of_birth": "1990-03-27",
        "personal_number": "011090000123",
    }
    assert kept["where"]["commune"] == "Xã Na Sang"
    assert kept["where"]["commune_code"]
    assert queries.check(result.answers_id) == {}


def test_an_old_place_name_is_understood_and_explained() -> None:
    places.load_facts(NOW, nation=False)
    form, account = spec({"name": "where", "kind": "address", "label": "Nơi ở"}), owner()
    values = {
        "where-province": "Tỉnh Điện Biên",
        "where-commune": "xã Ma Thì Hồ, huyện Mường Chà",
        "where-detail": "Bản",
    }
    result = save(form, account, posted(values))
    assert result.errors == {}
    assert result.data["where"]["commune"] == "Xã Na Sang"
    assert "Ma Thì Hồ" in result.data["where"]["was"]
    assert "Na Sang" in result.notes["where"]


def test_what_is_wrong_is_kept_as_it_was_typed_with_a_sentence_beside_it() -> None:
    form, account = spec(), owner()
    wrong = {
        **GOOD,
        "count": "ba bản",
        "sum": "một triệu",
        "day-day": "31",
        "day-month": "2",
        "pick": "z",
        "who-personal_number": "12345",
        "who-full_name": "",
    }
    result = save(form, account, posted(wrong))
    assert not result.complete
    assert set(result.errors) >= {"count", "sum", "day", "pick", "who-full_name", "who-personal_number"}
    assert all(str(sentence).endswith(".") for sentence in result.errors.values())
    kept = queries.answers(result.answers_id).data
    assert kept["count"] == "ba bản"
    assert kept["day"] == {"day": "31", "month": "2", "year": "2026"}
    assert kept["who"]["personal_number"] == "12345"


def test_every_missing_answer_is_said_beside_its_field() -> None:
    form, account = spec(), owner()
    result = save(form, account, posted({}))
    assert set(result.errors) == {
        "line",
        "count",
        "sum",
        "day",
        "pick",
        "sure",
        "who-full_name",
        "where-province",
        "pledge",
    }


def test_a_draft_is_resumed_on_another_device_page_by_page() -> None:
    account = owner()
    form = spec(
        {"name": "line", "kind": "text", "label": "Một"},
        sections=[
            {"code": "mot", "title": "Một", "fields": [{"name": "line", "kind": "text", "label": "Một"}]},
            {"code": "hai", "title": "Hai", "fields": [{"name": "more", "kind": "text", "label": "Hai"}]},
        ],
    )
    first = save(form, account, posted(line="abc"))
    assert first.next_section == "hai"
    assert first.errors == {}
    assert not first.complete
    second = save(form, account, posted(more="xyz"), first.answers_id, section="hai")
    assert second.next_section == ""
    assert second.complete
    assert queries.answers(first.answers_id).data == {"line": "abc", "more": "xyz"}


def test_a_stale_tab_is_told_and_nothing_is_lost() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    first = save(form, account, posted(line="cũ", _revision="0"))
    save(form, account, posted(line="điện thoại", _revision="1"), first.answers_id)
    with pytest.raises(StaleAnswers) as stale:
        save(form, account, posted(line="máy tính", _revision="1"), first.answers_id)
    assert stale.value.typed["line"] == "máy tính"
    assert queries.answers(first.answers_id).data["line"] == "điện thoại"
    again = save(form, account, posted(line="máy tính", _revision=str(stale.value.revision)), first.answers_id)
    assert again.data["line"] == "máy tính"


def test_two_pages_saved_in_two_tabs_do_not_disturb_each_other() -> None:
    account = owner()
    form = spec(
        sections=[
            {"code": "mot", "title": "Một", "fields": [{"name": "line", "kind": "text", "label": "Một"}]},
            {"code": "hai", "title": "Hai", "fields": [{"name": "more", "kind": "text", "label": "Hai"}]},
        ]
    )
    first = save(form, account, posted(line="a", _revision="0"))
    save(form, account, posted(more="b", _revision="0"), first.answers_id, section="hai")
    save(form, account, posted(line="c", _revision="1"), first.answers_id)
    assert queries.answers(first.answers_id).data == {"line": "c", "more": "b"}


def test_somebody_elses_draft_is_not_there() -> None:
    form, lan, anh = spec({"name": "line", "kind": "text", "label": "Một"}), owner(), owner("anh")
    first = save(form, lan, posted(line="a"))
    with pytest.raises(NoSuchAnswers):
        save(form, anh, posted(line="b"), first.answers_id)
    with pytest.raises(NoSuchAnswers):
        queries.answers(first.answers_id, owner_account_id=anh)
    with pytest.raises(NoSuchAnswers):
        save(form, lan, posted(line="b"), uuid4())
    with pytest.raises(NoSuchSection):
        save(form, lan, posted(line="b"), first.answers_id, section="khong-co")


def test_locked_answers_never_change_not_even_in_the_database() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    first = save(form, account, posted(line="a"))
    actions.lock_answers(answers_id=first.answers_id, now=NOW)
    actions.lock_answers(answers_id=first.answers_id, now=NOW)
    with pytest.raises(AnswersLocked):
        save(form, account, posted(line="b"), first.answers_id)
    for statement in ("update eforms_answerset set data = '{}'", "delete from eforms_answerset"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    copy = actions.copy_answers(answers_id=first.answers_id, owner_account_id=account, now=NOW)
    assert save(form, account, posted(line="b"), copy).complete


def test_what_is_not_complete_is_not_locked() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    first = save(form, account, posted({}))
    with pytest.raises(AnswersNotComplete) as problem:
        actions.lock_answers(answers_id=first.answers_id, now=NOW)
    assert list(problem.value.fields) == ["line"]


def test_only_questions_that_are_asked_are_checked_and_locked() -> None:
    form, account = (
        spec(
            {"name": "status", "kind": "choice", "label": "Tình trạng", "choices": [["never", "Chưa"], ["was", "Đã"]]},
            {"name": "spouse", "kind": "text", "label": "Vợ hoặc chồng", "show_if": {"status": ["was"]}},
        ),
        owner(),
    )
    first = save(form, account, posted(status="was"))
    assert list(first.errors) == ["spouse"]
    second = save(form, account, posted(status="was", spouse="Lò Văn Anh"), first.answers_id)
    assert second.complete
    third = save(form, account, posted(status="never"), first.answers_id)
    assert third.complete
    assert third.data["spouse"] == "Lò Văn Anh", "kept while it is a draft"
    actions.lock_answers(answers_id=first.answers_id, now=NOW)
    assert queries.answers(first.answers_id).data == {"status": "never"}


def test_text_is_composed_and_control_characters_go_and_html_stays_text() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    result = save(form, account, posted(line="Bản\u0000 \u200bHu\u00f4\u0323i <b>Lu\u006f\u031b\u0301ng</b>"))
    assert result.data["line"] == "Bản Huội <b>Luớng</b>"


def test_unknown_keys_are_dropped() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    result = save(form, account, posted(line="a", admin="yes", __proto__="x"))
    assert dict(queries.answers(result.answers_id).data) == {"line": "a"}


def test_ten_megabytes_of_text_are_refused_with_a_sentence_and_change_nothing() -> None:
    form, account = spec({"name": "line", "kind": "textarea", "label": "Nội dung"}), owner()
    first = save(form, account, posted(line="trước"))
    with pytest.raises(TooMuchText) as problem:
        save(form, account, posted(line="x" * 10_000_000), first.answers_id)
    assert "line" in problem.value.fields
    assert queries.answers(first.answers_id).data["line"] == "trước"
    long = save(form, account, posted(line="ă" * 5_000), first.answers_id)
    assert "5.000" in long.errors["line"]
    assert len(long.data["line"]) == 5_000


def test_a_fixed_answer_comes_from_the_identity_whatever_is_posted() -> None:
    account = owner()
    form = spec({"name": "who", "kind": "person", "label": "Người nộp", "bind": "applicant", "fixed": True})
    identity = {
        "applicant": {"full_name": "Lò Thị Lan", "date_of_birth": "1990-03-27", "personal_number": "011190000123"}
    }
    result = save(form, account, posted({"who-full_name": "Người Khác"}), identity=identity)
    assert result.data["who"]["full_name"] == "Lò Thị Lan"
    assert result.complete
    partly = {"applicant": {"full_name": "Lò Thị Lan"}}
    typed = save(form, account, posted({"who-full_name": "Lò Thị Lan Anh"}), identity=partly)
    assert typed.data["who"]["full_name"] == "Lò Thị Lan Anh"


@pytest.mark.django_db(transaction=True)
def test_two_devices_saving_one_page_at_once_one_wins_and_the_other_is_told() -> None:
    form, account = spec({"name": "line", "kind": "text", "label": "Một"}), owner()
    first = save(form, account, posted(line="đầu", _revision="0"))
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def device(value: str) -> None:
        barrier.wait()
        try:
            save(form, account, posted(line=value, _revision="1"), first.answers_id)
            outcomes.append("saved")
        except StaleAnswers:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=device, args=(value,)) for value in ("máy một", "máy hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["saved", "told"]

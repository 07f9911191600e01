"""A person sees who has read her data, and nobody else's readers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from namkhong.foundation.audit import actions, naming, queries
from namkhong.foundation.audit.tests.factories import NOW, citizen, official
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Invalid

pytestmark = pytest.mark.django_db


def _read(times: int = 1, person_id: int = 7, actor: Actor | None = None) -> None:
    for n in range(times):
        actions.record_access(
            actor or official(), person_id=person_id, purpose="Giải quyết hồ sơ", subject=("dossier", n), now=NOW
        )


def test_she_sees_post_agency_and_purpose_but_no_name() -> None:
    _read()
    (access,) = queries.who_read(citizen()).items
    assert (access.who, access.agency) == ("Phó Chủ tịch UBND xã Mường Phăng", "UBND xã Mường Phăng")
    assert (access.at, access.purpose) == (NOW, "Giải quyết hồ sơ")
    assert "Tưởng" not in repr(access)


def test_another_citizen_is_not_named() -> None:
    _read(actor=citizen(person_id=8, account_id=80))
    _read(actor=citizen())
    assert [access.who for access in queries.who_read(citizen()).items] == ["Chính ông/bà", "Người nộp hộ"]


def test_deeds_are_not_readings() -> None:
    actions.record(official(), "dossiers.received", ("dossier", 1), now=NOW)
    assert queries.who_read(citizen()).items == []


def test_nobody_sees_the_readers_of_somebody_else() -> None:
    _read(person_id=8)
    assert queries.who_read(citizen(person_id=7)).items == []
    assert queries.who_read(official()).items == []
    assert queries.who_read(Actor.anonymous()).items == []


def test_equal_reads_of_one_day_are_one_row_that_says_how_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_namers", {"dossier": lambda ids: {one: f"hồ sơ H18-{one}" for one in ids}})
    _read(4)  # four dossiers
    _read(2)  # the first two again
    actions.record_access(
        official(), person_id=7, purpose="Giải quyết hồ sơ", subject=("dossier", 0), now=NOW + timedelta(days=1)
    )
    found = queries.who_read(citizen()).items
    assert [(access.subject, access.times) for access in found] == [
        ("hồ sơ H18-0", 1),
        ("hồ sơ H18-1", 2),
        ("hồ sơ H18-0", 2),
        ("hồ sơ H18-3", 1),
        ("hồ sơ H18-2", 1),
    ]
    assert found[0].at == NOW + timedelta(days=1)


def test_different_purposes_and_readers_are_never_thrown_together() -> None:
    _read()
    _read(actor=citizen())
    actions.record_access(official(), person_id=7, purpose="Tra cứu", subject=("dossier", 0), now=NOW)
    assert [access.times for access in queries.who_read(citizen()).items] == [1, 1, 1]


def test_what_nobody_can_name_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_namers", {})
    _read()
    assert [access.subject for access in queries.who_read(citizen()).items] == [""]


def test_pages_follow_each_other_without_gap_in_two_queries_each(django_assert_num_queries: Any) -> None:
    for day in range(65):
        actions.record_access(
            official(), person_id=7, purpose="Giải quyết", subject=("dossier", day), now=NOW + timedelta(days=day)
        )
    seen: list[int] = []
    cursor = ""
    for expected in (30, 30, 5):
        with django_assert_num_queries(2):  # the readings, the names of what was read
            page = queries.who_read(citizen(), cursor)
        assert len(page.items) == expected
        seen += [access.id for access in page.items]
        cursor = page.next
    assert cursor == ""
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 65


def test_a_page_ends_where_a_day_ends_however_busy_it_was() -> None:
    _read(40)
    for _again in range(2):
        actions.record_access(
            official(), person_id=7, purpose="Giải quyết", subject=("dossier", 1), now=NOW + timedelta(days=1)
        )
    first = queries.who_read(citizen())
    assert (len(first.items), first.next) == (41, "")


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WyJhIl0", "W251bGxd"])
def test_a_forged_cursor_is_told(cursor: str) -> None:
    with pytest.raises(Invalid):
        queries.who_read(citizen(), cursor)

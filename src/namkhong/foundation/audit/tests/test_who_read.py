"""A person sees who has read her data, and nobody else's readers."""

from __future__ import annotations

from typing import Any

import pytest

from namkhong.foundation.audit import actions, queries
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


def test_pages_follow_each_other_without_gap_in_one_query_each(django_assert_num_queries: Any) -> None:
    _read(65)
    seen: list[int] = []
    cursor = ""
    for expected in (30, 30, 5):
        with django_assert_num_queries(1):
            page = queries.who_read(citizen(), cursor)
        assert len(page.items) == expected
        seen += [access.id for access in page.items]
        cursor = page.next
    assert cursor == ""
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 65


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WyJhIl0", "W251bGxd"])
def test_a_forged_cursor_is_told(cursor: str) -> None:
    with pytest.raises(Invalid):
        queries.who_read(citizen(), cursor)

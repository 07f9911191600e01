"""A deed that is the whole of a transaction costs no savepoint, and is undone as ever."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from namkhong.foundation.numbering.models import Series
from namkhong.kernel.whole import whole

pytestmark = pytest.mark.django_db


def _take(period: str) -> None:
    Series.objects.create(kind="thu", agency_code="H18", period=period, last=1)


@transaction.atomic
def _fail(period: str) -> None:
    _take(period)
    raise ValueError("no")


def _taken() -> set[str]:
    return set(Series.objects.filter(kind="thu").values_list("period", flat=True))


def test_the_deed_inside_opens_no_savepoint_and_those_within_it_do() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as seen, whole(), transaction.atomic():
        _take("1")
        with transaction.atomic():
            _take("2")
    said = [query["sql"].split()[0] for query in seen.captured_queries]
    assert said.count("SAVEPOINT") == 2  # of the test's own transaction, and of the deed within the deed
    assert _taken() == {"1", "2"}


def test_a_failure_undoes_all_of_it_and_nothing_around_it() -> None:
    _take("before")
    with pytest.raises(ValueError, match="no"), whole():
        _fail("1")
    assert _taken() == {"before"}


def test_what_a_deed_undoes_alone_is_undone_alone() -> None:
    with whole(), transaction.atomic():
        _take("1")
        with pytest.raises(ValueError, match="no"):
            _fail("2")
    assert _taken() == {"1"}


def test_afterwards_savepoints_are_made_as_ever() -> None:
    with whole():
        pass
    with transaction.atomic(), CaptureQueriesContext(connection) as seen, transaction.atomic():
        _take("1")
    assert any(query["sql"].startswith("SAVEPOINT") for query in seen.captured_queries)

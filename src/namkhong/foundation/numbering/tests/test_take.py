"""Numbers: dense, distinct, never twice; the day changes at midnight in Việt Nam."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from namkhong.foundation.numbering import actions, queries
from namkhong.foundation.numbering.errors import NoPattern, OutsideTransaction
from namkhong.foundation.numbering.models import Series
from namkhong.foundation.numbering.tests.factories import NOW, facts, load


def take(kind: str = "dossier", agency: str = "H18.12", now: datetime = NOW) -> str:
    return actions.take(kind=kind, agency_code=agency, now=now)


@pytest.mark.django_db
def test_it_works() -> None:
    load()
    assert [take() for _ in range(3)] == ["H18.12-261123-0001", "H18.12-261123-0002", "H18.12-261123-0003"]
    assert queries.last_serial("dossier", "H18.12", date(2026, 11, 23)) == 3
    assert queries.last_serial("dossier", "H18.12", date(2026, 11, 24)) == 0


@pytest.mark.django_db
def test_each_agency_and_each_kind_counts_for_itself() -> None:
    load()
    take()
    assert take(agency="H18.50.05.13") == "H18.50.05.13-261123-0001"
    assert take(kind="form01") == "01/GTN-TTPVHCC"
    assert take(kind="form02") == "01/PBS-TTPVHCC"
    assert take(kind="form01") == "02/GTN-TTPVHCC"


@pytest.mark.django_db
def test_the_day_changes_at_midnight_in_viet_nam_not_in_london() -> None:
    load()
    eve = datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Điện Biên
    assert [take(now=eve), take(now=eve + timedelta(seconds=1))] == ["H18.12-261123-0001", "H18.12-261124-0001"]
    midnight_in_london = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # seven in the morning
    assert take(now=midnight_in_london) == "H18.12-261124-0002"


@pytest.mark.django_db
def test_the_year_changes_at_midnight_in_viet_nam() -> None:
    load()
    eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert [take("form01", now=eve), take("form01", now=eve)] == ["01/GTN-TTPVHCC", "02/GTN-TTPVHCC"]
    assert take("form01", now=eve + timedelta(minutes=1)) == "01/GTN-TTPVHCC"


@pytest.mark.django_db
def test_a_serial_grows_past_four_digits() -> None:
    load()
    Series.objects.create(kind="dossier", agency_code="H18.12", period="2026-11-23", last=9999)
    assert take() == "H18.12-261123-10000"


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back() -> None:
    load()
    take()
    with transaction.atomic():
        assert take() == "H18.12-261123-0002"
        transaction.set_rollback(True)
    assert take() == "H18.12-261123-0002"


@pytest.mark.django_db
def test_a_series_may_count_under_a_key_that_outlives_the_agencys_code() -> None:
    load()
    taken = [
        actions.take(kind="form01", agency_code=code, counted_by="#7", now=NOW) for code in ("H18.12", "H18.13", "")
    ]
    assert [number.partition("/")[0] for number in taken] == ["01", "02", "03"]
    assert queries.last_serial("form01", "H18.13", date(2026, 11, 23), counted_by="#7") == 3
    assert queries.last_serial("form01", "H18.13", date(2026, 11, 23)) == 0


@pytest.mark.django_db
def test_two_queries_a_number(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load()
    with django_assert_num_queries(2):
        take()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given() -> None:
    load()
    with pytest.raises(OutsideTransaction):
        take()


@pytest.mark.django_db
def test_no_pattern_is_said_in_a_sentence() -> None:
    load()
    with pytest.raises(NoPattern, match="Chưa có mẫu số"):
        take("poem")
    with pytest.raises(NoPattern):
        take(now=datetime(2001, 1, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_a_series_belongs_to_an_agency() -> None:
    load()
    with pytest.raises(ValueError, match="agency"):
        take(agency=" ")


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["update numbering_series set last = last - 1", "update numbering_series set last = last",
                                 "update numbering_series set period = '2025'", "delete from numbering_series"])  # fmt: skip
def test_the_database_itself_lets_a_series_go_forward_only(sql: str) -> None:
    load()
    take()
    refused = pytest.raises(ProgrammingError, match="only goes forward")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def _together(threads: int, work: Callable[[int], list[str]]) -> list[str]:
    """Real threads, each with its own connection, started at once."""
    barrier = Barrier(threads)

    def run(number: int) -> list[str]:
        try:
            connection.ensure_connection()
            barrier.wait(60)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [code for codes in pool.map(run, range(threads)) for code in codes]


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_get_distinct_and_dense_numbers() -> None:
    load()

    def work(_number: int) -> list[str]:
        taken: list[str] = []
        for _ in range(4):
            with transaction.atomic():
                taken.append(take())
        return taken

    taken = _together(50, work)
    assert sorted(taken) == [f"H18.12-261123-{serial:04}" for serial in range(1, 201)]


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_of_whom_every_third_fails_leave_no_gap() -> None:
    load()

    def work(number: int) -> list[str]:
        try:
            with transaction.atomic():
                code = take()
                if number % 3 == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            return []
        return [code]

    taken = _together(50, work)
    assert sorted(taken) == [f"H18.12-261123-{serial:04}" for serial in range(1, len(taken) + 1)]
    assert len(taken) == 33


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_a_correction_is_taken_over() -> None:
    assert actions.load_facts(now=NOW) == actions.LoadReport(added=16, changed=0)
    assert actions.load_facts(now=NOW) == actions.LoadReport(added=0, changed=0)
    data = facts()
    data["patterns"][2]["template"] = "{serial:02}/GTNHS-TTPVHCC"
    take("form01")
    assert actions.load_facts(now=NOW, data=data) == actions.LoadReport(added=0, changed=1)
    assert take("form01") == "02/GTNHS-TTPVHCC"  # the series goes on


@pytest.mark.django_db
def test_an_agency_may_have_its_own_pattern_from_a_day_on() -> None:
    data = facts()
    own = {**data["patterns"][1], "agency_code": "H18.12", "template": "{agency}-{yymmdd}-09{serial:04}"}
    data["patterns"].append({**own, "valid_from": "2026-11-24"})
    actions.load_facts(now=NOW, data=data)
    assert take() == "H18.12-261123-0001"
    assert take(now=NOW + timedelta(days=1)) == "H18.12-261124-090001"
    assert take(agency="H18.13", now=NOW + timedelta(days=1)) == "H18.13-261124-0001"


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["{agency}-{serial:04}", "{agency}-{yymmdd}", "{agency}-{day}-{serial}"])
def test_a_pattern_that_cannot_keep_its_numbers_apart_is_not_loaded(template: str) -> None:
    data = facts()
    data["patterns"][1]["template"] = template
    with pytest.raises(ValueError, match=r"serial|stands alone|unknown name"):
        actions.load_facts(now=NOW, data=data)


def test_every_shipped_pattern_names_its_source() -> None:
    for row in facts()["patterns"]:
        assert row["source"]

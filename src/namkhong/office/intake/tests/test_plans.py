"""Twenty thousand documents that came in: each list reads an index, never the table."""

from __future__ import annotations

from typing import Final

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.queries import following
from namkhong.office.intake.queries.lists import PAGE, View, _of_view, _work
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import House

pytestmark = pytest.mark.django_db
MANY: Final = 20_000
_ARRIVALS: Final = """
insert into intake_arrival (public_id, token, business, agency_id, source, state, revision, subject, number, type_name, organ_name,
  organ_code, urgency, arrived_at, rule_id, register_by, answer_number, recall, recall_reason, book_year, serial)
select gen_random_uuid(), gen_random_uuid(), 0, agency_id, source, case when n %% 500 = 0 then 'arrived' else 'recalled' end, 1,
  subject, number, type_name, organ_name, organ_code, 0, arrived_at + n * interval '1 minute', rule_id,
  register_by + n * interval '1 minute', '', '', '', 2025, n
from intake_arrival, generate_series(1, %s) as n where id = %s
"""
# As in a second year: one in twenty is the specialist's, of those one in ten still open; the others are done by
# somebody of another unit.
_ASSIGNMENTS: Final = """
insert into intake_assignment (arrival_id, note_id, part, account_id, unit_id, giver_id, confirmed, order_at, assigned_at, "end",
  ended_at, result)
select a.id, one.note_id, 'lead', case when a.serial %% 20 = 0 then one.account_id else %s end,
  case when a.serial %% 20 = 0 then one.unit_id else %s end, one.giver_id, false, a.arrived_at, one.assigned_at,
  case when a.serial %% 200 = 0 then 'open' else 'done' end,
  case when a.serial %% 200 = 0 then null else one.assigned_at end, ''
from intake_assignment one, intake_arrival a where one.id = %s and a.book_year = 2025
"""


def _plan(rows: QuerySet[Arrival] | QuerySet[Assignment]) -> str:
    return rows.explain()


def test_every_list_reads_its_index(house: House) -> None:
    arrival = make.directed(house, make.lead(house.specialist))
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVALS, [MANY, arrival.pk])
        cursor.execute(_ASSIGNMENTS, [make.account(house.elsewhere), house.office_id, make.job(arrival).pk])
        cursor.execute("analyze intake_arrival")
        cursor.execute("analyze intake_assignment")
    plans = {
        "arrival_arrived": _plan(_of_view(house.clerk, View.TO_REGISTER).order_by("register_by", "pk")[: PAGE + 1]),
        "arrival_undirected": _plan(_of_view(house.chairman, View.TO_DIRECT).order_by("register_by", "pk")[: PAGE + 1]),
        "arrival_newest": _plan(_of_view(house.clerk, View.ALL).order_by("-arrived_at", "-pk")[: PAGE + 1]),
        "assignment_mine": _plan(_work(house.specialist).order_by("order_at", "pk")[: PAGE + 1]),
        "arrival_register": _plan(
            Arrival.objects.filter(Q(serial__gt=9_000, serial__lte=9_200), agency_id=house.id, book_year=2025).order_by(
                "serial"
            )[: following.STEP]
        ),
    }
    for index, plan in plans.items():
        assert "Seq Scan" not in plan, plan
        assert index in plan, plan

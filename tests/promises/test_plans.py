"""The plan of each hot question at 10,000 dossiers (sixty thousand steps): which index it uses, and that the rows it touches are bounded.

Whatever grows with the province would pass its bound here long before it is felt. ``tests/endure/test_growth.py`` measures
the same pages at a million and more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine

from namkhong.kernel import remembering
from namkhong.kernel.pages import COUNT_LIMIT
from namkhong.services.dossiers.queries import responsibility
from namkhong.services.openness import actions as openness
from tests import cast, explaining
from tests.cast import World
from tests.many import Many

pytestmark = pytest.mark.xdist_group("promises: plans")
DOSSIERS: Final = 10_000


@dataclass(frozen=True)
class Hot:
    """One page: who opens it, at which address, which indexes it must use."""

    name: str
    who: str
    path: str
    indexes: frozenset[str]


def _hot(name: str, who: str, path: str, *indexes: str) -> Hot:
    return Hot(name, who, path, frozenset(indexes))


_STEPS: Final = ("dossier_code", "step_one_per_revision")
_ROWS: Final = 500  # that one step of a plan may touch; a province has four hundred posts
_COUNTED: Final = (COUNT_LIMIT + 1) * 4  # where four ranges are counted, each to a thousand and no further
HOT: Final = (
    _hot("read one", "counter", "/can-bo/ho-so/{ended}/", *_STEPS),
    _hot("read one's own", "lan", "/ho-so/{handed_over}/", *_STEPS),
    _hot("look-up by code", "visitor", "/tra-cuu/?ma={ended}", "dossier_code"),
    _hot("inbox of a counter", "counter", "/can-bo/", "dossier_inbox"),
    _hot("inbox of a specialist", "specialist", "/can-bo/", "dossier_inbox"),
    _hot("inbox, in progress", "leader", "/can-bo/?xem=in_progress", "dossier_decider"),
    _hot("inbox, suspended", "counter", "/can-bo/?xem=paused", "dossier_paused_counter"),
    _hot("search by name", "counter", "/can-bo/?q={name}", "dossier_search_terms"),
    _hot("search by serial", "specialist", "/can-bo/?q={serial}", "dossier_search_terms"),
    _hot("my dossiers", "lan", "/ho-so/", "dossier_person"),
    _hot("public board", "visitor", "/cong-khai/", "period_figure_once"),
    _hot("what an agency has open", "visitor", "/cong-khai/ho-so/{commune}/", "dossier_decider"),
    _hot("leader's page", "leader", "/can-bo/lanh-dao/", "dossier_inbox"),
)


def _counts(sql: str) -> bool:
    """Is it one of the counts that stop at a thousand?"""
    return f"limit {COUNT_LIMIT + 1}" in sql


@pytest.fixture(scope="module")
def many(_loaded: World, django_db_blocker: Any) -> Iterator[Many]:
    """The cast's province with ten thousand dossiers more, in the module's transaction."""
    with django_db_blocker.unblock(), time_machine.travel(cast.NOW, tick=False):
        made = Many(_loaded)
        made.grow(DOSSIERS)
        openness.refresh(now=cast.NOW)
        yield made


@pytest.mark.parametrize("hot", HOT, ids=lambda hot: hot.name)
def test_a_hot_question_uses_its_index_and_touches_few_rows(many: Many, world: World, hot: Hot) -> None:
    code = many.codes(1)[0]
    words = {"ended": code, "serial": code.rsplit("-", 1)[1], "name": many.names(1)[0],
             "commune": str(world.province.commune_id), "handed_over": world.codes["handed_over"]}  # fmt: skip
    client = world.browser(hot.who)
    path = hot.path.format(**words)
    client.get(path)  # what is remembered between pages is not the subject
    remembering.begin_anew()
    with explaining.listening() as asked:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:500]
    plans = [explaining.explain(sql, params) for sql, params in asked.questions if explaining.reads(sql)]
    assert plans
    used = {name for plan in plans for name in plan.indexes}
    assert hot.indexes <= used, f"{sorted(hot.indexes - used)} not among {sorted(used)}"
    for plan in plans:
        assert not plan.wrong, (plan.wrong, plan.sql)
        assert plan.most_rows <= (_COUNTED if _counts(plan.sql) else _ROWS), (plan.most_rows, plan.sql)


def test_the_steps_of_an_agency_are_counted_over_an_index(many: Many, world: World) -> None:
    asked = {"agencies": [world.province.office_id], "first": cast.NOW - timedelta(days=30), "after": cast.NOW}
    plan = explaining.explain(responsibility.STEPS, asked)
    assert not plan.wrong, plan.wrong
    assert "step_agency_at" in plan.indexes


def test_a_table_read_from_end_to_end_is_noticed(many: Many, world: World) -> None:
    told = explaining.explain("select count(*) from dossiers_step where note = %s", ["không có"])
    assert told.wrong == ("reads dossiers_step from end to end",)
    assert told.most_rows > DOSSIERS

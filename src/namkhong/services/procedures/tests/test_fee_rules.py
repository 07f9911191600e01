"""Fees counted by copies and pages: what the law's own sentences say, and what holds for any numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from namkhong.services.procedures import queries, wording
from namkhong.services.procedures.actions import import_procedures
from namkhong.services.procedures.fee_rules import Counted, FeeRule
from namkhong.services.procedures.tests.factories import KEEPER, NOW, TODAY, row
from namkhong.services.procedures.types import RowStatus

# Thông tư 226/2016/TT-BTC: 2.000 đồng/trang, từ trang thứ ba 1.000 đồng/trang, nhiều nhất 200.000 đồng/bản.
CERTIFIED: dict[str, Any] = {
    "shape": 2,
    "page_prices": [[2, 2000], [None, 1000]],
    "cap_per_copy": 200_000,
    "count": {"rows": "papers", "copies": "copies", "pages": "pages"},
}
EXTRACT: dict[str, Any] = {"shape": 2, "price": 8000, "count": {"copies": "copies"}}


@pytest.mark.parametrize(
    ("pages", "fee"), [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (199, 200_000), (500, 200_000)]
)
def test_a_certified_copy_costs_what_the_circular_says(pages: int, fee: int) -> None:
    assert FeeRule.from_plain(CERTIFIED).of_copy(pages) == fee


def test_every_paper_is_counted_with_its_own_pages() -> None:
    rule = FeeRule.from_plain(CERTIFIED)
    answers = {"papers": [{"kind": "Bằng", "pages": 1, "copies": 3}, {"kind": "Hộ chiếu", "pages": 5, "copies": 2}]}
    counted = rule.counted_in(answers)
    assert counted == (Counted(3, 1), Counted(2, 5))
    assert rule.total(counted) == 3 * 2_000 + 2 * 7_000
    with translation.override("vi"):
        assert rule.counted_in_words(counted) == "3 bản của giấy tờ 1 trang, 2 bản của giấy tờ 5 trang"
        assert rule.price_in_words() == (
            "trang 1 đến 2: 2.000 đồng một trang; từ trang 3: 1.000 đồng một trang; nhiều nhất 200.000 đồng một bản"
        )


@pytest.mark.parametrize(
    "answers",
    [{}, {"papers": []}, {"papers": "x"}, {"papers": [{"copies": 1}]}, {"papers": [{"copies": "2", "pages": 1}]},
     {"papers": [{"copies": 1, "pages": 0}]}, {"papers": [{"copies": True, "pages": 1}]}, {"papers": [7]}],
)  # fmt: skip
def test_what_is_not_answered_rightly_is_not_counted(answers: dict[str, Any]) -> None:
    assert FeeRule.from_plain(CERTIFIED).counted_in(answers) is None


prices = st.lists(st.integers(0, 100_000), min_size=1, max_size=4)


@given(prices, st.data(), st.one_of(st.none(), st.integers(0, 10**6)), st.integers(1, 10_000))
def test_any_rule_survives_being_written_and_never_costs_less_for_more(
    given_prices: list[int], data: st.DataObject, cap: int | None, pages: int
) -> None:
    ends = sorted(
        data.draw(st.sets(st.integers(1, 9_999), min_size=len(given_prices) - 1, max_size=len(given_prices) - 1))
    )
    rule = FeeRule(tuple(zip([*ends, None], given_prices, strict=True)), by_page=True, cap=cap)
    assert FeeRule.from_plain(json.loads(json.dumps(rule.to_plain()))) == rule
    assert rule.of_copy(pages) == min(
        sum(next(price for last, price in rule.prices if last is None or page <= last) for page in range(1, pages + 1)),
        cap if cap is not None else 10**12,
    )
    assert rule.of_copy(pages) <= rule.of_copy(pages + 1)
    assert rule.total([Counted(3, pages)]) == 3 * rule.of_copy(pages)
    assert isinstance(rule.total([Counted(1, pages)]), int)


@pytest.mark.parametrize(
    "wrong",
    [
        {**EXTRACT, "shape": 3},
        {**EXTRACT, "shape": None},
        {"shape": 2},
        {**EXTRACT, "price": -1},
        {**EXTRACT, "price": 8000.5},
        {**EXTRACT, "page_prices": [[None, 1]]},
        {**CERTIFIED, "page_prices": []},
        {**CERTIFIED, "page_prices": [[2, 2000]]},
        {**CERTIFIED, "page_prices": [[5, 1], [2, 1], [None, 1]]},
        {**CERTIFIED, "cap_per_copy": "200000"},
        {**CERTIFIED, "count": {"copies": "copies"}},
        {**CERTIFIED, "count": ["copies"]},
        {**EXTRACT, "price_per_copy": 1},
    ],
)
def test_a_shape_nobody_knows_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        FeeRule.from_plain(wrong)


@pytest.mark.usefixtures("catalogue")
def test_a_file_with_an_unknown_shape_is_refused_and_a_counted_fee_is_shown_by_the_copy() -> None:
    bad = import_procedures([row(fee_lines=[{**EXTRACT, "shape": 9, "name": "Lệ phí"}])], actor=KEEPER, now=NOW)
    assert bad.rows[0].status is RowStatus.REFUSED
    assert "Lệ phí" in bad.rows[0].sentence
    good = import_procedures([row(fee_vnd=None, fee_lines=[{**EXTRACT, "name": "Lệ phí"}])], actor=KEEPER, now=NOW)
    assert "mức phí, lệ phí" not in good.rows[0].missing
    fee = queries.in_force("1.999999", TODAY).fees[0]
    assert fee.amount is None
    with translation.override("vi"):
        assert wording.fee_in_words(fee) == "8.000 đồng một bản"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("code", ["2.000815", "2.000635"])
def test_the_shipped_forms_have_the_answers_that_the_fees_count(code: str) -> None:
    rule = queries.in_force(code, TODAY).fees[0].rule
    assert rule is not None
    form = json.loads((settings.FACTS / "forms" / f"{code}.json").read_text("utf-8"))
    fields = {field["name"]: field for section in form["sections"] for field in section["fields"]}
    where = {column["name"]: column for column in fields[rule.rows]["columns"]} if rule.rows else fields
    for name in filter(None, (rule.copies, rule.pages)):
        assert where[name]["kind"] == "number"


@pytest.mark.usefixtures("catalogue")
def test_loading_the_shipped_file_again_changes_nothing() -> None:
    given_rows = json.loads((settings.FACTS / "procedures.json").read_text("utf-8"))
    given_rows["procedures"] = [one for one in given_rows["procedures"] if one["code"] in {"2.000815", "2.000635"}]
    report = import_procedures(given_rows, actor=KEEPER, now=NOW)
    assert report.count(RowStatus.UNCHANGED) == 2

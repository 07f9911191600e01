"""An empty database learns what the product ships knowing."""

from __future__ import annotations

import pytest

from namkhong.services.procedures.tests.factories import load
from namkhong.services.procedures.types import RowStatus


@pytest.mark.django_db
def test_the_shipped_catalogue_loads_whole_with_a_report_row_by_row() -> None:
    report = load()
    assert len(report.rows) == 62
    assert report.count(RowStatus.CREATED) == 62
    assert all(item.to_confirm for item in report.rows), (
        "every shipped procedure has something an official must confirm"
    )
    by_code = {item.code: item for item in report.rows}
    assert "thời hạn giải quyết" in by_code["2.002516"].missing
    assert "mã kết quả" in by_code["1.001699"].missing
    assert "mức phí, lệ phí" in by_code["1.004873"].missing

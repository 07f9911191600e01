"""Logs are read by people who may not know who filed what."""

from __future__ import annotations

import json
import logging
import sys

import pytest
import structlog
from django.db.utils import IntegrityError

from namkhong.config import logs


def _line(record: logging.LogRecord) -> str:
    formatter = logs.configuration("INFO")["formatters"]["json"]
    made = formatter["()"](
        **{name: value for name, value in formatter.items() if name in {"foreign_pre_chain", "processors"}}
    )
    return str(made.format(record))


def _record(message: str) -> logging.LogRecord:
    return logging.LogRecord("room", logging.ERROR, __file__, 1, message, None, None)


def test_a_line_is_one_json_object() -> None:
    assert json.loads(_line(_record("hồ sơ không gửi được")))["event"] == "hồ sơ không gửi được"


def test_personal_numbers_and_queries_are_not_written() -> None:
    line = _line(_record("GET /tra-cuu/?ma=H18&bm=BIMAT cho 011198004217"))
    assert "BIMAT" not in line
    assert "011198004217" not in line


def test_telephones_and_addresses_are_not_written_and_other_numbers_are() -> None:
    line = _line(
        _record("không gửi được tới 0912345678, +84912345678, lan.lo@vidu.vn; hồ sơ H18.55.04-261123-0001, 5432")
    )
    for personal in ("0912345678", "84912345678", "lan.lo", "vidu.vn"):
        assert personal not in line
    assert "H18.55.04-261123-0001" in line
    assert "5432" in line


def test_a_failing_row_is_not_written() -> None:
    text = 'null value in column "x"\nDETAIL:  Failing row contains (1, Lò Thị Lan, 0912345678).\nSTATEMENT:  insert'
    try:
        raise IntegrityError(text)
    except IntegrityError:
        record = logging.LogRecord("room", logging.ERROR, __file__, 1, "việc nền lỗi", None, sys.exc_info())
    line = _line(record)
    assert "null value" in line
    assert "Lan" not in line


def test_our_own_lines_take_the_same_way(caplog: pytest.LogCaptureFixture) -> None:
    logs.configuration("WARNING")
    with caplog.at_level(logging.INFO):
        structlog.get_logger("namkhong.try").info("nối chuỗi", phone="0912345678")
    assert len(caplog.records) == 1

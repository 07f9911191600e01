"""Reading: the board, its data, and the report of responsibility."""

from namkhong.services.openness.queries.board import agencies_shown, board, counted, periods
from namkhong.services.openness.queries.data import days, period_rows
from namkhong.services.openness.queries.report import behind, report, units_of

__all__ = ["agencies_shown", "behind", "board", "counted", "days", "period_rows", "periods", "report", "units_of"]

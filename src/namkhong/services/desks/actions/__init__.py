"""Writing at the desk: one function per verb."""

from namkhong.services.desks.actions.batches import hand_work, run_batch, start_batch
from namkhong.services.desks.actions.exports import run_export, start_export
from namkhong.services.desks.actions.lists import choose_columns, drop_filter, save_filter

__all__ = [
    "choose_columns",
    "drop_filter",
    "hand_work",
    "run_batch",
    "run_export",
    "save_filter",
    "start_batch",
    "start_export",
]

"""Writing at the desk: one function per verb."""

from namkhong.services.desks.actions.batches import hand_work, run_batch, start_batch
from namkhong.services.desks.actions.exports import export_register, run_export, start_export
from namkhong.services.desks.actions.handing import hand_post, hand_unit
from namkhong.services.desks.actions.lists import choose_columns, drop_filter, save_filter
from namkhong.services.desks.actions.queue import call_again, call_next, finish, miss, sit_at, take_number

__all__ = [
    "call_again",
    "call_next",
    "choose_columns",
    "drop_filter",
    "export_register",
    "finish",
    "hand_post",
    "hand_unit",
    "hand_work",
    "miss",
    "run_batch",
    "run_export",
    "save_filter",
    "sit_at",
    "start_batch",
    "start_export",
    "take_number",
]

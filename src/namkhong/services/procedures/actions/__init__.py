"""Changing the catalogue of procedures."""

from namkhong.services.procedures.actions.designing import (
    begin_process_draft,
    change_process_draft,
    discard_process_draft,
    new_process_draft,
    publish_process_draft,
    take_process_draft,
)
from namkhong.services.procedures.actions.doors import change_front_door, offer
from namkhong.services.procedures.actions.facts import load_facts
from namkhong.services.procedures.actions.forming import use_form
from namkhong.services.procedures.actions.handing import hand_procedures
from namkhong.services.procedures.actions.importing import import_procedures
from namkhong.services.procedures.actions.processes import add_process_version
from namkhong.services.procedures.actions.searching import refresh_search

__all__ = [
    "add_process_version",
    "begin_process_draft",
    "change_front_door",
    "change_process_draft",
    "discard_process_draft",
    "hand_procedures",
    "import_procedures",
    "load_facts",
    "new_process_draft",
    "offer",
    "publish_process_draft",
    "refresh_search",
    "take_process_draft",
    "use_form",
]

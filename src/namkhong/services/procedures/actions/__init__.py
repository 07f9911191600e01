"""Changing the catalogue of procedures."""

from namkhong.services.procedures.actions.doors import change_front_door, offer
from namkhong.services.procedures.actions.facts import load_facts
from namkhong.services.procedures.actions.importing import import_procedures
from namkhong.services.procedures.actions.processes import add_process_version
from namkhong.services.procedures.actions.searching import refresh_search

__all__ = [
    "add_process_version",
    "change_front_door",
    "import_procedures",
    "load_facts",
    "offer",
    "refresh_search",
]

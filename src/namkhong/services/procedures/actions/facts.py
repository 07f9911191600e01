"""Loading what the product ships knowing."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from namkhong.kernel.actor import Actor
from namkhong.services.procedures.actions.importing import import_procedures
from namkhong.services.procedures.actions.processes import add_process_version, was_taken
from namkhong.services.procedures.actions.searching import refresh_search
from namkhong.services.procedures.types import ImportReport


def _read(name: str) -> Any:
    return json.loads((Path(settings.FACTS) / name).read_text("utf-8"))


@transaction.atomic
def load_facts(now: datetime, actor: Actor | None = None) -> ImportReport:
    """Load processes, then procedures with their front doors and offerings. Loading again changes nothing.

    Forms (``eforms``) and agencies (``organisations``) are loaded before.
    """
    who = actor or Actor.system("Hệ thống")
    processes = _read("processes.json")
    source = {key: processes[key] for key in ("sources", "confidence", "to_be_confirmed") if key in processes}
    for process in processes["processes"]:
        if was_taken(process):  # what the province designed since is not taken back by loading again
            continue
        add_process_version(
            process, valid_from=date.fromisoformat(processes["valid_from"]), source=source, actor=who, now=now
        )
    report = import_procedures(_read("procedures.json"), actor=who, now=now)
    refresh_search()
    return report

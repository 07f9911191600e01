"""The forms of the one-stop shop as the product knows them."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.models import FormTemplate


@transaction.atomic
def load_facts(now: datetime, actor: Actor) -> int:
    """Load the form templates; loading again changes nothing. Returns how many are new."""
    frozen.templates.forget()
    known = json.loads((settings.FACTS / "form_templates.json").read_text(encoding="utf-8"))
    new = 0
    for row in known["templates"]:
        _template, created = FormTemplate.objects.get_or_create(
            code=row["code"],
            version=row["version"],
            defaults={
                "name": row["name"],
                "legal_basis": row["legal_basis"],
                "effective_from": date.fromisoformat(row["effective_from"]),
                "effective_to": date.fromisoformat(row["effective_to"]) if row.get("effective_to") else None,
                "layout": row["layout"],
                "settings": row.get("settings", {}),
                "to_be_confirmed": row.get("to_be_confirmed", ""),
            },
        )
        new += created
    if new:
        audit.record(actor, "dossiers.facts_loaded", ("form_templates", "facts"), now=now, detail={"new": new})
    return new

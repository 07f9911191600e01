"""The proof a citizen takes home: her steps as she sees them, and their way up to the published roots of the log."""

from __future__ import annotations

from typing import Any

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.audit.types import HeadCard, Proof
from namkhong.services.dossiers import witness
from namkhong.services.dossiers.models import Dossier, Step


def proof(dossier: Dossier, *, log: str) -> dict[str, Any]:
    """The file that ``kiem-chung.py`` reads; ``log`` is the address of the published roots.

    What is said of a step is read from the step as the pages show it, never from the record: were it changed since, the
    digest would no longer be found.
    """
    steps = {step.revision: step for step in Step.objects.filter(dossier=dossier)}
    heads: dict[str, HeadCard] = {}
    told: list[dict[str, Any]] = []
    waiting, gone = 0, []
    for one in audit.proofs(("dossier", dossier.pk)):
        for kept in one.detail.get(witness.STEPS, ()):
            step = steps.get(kept["revision"])
            if one.head is None:
                waiting += 1
            elif step is None:
                gone.append(kept["revision"])
            else:
                heads |= {head.hash: head for head in (one.before, one.head) if head is not None}
                told.append(_step(witness.said(step, dossier.code or "", kept), one))
    ordered = sorted(heads.values(), key=lambda head: head.day)
    return {
        "format": "namkhong-proof-1",
        "dossier": dossier.code or "",
        "log": log,
        "waiting": waiting,
        "gone": gone,
        "steps": told,
        "heads": [head.plain for head in ordered],
    }


def _step(words: witness.Said, one: Proof) -> dict[str, Any]:
    return {
        "said": words,
        "record": one.record,
        "commits": one.commits,
        "index": one.index,
        "path": list(one.path),
        "head": one.head.hash if one.head else "",
    }

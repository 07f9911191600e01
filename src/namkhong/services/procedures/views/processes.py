"""Processes as they hold: the list, one version with its picture, and the files of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namkhong.kernel import clock
from namkhong.services.procedures import drawing, policies, process_words, queries
from namkhong.services.procedures.bpmn import write_bpmn
from namkhong.services.procedures.errors import NoSuchProcess
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*policies.KEEPERS)
@require_safe
def processes(request: Request) -> HttpResponseBase:
    """Every process, page by page."""
    policies.require(request.actor, "see_unsure", clock.now())
    cursor = request.GET.get("tiep", "")
    page = queries.processes_listed(clock.local_date(clock.now()), cursor)
    here = reverse("processes")
    context = {
        "items": page.items,
        "next_url": f"{here}?tiep={page.next}" if page.next else "",
        "first_url": here if cursor else "",
    }
    return render(request, "procedures/admin/processes.html", context)


@gates.official(*policies.KEEPERS)
@require_safe
def process(request: Request, key: str, number: int | None = None) -> HttpResponseBase:
    """One version: the picture, the same as a list, what it changed, and the other versions."""
    policies.require(request.actor, "see_unsure", clock.now())
    today = clock.local_date(clock.now())
    versions = queries.versions_of_process(key)
    shown = _numbered(versions, number) if number is not None else queries.in_force_among(versions, today)
    shown = shown or versions[0]
    before = next((one for one in versions if one.number < shown.number), None)
    names = dict(queries.who_can_be_asked())
    context = {
        "shown": shown,
        "versions": versions,
        "holds": shown.holds_on(today),
        "today": today,
        "before": before,
        "changes": process_words.difference(before.content, shown.content, names) if before else [],
        "procedures": queries.used_by(key, today),
        "drafted": queries.has_draft(key),
        "key": key,
        **picture(shown.content, names),
    }
    return render(request, "procedures/admin/process.html", context)


@gates.official(*policies.KEEPERS)
@require_safe
def process_file(request: Request, key: str, number: int, form: str) -> HttpResponseBase:
    """One version as a file: JSON, or BPMN 2.0."""
    policies.require(request.actor, "see_unsure", clock.now())
    shown = _numbered(queries.versions_of_process(key), number)
    if form == "bpmn":
        body, kind = write_bpmn(shown.content), "application/bpmn+xml"
    else:
        body = json.dumps(shown.content, ensure_ascii=False, indent=1).encode()
        kind = "application/json"
    answer = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{number}.{form}"'
    return answer


def _numbered(versions: list[queries.VersionContent], number: int) -> queries.VersionContent:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NoSuchProcess
    return found


def picture(content: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What the picture and the list beside it show."""
    steps = content["steps"]
    rows = [
        {
            "code": step["code"],
            "name": step["name"],
            "public_name": step["public_name"],
            "kind": process_words.KINDS[step["kind"]],
            "post": process_words.post(step),
            "hours": step["hours"],
            "back": process_words.way_back(steps, place),
            "system": step.get("system", ""),
            "confirm": process_words.confirming(step["confirm"]) if "confirm" in step else "",
            "asked": [process_words.asked(rule, names) for rule in step.get("opinions", ())],
        }
        for place, step in enumerate(steps)
    ]
    return {
        "picture": drawing.draw(steps, names) if steps else None,
        "rows": rows,
        "hours": sum(step["hours"] for step in steps),
        "called": _("Sơ đồ quy trình"),
    }

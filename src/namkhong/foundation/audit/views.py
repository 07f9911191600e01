"""The citizen's page of who has read her data; the public pages by which anybody checks the log alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from namkhong.foundation.audit import queries
from namkhong.foundation.audit.errors import NoSuchYear
from namkhong.web import gates
from namkhong.web.http import Request


@require_safe
@gates.citizen
def who_read_my_data(request: Request) -> HttpResponse:
    """Every reading of the signed-in person's data, newest first."""
    page = queries.who_read(request.actor, request.GET.get("sau", ""))
    return render(request, "audit/citizen/who_read_my_data.html", {"page": page, "first": "sau" not in request.GET})


_PROGRAM: Final = Path(__file__).parent / "static" / "audit" / "kiem-chung.py"


@cache
def _program() -> bytes:
    return _PROGRAM.read_bytes()


def _etag(request: Request, **asked: Any) -> str | None:
    """Roots are only ever added: the last one's hash names a file of them."""
    found = queries.heads_of_year(asked["year"])
    return f'"{found[-1].hash}"' if found else None


@require_safe
@gates.public
def public_log(request: Request) -> HttpResponse:
    """The published roots, the newest first, and how anybody checks them."""
    page = queries.published(request.GET.get("truoc", ""))
    context = {
        "page": page,
        "first": "truoc" not in request.GET,
        "years": queries.years(),
        "program_hash": hashlib.sha256(_program()).hexdigest(),
    }
    return render(request, "audit/citizen/public_log.html", context)


@require_safe
@gates.public
@condition(etag_func=_etag)
def public_log_json(request: Request, year: int) -> HttpResponse:
    """The roots of a year as the offline program reads them."""
    rows = [{**head.plain, "proof": list(head.proof)} for head in _year(year)]
    site = settings.SITE_URL + reverse("public_log")
    body = json.dumps({"format": "namkhong-log-1", "site": site, "heads": rows}, indent=1)
    return _public(body, "application/json", f"nhat-ky-{year}.json")


@require_safe
@gates.public
@condition(etag_func=_etag)
def public_log_text(request: Request, year: int) -> HttpResponse:
    """The same as plain text, one line a day: to be printed, kept, read aloud."""
    return _public("\n".join(_lines(year)) + "\n", "text/plain", f"nhat-ky-{year}.txt")


@require_safe
@gates.public
@condition(etag_func=lambda request: f'"{hashlib.sha256(_program()).hexdigest()}"')
def check_program(request: Request) -> HttpResponse:
    """The offline program: one file."""
    return _public(_program().decode(), "text/x-python", "kiem-chung.py")


def _year(year: int) -> list[queries.HeadCard]:
    found = queries.heads_of_year(year)
    if not found:
        raise NoSuchYear
    return found


def _lines(year: int) -> Iterator[str]:
    for head in _year(year):
        yield "\t".join([head.day.isoformat(), head.said_at, str(head.size), head.root, head.hash])


def _public(body: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"' if kind != "text/plain" else "inline"
    answer["Cache-Control"] = "public, max-age=300"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer

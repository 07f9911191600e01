"""Pages of a form as HTML, for callers that do not import the macros themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from markupsafe import Markup

from namkhong.services.eforms import addresses, queries, wording
from namkhong.services.eforms.addresses import PlaceOptions
from namkhong.services.eforms.binding import bound_values
from namkhong.services.eforms.types import FormSpec, Kind, Section

__all__ = ["PlaceOptions", "bound_values", "error_list", "in_words", "place_options", "section_html", "summary_html"]

in_words = wording.in_words


def place_options(section: Section, on: date) -> PlaceOptions | None:
    """What the address questions of a page offer; nothing is read when it has none."""
    return addresses.options(on) if any(field.kind is Kind.ADDRESS for field in section.fields) else None


def error_list(errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """For ``ui.error_summary``."""
    return list(errors.items())


def section_html(  # noqa: PLR0913 - one page, everything it shows
    spec: FormSpec,
    section: Section,
    data: Mapping[str, Any],
    errors: Mapping[str, str],
    bound: Mapping[str, Any],
    *,
    revision: int = 0,
    notes: Mapping[str, str] | None = None,
    on: date | None = None,
    one_more: str = "",
) -> Markup:
    """The questions of a page, without ``<form>`` and buttons; ``one_more`` names the table that gets an empty row."""
    context = {
        "section": section,
        "data": data,
        "errors": errors,
        "bound": bound,
        "revision": revision,
        "notes": notes or {},
        "places": place_options(section, on or spec.valid_from),
        "one_more": one_more,
    }
    return Markup(render_to_string("eforms/section.html", context))  # noqa: S704 - a template's output


def summary_html(spec: FormSpec, data: Mapping[str, Any], change: Mapping[str, str] | None = None) -> Markup:
    """Every answer in words; ``change`` maps section codes to addresses where it can be changed."""
    context = {"parts": queries.summary(spec, data), "change": change or {}}
    return Markup(render_to_string("eforms/summary.html", context))  # noqa: S704 - a template's output

"""Finding the way in a form file: its pages, questions and columns, and names nobody has yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from namkhong.kernel import text
from namkhong.services.eforms.documents import Document
from namkhong.services.eforms.errors import NoSuchSection
from namkhong.services.eforms.shape import RESERVED


def sections(document: Document) -> list[dict[str, Any]]:
    """Every page."""
    found: list[dict[str, Any]] = document["sections"]
    return found


def section_at(document: Document, code: str) -> int:
    """The place of a page. :raises NoSuchSection:"""
    for number, item in enumerate(sections(document)):
        if item["code"] == code:
            return number
    raise NoSuchSection


def question_at(document: Document, name: str) -> tuple[list[dict[str, Any]], int]:
    """The questions among which this one stands, and its place. :raises NoSuchSection:"""
    for item in sections(document):
        for number, field in enumerate(item["fields"]):
            if field["name"] == name:
                return item["fields"], number
    raise NoSuchSection


def column_at(document: Document, name: str, column: str) -> tuple[list[dict[str, Any]], int]:
    """The same among the columns of a table; without a column, the question itself. :raises NoSuchSection:"""
    fields, place = question_at(document, name)
    if not column:
        return fields, place
    for number, item in enumerate(fields[place].get("columns", ())):
        if item["name"] == column:
            found: list[dict[str, Any]] = fields[place]["columns"]
            return found, number
    raise NoSuchSection


def questions(document: Document) -> list[dict[str, Any]]:
    """Every question in the order of the form."""
    return [field for item in sections(document) for field in item["fields"]]


def leaning_on(document: Document, names: Iterable[str]) -> list[str]:
    """The labels of pages and questions whose conditions look at any of these questions."""
    wanted, found = set(names), []
    for item in sections(document):
        if wanted & item.get("show_if", {}).keys():
            found.append(item["title"])
        found += [
            field["label"] for field in item["fields"] if field["name"] not in wanted and wanted & _looks_at(field)
        ]
    return found


def _looks_at(field: dict[str, Any]) -> set[str]:
    return {*field.get("show_if", {}), *field.get("required_if", {})}


def slug(label: str, joint: str, longest: int) -> str:
    """Plain letters and digits of a label."""
    plain = re.sub(r"[^a-z0-9]+", joint, text.fold(label)).strip(joint)
    return plain[:longest].strip(joint)


def free(wanted: str, taken: Iterable[str], joint: str) -> str:
    """The name itself, or with the first number that nobody has."""
    kept = set(taken)
    if wanted not in kept:
        return wanted
    return next(name for number in range(2, len(kept) + 3) if (name := f"{wanted}{joint}{number}") not in kept)


def name_for(label: str, taken: Iterable[str]) -> str:
    """The name a question is kept under, from its label; never changed again, so that answers stay readable."""
    wanted = slug(label, "_", 50)
    return free(wanted if re.match("[a-z]", wanted) else f"cau_{wanted}".strip("_"), {*taken, *RESERVED}, "_")


def key_for(title: str, taken: Iterable[str]) -> str:
    """The key a form is kept under, from its title."""
    return free(slug(title, "-", 50) or "bieu-mau", taken, "-")


def names(document: Document) -> list[str]:
    """The names of every question."""
    return [field["name"] for field in questions(document)]

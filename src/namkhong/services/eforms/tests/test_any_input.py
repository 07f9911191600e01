"""Whatever is posted: no exception but a sentence, and nothing typed is lost."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from namkhong.services.eforms import checking, layout, reading, wording
from namkhong.services.eforms.tests.factories import EVERY_KIND, TODAY, form_file
from namkhong.services.eforms.types import FormSpec, FormVersionId

KEYS = [
    *(field["name"] for field in EVERY_KIND),
    *("day-day", "day-month", "day-year", "who-full_name", "who-personal_number", "where-province", "where-commune"),
    *(
        "who-date_of_birth",
        "who-date_of_birth-day",
        "who-date_of_birth-month",
        "who-date_of_birth-year",
        "where-detail",
    ),
    *("_revision", "unknown", "line-", "-line"),
]
junk = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["", "yes", "31", "2", "2026", "9" * 400, "-1", "1e999", "NaN", "1.200.000", "12,5", "٣", "²", "𝟙𝟚"]
    ),
    st.characters().map(lambda char: char * 3),
)


@lru_cache
def _form() -> tuple[FormSpec, Any]:
    sections = layout.sections(form_file(*EVERY_KIND)["sections"])
    schema = layout.schema_of("Thử", sections)
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    spec = FormSpec(FormVersionId(0), "thu", 1, "Thử", TODAY, None, sections, schema)
    return spec, validator


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), st.lists(junk, max_size=3), max_size=len(KEYS)))
@example({"count": ["9" * 5000]})
@example({"day-day": ["²"], "day-month": ["1"], "day-year": ["2026"]})
@example({"line": ["\ud800"]})
def test_any_posted_junk_gives_sentences_and_never_an_exception(values: dict[str, list[str]]) -> None:
    spec, validator = _form()
    posted = QueryDict(mutable=True)
    for key, items in values.items():
        posted.setlist(key, items)
    data: dict[str, object] = {}
    for field in spec.sections[0].fields:
        value = reading.read(field, posted)
        if value is not reading.ABSENT and value is not None:
            data[field.name] = value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "_built", lambda _id: (spec.sections, spec.schema, validator))
        errors = checking.errors(spec, data, TODAY)
        checking.errors(spec, {**data, "extra": 1}, TODAY)
    assert all(errors.values())
    wording.summary(spec, data)
    for field in spec.sections[0].fields:
        typed = str(posted.get(field.id, "")).strip()
        if field.kind == "text" and typed.isascii() and typed and typed.isprintable():
            assert data[field.name] == " ".join(typed.split()), "what was typed is kept"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1200000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1 200 000 đồng", 1_200_000),
        ("1,200,000", 1_200_000),
        ("12.5", "12.5"),
        ("9" * 20, "9" * 20),
        ("-5", -5),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, value: object) -> None:
    field = _form()[0].field("sum")
    assert field is not None
    posted = QueryDict(mutable=True)
    posted["sum"] = typed
    assert reading.read(field, posted) == value


@pytest.mark.parametrize(("typed", "value"), [("12,5", 12.5), ("12.5", 12.5), ("1.234", 1234), ("12", 12), ("x", "x")])
def test_numbers_are_read_as_people_write_them(typed: str, value: object) -> None:
    field = _form()[0].field("height")
    assert field is not None
    posted = QueryDict(mutable=True)
    posted["height"] = typed
    assert reading.read(field, posted) == value


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("29", "2", "2024"), "2024-02-29"),
        (("29", "2", "2023"), {"day": "29", "month": "2", "year": "2023"}),
        (("1", "1", "24"), {"day": "1", "month": "1", "year": "24"}),
        (("", "", ""), None),
    ],
)
def test_days_are_checked_against_the_calendar(parts: tuple[str, str, str], value: object) -> None:
    field = _form()[0].field("day")
    assert field is not None
    posted = QueryDict(mutable=True)
    for name, typed in zip(("day", "month", "year"), parts, strict=True):
        posted[f"day-{name}"] = typed
    assert reading.read(field, posted) == value

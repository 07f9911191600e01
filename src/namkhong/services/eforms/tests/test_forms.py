"""The forms the product ships, and form versions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from namkhong.services.eforms import actions, queries
from namkhong.services.eforms.errors import BadForm, NoSuchForm
from namkhong.services.eforms.models import FormVersion
from namkhong.services.eforms.tests.factories import NOW, SYSTEM, TODAY, form_file

pytestmark = pytest.mark.django_db


def paged(code: str) -> dict[str, Any]:
    """A form whose one page has this code."""
    asked = {"name": "a", "kind": "text", "label": "A"}
    return form_file(sections=[{"code": code, "title": "Giấy tờ", "fields": [asked]}])


def test_the_shipped_forms_load_once_and_loading_again_changes_nothing() -> None:
    assert actions.load_facts(NOW) == len(list((settings.FACTS / "forms").glob("[!_]*.json")))
    assert actions.load_facts(NOW) == 0
    for key in ("1.004873", "2.000635", "1.001193", "don-de-nghi"):
        form = queries.form(key, TODAY)
        assert form.version == 1
        assert form.schema["$schema"].endswith("2020-12/schema")
        assert form.sections[-1].fields[-1].kind == "declaration"


def test_a_changed_form_becomes_a_new_version_and_the_old_one_stays() -> None:
    old = actions.add_form_version(form_file({"name": "a", "kind": "text", "label": "A"}), actor=SYSTEM, now=NOW)
    new = actions.add_form_version(form_file({"name": "b", "kind": "text", "label": "B"}), actor=SYSTEM, now=NOW)
    assert old is not None
    assert new is not None
    assert queries.form("thu", TODAY - timedelta(days=1)).version == 1
    assert queries.form("thu", TODAY).version == 2
    assert queries.form_version(old.pk).sections[0].fields[0].name == "a"
    with pytest.raises(NoSuchForm):
        queries.form("thu", date(2025, 12, 31))
    with pytest.raises(NoSuchForm):
        queries.form_version(0)


def test_two_versions_never_hold_on_one_day() -> None:
    row = actions.add_form_version(form_file({"name": "a", "kind": "text", "label": "A"}), actor=SYSTEM, now=NOW)
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(
            key="thu", number=9, title="x", valid_from=TODAY, layout=[], schema={}, fingerprint="", created_at=NOW
        )


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        {"key": "a"},
        form_file(),
        form_file({"name": "A B", "kind": "text", "label": "A"}),
        form_file({"name": "a", "kind": "video", "label": "A"}),
        form_file({"name": "a", "kind": "text", "label": "A"}, {"name": "a", "kind": "text", "label": "A"}),
        form_file({"name": "a", "kind": "text", "label": "A", "show_if": {"b": ["x"]}}),
        form_file({"name": "a", "kind": "choice", "label": "A", "choices": "no_such_list"}),
        form_file({"name": "a", "kind": "text", "label": "A"}, valid_from="hôm nay"),
        form_file({"name": "a", "kind": "text", "label": "A", "pattern": "("}),
        paged("giay-to"),
        paged("kiem-tra"),
        paged("bo"),
    ],
)
def test_a_form_file_that_cannot_be_used_is_refused_with_a_sentence(wrong: Any) -> None:
    with pytest.raises(BadForm) as problem:
        actions.add_form_version(wrong, actor=SYSTEM, now=NOW)
    assert str(problem.value).endswith(".")
    assert not FormVersion.objects.exists()


def test_reading_a_form_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    actions.load_facts(NOW)
    queries.form("1.004873", TODAY)
    with django_assert_max_num_queries(1):
        queries.form("1.004873", TODAY)

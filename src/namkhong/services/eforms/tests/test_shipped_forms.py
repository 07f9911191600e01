"""The forms the product ships: one for every procedure whose fields are known, each page of each can be asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from namkhong.services.eforms import actions, queries, rendering
from namkhong.services.eforms.models import FormVersion
from namkhong.services.eforms.tests.factories import NOW, SYSTEM
from namkhong.services.eforms.types import Kind

pytestmark = pytest.mark.django_db
FOLDER = settings.FACTS / "forms"
KEYS = sorted(path.stem for path in FOLDER.glob("*.json") if not path.name.startswith("_"))


def _facts(name: str) -> Any:
    return json.loads((settings.FACTS / name).read_text("utf-8"))


def test_every_procedure_that_lists_its_fields_has_its_own_form() -> None:
    listed = {row["code"] for row in _facts("procedures.json")["procedures"] if row.get("form_fields")}
    assert listed <= set(KEYS)


def test_every_page_of_every_form_can_be_asked_and_read_back() -> None:
    actions.load_facts(NOW, SYSTEM)
    assert set(FormVersion.objects.values_list("key", flat=True)) == set(KEYS)
    for key in KEYS:
        spec = queries.form(key, NOW.date())
        assert spec.to_be_confirmed or spec.legal_basis, key
        for section in spec.sections:
            page = rendering.section_html(spec, section, {}, {}, {}, on=NOW.date())
            assert all(
                field.label in page or field.kind is Kind.DECLARATION for field in section.fields if not field.show_if
            )
        assert queries.summary(spec, {}), key


@pytest.mark.parametrize("key", KEYS)
def test_it_ends_with_the_way_of_the_result_and_a_declaration(key: str) -> None:
    last = _facts(f"forms/{key}.json")["sections"][-1]
    assert [field["kind"] for field in last["fields"]][-1] == "declaration"
    assert "receive_by" in {field["name"] for field in last["fields"]}


@pytest.mark.parametrize("key", KEYS)
def test_it_speaks_as_a_clerk_does(key: str) -> None:
    said = json.dumps(_facts(f"forms/{key}.json")["sections"], ensure_ascii=False)
    for never in ("TODO", "memory", "_raw", "lorem", "vui lòng"):
        assert never not in said

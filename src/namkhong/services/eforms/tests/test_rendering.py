"""Pages of a form as people see them."""

from __future__ import annotations

import re

import pytest

from namkhong.services.eforms import actions, binding, queries, rendering
from namkhong.services.eforms.tests.factories import EVERY_KIND, GOOD, NOW, SYSTEM, TODAY, form_file, owner, posted

ENGLISH = re.compile(
    r">[^<]*\b(the|error|required|optional|choose|date|day|month|year|name|address|yes|no|file)\b[^<]*<", re.I
)
pytestmark = pytest.mark.django_db


def _page(data: dict[str, object], errors: dict[str, str], bound: dict[str, object]) -> str:
    actions.add_form_version(form_file(*EVERY_KIND), actor=SYSTEM, now=NOW)
    form = queries.form("thu", TODAY)
    return str(rendering.section_html(form, form.sections[0], data, errors, bound, revision=3, on=TODAY))


def test_every_kind_is_drawn_with_its_label_and_id() -> None:
    html = _page({}, {}, {})
    for field in EVERY_KIND:
        assert field["label"] in html or field["kind"] == "declaration"
    for field_id in ("line", "count", "day-day", "who-full_name", "where-commune", "pledge", "pick", "sure"):
        assert f'id="{field_id}"' in html
    assert 'name="_revision" value="3"' in html
    assert not ENGLISH.findall(html)


def test_errors_stand_beside_their_fields_and_typed_text_is_shown_again() -> None:
    data: dict[str, object] = {
        "count": "ba bản",
        "day": {"day": "31", "month": "2", "year": "2026"},
        "line": "<script>alert(1)</script>",
    }
    html = _page(data, {"count": "“Số bản” phải là số, ví dụ 12."}, {})
    assert "ba bản" in html
    assert 'id="count-error"' in html
    assert 'value="31"' in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_what_is_known_is_filled_in_and_said_so() -> None:
    html = _page({}, {}, {"line": "Bản Phăng"})
    assert 'value="Bản Phăng"' in html
    assert "Thông tin đã có, ông/bà chỉ cần kiểm tra" in html
    typed = _page({"line": "Khác"}, {}, {"line": "Bản Phăng"})
    assert 'value="Khác"' in typed


def test_a_usual_answer_stands_in_the_field_until_the_page_was_saved_once() -> None:
    field = {"name": "nationality", "kind": "text", "label": "Quốc tịch", "default": "Việt Nam"}
    actions.add_form_version(form_file(field), actor=SYSTEM, now=NOW)
    form = queries.form("thu", TODAY)

    def shown(data: dict[str, object], bound: dict[str, object], revision: int = 0) -> str:
        return str(rendering.section_html(form, form.sections[0], data, {}, bound, revision=revision, on=TODAY))

    assert 'value="Việt Nam"' in shown({}, {})
    assert "Thông tin đã có" not in shown({}, {})  # usual, not known
    assert 'value="Lào"' in shown({"nationality": "Lào"}, {})
    assert 'value="Lào"' in shown({}, {"nationality": "Lào"})
    assert "Việt Nam" not in shown({}, {}, revision=1)  # she emptied it


def test_the_applicant_of_the_certificate_is_usually_vietnamese() -> None:
    actions.load_facts(NOW)
    form = queries.form("1.004873", TODAY)
    section = form.section("ve-ban-than")
    assert section is not None
    assert 'value="Việt Nam"' in str(rendering.section_html(form, section, {}, {}, {}, on=TODAY))


def test_the_summary_reads_every_answer_back_in_words() -> None:
    account = owner()
    row = actions.add_form_version(form_file(*EVERY_KIND), actor=SYSTEM, now=NOW)
    assert row is not None
    result = actions.save_step(
        answers_id=None, form_id=row.pk, section="mot", posted=posted(GOOD), owner_account_id=account, now=NOW
    )
    form = queries.form_version(row.pk)
    html = str(rendering.summary_html(form, result.data, {"mot": "/sua/"}))
    for words in (
        "1.200.000 đồng",
        "05/01/2026",
        "Loại B",
        "Có",
        "Quàng Văn Tưởng, sinh ngày 27/03/1990",
        "Không khai",
    ):
        assert words in html
    assert "/sua/" in html
    assert not ENGLISH.findall(html)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "Bản Phăng 1, xã Mường Phăng, tỉnh Điện Biên",
            {"detail": "Bản Phăng 1", "commune": "Xã Mường Phăng", "province_name": "Tỉnh Điện Biên"},
        ),
        (
            "xã Ma Thì Hồ, huyện Mường Chà, tỉnh Điện Biên",
            {"commune": "Xã Ma Thì Hồ, huyện Mường Chà", "province_name": "Tỉnh Điện Biên"},
        ),
        ("Số 5, huyện Điện Biên", {"detail": "Số 5, huyện Điện Biên"}),
        ("Bản Phăng", {"detail": "Bản Phăng"}),
        (" , ,", {}),
    ],
)
def test_an_address_written_on_one_line_is_put_into_its_boxes(line: str, parts: dict[str, str]) -> None:
    assert binding.written_address(line) == parts

"""Components: tied together for those who listen, safe with what was typed, silent in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from namkhong.web.tests.english import english_in

Show = Callable[[str], str]


def test_a_field_is_tied_to_its_label_hint_and_error(show: Show) -> None:
    html = show('{{ ui.input("applicant.full_name", "Họ và tên", error="Chưa ghi", hint="Như thẻ căn cước") }}')
    assert 'for="applicant-full_name"' in html
    assert 'id="applicant-full_name" name="applicant.full_name"' in html
    assert 'aria-describedby="applicant-full_name-hint applicant-full_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="applicant-full_name-error"' in html


def test_a_field_without_hint_or_error_describes_nothing(show: Show) -> None:
    assert "aria-describedby" not in show('{{ ui.input("ten", "Tên", "Mai") }}')


def test_what_was_typed_comes_back_escaped(show: Show) -> None:
    html = show("{{ ui.input('ten', 'Tên', '\"><script>') }}{{ ui.textarea('y', 'Ý', '</textarea><script>') }}")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_zero_is_a_value_but_a_password_never_comes_back(show: Show) -> None:
    assert 'value="0"' in show('{{ ui.input("n", "Số", 0) }}')
    assert "value=" not in show('{{ ui.input("p", "Mật khẩu", "bí mật", type="password") }}')


def test_the_first_choice_has_the_fields_id_so_that_the_error_summary_finds_it(show: Show) -> None:
    html = show('{{ ui.radios("a.b", "Giới tính", [("1", "Nam"), ("2", "Nữ")], 2, error="Chưa chọn") }}')
    assert 'id="a-b" name="a.b" type="radio" value="1">' in html
    assert 'id="a-b-2" name="a.b" type="radio" value="2" checked>' in html
    assert '<fieldset class="govuk-fieldset" aria-describedby="a-b-error">' in html


def test_several_boxes_may_be_ticked(show: Show) -> None:
    html = show('{{ ui.checkboxes("x", "Nhận ở đâu", [(1, "Một"), (2, "Hai"), (3, "Ba")], [1, "3"]) }}')
    assert re.findall(r'value="(\d)" checked', html) == ["1", "3"]


def test_a_date_has_three_boxes_that_keep_what_was_typed(show: Show) -> None:
    html = show('{{ ui.date("born", "Ngày sinh", {"day": "31", "month": "2", "year": "1990"}, error="Chưa đúng") }}')
    for part, value in (("day", "31"), ("month", "2"), ("year", "1990")):
        assert f'id="born-{part}" name="born-{part}"' in html
        assert f'value="{value}"' in html
    assert 'id="born" tabindex="-1"' in html
    assert "Ngày</label>" in html


def test_a_caller_may_name_the_id_of_a_control_once(show: Show) -> None:
    html = show('{{ ui.file("scan_file", "Tệp", attrs={"id": "scan"}) }}')
    assert html.count(' id="scan"') == 1
    assert 'for="scan"' in html


def test_the_error_summary_links_to_each_field_and_is_silent_without_errors(show: Show) -> None:
    html = show('{{ ui.error_summary([("a.b", "Chưa ghi tên"), ("", "Hồ sơ đã chuyển")]) }}')
    assert '<a href="#a-b">Chưa ghi tên</a>' in html
    assert "<li>Hồ sơ đã chuyển</li>" in html
    assert 'role="alert"' in html
    assert "autofocus" in html
    assert show("{{ ui.error_summary([]) }}") == ""


def test_a_button_with_an_address_is_a_link(show: Show) -> None:
    assert show('{{ ui.button("Xem", "plain", href="/ho-so/") }}').startswith('<a href="/ho-so/"')
    assert 'name="lam" value="luu"' in show('{{ ui.button("Lưu", name="lam", value="luu") }}')


def test_a_change_link_says_what_it_changes(show: Show) -> None:
    html = show('{{ ui.summary([("Họ và tên", "Vì Thị Mai", "/sua"), ("Ngày sinh", "1/1/1990")]) }}')
    assert 'Sửa<span class="govuk-visually-hidden"> Họ và tên</span>' in html
    assert html.count("no-actions") == 1


def test_the_timeline_says_its_states_in_words(show: Show) -> None:
    html = show(
        '{{ ui.timeline([{"title": "Đã nộp", "state": "done"}, {"title": "Thẩm tra", "text": ["a", "b"],'
        ' "state": "now"}, {"title": "Trả kết quả"}]) }}'
    )
    assert "– đã xong" in html
    assert "– đang làm" in html
    assert "– chưa đến" in html
    assert html.count('aria-current="step"') == 1


def test_a_wide_table_scrolls_inside_itself_and_can_be_reached_by_keyboard(show: Show) -> None:
    html = show('{{ ui.table(["a", "b", "c", "d"], [[1, 2, 3, 4]], caption="Hồ sơ") }}')
    assert 'class="nk-scroll nk-scroll--wide" role="region" tabindex="0" aria-label="Hồ sơ"' in html
    assert html.count('scope="col"') == 4


def test_the_pager_is_silent_on_the_last_page(show: Show) -> None:
    assert show('{{ ui.pager("") }}') == ""
    assert 'rel="next"' in show('{{ ui.pager("?sau=abc") }}')


def test_side_links_show_counts_and_what_is_late(show: Show) -> None:
    html = show('{{ ui.nav_group("Hồ sơ", [("Việc của tôi", "/a", "1.000+", true, true), ("Chờ", "/b", 0)]) }}')
    assert 'aria-current="page"' in html
    assert '<span class="nk-count nk-count--late">1.000+</span>' in html
    assert html.count("nk-count--") == 1
    assert html.count('class="nk-count') == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("jinja")
@pytest.mark.parametrize("layout", ["citizen", "official"])
def test_all_components_together_speak_vietnamese_and_repeat_no_id(client: Client, layout: str) -> None:
    html = client.get(f"/thu/bo-phan/?layout={layout}").content.decode()
    assert english_in(html) == set()
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids.keys()
    for target in re.findall(r'for="([^"]+)"', html):
        assert target in ids
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)

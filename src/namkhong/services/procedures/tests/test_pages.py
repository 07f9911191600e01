"""The catalogue's pages, for everybody and for those who keep it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Forbidden, Problem
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import NoSuchProcedure
from namkhong.services.procedures.models import Procedure, ProcedureVersion
from namkhong.services.procedures.tests.factories import CITIZEN, KEEPER, NOW, TODAY, official, row
from namkhong.services.procedures.views import admin
from namkhong.web import gates
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.usefixtures("catalogue")
Ask = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    """Opens an administrator's page as somebody; data makes it a POST."""

    def open_(view: Any, actor: Actor = KEEPER, data: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
        request: Any = rf.get("/") if data is None else rf.post("/", data)
        request.actor = actor
        request._messages = _Messages()
        response: HttpResponse = view(request, **kwargs)
        return response

    return open_


class _Messages(list[Any]):
    def add(self, *message: Any) -> None:
        self.append(message)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_catalogue_opens_for_everybody_in_vietnamese(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        html = page(client, "/dich-vu-cong/")
    assert "Ông/Bà cần làm thủ tục gì?" in html
    assert "Trang sau" in html
    assert english_in(html) == set()


@pytest.mark.parametrize("typed", ["XAC NHAN HON NHAN", "giay doc than", "xac nhn tinh trng hon nhan"])
def test_a_search_without_accents_shows_the_procedure(
    client: Client, django_assert_max_num_queries: Any, typed: str
) -> None:
    with django_assert_max_num_queries(7):
        html = page(client, f"/dich-vu-cong/?q={typed}")
    assert "/dich-vu-cong/1.004873/" in html
    assert english_in(html) == set()


def test_nothing_found_says_what_to_do(client: Client) -> None:
    html = page(client, "/dich-vu-cong/?q=qwrtp+zzzz")
    assert "Chưa tìm thấy thủ tục nào" in html
    assert "Xem tất cả thủ tục" in html


def test_a_code_typed_into_the_search_opens_the_procedure(client: Client) -> None:
    assert client.get("/dich-vu-cong/?q=1.004873")["Location"] == "/dich-vu-cong/1.004873/"


def test_the_catalogue_is_walked_by_field_level_and_page(client: Client) -> None:
    html = page(client, "/dich-vu-cong/?linh-vuc=ho-tich")
    assert "Lĩnh vực Hộ tịch" in html
    assert "1.013225" not in html
    assert "2.002288" not in page(client, "/dich-vu-cong/?cap=xa&linh-vuc=duong-bo")
    assert "2.002288" in page(client, "/dich-vu-cong/?cap=tinh")
    following = queries.listed(TODAY).next
    assert "Về đầu danh sách" in page(client, f"/dich-vu-cong/?tiep={following}")


@pytest.mark.parametrize(
    "query", ["tiep=x", "tiep=WzEsMl0", "q=%00", "linh-vuc=%27--&cap=zz", "q=" + "a" * 5_000, "tiep=WyJhIix0cnVlXQ"]
)
def test_forged_addresses_answer_with_a_page(client: Client, query: str) -> None:
    answer = client.get(f"/dich-vu-cong/?{query}")
    assert answer.status_code in {200, 422}


def test_every_procedure_page_reads_well(client: Client) -> None:
    for code in Procedure.objects.values_list("code", flat=True):
        html = page(client, f"/dich-vu-cong/{code}/")
        assert english_in(html) == set(), code
        assert "None" not in html, code
        assert html.count("<h1") == 1, code


def test_the_page_of_marital_status_says_everything_in_six_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        html = page(client, "/dich-vu-cong/1.004873/")
    for words in (
        "Ông/Bà cần giấy xác nhận tình trạng hôn nhân?",
        "3 ngày làm việc",
        "Mức thu do Hội đồng nhân dân tỉnh quyết định",
        "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân",
        "Cơ quan tự tra trong cơ sở dữ liệu quốc gia về dân cư",
        "Nghị định 123/2015/NĐ-CP",
        "Bắt đầu nộp hồ sơ",
        "/nop-ho-so/1.004873/",
    ):
        assert words.lower() in html.lower(), words
    assert html.count("govuk-button") == 1, "one green button"


@pytest.mark.parametrize("code", ["1.000009", "x", "1.004873.000.00.00.H18"])
def test_an_unknown_procedure_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/dich-vu-cong/{code}/").status_code == 404


def test_the_page_says_where_to_file_when_it_is_not_here(client: Client) -> None:
    actions.change_front_door(
        procedure_id=queries.in_force("1.004873", TODAY).procedure_id,
        kind="national",
        url="https://dichvucong.gov.vn/x",
        basis="Nghị định 224/2026/NĐ-CP",
        from_day=TODAY + timedelta(days=1),
        actor=KEEPER,
        now=NOW,
    )
    assert "Bắt đầu nộp hồ sơ" in page(client, "/dich-vu-cong/1.004873/")
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        html = page(client, "/dich-vu-cong/1.004873/")
    assert "Nộp trên Cổng Dịch vụ công quốc gia" in html
    assert "https://dichvucong.gov.vn/x" in html
    assert "Bắt đầu nộp hồ sơ" not in html
    ministry = page(client, "/dich-vu-cong/1.004222/")
    assert "Đến trang nộp hồ sơ của bộ, ngành" in ministry
    assert "Nộp trực tiếp tại nơi tiếp nhận" in page(client, "/dich-vu-cong/2.000884/")
    assert "Chưa nhận hồ sơ trực tuyến" in page(client, "/dich-vu-cong/2.002516/")


def test_html_in_a_file_stays_text(client: Client) -> None:
    actions.import_procedures([row(name="<script>alert(1)</script> Thử", note="<b>đậm</b>")], actor=KEEPER, now=NOW)
    html = page(client, "/dich-vu-cong/1.999999/")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_list_of_what_is_unsure_in_few_queries(ask: Ask, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):  # the list itself takes two, the frame of the page the others
        html = ask(admin.unsure).content.decode()
    assert "Thủ tục cần xác nhận" in html
    assert "điều cần xác nhận" in html
    assert english_in(html) == set()


def test_one_procedure_as_it_is_kept(ask: Ask) -> None:
    html = ask(admin.one, code="1.004873").content.decode()
    assert "Cộng các bước: 24 giờ làm việc." in html
    assert "Phiên bản 1" in html
    assert english_in(html) - {"chatbot", "repo"} <= {"chatbot-tthc", "chatbot_tthc"}
    with pytest.raises(NoSuchProcedure):
        ask(admin.one, code="x")


def upload(content: bytes) -> dict[str, Any]:
    return {"tep": SimpleUploadedFile("danh-muc.json", content, content_type="application/json")}


def test_a_file_is_taken_in_and_reported_row_by_row(ask: Ask) -> None:
    data = {"procedures": [row(), row("1.00"), {"code": "1.000003"}]}
    html = ask(admin.take_file, data=upload(json.dumps(data).encode())).content.decode()
    assert "Thêm mới" in html
    assert "Không nhận" in html
    assert "không đúng dạng" in html
    assert "Thủ tục chưa có tên." in html
    assert ProcedureVersion.objects.filter(procedure__code="1.999999").exists()
    assert english_in(html) == set()


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\xff\xfe", b"[" * 100_000, b"1", b'{"a":1}', b"PK\x03\x04", "chữ".encode("utf-16")]
)
def test_what_is_no_catalogue_is_refused_with_a_sentence(ask: Ask, content: bytes) -> None:
    answer = ask(admin.take_file, data=upload(content))
    assert answer.status_code == 422
    assert "Xin " in answer.content.decode()
    assert ask(admin.take_file, data={}).status_code == 422


FRONT = {
    "kind": "national",
    "url": "https://dichvucong.gov.vn/",
    "basis": "Nghị định 224/2026/NĐ-CP",
    "from_day-day": "1",
    "from_day-month": "12",
    "from_day-year": "2026",
}


def test_the_front_door_is_changed_from_a_day_on(ask: Ask) -> None:
    assert ask(admin.front_door, code="1.004873").status_code == 200
    answer = ask(admin.front_door, data=FRONT, code="1.004873")
    assert (answer.status_code, answer["Location"]) == (302, "/can-bo/quan-tri/thu-tuc/1.004873/")
    assert queries.in_force("1.004873", TODAY + timedelta(days=8)).front_door == "national"


@pytest.mark.parametrize(
    "wrong", [{"from_day-month": "13"}, {"from_day-year": "2020"}, {"url": "http://x"}, {"basis": ""}, {"kind": "x"}]
)
def test_nothing_typed_is_lost_when_the_front_door_is_wrong(ask: Ask, wrong: dict[str, str]) -> None:
    answer = ask(admin.front_door, data={**FRONT, **wrong}, code="1.004873")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-summary" in html
    typed = {**FRONT, **wrong}
    assert all(value in html for key, value in typed.items() if key != "kind" and value)


PAGES: dict[str, tuple[Any, dict[str, str], bool]] = {
    "unsure": (admin.unsure, {}, False),
    "one": (admin.one, {"code": "1.004873"}, False),
    "take_file": (admin.take_file, {}, True),
    "front_door": (admin.front_door, {"code": "1.004873"}, True),
}


@pytest.mark.parametrize("name", PAGES)
def test_who_may_open_the_keepers_pages(ask: Ask, name: str) -> None:
    view, kwargs, elevated = PAGES[name]
    gate = gates.gate_of(view)
    assert gate is not None
    assert gate.elevated is elevated
    assert ask(view, actor=Actor.anonymous(), **kwargs).status_code == 302
    for actor in (CITIZEN, official(Role.COUNTER, elevated=True), official(Role.LEADER, elevated=True)):
        with pytest.raises(Forbidden):
            ask(view, actor=actor, **kwargs)
    for role in (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER):
        assert ask(view, actor=official(role), **kwargs).status_code == (302 if elevated else 200)
        assert ask(view, actor=official(role, elevated=True), **kwargs).status_code == 200


def test_a_forged_cursor_is_told(ask: Ask, rf: RequestFactory) -> None:
    request: Any = rf.get("/?tiep=abc")
    request.actor = KEEPER
    with pytest.raises(Problem):
        admin.unsure(request)

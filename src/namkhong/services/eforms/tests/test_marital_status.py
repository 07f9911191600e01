"""Tờ khai cấp Giấy xác nhận tình trạng hôn nhân, filled as people fill it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from namkhong.foundation.places import actions as places
from namkhong.services.eforms import actions, queries
from namkhong.services.eforms.tests.factories import NOW, TODAY, owner, posted
from namkhong.services.eforms.types import StepResult

pytestmark = pytest.mark.django_db
LAN = {
    "applicant": {
        "full_name": "Lò Thị Lan",
        "date_of_birth": "1998-03-27",
        "personal_number": "011198000123",
        "gender": "female",
        "phone": "0912345678",
        "email": "",
        "address": "Bản Phăng 1, xã Mường Phăng",
    }
}
FIRST = {
    "requester_address-province": "Tỉnh Điện Biên",
    "requester_address-commune": "muong phang",
    "requester_address-detail": "Bản Phăng 1",
    "phone": "0912 345 678",
    "relationship": "self",
}


def fill(pages: list[tuple[str, dict[str, str]]], account: int) -> tuple[StepResult, list[str]]:
    form = queries.form("1.004873", TODAY)
    answers_id: UUID | None = None
    walked = []
    result: StepResult | None = None
    for code, values in pages:
        result = actions.save_step(
            answers_id=answers_id,
            form_id=form.id,
            section=code,
            posted=posted(values),
            owner_account_id=account,
            now=NOW,
            identity=LAN,
        )
        assert result.errors == {}, (code, result.errors)
        answers_id = result.answers_id
        walked.append(result.next_section)
    assert result is not None
    return result, walked


@pytest.fixture(autouse=True)
def _facts(db: None) -> None:
    actions.load_facts(NOW)
    places.load_facts(NOW, nation=False)


def test_never_married_wants_to_marry_walks_six_pages() -> None:
    account = owner()
    result, walked = fill(
        [
            ("nguoi-yeu-cau", FIRST),
            ("ve-ban-than", {"gender": "female", "ethnic_group": "Thái", "nationality": "Việt Nam"}),
            ("tinh-trang", {"marital_status": "never"}),
            (
                "noi-cu-tru",
                {
                    "residence_from-day": "27",
                    "residence_from-month": "3",
                    "residence_from-year": "1998",
                    "earlier_places": "no",
                },
            ),
            ("muc-dich", {"purpose": "marry", "issued_before": "no"}),
            (
                "ket-hon",
                {
                    "partner-full_name": "Giàng A Dơ",
                    "partner-date_of_birth-day": "2",
                    "partner-date_of_birth-month": "9",
                    "partner-date_of_birth-year": "1996",
                    "partner_nationality": "Việt Nam",
                    "partner_address": "Xã Sín Chải",
                    "registering_agency": "Ủy ban nhân dân xã Mường Phăng",
                },
            ),
            ("cam-doan", {"receive_by": "electronic", "declaration": "yes"}),
        ],
        account,
    )
    assert walked == ["ve-ban-than", "tinh-trang", "noi-cu-tru", "muc-dich", "ket-hon", "cam-doan", ""]
    assert result.complete
    assert result.data["requester"]["full_name"] == "Lò Thị Lan"
    assert result.data["requester_address"]["commune"] == "Xã Mường Phăng"
    form = queries.form("1.004873", TODAY)
    words = {row.label: row.value for part in queries.summary(form, result.data) for row in part.rows}
    assert words["Người sẽ kết hôn cùng"] == "Giàng A Dơ, sinh ngày 02/09/1996"
    assert words["Thư điện tử"] == "Không khai"
    actions.lock_answers(answers_id=result.answers_id, now=NOW)


def test_a_divorced_person_is_asked_for_the_judgment_and_for_former_homes() -> None:
    account = owner()
    _result, walked = fill(
        [
            ("nguoi-yeu-cau", FIRST),
            ("ve-ban-than", {"gender": "female", "ethnic_group": "Thái", "nationality": "Việt Nam"}),
            ("tinh-trang", {"marital_status": "divorced"}),
            ("hon-nhan-truoc", {"spouse-full_name": "Lò Văn Hặc", "divorce_decision": "Số 12/2020/HNGĐ-ST"}),
            (
                "noi-cu-tru",
                {
                    "residence_from-day": "1",
                    "residence_from-month": "1",
                    "residence_from-year": "2020",
                    "earlier_places": "yes",
                },
            ),
        ],
        account,
    )
    assert walked[2] == "hon-nhan-truoc"
    assert walked[-1] == "noi-cu-tru-truoc"


def test_for_somebody_else_that_person_is_asked_for() -> None:
    _result, walked = fill([("nguoi-yeu-cau", {**FIRST, "relationship": "parent"})], owner())
    assert walked == ["nguoi-duoc-cap"]


def test_a_wrong_page_says_so_in_vietnamese_only(django_assert_max_num_queries: Any) -> None:
    form = queries.form("1.004873", TODAY)
    account = owner()
    with django_assert_max_num_queries(12):
        result = actions.save_step(
            answers_id=None,
            form_id=form.id,
            section="nguoi-yeu-cau",
            posted=posted({"phone": "abc", "email": "lan"}),
            owner_account_id=account,
            now=NOW,
            identity=LAN,
        )
    assert set(result.errors) == {"requester_address-province", "phone", "email", "relationship"}

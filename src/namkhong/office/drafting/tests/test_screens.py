"""The screens from the first word to the receivers: what is shown, what is refused, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namkhong.foundation.signatures.tests.trustworld import PASSWORD
from namkhong.kernel.actor import Actor
from namkhong.office.documents.tests.factories import pdf
from namkhong.office.drafting.models import Copy, Draft
from namkhong.office.drafting.states import State
from namkhong.office.drafting.tests.factories import BODY, NOW, House
from namkhong.office.drafting.tests.test_copies import arrived

Visit = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _at_ten() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, url: str, /, status: int = 200, query: str = "", **args: Any) -> str:
    """What is shown."""
    answer = client.get(reverse(url, kwargs=args or None) + query)
    assert answer.status_code == status, answer.content.decode()[:2_000]
    return answer.content.decode()


def send(client: Client, url: str, /, status: int = 302, data: dict[str, Any] | None = None, **args: Any) -> str:
    """What is answered to a form."""
    answer = client.post(reverse(url, kwargs=args or None), data or {})
    assert answer.status_code == status, answer.content.decode()[:3_000]
    return answer.content.decode()


def written(house: House, **how: str) -> dict[str, str]:
    """The editor, filled in."""
    return {
        "loai": "cong-van", "unit": str(house.unit_id), "token": str(uuid4()), "subject": "Tăng cường chuyển đổi số",
        "body": "Ủy ban nhân dân xã đề nghị các đơn vị thực hiện.", "symbol": "VP", "urgency": "1",
        "addressed": "Các phòng thuộc xã", "receivers": f"{house.receivers()[0].code}\nCác ông, bà có tên",
        "signer": str(house.account("chairman")),
    } | how  # fmt: skip


@pytest.mark.paper
def test_a_letter_goes_the_whole_way_by_the_screens(house: House, visit: Visit) -> None:
    actors, key = house.actors, {"pin": PASSWORD, "read": "1"}
    client = visit(actors["specialist"])
    assert "Công văn" in page(client, "draft_new")
    assert "Ký hiệu đơn vị soạn thảo" in page(client, "draft_new", query="?loai=cong-van")
    refused = send(client, "draft_new", 422, written(house, subject=""))
    assert "Xin ghi trích yếu" in refused
    assert "đề nghị các đơn vị thực hiện" in refused  # what was typed stays
    send(client, "draft_new", data=written(house))
    draft = Draft.objects.get()
    here: dict[str, Any] = {"public_id": draft.public_id}
    assert draft.urgency == 1
    assert client.get(reverse("draft_preview", kwargs=here)).content.startswith(b"%PDF-")
    edited = written(house, version="1", subject="Tăng cường chuyển đổi số năm 2027")
    send(client, "draft_edit", data=edited, **here)
    stale = send(client, "draft_edit", 409, {**edited, "subject": "Trích yếu khác"}, **here)
    assert "Trích yếu khác" in stale
    assert "2027</ins>" in page(client, "draft_compare", **here)
    assert "H18" in page(client, "draft_edit", **here)
    send(client, "draft_submit", data={"revision": "1"}, **here)
    client = visit(actors["chief"])
    assert "Tăng cường" in page(client, "drafts", query="?xem=cho-toi")
    assert "Xin ghi lý do" in send(client, "draft_return", 422, {"reason": ""}, **here)
    send(client, "draft_pass", data={"revision": str(Draft.objects.get().revision)}, **here)
    assert "ký nháy" in page(client, "to_sign")
    asked = page(client, "draft_sign", **here)
    assert asked.index("Mở đọc văn bản") < asked.index("Mã PIN")
    assert "Xin mở đọc văn bản" in send(client, "draft_sign", 422, {"key": "1", "pin": "1"}, **here)
    mine = {"key": str(house.certificates["chief"])}
    wrong = send(client, "draft_sign", 422, {**key, **mine, "pin": "sai-roi"}, **here)
    assert "Mã PIN không đúng" in wrong
    assert "sai-roi" not in wrong
    send(client, "draft_sign", data=key | mine, **here)
    client = visit(actors["chairman"])
    assert "Tăng cường" in page(client, "to_sign")
    send(client, "draft_sign", data=key | {"key": str(house.certificates["chairman"])}, **here)
    client = visit(actors["clerk"])
    assert "Chờ cấp số" in page(client, "clerk_morning")
    assert "Tăng cường" in page(client, "clerk_heap", name="cho-cap-so")
    send(client, "draft_number", data={"revision": str(Draft.objects.get().revision)}, **here)
    assert "01/UBND-VP" in page(client, "clerk_heap", name="cho-dong-dau")
    send(client, "draft_seal", data=key | {"key": str(house.certificates["agency"])}, **here)
    send(client, "draft_issue", **here)
    assert Draft.objects.get().now_in is State.ISSUED
    shown = page(client, "draft", **here)
    assert "chưa có xác nhận" in shown
    assert "01/UBND-VP" in page(client, "clerk_heap", name="chua-xac-nhan")
    page(client, "clerk_heap", 404, name="khong-co")


def test_annexes_opinions_and_giving_up_by_the_screens(house: House, visit: Visit) -> None:
    card = house.begun()
    here: dict[str, Any] = {"public_id": card.public_id}
    client = visit(house.actors["specialist"])
    annex = SimpleUploadedFile("danh-sach.pdf", pdf(), content_type="application/pdf")
    send(client, "draft_annex", data={"annex": annex}, **here)
    assert "danh-sach.pdf" in page(client, "draft", **here)
    assert "Xin chọn tệp PDF" in send(client, "draft_annex", 422, **here)
    send(client, "draft_annex_off", data={"position": "1"}, **here)
    assert "Xin chọn ít nhất một đơn vị" in send(client, "draft_ask", 422, {"question": "Góp ý"}, **here)
    due = {"due-day": "27", "due-month": "11", "due-year": "2026"}
    send(client, "draft_ask", data={"whom": [f"p{house.account('colleague')}", f"u{house.economy_id}"], **due}, **here)
    client = visit(house.actors["colleague"])
    assert "Ý kiến của ông/bà" in page(client, "draft", **here)
    wanted = Draft.objects.get().opinion_requests.get(account=house.account("colleague")).pk
    send(client, "draft_opine", data={"request": str(wanted), "opinion": "Nhất trí."}, **here)
    client = visit(house.actors["specialist"])
    given = Draft.objects.get().opinion_requests.get(pk=wanted).opinion.pk
    assert "Xin chọn tiếp thu" in send(client, "draft_answer", 422, {"given": str(given)}, **here)
    send(client, "draft_answer", data={"given": str(given), "answer": "taken"}, **here)
    assert client.get(reverse("draft_opinions", kwargs=here)).content.startswith(b"%PDF-")
    send(client, "draft_withdraw", data={"why": "Không cần nữa"}, **here)
    assert "Đã bỏ" in page(client, "draft", **here)


def test_the_body_is_taken_from_a_word_file_and_a_wrong_file_is_told(house: House, visit: Visit) -> None:
    from io import BytesIO

    from namkhong.office.drafting.tests.test_checker import LONG, good

    card = house.begun()
    here: dict[str, Any] = {"public_id": card.public_id}
    client = visit(house.actors["specialist"])
    out = BytesIO()
    good().save(out)
    data = written(house, version="1", body=BODY)
    broken = SimpleUploadedFile("sai.txt", b"khong phai", content_type="text/plain")
    client.post(reverse("draft_edit", kwargs=here), {**data, "source": broken})
    assert Draft.objects.get().version == 1
    word = SimpleUploadedFile(
        "bai.docx", out.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )  # fmt: skip
    send(client, "draft_edit", data={**data, "source": word}, **here)
    assert LONG in page(client, "draft", **here)
    checked = SimpleUploadedFile("bai.docx", out.getvalue())
    assert "Không thấy chỗ nào sai thể thức" in send(client, "check_layout", 200, {"tep": checked})
    assert "Xin chọn tệp Word" in send(client, "check_layout", 422)
    page(client, "check_layout")


@pytest.mark.paper
def test_a_copy_is_made_and_signed_by_the_screens(house: House, visit: Visit) -> None:
    document = arrived(house, pdf())
    client = visit(house.actors["clerk"])
    assert "Sao y, trích sao, sao lục" in page(client, "document", public_id=document.public_id)
    form: dict[str, Any] = {"public_id": document.public_id}
    assert "Xin chọn sao y" in send(client, "copy_new", 422, **form)
    send(client, "copy_new", data={"kind": "SY", "token": str(uuid4())}, **form)
    row = Copy.objects.get()
    here: dict[str, Any] = {"public_id": row.public_id}
    assert "chờ ký số" in page(client, "copies")
    key = {"key": str(house.certificates["agency"]), "pin": PASSWORD, "read": "1"}
    page(client, "copy_sign", **here)
    send(client, "copy_sign", data=key, **here)
    assert "chờ ký số" not in page(client, "copies")
    assert client.get(reverse("copy_file", kwargs=here)).status_code == 302
    send(client, "copy_sign", data=key, **here)  # signed already: led back
    for who in ("specialist", "chairman"):
        page(visit(house.actors[who]), "copies", 403)
    page(visit(house.actors["other_clerk"]), "copy_sign", 404, **here)

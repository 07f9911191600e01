"""The screens of a plan: the file goes in, the report and the preview come out, the province approves, the work is seen."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from namkhong.foundation.organisations import actions
from namkhong.foundation.organisations.models import Reorganisation
from namkhong.foundation.organisations.tests.factories import administrator, agency, official, post
from namkhong.foundation.organisations.tests.test_screens import Enter, day, enter, page, send
from namkhong.kernel import clock
from namkhong.kernel.actor import Role

__all__ = ["enter"]
pytestmark = pytest.mark.usefixtures("province")
CHANGES = {
    "title": "Sáp nhập hai xã",
    "basis": "Nghị quyết 1/NQ-HĐND ngày 1/11/2026",
    "on": "2026-11-23",
    "agencies": [
        {"key": "moi", "kind": "commune", "name": "Ủy ban nhân dân xã Mới", "short_name": "UBND xã Mới", "parent": "db",
         "code": "H18.99"},
    ],
    "changes": [{"deed": "merge", "old": "c03172", "new": "moi"}, {"deed": "merge", "old": "c03325", "new": "moi"}],
}  # fmt: skip


def file(changes: dict[str, object]) -> SimpleUploadedFile:
    """A plan as a browser sends it."""
    return SimpleUploadedFile("phuong-an.json", json.dumps(changes).encode(), content_type="application/json")


def test_a_plan_goes_in_is_reported_approved_and_seen_at_work(enter: Enter) -> None:
    for commune in ("c03172", "c03325"):
        post(official(commune), commune, Role.LEADER)
    client = enter(administrator())
    assert "Việc: Thành lập, Sáp nhập" in page(client, "reorganisation_new")
    today = clock.local_date(clock.now())
    send(client, "reorganisation_new", {"tep": file({**CHANGES, "on": today.isoformat()})})
    row = Reorganisation.objects.get()
    report = page(client, "reorganisation", reorganisation_id=row.pk)
    assert "Mọi việc chuyển về Ủy ban nhân dân xã Mới" in report
    assert "Chưa chỉ định người đứng đầu" in report
    assert "Duyệt, chuyển vào ngày này" in report
    send(client, "reorganisation_approve", {}, reorganisation_id=row.pk)
    assert "Đã duyệt, chờ đến ngày" in page(client, "reorganisation", reorganisation_id=row.pk)
    actions.reorganise_due(now=clock.now())
    assert "Đã chuyển đến đâu" in page(client, "reorganisation", reorganisation_id=row.pk)
    assert "Sáp nhập hai xã" in page(client, "reorganisations")
    found = page(client, "admin_agencies", data={"q": "muong phang"})
    assert "nay là Ủy ban nhân dân xã Mới" in found
    answer = client.post(reverse("reorganisation_cancel", args=[row.pk]))
    assert (answer.status_code, "đã bắt đầu làm" in answer.content.decode()) == (409, True)


def test_what_is_wrong_keeps_what_was_typed_and_says_what_to_do(enter: Enter) -> None:
    client = enter(administrator())
    told = send(client, "reorganisation_new", {"title": "Sáp nhập", "basis": "NQ 1", **day("on")}, 422)
    assert "Xin chọn tệp phương án" in told
    assert 'value="Sáp nhập"' in told
    sheet = SimpleUploadedFile("a.csv", "Việc;Cơ quan cũ;Cơ quan mới\nSáp nhập;H18.98;H18\n".encode())
    assert "Có hiệu lực từ ngày" in send(client, "reorganisation_new", {"tep": sheet, "title": "A", "basis": "B"}, 422)
    sheet.seek(0)
    send(client, "reorganisation_new", {"tep": sheet, "title": "A", "basis": "B", **day("on")})
    row = Reorganisation.objects.get()
    shown = page(client, "reorganisation", reorganisation_id=row.pk)
    assert "Không có cơ quan “H18.98” đang hoạt động" in shown
    assert "Duyệt, chuyển" not in shown
    answer = client.post(reverse("reorganisation_approve", args=[row.pk]))
    assert (answer.status_code, "chưa làm được" in answer.content.decode()) == (409, True)


def test_only_the_province_opens_plans(enter: Enter) -> None:
    assert agency("c03325").pk
    page(enter(administrator("c03325")), "reorganisations", 403)

"""The pages of a supplement: an official asks, the applicant gives, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.models import Dossier, SupplementRequest
from namkhong.services.dossiers.queries import worklist
from namkhong.services.dossiers.queries.supplements import askable
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import MissingItem, View
from namkhong.services.procedures import queries as procedures

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
FILLED = {
    "component-0": "",
    "what-0": "Ghi rõ nơi cư trú",
    "law-0": "Điều 22 Nghị định 123/2015/NĐ-CP",
    "sample-0": "Từ tháng, năm nào, ở xã nào",
}


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    procedures.forget()
    yield
    procedures.forget()


def pdf(name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.pdf(), content_type="application/pdf")


def test_a_specialist_asks_and_the_counter_sends(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    desk = browser(world.specialist)
    page = reverse("dossier_request_supplement", kwargs={"code": sent.code})
    assert "Mục 3" in desk.get(page).content.decode()
    more = desk.post(page, {**FILLED, "them": "1"}).content.decode()
    assert "Mục 2" in more
    assert "Ghi rõ nơi cư trú" in more, "what was typed stays"
    told = desk.post(page, {**FILLED, "law-0": ""})
    assert told.status_code == 422
    assert "Xin ghi điều, khoản" in told.content.decode()
    assert desk.post(page, {**FILLED, "revision": str(sent.revision)}).status_code == 302
    counter = browser(world.counter)
    shown = counter.get(reverse("officer_dossier", kwargs={"code": sent.code})).content.decode()
    assert "Gửi người nộp yêu cầu bổ sung" in shown
    assert "Yêu cầu bổ sung" in counter.get(reverse("inbox")).content.decode()
    assert counter.post(reverse("dossier_send_supplement", kwargs={"code": sent.code})).status_code == 302
    assert Dossier.objects.get(pk=sent.id).now_in is State.SUPPLEMENT_REQUESTED
    after = counter.get(reverse("officer_dossier", kwargs={"code": sent.code})).content.decode()
    assert "Nhận bổ sung tại quầy" in after
    assert "Phiếu yêu cầu bổ sung" in after, "form 02 can be opened"


def test_the_applicant_reads_what_is_missing_gives_it_and_sends(world: Province, browser: Browser) -> None:
    first = factories.received(world)
    papers = askable(Dossier.objects.get(pk=first.id))
    paper = next(item for item in papers if not item.is_form and not item.present_only)
    form = next(item for item in papers if item.is_form)
    law = "Điều 22 Nghị định 123/2015/NĐ-CP"
    actions.request_supplement(
        dossier_id=first.id, actor=world.specialist, now=MONDAY, reason="Chưa rõ nơi cư trú",
        items=[
            MissingItem("Chụp lại giấy bị mờ", law, "Chụp đủ bốn góc", paper.id),
            MissingItem("Ghi lại mục đích", law, "Ghi rõ dùng để làm gì", form.id),
        ],
    )  # fmt: skip
    actions.send_supplement(dossier_id=first.id, actor=world.counter, now=MONDAY)
    lan = browser(world.lan)
    assert "Xem còn thiếu gì" in lan.get(reverse("dossier", kwargs={"code": first.code})).content.decode()
    page = reverse("supplement", kwargs={"code": first.code})
    shown = lan.get(page).content.decode()
    for words in ("Chụp lại giấy bị mờ", law, "Chụp đủ bốn góc", paper.name, "Chưa rõ nơi cư trú"):
        assert words in shown
    empty = lan.post(page, {"reply": "Đã sửa"})
    assert empty.status_code == 422
    assert "Đã sửa" in empty.content.decode()
    item = SupplementRequest.objects.get(dossier_id=first.id).items.order_by("position").first()
    assert item is not None
    assert lan.post(page, {"component": paper.id, "item": item.pk}).status_code == 422, "no file was chosen"
    assert lan.post(page, {"component": paper.id, "item": item.pk, "file": pdf()}).status_code == 302
    assert "giay.pdf" in lan.get(page).content.decode()
    correct = reverse("correct_answers", kwargs={"code": first.code, "section": "muc-dich-khac"})
    assert "Vay vốn ngân hàng" in lan.get(correct).content.decode(), "what she filed stands there"
    assert lan.post(correct, {"purpose_detail": ""}).status_code == 422
    assert lan.post(correct, {"purpose_detail": "Vay vốn mua trâu"}).status_code == 302
    assert lan.post(page, {"reply": "Đã sửa"}).status_code == 302
    assert Dossier.objects.get(pk=first.id).now_in is State.IN_PROGRESS
    assert lan.get(page).status_code == 409, "nothing is asked any more"
    assert browser(world.neighbour).get(page).status_code == 404


def test_she_withdraws_and_asks_to_stop_on_a_page_of_its_own(world: Province, browser: Browser) -> None:
    lan = browser(world.lan)
    filed, received = factories.filed(world), factories.received(world)
    for name, code in (("withdraw", filed.code), ("ask_to_stop", received.code)):
        assert (
            reverse(name, kwargs={"code": code}) in lan.get(reverse("dossier", kwargs={"code": code})).content.decode()
        )
        assert lan.get(reverse(name, kwargs={"code": code})).status_code == 200
    assert lan.post(reverse("ask_to_stop", kwargs={"code": received.code}), {"reason": ""}).status_code == 422
    for name, code in (("withdraw", filed.code), ("ask_to_stop", received.code)):
        assert lan.post(reverse(name, kwargs={"code": code}), {"reason": "Đổi ý"}).status_code == 302
    assert Dossier.objects.get(pk=filed.id).now_in is State.WITHDRAWN
    assert Dossier.objects.get(pk=received.id).now_in is State.STOPPED_AT_REQUEST
    assert "Thông báo dừng" in lan.get(reverse("dossier", kwargs={"code": received.code})).content.decode()


def test_the_counter_records_papers_and_a_signed_request(world: Province, browser: Browser) -> None:
    counter = browser(world.counter)
    sent = factories.asked(world)
    item = SupplementRequest.objects.get(dossier_id=sent.id).items.get()
    page = reverse("dossier_complete_supplement", kwargs={"code": sent.code})
    assert item.what in counter.get(page).content.decode()
    assert counter.post(page, {}).status_code == 422
    assert counter.post(page, {f"item-{item.pk}": "1"}).status_code == 302
    stop = reverse("dossier_stop_at_request", kwargs={"code": sent.code})
    assert counter.get(stop).status_code == 200
    assert counter.post(stop, {"reason": "Đổi ý"}).status_code == 422
    assert counter.post(stop, {"reason": "Đổi ý", "paper": pdf("don.pdf")}).status_code == 302
    assert "don.pdf" in counter.get(reverse("officer_dossier", kwargs={"code": sent.code})).content.decode()


def test_what_waits_for_the_applicant_stands_in_a_list_of_its_own(world: Province) -> None:
    early, later = factories.filed(world), factories.asked(world, now=MONDAY + timedelta(hours=1))
    actions.request_supplement(dossier_id=early.id, actor=world.counter, now=MONDAY, items=[factories.MISSING])
    for who, seen in ((world.counter, [early.id, later.id]), (world.specialist, [early.id, later.id])):
        found = queries.inbox(who, View.PAUSED, now=MONDAY)
        assert [row.id for row in found.rows] == seen
        assert not queries.inbox(who, View.IN_PROGRESS, now=MONDAY).rows
        views = worklist.views_of(who)
        assert worklist.counts(who, views) == {view: queries.count(who, view) for view in views}
    assert not queries.inbox(world.other_counter, View.PAUSED, now=MONDAY).rows
    assert worklist.counts(world.lan, ()) == {}

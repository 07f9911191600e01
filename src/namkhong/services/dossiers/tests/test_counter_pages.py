"""The counter's pages, as a clerk's browser meets them: scan, agree, fill, send and receive, take the money."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.models import Dossier, FeeReceipt, Submission
from namkhong.services.dossiers.tests.factories import MARRIAGE, PAGES, Province
from namkhong.services.dossiers.types import Money
from namkhong.services.procedures import queries as procedures

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
QR = "011190000077||Vàng Thị Mỷ|15041990|Nữ|Bản Huổi Lếch, Mường Phăng, Điện Biên|01072021"
BEGIN = f"/can-bo/nop-ho-so/{MARRIAGE}/"


def test_one_procedure_found_is_opened_at_once(world: Province, browser: Browser) -> None:
    clerk = browser(world.counter)
    assert "Người dân cần làm thủ tục gì?" in clerk.get("/can-bo/nop-ho-so/").content.decode()
    answer = clerk.get("/can-bo/nop-ho-so/", {"q": MARRIAGE})
    assert (answer.status_code, answer["Location"]) == (302, BEGIN)


def test_from_the_scanned_card_to_form_01(world: Province, browser: Browser) -> None:
    clerk = browser(world.counter)
    asked = clerk.post(BEGIN, {"the": QR})
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "Vàng Thị Mỷ" in page
    assert "15/04/1990" in page
    refused = clerk.post(BEGIN, {"the": QR, "bat-dau": "1", "commune": world.commune_id})
    assert refused.status_code == 422
    assert "đồng ý bằng cách nào" in refused.content.decode()
    begun = clerk.post(BEGIN, {"the": QR, "bat-dau": "1", "consent": "spoken", "commune": world.commune_id})
    assert begun.status_code == 302
    dossier = Dossier.objects.get(helper_id=world.counter.account_id, applicant_name="Vàng Thị Mỷ")
    assert begun["Location"].startswith(f"/nop-ho-so/ban-nhap/{dossier.public_id}/")
    first = clerk.get(begun["Location"]).content.decode()
    assert "nk-official" in first  # the clerk stays in the officials' frame
    for section, values in PAGES.items():
        saved = clerk.post(f"/nop-ho-so/ban-nhap/{dossier.public_id}/{section}/", values)
        assert saved.status_code == 302, (section, saved.content.decode())
    check = f"/nop-ho-so/ban-nhap/{dossier.public_id}/kiem-tra/"
    assert "Nộp và tiếp nhận" in clerk.get(check).content.decode()
    sent = clerk.post(check, {"declared": "1", "return_way": "counter"})
    dossier.refresh_from_db()
    assert sent["Location"] == f"/can-bo/nop-ho-so/{dossier.code}/xong/"
    done = clerk.get(sent["Location"]).content.decode()
    assert "In Giấy tiếp nhận" in done
    assert "Người tiếp theo" in done
    assert clerk.get(reverse("form01", args=[dossier.code]))["Content-Type"] == "application/pdf"


def test_a_number_nobody_knows_asks_for_the_rest(world: Province, browser: Browser) -> None:
    clerk = browser(world.counter)
    page = clerk.post(BEGIN, {"the": "011190000088"}).content.decode()
    assert "chưa có trong hệ thống" in page
    more = {
        "the": "011190000088",
        "bat-dau": "1",
        "consent": "signed",
        "commune": world.commune_id,
        "full_name": "Giàng Thị Mo",
        "gender": "female",
        "address": "Bản Kéo, xã Mường Phăng",
        "date_of_birth-day": "30",
        "date_of_birth-month": "2",
        "date_of_birth-year": "1990",
    }
    wrong = clerk.post(BEGIN, more)
    assert wrong.status_code == 422
    assert 'value="Giàng Thị Mo"' in wrong.content.decode()
    assert clerk.post(BEGIN, {**more, "date_of_birth-day": "28"}).status_code == 302


def test_a_letter_asks_for_its_envelope(world: Province, browser: Browser) -> None:
    clerk = browser(world.counter)
    address = f"{BEGIN}?hinh-thuc=buu-chinh"
    known = {"the": "011199000015", "bat-dau": "1", "commune": world.commune_id, "sent_by": "Lò Thị Lan"}
    assert clerk.post(address, known).status_code == 422
    day = {"posted_on-day": "20", "posted_on-month": "11", "posted_on-year": "2026"}
    assert clerk.post(address, {**known, **day}).status_code == 302
    assert str(Submission.objects.get().posted_on) == "2026-11-20"


def test_a_misread_card_is_told_and_nothing_crashes(world: Province, browser: Browser) -> None:
    clerk = browser(world.counter)
    for typed in ("", "x", "|" * 20, "0" * 5000, "\x00", "011199000015||Lò Thị Lan|99999999|Nữ|x|"):
        answer = clerk.post(BEGIN, {"the": typed})
        assert answer.status_code == 422, typed
    other = QR.replace("Vàng Thị Mỷ", "Người Khác").replace("011190000077", "011199000015")
    said = clerk.post(BEGIN, {"the": other, "bat-dau": "1", "consent": "spoken", "commune": world.commune_id})
    assert said.status_code in {302, 409}


def test_a_procedure_nobody_decides_is_told_before_the_card_is_read(
    world: Province, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(procedures, "offered_by", lambda *_asked: [])
    for actor, address in ((world.counter, BEGIN), (world.lan, f"/nop-ho-so/{MARRIAGE}/")):
        page = browser(actor).get(address).content.decode()
        assert "Chưa có cơ quan nào nhận giải quyết thủ tục này" in page
        assert 'name="the"' not in page
        assert "Bắt đầu điền hồ sơ" not in page


def test_after_a_misread_card_the_field_itself_has_the_focus(world: Province, browser: Browser) -> None:
    page = browser(world.counter).post(BEGIN, {"the": "011"}).content.decode()
    assert page.count("autofocus") == 1
    assert 'aria-invalid="true"' in page


def test_citizens_and_other_officials_stay_out(world: Province, browser: Browser) -> None:
    for who in (world.lan, world.leader, world.specialist):
        assert browser(who).get("/can-bo/nop-ho-so/").status_code == 403


def _received(world: Province) -> Dossier:
    from namkhong.services.dossiers.tests import factories

    return Dossier.objects.get(pk=factories.received(world).id)


def test_a_receipt_is_recorded_once_and_voided_with_a_reason(world: Province, browser: Browser) -> None:
    dossier, clerk = _received(world), browser(world.counter)
    address = f"/can-bo/ho-so/{dossier.code}/bien-lai/"
    assert "Số tiền đã thu" in clerk.get(address).content.decode()
    given = {"amount": "3.000 đồng", "number": "00123", "way": "cash", "payer": "Lò Thị Lan", "note": "Mức của xã"}
    assert clerk.post(address, {**given, "amount": "ba nghìn"}).status_code == 422
    assert clerk.post(address, given).status_code == 302
    assert clerk.post(address, given).status_code == 302  # the same click again
    receipt = FeeReceipt.objects.get()
    dossier.refresh_from_db()
    assert (receipt.amount, receipt.number, dossier.money) == (3000, "00123", Money.PAID)
    void = f"{address}{receipt.pk}/huy/"
    assert clerk.post(void, {}).status_code == 422
    assert clerk.post(void, {"reason": "Ghi nhầm số"}).status_code == 302
    assert clerk.post(void, {"reason": "Ghi nhầm số"}).status_code == 409
    dossier.refresh_from_db()
    assert dossier.money == Money.TO_PAY


def test_enter_never_takes_a_row_out(world: Province, browser: Browser) -> None:
    """A browser presses the first button of a form for Enter."""
    from namkhong.services.dossiers import actions
    from namkhong.services.dossiers.tests.factories import MONDAY

    begun = actions.start_draft(
        procedure_code=MARRIAGE, commune_agency_id=world.commune_id, actor=world.lan, now=MONDAY
    )
    page = browser(world.lan).get(f"/nop-ho-so/ban-nhap/{begun.public_id}/nguoi-yeu-cau/").content.decode()
    form = page[page.index("csrfmiddlewaretoken", page.index("<main")) :]
    first = form[form.index("<button") : form.index("</button>")]
    assert "Lưu và tiếp tục" in first
    assert 'name="' not in first


def test_where_the_fee_comes_first_nothing_is_received_before_it_is_paid(
    world: Province, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namkhong.services.dossiers import actions
    from namkhong.services.dossiers.actions import fees
    from namkhong.services.dossiers.errors import Unpaid
    from namkhong.services.dossiers.tests import factories
    from namkhong.services.dossiers.tests.factories import MONDAY
    from namkhong.services.dossiers.types import PayBefore, PayWay

    monkeypatch.setattr(fees, "pay_before", lambda _version: PayBefore.RECEPTION)
    sent = factories.filed(world, actor=world.counter, person_id=world.lan.person_id)
    with pytest.raises(Unpaid, match="trước khi tiếp nhận"):
        actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    done = browser(world.counter).get(f"/can-bo/nop-ho-so/{sent.code}/xong/").content.decode()
    assert "chưa tiếp nhận" in done
    assert "Thu tiền, ghi biên lai" in done
    actions.record_receipt(
        dossier_id=sent.id,
        number="77",
        amount=5_000,
        way=PayWay.CASH,
        payer="",
        note="Mức của xã",
        actor=world.counter,
        now=MONDAY,
    )
    assert actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY).state == "in_progress"


def test_one_receipt_number_serves_one_dossier(world: Province) -> None:
    from namkhong.services.dossiers import actions
    from namkhong.services.dossiers.errors import Missing, NotYours, ReceiptUsed
    from namkhong.services.dossiers.tests import factories
    from namkhong.services.dossiers.tests.factories import MONDAY
    from namkhong.services.dossiers.types import PayWay

    one, two = factories.received(world).id, factories.received(world).id

    def record(pk: int, number: str, amount: int = 5_000, note: str = "", who: Actor = world.counter) -> int:
        return actions.record_receipt(
            dossier_id=pk, number=number, amount=amount, way=PayWay.CASH, payer="", note=note, actor=who, now=MONDAY
        )

    record(one, "88")
    with pytest.raises(ReceiptUsed):
        record(two, "88")
    with pytest.raises(Missing, match="lý do"):
        record(two, "", 0)
    with pytest.raises(NotYours):
        record(two, "89", who=world.leader)
    record(two, "", 0, "Hộ nghèo")
    assert Dossier.objects.get(pk=two).money == Money.WAIVED

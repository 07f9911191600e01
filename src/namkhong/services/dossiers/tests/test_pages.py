"""The pages: a whole story by form posts alone, as a browser without JavaScript makes them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import Attachment, Dossier
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, PAGES, Province
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
GUARDIAN = "1.004837"  # asks for a paper to upload


def _pdf(name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.pdf(), content_type="application/pdf")


def _ok(page: Any) -> str:
    assert page.status_code == 200, page
    html: str = page.content.decode()
    assert not english_in(html), english_in(html)
    return html


def test_the_whole_story_by_forms_alone(world: Province, browser: Browser) -> None:
    lan = browser(world.lan)
    assert "Bắt đầu điền hồ sơ" in _ok(lan.get(f"/nop-ho-so/{MARRIAGE}/"))
    page = lan.post(f"/nop-ho-so/{MARRIAGE}/", {"commune": world.commune_id})
    pages = dict(PAGES)
    while page.status_code == 302 and "/giay-to/" not in page["Location"]:
        address = page["Location"]
        assert "Lưu và tiếp tục" in _ok(lan.get(address))
        page = lan.post(address, pages.pop(address.rstrip("/").rsplit("/", 1)[-1]))
    assert not pages, "every page was asked for"
    assert "Căn cước" in _ok(lan.get(page["Location"]))
    check = page["Location"].replace("giay-to", "kiem-tra")
    html = _ok(lan.get(check))
    assert "Kiểm tra lại trước khi gửi" in html
    assert "Vay vốn ngân hàng để nuôi bò" in html
    sent = lan.post(check, {})
    assert sent.status_code == 302, sent.content.decode()
    dossier = Dossier.objects.get()
    assert str(dossier.code) in _ok(lan.get(sent["Location"]))
    assert str(dossier.code) in _ok(lan.get("/ho-so/"))
    way = f"/ho-so/{dossier.code}/"
    assert "chờ cơ quan tiếp nhận" in _ok(lan.get(way))

    office = f"/can-bo/ho-so/{dossier.code}/"
    counter, specialist, leader = browser(world.counter), browser(world.specialist), browser(world.leader)
    inbox = _ok(counter.get("/can-bo/"))
    assert str(dossier.code) in inbox
    assert f'action="{office}tiep-nhan/"' in inbox
    assert counter.post(f"{office}tiep-nhan/", {"revision": dossier.revision}).status_code == 302
    assert "Đang giải quyết – hẹn trả" in _ok(lan.get(way))
    assert lan.get(f"{way}giay-tiep-nhan.pdf")["Content-Type"] == "application/pdf"

    assert "Ý kiến xử lý" in _ok(specialist.get(office))
    dossier.refresh_from_db()
    form = {"revision": dossier.revision, "note": "Đủ điều kiện", "result": _pdf("du-thao.pdf")}
    assert specialist.post(f"{office}chuyen-xu-ly/", form).status_code == 302
    assert f'href="{office}"' not in _ok(specialist.get("/can-bo/")), "the page only says that it was passed on"
    assert str(dossier.code) in _ok(specialist.get("/can-bo/?xem=in_progress"))

    assert "Đủ điều kiện" in _ok(leader.get(f"{office}ky-duyet/"))
    dossier.refresh_from_db()
    assert leader.post(f"{office}ky-duyet/", {"revision": dossier.revision, "answer": "yes"}).status_code == 302
    assert "Tải kết quả về" in _ok(lan.get(way))

    assert "Trả kết quả" in _ok(counter.get("/can-bo/?xem=to_hand_over"))
    assert "Trả kết quả bằng cách nào" in _ok(counter.get(f"{office}tra-ket-qua/"))
    dossier.refresh_from_db()
    assert counter.post(f"{office}tra-ket-qua/", {"revision": dossier.revision, "way": "online"}).status_code == 302
    assert "Đã trả kết quả" in _ok(lan.get(way))
    dossier.refresh_from_db()
    assert dossier.now_in is State.HANDED_OVER


def test_a_wrong_answer_keeps_what_was_typed(world: Province, browser: Browser) -> None:
    begun = factories.draft(world)
    address = reverse("draft", args=[begun.public_id, "nguoi-yeu-cau"])
    page = browser(world.lan).post(address, {**PAGES["nguoi-yeu-cau"], "phone": "không có", "email": "lan@@"})
    html = page.content.decode()
    assert page.status_code == 422
    assert 'href="#phone"' in html
    assert 'value="không có"' in html
    assert 'value="lan@@"' in html
    assert not english_in(html)


def test_a_draft_goes_on_on_another_device(world: Province, browser: Browser) -> None:
    begun = factories.draft(world)
    address = reverse("draft", args=[begun.public_id, "tinh-trang"])
    phone, laptop = browser(world.lan), browser(world.lan)
    assert phone.post(address, {"marital_status": "divorced", "nghi": "1"})["Location"] == "/ho-so/"
    assert "Làm tiếp bản nháp" in _ok(laptop.get(f"/nop-ho-so/{MARRIAGE}/"))
    assert 'value="divorced" checked' in _ok(laptop.get(address))


def test_a_page_saved_elsewhere_meanwhile_is_shown_again_with_what_was_typed(world: Province, browser: Browser) -> None:
    begun = factories.draft(world)
    address = reverse("draft", args=[begun.public_id, "tinh-trang"])
    lan = browser(world.lan)
    assert lan.post(address, {"marital_status": "never", "_revision": "0"}).status_code == 302
    late = lan.post(address, {"marital_status": "widowed", "_revision": "0"})
    assert late.status_code == 409
    assert 'value="widowed" checked' in late.content.decode()


def test_what_is_missing_is_linked_to_where_it_is_mended(world: Province, browser: Browser) -> None:
    begun = factories.draft(world)
    page = browser(world.lan).post(reverse("draft", args=[begun.public_id, "kiem-tra"]), {})
    html = page.content.decode()
    assert page.status_code == 422
    assert f'href="{reverse("draft", args=[begun.public_id, "nguoi-yeu-cau"])}' in html
    assert not english_in(html)


def test_papers_go_in_and_out_and_a_required_one_is_asked_for(world: Province, browser: Browser) -> None:
    begun = actions.start_draft(
        procedure_code=GUARDIAN, actor=world.lan, now=factories.MONDAY, commune_agency_id=world.commune_id
    )
    lan = browser(world.lan)
    address = reverse("draft", args=[begun.public_id, "giay-to"])
    html = _ok(lan.get(address))
    assert "bắt buộc" in html
    component = html.split('name="component" value="')[1].split('"')[0]
    check = reverse("draft", args=[begun.public_id, "kiem-tra"])
    assert "Xin tải lên giấy tờ" in lan.post(check, {"declared": "1", "return_way": "post"}).content.decode()
    assert lan.post(address, {"component": component, "file": _pdf()}).status_code == 302
    assert "giay.pdf" in _ok(lan.get(address))
    kept = Attachment.objects.get()
    assert lan.post(address, {"bo-tep": kept.pk}).status_code == 302
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.pdf", b"MZ\x90\x00" + b"\x00" * 200), ("trong.pdf", b""), ("anh.jpg", b"<html><script>1</script>")],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    world: Province, browser: Browser, name: str, content: bytes
) -> None:
    begun = actions.start_draft(
        procedure_code=GUARDIAN, actor=world.lan, now=factories.MONDAY, commune_agency_id=world.commune_id
    )
    lan = browser(world.lan)
    address = reverse("draft", args=[begun.public_id, "giay-to"])
    component = lan.get(address).content.decode().split('name="component" value="')[1].split('"')[0]
    file = BytesIO(content)
    file.name = name
    page = lan.post(address, {"component": component, "file": file})
    html = page.content.decode()
    assert page.status_code == 422
    assert "govuk-error-message" in html
    assert not english_in(html)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"component": "abc"}, {"component": "-1"}, {"component": "9" * 40}, {"bo-tep": "x"}, {"component": "1"}, {},
        {"component": "999999999", "file": "không phải tệp"},
    ],
)  # fmt: skip
def test_forged_papers_are_a_sentence_and_never_a_fault(
    world: Province, browser: Browser, values: dict[str, str]
) -> None:
    begun = factories.draft(world)
    page = browser(world.lan).post(reverse("draft", args=[begun.public_id, "giay-to"]), values)
    assert page.status_code == 422


def test_html_in_every_field_is_shown_as_text(world: Province, browser: Browser) -> None:
    evil = "<script>alert('x')</script>"
    pages = {
        **PAGES,
        "muc-dich-khac": {"purpose_detail": evil},
        "nguoi-yeu-cau": {**PAGES["nguoi-yeu-cau"], "requester_address-detail": evil},
    }
    begun = factories.draft(world)
    lan = browser(world.lan)
    for section, values in pages.items():
        lan.post(reverse("draft", args=[begun.public_id, section]), values)
    html = lan.get(reverse("draft", args=[begun.public_id, "kiem-tra"])).content.decode()
    assert evil not in html
    assert "&lt;script&gt;alert" in html
    sent = actions.file(dossier_id=begun.id, actor=world.lan, now=factories.MONDAY)
    office = browser(world.counter)
    assert evil not in office.get(f"/can-bo/ho-so/{sent.code}/").content.decode()
    dossier = Dossier.objects.get(pk=begun.id)
    office.post(
        f"/can-bo/ho-so/{sent.code}/khong-tiep-nhan/", {"revision": dossier.revision, "reason": evil, "law": evil}
    )
    html = lan.get(f"/ho-so/{sent.code}/").content.decode()
    assert evil not in html
    assert "&lt;script&gt;alert" in html


def test_decomposed_letters_are_kept_composed(world: Province, browser: Browser) -> None:
    import unicodedata

    begun = factories.filled(world)
    typed = unicodedata.normalize("NFD", "Vay vốn để nuôi bò")
    browser(world.lan).post(reverse("draft", args=[begun.public_id, "muc-dich-khac"]), {"purpose_detail": typed})
    html = browser(world.lan).get(reverse("draft", args=[begun.public_id, "kiem-tra"])).content.decode()
    assert unicodedata.normalize("NFC", typed) in html


def test_ten_megabytes_of_text_are_refused_in_words(world: Province, browser: Browser) -> None:
    begun = factories.filled(world)
    sent = factories.filed(world)
    lan, counter = browser(world.lan), browser(world.counter)
    huge = "Đ" * 5_000_000
    answers = [
        lan.post(reverse("draft", args=[begun.public_id, "muc-dich-khac"]), {"purpose_detail": huge}),
        lan.post(reverse("draft", args=[begun.public_id, "muc-dich-khac"]), {"purpose_detail": huge[:200_000]}),
        counter.post(
            f"/can-bo/ho-so/{sent.code}/khong-tiep-nhan/", {"reason": huge[:100_000], "law": "x", "revision": 1}
        ),
        counter.get("/can-bo/", {"q": huge[:3_000]}),
    ]
    assert [answer.status_code for answer in answers] == [400, 422, 422, 200]
    for answer in answers:
        assert not english_in(answer.content.decode())
    assert huge[:200_000] in answers[1].content.decode(), "nothing typed is lost"
    assert huge[:100_000] in answers[2].content.decode()


@pytest.mark.parametrize(
    "given",
    [{"tiep": "x"}, {"tiep": "WzFd"}, {"xem": "tất cả"}, {"thu-tuc": "'"}, {"hinh-thuc": "\x00"}, {"q": "%_\\"}],
)
def test_nonsense_in_the_inbox_address_is_a_4xx_or_a_page(
    world: Province, browser: Browser, given: dict[str, str]
) -> None:
    for who in (world.counter, world.leader):
        assert browser(who).get("/can-bo/", given).status_code in {200, 422}
    assert browser(world.lan).get("/ho-so/", given).status_code in {200, 422}


def test_a_stale_button_says_who_was_faster_and_shows_the_dossier_as_it_is(world: Province, browser: Browser) -> None:
    sent = factories.filed(world)
    address = f"/can-bo/ho-so/{sent.code}/tiep-nhan/"
    assert browser(world.counter2).post(address, {"revision": sent.revision}).status_code == 302
    page = browser(world.counter).post(address, {"revision": sent.revision})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Vì Thị Mai đã làm “Tiếp nhận”" in html
    assert "Quá trình giải quyết" in html
    again = browser(world.counter2).post(address, {"revision": sent.revision})
    assert again.status_code == 302, "her own second click is no conflict"


def test_a_refused_form_of_an_official_keeps_what_was_typed(world: Province, browser: Browser) -> None:
    sent = factories.filed(world)
    page = browser(world.counter).post(
        f"/can-bo/ho-so/{sent.code}/khong-tiep-nhan/", {"revision": sent.revision, "reason": "Nộp trùng", "law": ""}
    )
    html = page.content.decode()
    assert page.status_code == 422
    assert "Nộp trùng" in html
    assert "Xin ghi căn cứ pháp lý" in html
    assert not english_in(html)


def test_everybody_else_is_turned_away(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    begun = factories.draft(world)
    draft = reverse("draft", args=[begun.public_id, "tinh-trang"])
    assert browser(world.neighbour).get(f"/ho-so/{sent.code}/").status_code == 404
    assert browser(world.neighbour).get(draft).status_code == 404
    assert browser(world.neighbour).get(f"/ho-so/{sent.code}/giay-tiep-nhan.pdf").status_code == 404
    assert browser(world.other_counter).get(f"/can-bo/ho-so/{sent.code}/").status_code == 404
    assert "không giải quyết hồ sơ" in browser(world.administrator).get("/can-bo/").content.decode()
    assert browser(world.lan).get("/can-bo/").status_code == 403
    assert browser(world.leader).get(f"/can-bo/ho-so/{sent.code}/ky-duyet/").status_code == 403
    for address in (f"/ho-so/{sent.code}/", "/ho-so/", draft, "/can-bo/"):
        assert browser(Actor.anonymous()).get(address).status_code == 302


def test_opening_a_dossier_is_recorded_as_a_reading_of_personal_data(world: Province, browser: Browser) -> None:
    from namkhong.foundation.audit import queries as audit

    sent = factories.received(world)
    browser(world.specialist).get(f"/can-bo/ho-so/{sent.code}/")
    read = [entry for entry in audit.entries_of(("dossier", sent.id)) if entry.action == "audit.personal_data_read"]
    assert [(entry.actor_account_id, entry.purpose) for entry in read] == [(world.specialist.account_id, "Xử lý hồ sơ")]


def test_a_draft_thrown_away_is_gone(world: Province, browser: Browser) -> None:
    begun = factories.filled(world)
    lan = browser(world.lan)
    address = reverse("discard_draft", args=[begun.public_id])
    assert "Bỏ bản nháp này?" in _ok(lan.get(address))
    assert Dossier.objects.filter(pk=begun.id).exists()
    assert lan.post(address)["Location"] == "/ho-so/"
    assert not Dossier.objects.filter(pk=begun.id).exists()


def test_a_forged_commune_is_refused_in_words(world: Province, browser: Browser) -> None:
    lan = browser(world.lan)
    for commune in ("", "999999999", str(world.centre_id), "abc", "-1"):
        page = lan.post(f"/nop-ho-so/{MARRIAGE}/", {"commune": commune})
        assert page.status_code == 422, commune
        assert not english_in(page.content.decode())

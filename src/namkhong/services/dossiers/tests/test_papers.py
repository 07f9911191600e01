"""Papers: whole or in pieces, kept when something else was wrong, marked when the scanner refuses them later."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.foundation.files.events import FileRefused
from namkhong.foundation.files.models import Content
from namkhong.foundation.notifications import queries as notices
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import actions, handlers, queries
from namkhong.services.dossiers.errors import Incomplete, Missing
from namkhong.services.dossiers.models import Attachment, Dossier
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import DossierCard, NewFile
from namkhong.services.procedures import queries as procedures
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
GUARDIAN = "1.004837"  # asks for a paper to upload
LATER = MONDAY + timedelta(hours=2)


def _draft(world: Province) -> tuple[DossierCard, int]:
    """A draft, and the paper that must be uploaded for it."""
    begun = actions.start_draft(
        procedure_code=GUARDIAN, actor=world.lan, now=MONDAY, commune_agency_id=world.commune_id
    )
    wanted = procedures.in_force(GUARDIAN, MONDAY.date()).components
    return begun, next(one.id for one in wanted if one.required and not one.is_form and not one.present_only)


def _in_pieces(actor: Actor, content: bytes, name: str = "giay.pdf") -> str:
    """Sent as the script of the page sends it."""
    begun = files.begin_upload(name=name, size=len(content), actor=actor, now=MONDAY)
    half = len(content) // 2
    files.append(upload_id=begun.id, offset=0, content=content[:half], actor=actor, now=MONDAY)
    files.append(upload_id=begun.id, offset=half, content=content[half:], actor=actor, now=MONDAY)
    return str(files.finish(upload_id=begun.id, actor=actor, now=MONDAY).id)


def _ok(page: Any) -> str:
    assert page.status_code == 200, page
    html: str = page.content.decode()
    assert not english_in(html), english_in(html)
    return html


def test_a_file_that_came_in_pieces_is_taken_by_its_id_once(world: Province, browser: Browser) -> None:
    begun, component = _draft(world)
    lan = browser(world.lan)
    address = reverse("draft", args=[begun.public_id, "giay-to"])
    html = _ok(lan.get(address))
    assert f'data-resumable="{reverse("begin_upload")}"' in html
    assert "files/upload" in html
    sent = _in_pieces(world.lan, factories.pdf())
    for _time in range(2):
        assert lan.post(address, {"component": component, "file__stored": sent}).status_code == 302
    assert [str(row.file_id) for row in Attachment.objects.all()] == [sent]
    assert "giay.pdf" in _ok(lan.get(address))


def test_somebody_elses_file_and_no_file_at_all_are_not_taken(world: Province, browser: Browser) -> None:
    begun, component = _draft(world)
    theirs = _in_pieces(world.neighbour, factories.pdf())
    lan = browser(world.lan)
    address = reverse("draft", args=[begun.public_id, "giay-to"])
    for forged, status in ((theirs, 404), (str(uuid4()), 404), ("' or 1=1 --", 422)):
        answer = lan.post(address, {"component": component, "file__stored": forged})
        assert answer.status_code == status, forged
        assert not english_in(answer.content.decode())
    assert not Attachment.objects.exists()


def test_each_paper_takes_so_many_files_and_no_more(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("namkhong.services.dossiers.actions.papers.FILES_PER_COMPONENT", 1)
    begun, component = _draft(world)
    given: dict[str, Any] = {"dossier_id": begun.id, "component_id": component, "actor": world.lan, "now": MONDAY}
    actions.attach(new=factories.result(), **given)
    with pytest.raises(Missing):
        actions.attach(new=factories.result(), **given)


def test_an_officials_result_comes_in_pieces_too(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    office = f"/can-bo/ho-so/{sent.code}/"
    specialist = browser(world.specialist)
    assert f'data-resumable="{reverse("begin_upload")}"' in _ok(specialist.get(office))
    prepared = _in_pieces(world.specialist, factories.pdf(), "du-thao.pdf")
    form = {"revision": sent.revision, "result__stored": prepared}
    assert specialist.post(f"{office}chuyen-xu-ly/", form).status_code == 302
    leader = browser(world.leader)
    assert "du-thao.pdf" in _ok(leader.get(f"{office}ky-duyet/"))
    form = {"revision": sent.revision + 1, "answer": "yes", "result__stored": prepared}
    assert leader.post(f"{office}ky-duyet/", form).status_code == 404, "another official's file is not hers to sign"
    signed = _in_pieces(world.leader, factories.pdf(), "da-ky.pdf")
    form = {"revision": sent.revision + 1, "answer": "yes", "result__stored": signed}
    assert leader.post(f"{office}ky-duyet/", form).status_code == 302
    result = queries.result_file(Dossier.objects.get(pk=sent.id))
    assert result is not None
    assert result.name == "da-ky.pdf"


def test_a_file_need_not_be_sent_again_when_something_else_was_wrong(world: Province, browser: Browser) -> None:
    sent = factories.appraised(world)
    address = f"/can-bo/ho-so/{sent.code}/ky-duyet/"
    leader = browser(world.leader)
    chosen = SimpleUploadedFile("ket-qua.pdf", factories.pdf(), content_type="application/pdf")
    page = leader.post(address, {"revision": sent.revision, "answer": "", "result": chosen})
    html = page.content.decode()
    assert page.status_code == 422
    assert "Đã nhận “ket-qua.pdf”" in html
    kept = html.split('name="result__stored" value="')[1].split('"')[0]
    again = {"revision": sent.revision, "answer": "no", "reason": "", "result__stored": kept}
    page = leader.post(address, again)
    assert page.status_code == 422
    assert f'value="{kept}"' in page.content.decode(), "and once more"
    form = {"revision": sent.revision, "answer": "yes", "result__stored": kept}
    assert leader.post(address, form).status_code == 302
    assert Dossier.objects.get(pk=sent.id).now_in is State.DECIDED


def _destroyed(file_id: Any, state: str = "infected") -> None:
    """What the scanning job does when the scanner finds something."""
    Content.objects.filter(files__id=file_id).update(state=state)


def test_a_file_refused_after_filing_is_marked_and_its_holders_are_told_once(world: Province, browser: Browser) -> None:
    sent = factories.filed(world)
    component = procedures.in_force(factories.MARRIAGE, MONDAY.date()).components[0].id
    kept = files.store(name="to-khai.pdf", content=factories.pdf(), actor=world.lan, now=MONDAY)
    Attachment.objects.create(
        dossier_id=sent.id, kind="component", component_id=component, file_id=kept.id, name=kept.name, size=kept.size,
        added_at=MONDAY,
    )  # fmt: skip
    before = notices.unread(world.counter.account_id or 0)
    _destroyed(kept.id)
    for _time in range(2):
        handlers.mark_refused_file(FileRefused(file_id=str(kept.id), at=LATER))
    assert Attachment.objects.get(dossier_id=sent.id).refused_at is not None
    for who in (world.counter, world.counter2):
        assert notices.unread(who.account_id or 0) == before + 1
    assert notices.unread(world.specialist.account_id or 0) == 0
    html = _ok(browser(world.counter).get(f"/can-bo/ho-so/{sent.code}/"))
    assert "Tệp bị từ chối vì có mã độc" in html
    assert "to-khai.pdf" in html
    assert "/tep/" not in html.split("<main")[1], "nothing to open"
    said = [entry.action for entry in audit.entries_of(("dossier", sent.id))]
    assert said.count("dossiers.file_refused") == 1


def test_a_file_refused_in_the_draft_is_asked_for_again(world: Province, browser: Browser) -> None:
    begun, component = _draft(world)
    line = actions.attach(
        dossier_id=begun.id, component_id=component, new=factories.result("anh.pdf"), actor=world.lan, now=MONDAY
    )
    _destroyed(line.file_id, "refused")
    assert actions.mark_refused(file_id=line.file_id, now=LATER) == 1
    assert notices.unread(world.lan.account_id or 0) == 1
    html = _ok(browser(world.lan).get(reverse("draft", args=[begun.public_id, "giay-to"])))
    assert "Tệp bị từ chối vì không quét được vi-rút" in html
    with pytest.raises(Incomplete) as told:
        actions.file(dossier_id=begun.id, actor=world.lan, now=LATER, declared=True)
    assert f"component-{component}" in told.value.fields


def test_a_refused_result_cannot_be_signed_and_is_not_offered(world: Province, browser: Browser) -> None:
    sent = factories.received(world)
    given: dict[str, Any] = {"dossier_id": sent.id, "now": LATER}
    actions.forward(actor=world.specialist, result=factories.result("du-thao.pdf"), **given)
    prepared = Attachment.objects.get(dossier_id=sent.id, kind="result")
    _destroyed(prepared.file_id)
    actions.mark_refused(file_id=prepared.file_id, now=LATER)
    assert "Kết quả đã chuẩn bị" not in _ok(browser(world.leader).get(f"/can-bo/ho-so/{sent.code}/ky-duyet/"))
    with pytest.raises(Missing):
        actions.decide(actor=world.leader, approved=True, **given)


def test_a_file_that_is_nobodys_is_no_new_file(world: Province) -> None:
    begun, component = _draft(world)
    with pytest.raises(NoSuchFile):
        actions.attach(dossier_id=begun.id, component_id=component, new=uuid4(), actor=world.lan, now=MONDAY)
    whole = NewFile("giay.pdf", io.BytesIO(factories.pdf()))
    line = actions.attach(dossier_id=begun.id, component_id=component, new=whole, actor=world.lan, now=MONDAY)
    assert line.name == "giay.pdf"

"""The screens: three taps for a leader, what was typed stays, and nobody sees what is not hers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.office.documents.tests import factories as documents
from namkhong.office.intake import actions
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import Part, State
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import NOW, House

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]


def _page(arrival: Arrival) -> str:
    return reverse("arrival", kwargs={"public_id": arrival.public_id})


def _register_fields(**how: Any) -> dict[str, Any]:
    fields = {
        "number": "88/SYT-NV", "issued_on-day": "20", "issued_on-month": "11", "issued_on-year": "2026",
        "type_code": "cong-van", "organ_name": "Sở Y tế", "subject": "Tăng cường phòng dịch", "urgency": "0", "due_on-day": "",
        "due_on-month": "", "due_on-year": "", "pages": "2", "note": "",
    }  # fmt: skip
    return fields | how


def test_from_the_scan_to_the_book(house: House, browser: Browser) -> None:
    clerk = browser(house.clerk)
    assert clerk.get(reverse("arrival_new")).status_code == 200
    empty = clerk.post(reverse("arrival_new"), {"source": "paper"})
    assert empty.status_code == 422
    sent = clerk.post(
        reverse("arrival_new"),
        {
            "source": "paper",
            "token": "00000000-0000-0000-0000-0000000000a1",
            "file": SimpleUploadedFile("q.pdf", documents.pdf()),
        },
    )
    assert sent.status_code == 302
    arrival = Arrival.objects.get()
    page = clerk.get(sent["Location"])
    assert "q.pdf" in page.content.decode()
    verb = reverse("arrival_register", kwargs={"public_id": arrival.public_id})
    wrong = clerk.post(verb, _register_fields(subject="", **{"issued_on-month": "13"}))
    assert wrong.status_code == 422
    assert 'value="88/SYT-NV"' in wrong.content.decode(), "what was typed stays"
    done = clerk.post(verb, _register_fields(revision="1"))
    assert done.status_code == 302
    assert make.fresh(arrival).serial == 1
    assert "88/SYT-NV" in clerk.get(f"{reverse('arrivals')}?xem=tat-ca").content.decode()


def test_what_is_in_the_book_already_asks_why(house: House, browser: Browser) -> None:
    make.registered(house, number="9/SNNMT-KL")
    arrival = make.on_paper(house)
    clerk = browser(house.clerk)
    verb = reverse("arrival_register", kwargs={"public_id": arrival.public_id})
    how = {"number": "9/SNNMT-KL", "organ_name": documents.incoming().organ_name, "revision": "1"}
    asked = clerk.post(verb, _register_fields(**how))
    assert asked.status_code == 409
    assert 'name="despite"' in asked.content.decode()
    done = clerk.post(verb, _register_fields(**how, despite="1", despite_reason="Bản đính chính"))
    assert done.status_code == 302


def test_a_secret_document_is_refused_and_told_why(house: House, browser: Browser) -> None:
    arrival = make.on_paper(house)
    verb = reverse("arrival_register", kwargs={"public_id": arrival.public_id})
    answer = browser(house.clerk).post(verb, _register_fields(secrecy="Mật"))
    assert answer.status_code == 422
    assert "bí mật nhà nước" in answer.content.decode()
    assert make.fresh(arrival).state == State.ARRIVED


def test_a_leader_needs_three_taps(house: House, browser: Browser) -> None:
    arrival = make.proposed(house, make.lead(house.economy_id), make.helping(house.elsewhere))
    leader = browser(house.chairman)
    listed = leader.get(reverse("arrivals")).content.decode()
    href = _page(arrival)
    assert href in listed, "first tap: the document"
    page = leader.get(href).content.decode()
    form = re.search(r'<form method="post" action="([^"]+but-phe/)" novalidate>(.*?)</form>', page, re.S)
    assert form is not None
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))
    assert fields["as_proposed"] == "1"
    done = leader.post(form[1], fields)  # second tap: Đồng ý
    assert done.status_code == 302
    given = {row.part: row for row in Assignment.objects.filter(arrival=arrival)}
    assert given[Part.LEAD].unit_id == house.economy_id
    assert given[Part.HELP].account_id == house.elsewhere.account_id


def test_a_leader_may_choose_somebody_else(house: House, browser: Browser) -> None:
    arrival = make.proposed(house)
    verb = reverse("arrival_direct", kwargs={"public_id": arrival.public_id})
    leader = browser(house.chairman)
    nobody = leader.post(verb, {"words": "Xem xét", "revision": arrival.revision})
    assert nobody.status_code == 422
    assert "Xem xét" in nobody.content.decode()
    how = {"lead": str(make.who(house.head)), "know": [str(make.who(house.elsewhere))], "due-day": "27", "due-month": "11",
           "due-year": "2026", "revision": arrival.revision}  # fmt: skip
    assert leader.post(verb, how).status_code == 302
    assert {row.part for row in Assignment.objects.filter(arrival=arrival)} == {Part.LEAD, Part.KNOW}
    stale = leader.post(verb, {**how, "lead": str(make.who(house.deputy))})
    assert stale.status_code in {302, 409}
    assert Assignment.objects.filter(arrival=arrival).count() == 2


def test_who_was_given_it_works_through_the_page(house: House, browser: Browser) -> None:
    arrival = make.directed(house, make.lead(house.head))
    head = browser(house.head)
    assert _page(arrival) in head.get(reverse("my_arrivals")).content.decode()
    top = make.job(arrival)
    assert top.read_at is None
    assert head.get(_page(arrival)).status_code == 200
    assert Assignment.objects.get(pk=top.pk).read_at == NOW
    for verb, fields in (
        ("work_accept", {}),
        ("work_report", {"report": "Kính trình phương án."}),
        ("work_pass_on", {"lead": str(make.who(house.specialist)), "words": "Anh Tưởng làm."}),
    ):
        answer = head.post(reverse(verb, kwargs={"assignment_id": top.pk}), fields)
        assert answer.status_code == 302, verb
    late = head.post(
        reverse("work_pass_on", kwargs={"assignment_id": top.pk}),
        {"know": str(make.who(house.colleague)), "due-day": "5", "due-month": "12", "due-year": "2026"},
    )
    assert late.status_code in {302, 422}
    mine = make.job(arrival)
    specialist = browser(house.specialist)
    verb = reverse("work_finish", kwargs={"assignment_id": mine.pk})
    assert specialist.post(verb, {}).status_code == 422
    unknown = specialist.post(verb, {"answer": "999/UBND-XX"})
    assert unknown.status_code == 422
    assert 'value="999/UBND-XX"' in unknown.content.decode()
    assert specialist.post(verb, {"result": "Đã làm."}).status_code == 302
    assert make.fresh(arrival).state == State.DONE
    page = specialist.get(_page(arrival)).content.decode()
    for words in ("Anh Tưởng làm.", "Kính trình phương án.", "Đã giải quyết xong", "Lò Văn Hặc"):
        assert words in page


def test_others_do_not_learn_that_it_exists(house: House, browser: Browser) -> None:
    arrival = make.directed(house)
    for who in (house.other_leader, house.elsewhere):
        assert browser(who).get(_page(arrival)).status_code == 404
        verb = reverse("work_accept", kwargs={"assignment_id": make.job(arrival).pk})
        assert browser(who).post(verb, {}).status_code == 404
    assert (
        browser(house.clerk).post(reverse("work_accept", kwargs={"assignment_id": make.job(arrival).pk})).status_code
        == 403
    )


def test_papers_are_printed_for_who_may_see_them(house: House, browser: Browser) -> None:
    arrival = make.directed(house)
    slip = reverse("arrival_slip", kwargs={"public_id": arrival.public_id})
    assert browser(house.head).get(slip).content.startswith(b"%PDF")
    assert browser(house.other_leader).get(slip).status_code == 404
    clerk = browser(house.clerk)
    assert "Quyển 01" in clerk.get(reverse("arrivals_book")).content.decode()
    assert clerk.get(f"{reverse('arrivals_book')}?nam=2026&quyen=1").content.startswith(b"%PDF")
    for query in ("nam=2026&quyen=9", "nam=1999&quyen=1"):
        assert clerk.get(f"{reverse('arrivals_book')}?{query}").status_code == 404
    assert clerk.get(f"{reverse('arrivals_book')}?nam=khong&quyen=khong").status_code == 200


def test_every_form_of_every_reader_renders(house: House, browser: Browser) -> None:
    """Each member of the commune opens the page at each station; nothing but a page or 404 comes."""
    stations = [
        make.on_paper(house),
        make.registered(house),
        make.proposed(house),
        make.directed(house, make.lead(house.deputy)),
    ]
    Arrival.objects.filter(pk=stations[0].pk).update(recall="asked", recall_reason="Nhầm")
    actions.pass_on(
        assignment_id=make.job(stations[-1]).pk,
        words="",
        lines=[make.lead(house.head, None)],
        actor=house.deputy,
        now=NOW,
    )
    for name, actor in house.cast().items():
        if name in {"visitor", "administrator"}:
            continue
        client = browser(actor)
        for arrival in stations:
            answer = client.get(_page(arrival))
            assert answer.status_code in {200, 404}, (name, arrival.state)
            ids = re.findall(r'\sid="([^"]+)"', answer.content.decode())
            assert len(ids) == len(set(ids)), (name, arrival.state, {one for one in ids if ids.count(one) > 1})

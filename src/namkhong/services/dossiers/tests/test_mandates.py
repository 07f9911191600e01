"""Mandates: from paper, for one procedure or all, until a day; used by the attorney, ended by whoever gave it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.errors import MandateEnded, MandateOver, MandateUnusable
from namkhong.services.dossiers.models import Dossier, IssuedForm, Mandate, Submission
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries.mandates import given_by, held_by, usable_by, why_not
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, Province
from namkhong.services.dossiers.types import Channel, Consent
from namkhong.services.eforms import actions as eforms

pytestmark = pytest.mark.django_db


def registered(world: Province, now: datetime = MONDAY, **how: Any) -> int:
    """Lan lets her neighbour file for her."""
    paper = {
        "mandator_id": world.lan.person_id,
        "attorney_id": world.neighbour.person_id,
        "procedure_code": MARRIAGE,
        "number": "215/2026/CT",
        "signed_on": date(2026, 11, 20),
        "certified_by": "Ủy ban nhân dân xã Mường Phăng chứng thực",
        "valid_from": date(2026, 11, 20),
        "valid_to": date(2026, 11, 30),
        **how,
    }
    return actions.register_mandate(**paper, actor=world.counter, now=now)


def begun(world: Province, mandate_id: int, now: datetime = MONDAY) -> Any:
    """The neighbour begins for Lan, online."""
    return actions.start_draft(
        procedure_code=MARRIAGE,
        commune_agency_id=world.commune_id,
        mandate_id=mandate_id,
        actor=world.neighbour,
        now=now,
    )


def test_the_same_paper_twice_is_one_mandate(world: Province) -> None:
    assert registered(world) == registered(world)
    assert Mandate.objects.count() == 1


@pytest.mark.parametrize("who", ["lan", "specialist", "leader", "administrator", "visitor"])
def test_only_the_counter_registers(world: Province, who: str) -> None:
    with pytest.raises(Forbidden):
        actions.register_mandate(
            mandator_id=1,
            attorney_id=2,
            procedure_code="",
            number="1",
            signed_on=None,
            certified_by="x",
            valid_from=None,
            valid_to=None,
            actor=world.cast()[who],
            now=MONDAY,
        )


def test_every_wrong_field_is_named_at_once(world: Province) -> None:
    with pytest.raises(Invalid) as told:
        registered(
            world, attorney_id=world.lan.person_id, number="", signed_on=date(2027, 1, 1), valid_to=date(2020, 1, 1)
        )
    assert {"attorney-the", "number", "signed_on", "valid_to"} <= set(told.value.fields)


def test_the_attorney_files_and_both_names_stand_on_form_01(world: Province) -> None:
    draft = begun(world, registered(world))
    dossier = Dossier.objects.get(pk=draft.id)
    assert (dossier.person_id, dossier.helper_id) == (world.lan.person_id, world.neighbour.account_id)
    assert policies.sees(world.lan, dossier)
    assert policies.sees(world.neighbour, dossier)
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=world.neighbour.account_id or 0, now=MONDAY)
    Dossier.objects.filter(pk=draft.id).update(answers_id=copy)
    actions.file(dossier_id=draft.id, actor=world.neighbour, now=MONDAY, declared=True)
    actions.receive(dossier_id=draft.id, actor=world.counter, now=MONDAY)
    said = IssuedForm.objects.get(dossier_id=draft.id, code="01").data
    assert said["applicant"] == "Lò Thị Lan"
    assert said["delegate"]["name"] == said["submitter"] == "Cà Văn Inh"
    assert "215/2026/CT" in said["delegate"]["paper"]
    assert actions.receipt_pdf(dossier_id=draft.id, actor=world.lan, now=MONDAY).startswith(b"%PDF")
    assert [row.applicant_name for row in queries.mine(world.neighbour, now=MONDAY).items] == ["Lò Thị Lan"]


def test_over_or_for_another_procedure_is_told_in_a_sentence(world: Province) -> None:
    with pytest.raises(MandateUnusable, match="hết hạn"):
        begun(world, registered(world), now=MONDAY + timedelta(days=10))
    with pytest.raises(MandateUnusable, match="chỉ có hiệu lực từ"):
        begun(world, registered(world, number="216", valid_from=date(2026, 11, 25)))
    with pytest.raises(MandateUnusable, match="chỉ dùng cho thủ tục"):
        begun(world, registered(world, number="217", procedure_code="1.001193"))
    assert begun(world, registered(world, number="218", procedure_code="", valid_to=None)).state == "draft"


def test_a_draft_is_not_sent_when_the_mandate_was_ended_meanwhile(world: Province) -> None:
    mandate = registered(world)
    draft = begun(world, mandate)
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=world.neighbour.account_id or 0, now=MONDAY)
    Dossier.objects.filter(pk=draft.id).update(answers_id=copy)
    actions.end_mandate(mandate_id=mandate, reason="Tôi tự đi nộp", actor=world.lan, now=MONDAY)
    with pytest.raises(MandateOver, match="chấm dứt"):
        actions.file(dossier_id=draft.id, actor=world.neighbour, now=MONDAY, declared=True)


def filed_for_lan(world: Province, mandate_id: int) -> Dossier:
    """Filed by the neighbour for Lan, received."""
    draft = begun(world, mandate_id)
    copy = eforms.copy_answers(answers_id=world.answers, owner_account_id=world.neighbour.account_id or 0, now=MONDAY)
    Dossier.objects.filter(pk=draft.id).update(answers_id=copy)
    actions.file(dossier_id=draft.id, actor=world.neighbour, now=MONDAY, declared=True)
    actions.receive(dossier_id=draft.id, actor=world.counter, now=MONDAY)
    return Dossier.objects.get(pk=draft.id)


def left_to(world: Province, browser: Callable[[Actor], Client], row: Dossier) -> None:
    """After the mandate: the state and form 01, never what it is about."""
    row.refresh_from_db()
    assert policies.abilities(world.neighbour, row) == {Ability.SEE, Ability.PRINT_RECEIPT}
    assert row.owner_id == world.lan.account_id
    inh = browser(world.neighbour)
    shown = inh.get(reverse("dossier", kwargs={"code": row.code})).content.decode()
    assert "Giấy ủy quyền đã hết hạn hoặc đã chấm dứt" in shown
    assert "Đã tiếp nhận" in shown
    assert "Mã bí mật" not in shown
    assert "rút hồ sơ" not in shown
    assert inh.get(reverse("form01", kwargs={"code": row.code})).content.startswith(b"%PDF")
    for closed in ("confirm_draft", "supplement", "ask_to_stop"):
        assert inh.get(reverse(closed, kwargs={"code": row.code})).status_code == 403, closed
    assert [line.applicant_name for line in queries.mine(world.neighbour, now=MONDAY).items] == ["Lò Thị Lan"]
    assert {Ability.SEE_SECRET, Ability.STOP_AT_REQUEST} <= policies.abilities(world.lan, row)


def test_after_it_was_ended_the_attorney_keeps_the_receipt_and_the_state(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    mandate = registered(world)
    row = filed_for_lan(world, mandate)
    assert Ability.SEE_SECRET in policies.abilities(world.neighbour, row), "while it holds she acts in Lan's place"
    actions.end_mandate(mandate_id=mandate, reason="Xong việc", actor=world.lan, now=MONDAY)
    left_to(world, browser, row)


@pytest.mark.parametrize(
    ("last_day", "over"),
    [(date(2026, 11, 30), datetime(2026, 11, 30, 17, tzinfo=UTC)), (None, datetime(2027, 11, 20, 17, tzinfo=UTC))],
)
def test_after_its_last_day_the_attorney_keeps_the_receipt_and_the_state(
    world: Province, browser: Callable[[Actor], Client], last_day: date | None, over: datetime
) -> None:
    row = filed_for_lan(world, registered(world, valid_to=last_day))
    assert actions.close_mandates(over - timedelta(seconds=1)) == 0, "the last day is still hers"
    assert actions.close_mandates(over) == 1
    assert actions.close_mandates(over + timedelta(hours=1)) == 0
    left_to(world, browser, row)


def test_a_form_that_says_what_is_missing_is_no_longer_the_attorneys(world: Province) -> None:
    mandate = registered(world)
    row = filed_for_lan(world, mandate)
    paper = IssuedForm.objects.get(dossier=row, code="01")
    asked = IssuedForm.objects.create(
        dossier=row, step=paper.step, template=paper.template, code="02", number="1", data=paper.data, issued_at=MONDAY
    )
    actions.end_mandate(mandate_id=mandate, reason="", actor=world.lan, now=MONDAY)
    with pytest.raises(MandateOver):
        actions.form_pdf(form_id=asked.pk, actor=world.neighbour, now=MONDAY)
    assert actions.form_pdf(form_id=paper.pk, actor=world.neighbour, now=MONDAY)[1].startswith(b"%PDF")


def test_a_draft_of_an_ended_mandate_is_closed_and_said_to_be(
    world: Province, browser: Callable[[Actor], Client]
) -> None:
    mandate = registered(world)
    draft = begun(world, mandate)
    actions.end_mandate(mandate_id=mandate, reason="", actor=world.lan, now=MONDAY)
    inh = browser(world.neighbour)
    assert inh.get(reverse("resume_draft", kwargs={"public_id": draft.public_id})).status_code == 403
    page = reverse("draft", kwargs={"public_id": draft.public_id, "section": "kiem-tra"})
    assert inh.get(page).status_code == 403
    listed = inh.get(reverse("my_dossiers")).content.decode()
    assert "bản nháp sẽ tự xóa" in listed
    assert str(draft.public_id) not in listed
    assert policies.abilities(world.lan, Dossier.objects.get(pk=draft.id)) == {Ability.SEE}


def test_only_whoever_gave_it_ends_it_and_twice_is_once(world: Province) -> None:
    mandate = registered(world)
    for who in (world.neighbour, world.counter, world.leader):
        with pytest.raises(Unseen):
            actions.end_mandate(mandate_id=mandate, reason="", actor=who, now=MONDAY)
    actions.end_mandate(mandate_id=mandate, reason="", actor=world.lan, now=MONDAY)
    actions.end_mandate(mandate_id=mandate, reason="", actor=world.lan, now=MONDAY)
    assert not usable_by(world.neighbour.person_id or 0, Mandate.objects.get().procedure_id or 0, now=MONDAY)
    assert MandateEnded(MONDAY).status == 409


def test_nobody_else_uses_it(world: Province) -> None:
    mandate = registered(world)
    with pytest.raises(Unseen):
        actions.start_draft(
            procedure_code=MARRIAGE,
            commune_agency_id=world.commune_id,
            mandate_id=mandate,
            actor=world.lan,
            now=MONDAY,
        )
    with pytest.raises(Unseen):
        begun(world, 10**9)


def test_at_the_counter_the_attorney_stands_in(world: Province) -> None:
    mandate = registered(world)
    draft = actions.start_at_counter(
        procedure_code=MARRIAGE,
        who=world.lan.person_id or 0,
        channel=Channel.COUNTER,
        mandate_id=mandate,
        commune_agency_id=world.commune_id,
        actor=world.counter,
        now=MONDAY,
    )
    noted = Submission.objects.get(dossier_id=draft.id)
    assert (noted.consent, noted.mandate_id) == (Consent.MANDATE, mandate)


def test_a_mandate_is_kept_as_it_was_given(world: Province) -> None:
    mandate = registered(world)
    for change in (
        "update dossiers_mandate set number = 'x' where id = %s",
        "delete from dossiers_mandate where id = %s",
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, [mandate])


def test_both_sides_see_it_page_by_page(world: Province) -> None:
    for number in range(25):
        registered(world, now=MONDAY + timedelta(minutes=number), number=f"{number}/2026")
    first = given_by(world.lan.person_id or 0, now=MONDAY)
    second = given_by(world.lan.person_id or 0, first.next, now=MONDAY)
    assert (len(first.items), len(second.items), second.next) == (20, 5, "")
    assert len(held_by(world.neighbour.person_id or 0, now=MONDAY).items) == 20


def test_without_a_last_day_it_holds_for_a_year_from_the_day_it_was_made(world: Province) -> None:
    mandate = registered(world, valid_to=None)
    person, procedure = world.neighbour.person_id or 0, Mandate.objects.get(pk=mandate).procedure_id or 0
    last = datetime(2027, 11, 20, 5, tzinfo=UTC)
    assert [line.valid_to for line in usable_by(person, procedure, now=last)] == [date(2027, 11, 20)]
    assert usable_by(person, procedure, now=last + timedelta(days=1)) == []
    assert "hết hạn" in why_not(Mandate.objects.get(pk=mandate), None, date(2027, 11, 21))


DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(DAYS, st.one_of(st.none(), DAYS), DAYS, st.booleans(), st.booleans())
def test_it_serves_exactly_between_its_days_for_its_procedure(
    first: date, last: date | None, on: date, mine: bool, every: bool
) -> None:
    signed = first
    mandate = Mandate(
        number="1",
        signed_on=signed,
        valid_from=first,
        valid_to=last,
        procedure_id=None if every else 7,
        scope="Khai sinh",
    )
    a_year = signed.replace(year=signed.year + 1, day=min(signed.day, 28 if signed.month == 2 else 31))
    serves = first <= on <= (last or a_year) and (every or mine)
    assert (why_not(mandate, 7 if mine else 8, on) == "") is serves

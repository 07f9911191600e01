"""Who may do what: rows are the cast, columns the verbs; y = yes, 403 = seen but not hers, 404 = unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.services.dossiers import actions, policies, queries
from namkhong.services.dossiers.models import Dossier, IssuedForm
from namkhong.services.dossiers.tests import asking, factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


def _other_unit(dossier_id: int) -> int:
    return organisations.unit_of(Dossier.objects.get(pk=dossier_id).decider_agency_id, "culture").id


Deed = Callable[[int, Actor, datetime], Any]
DEEDS: dict[str, tuple[str, Deed]] = {
    # verb: (the dossier is …, the deed)
    "save_step": ("draft", lambda pk, who, now: actions.save_step(
        dossier_id=pk, section="tinh-trang", posted=factories.posted({"marital_status": "never"}), actor=who, now=now)),
    "attach": ("draft", lambda pk, who, now: actions.attach(
        dossier_id=pk, component_id=0, new=factories.result(), actor=who, now=now)),
    "detach": ("draft", lambda pk, who, now: actions.detach(dossier_id=pk, attachment_id=0, actor=who, now=now)),
    "discard_draft": ("draft", lambda pk, who, now: actions.discard_draft(dossier_id=pk, actor=who, now=now)),
    "file": ("filled", lambda pk, who, now: actions.file(dossier_id=pk, actor=who, now=now, declared=True)),
    "receive": ("filed", lambda pk, who, now: actions.receive(dossier_id=pk, actor=who, now=now)),
    "not_receive": ("filed", lambda pk, who, now: actions.not_receive(
        dossier_id=pk, actor=who, now=now, reason="Nộp trùng", law="Điều 17 Nghị định 118/2025/NĐ-CP")),
    "take_over": ("elsewhere", lambda pk, who, now: actions.take_over(dossier_id=pk, actor=who, now=now)),
    "forward": ("received", lambda pk, who, now: actions.forward(dossier_id=pk, actor=who, now=now)),
    "send_back": ("appraised", lambda pk, who, now: actions.send_back(
        dossier_id=pk, actor=who, now=now, reason="Ghi lại thời gian cư trú")),
    "decide": ("appraised", lambda pk, who, now: actions.decide(
        dossier_id=pk, actor=who, now=now, approved=True, result=factories.result())),
    "request_supplement": ("received", lambda pk, who, now: actions.request_supplement(
        dossier_id=pk, actor=who, now=now, items=[factories.MISSING])),
    "send_supplement": ("proposed", lambda pk, who, now: actions.send_supplement(dossier_id=pk, actor=who, now=now)),
    "approve_supplement": ("asked_twice", lambda pk, who, now: actions.approve_supplement(
        dossier_id=pk, actor=who, now=now)),
    "return_proposal": ("proposed", lambda pk, who, now: actions.return_proposal(
        dossier_id=pk, actor=who, now=now, reason="Đã đủ")),
    "approve_not_receive": ("refusal_proposed", lambda pk, who, now: actions.approve_not_receive(
        dossier_id=pk, actor=who, now=now)),
    "complete_supplement": ("asked", lambda pk, who, now: actions.complete_supplement(
        dossier_id=pk, actor=who, now=now, reply="Đã ghi")),
    "correct_answers": ("asked", lambda pk, who, now: actions.correct_answers(
        dossier_id=pk, section="tinh-trang", posted=factories.posted({"marital_status": "never"}), actor=who, now=now)),
    "withdraw": ("filed", lambda pk, who, now: actions.withdraw(dossier_id=pk, actor=who, now=now)),
    "stop_at_request": ("received", lambda pk, who, now: actions.stop_at_request(
        dossier_id=pk, actor=who, now=now, reason="Đổi ý")),
    "stop_unmet": ("asked", lambda pk, who, now: actions.stop_unmet(dossier_id=pk, actor=who, now=now)),
    "assign": ("received", lambda pk, who, now: actions.assign(
        dossier_id=pk, account_id=who.account_id or 0, actor=who, now=now)),
    "hand_to_unit": ("received", lambda pk, who, now: actions.hand_to_unit(
        dossier_id=pk, agency_id=_other_unit(pk), actor=who, now=now)),
    "take_back": ("received", lambda pk, who, now: actions.take_back(dossier_id=pk, actor=who, now=now)),
    "send_draft": ("to_confirm", lambda pk, who, now: actions.send_draft(dossier_id=pk, actor=who, now=now)),
    "answer_draft": ("confirming", lambda pk, who, now: actions.answer_draft(
        dossier_id=pk, actor=who, now=now, agreed=True)),
    "ask_opinions": ("received", lambda pk, who, now: actions.ask_opinions(
        dossier_id=pk, agency_ids=[], question=asking.question(), actor=who, now=now)),
    "hand_over": ("decided", lambda pk, who, now: actions.hand_over(dossier_id=pk, actor=who, now=now)),
    "propose_extension": ("received", lambda pk, who, now: actions.propose_extension(
        dossier_id=pk, actor=who, now=now, new_day=None, reason="", fault=None)),
    "sign_extension": ("received", lambda pk, who, now: actions.sign_extension(dossier_id=pk, actor=who, now=now)),
    "control_slip": ("received", lambda pk, who, now: actions.control_slip(dossier_id=pk, actor=who, now=now)),
    "form_pdf": ("received", lambda pk, who, now: actions.form_pdf(
        form_id=IssuedForm.objects.get(dossier_id=pk, code="01").pk, actor=who, now=now)),
    "receipt_pdf": ("received", lambda pk, who, now: actions.receipt_pdf(dossier_id=pk, actor=who, now=now)),
}  # fmt: skip
#                   visitor lan neighbour counter specialist leader other_counter other_leader administrator
TABLE = {
    "save_step":     "404 y 404 404 404 404 404 404 404",
    "attach":        "404 y 404 404 404 404 404 404 404",
    "detach":        "404 y 404 404 404 404 404 404 404",
    "discard_draft": "404 y 404 404 404 404 404 404 404",
    "file":          "404 y 404 404 404 404 404 404 404",
    "receive":       "404 403 404 y 403 403 404 404 404",
    "not_receive":   "404 403 404 y 403 403 404 404 404",
    "take_over":     "404 403 404 y 403 403 403 404 404",
    "forward":       "404 403 404 403 y 403 404 404 404",
    "send_back":     "404 403 404 403 403 y 404 404 404",
    "decide":        "404 403 404 403 403 y 404 404 404",
    "request_supplement": "404 403 404 403 y 403 404 404 404",
    "send_supplement":    "404 403 404 y 403 403 404 404 404",
    "approve_supplement": "404 403 404 403 403 y 404 404 404",
    "return_proposal":    "404 403 404 y 403 403 404 404 404",
    "approve_not_receive": "404 403 404 403 403 403 404 404 404",
    "complete_supplement": "404 y 404 y 403 403 404 404 404",
    "correct_answers":    "404 y 404 403 403 403 404 404 404",
    "withdraw":           "404 y 404 y 403 403 404 404 404",
    "stop_at_request":    "404 y 404 y 403 403 404 404 404",
    "stop_unmet":         "404 403 404 y 403 403 404 404 404",
    "assign":        "404 403 404 403 y 403 404 404 404",
    "hand_to_unit":  "404 403 404 403 403 y 404 404 404",
    "take_back":     "404 403 404 403 403 403 404 404 404",
    "send_draft":    "404 403 404 403 y 403 404 404 404",
    "answer_draft":  "404 y 404 403 403 403 404 404 404",
    "ask_opinions":  "404 403 404 403 y 403 404 404 404",
    "hand_over":     "404 403 404 y 403 403 404 404 404",
    "propose_extension": "404 403 404 403 y y 404 404 404",
    "sign_extension":    "404 403 404 403 403 y 404 404 404",
    "control_slip":      "404 404 404 y y y 404 404 404",
    "form_pdf":          "404 y 404 y y y 404 404 404",
    "receipt_pdf":   "404 y 404 y y y 404 404 404",
}  # fmt: skip


def elsewhere(world: Province) -> Any:
    """Filed on paper with the commune next door, for Lan's own commune."""
    sent = factories.filed(world, actor=world.other_counter, person_id=world.lan.person_id)
    return actions.receive(dossier_id=sent.id, actor=world.other_counter, now=MONDAY)


def _made(world: Province, state: str) -> Any:
    if state in {"to_confirm", "confirming"}:
        return {"to_confirm": asking.confirmable, "confirming": asking.drafted}[state](world)
    return elsewhere(world) if state == "elsewhere" else getattr(factories, state)(world)


def _outcome(deed: Deed, pk: int, who: Actor) -> str:
    try:
        with transaction.atomic():
            deed(pk, who, LATER)
            transaction.set_rollback(True)
    except Unseen:
        return "404"
    except Forbidden:
        return "403"
    except Invalid:  # she got as far as being told what to mend
        return "y"
    return "y"


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_who_may(world: Province, verb: str) -> None:
    state, deed = DEEDS[verb]
    dossier = _made(world, state)
    found = {name: _outcome(deed, dossier.id, who) for name, who in world.cast().items()}
    assert found == dict(zip(world.cast(), TABLE[verb].split(), strict=True))


def test_every_action_on_a_dossier_has_its_row() -> None:
    elsewhere_tested = {
        "start_draft",
        "load_facts",
        "mark_refused",
        "refresh_figures",
        "tell_applicant",
        "close_unanswered",
    }
    # Registers are an agency's (``test_registers``); what jobs do ahead of time nobody asks for (``test_extending``).
    ahead = {"draft_extensions", "refresh_late_chances", "refresh_step_times", "open_register", "register_lines",
             "register_pdf"}  # fmt: skip
    # An agency that is asked stands beside the line of steps: ``test_opinions`` says who answers for it.
    of_the_asked = {"Question", "draft_opinion", "sign_opinion", "withdraw_opinion"}
    # ``test_recalculation``: the province's administrator lets dates follow the calendar; the rest are jobs.
    recalculating = {"preview_recalculation", "approve_recalculation", "apply_recalculation"}
    # ``test_process_trial``: who keeps processes tries a version and lets dossiers follow it; the rest are jobs.
    trying = {"try_process", "count_process_trial", "keep_open_dossiers", "move_open_dossiers", "apply_process_move"}
    by_itself = {
        *(
            "close_mandates",
            "close_silent_drafts",
            "close_silent_opinions",
            "tell_asked",
            "tell_asker",
            "tell_holder",
            "tell_relocated",
            "tell_signers",
        ),
    }
    # ``test_counter``, ``test_counter_pages`` and ``test_mandates`` ask who may do these.
    at_counters = {"enrol_stranger", "file_and_receive", "note_paper", "read_card", "start_at_counter", "record_receipt",
                   "void_receipt", "register_mandate", "end_mandate", "count_copies"}  # fmt: skip
    # ``test_programs``: another system submits, and makes the plain moves.
    of_programs = {"submit"}
    assert (
        set(DEEDS)
        == set(actions.__all__)
        - of_programs
        - at_counters
        - elsewhere_tested
        - of_the_asked
        - by_itself
        - recalculating
        - ahead
        - trying
    )
    assert set(TABLE) == set(DEEDS)


@pytest.mark.parametrize(
    "state", ["draft", "filed", "elsewhere", "received", "proposed", "asked", "appraised", "decided", "handed_over"]
)
def test_the_list_and_the_single_dossier_agree_on_who_sees_it(world: Province, state: str) -> None:
    dossier = _made(world, state)
    row = Dossier.objects.get(pk=dossier.id)
    for name, who in world.cast().items():
        listed = Dossier.objects.filter(policies.visible_to(who), pk=dossier.id).exists()
        assert listed is policies.sees(who, row), name


def test_only_a_citizen_or_the_counter_with_a_person_may_begin(world: Province) -> None:
    with pytest.raises(Forbidden):
        factories.draft(world, person_id=world.neighbour.person_id)  # Lan for her neighbour, on her own
    with pytest.raises(Forbidden):
        factories.draft(world, actor=world.counter)  # for nobody
    with pytest.raises(Forbidden):
        factories.draft(world, actor=world.leader, person_id=world.lan.person_id)
    with pytest.raises(Forbidden):
        factories.draft(world, actor=Actor.anonymous())


def test_the_helper_is_kept_apart_from_the_applicant(world: Province) -> None:
    begun = factories.draft(world, actor=world.counter, person_id=world.lan.person_id)
    dossier = Dossier.objects.get(pk=begun.id)
    assert dossier.person_id == world.lan.person_id
    assert (dossier.owner_id, dossier.helper_id) == (None, world.counter.account_id)
    assert dossier.applicant_name == "Lò Thị Lan"
    assert policies.sees(world.lan, dossier)


def test_a_dossier_given_to_one_official_is_not_anothers(world: Province) -> None:
    sent = factories.filed(world)
    Dossier.objects.filter(pk=sent.id).update(holder_account=world.counter2.account_id)
    with pytest.raises(Forbidden):
        actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    actions.receive(dossier_id=sent.id, actor=world.counter2, now=MONDAY)


def test_forged_ids_and_codes_are_unseen(world: Province) -> None:
    for code in ("H18.55.04-261123-9999", "' or 1=1 --", "\x00", "x" * 5_000, "../../etc/passwd"):
        with pytest.raises(Unseen):
            queries.by_code(code, world.counter)
    with pytest.raises(Unseen):
        actions.receive(dossier_id=2**40, actor=world.counter, now=MONDAY)

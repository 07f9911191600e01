"""Filing for somebody at a counter: her card, her agreement, the paper she hands over, sent and received in one go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from namkhong.foundation.audit.models import Entry
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import Missing, NoConsent, UnknownCard
from namkhong.services.dossiers.models import Dossier, IssuedForm, Submission
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, PAGES, Province
from namkhong.services.dossiers.types import Channel, Consent, DossierCard, Envelope, Stranger

pytestmark = pytest.mark.django_db
NEW = "011190000077||Vàng Thị Mỷ|15041990|Nữ|Bản Huổi Lếch, Mường Phăng, Điện Biên|01072021"


def begun(world: Province, **how: Any) -> DossierCard:
    """A draft for Lan at her own counter."""
    how = {"channel": Channel.COUNTER, "consent": Consent.SPOKEN, "who": world.lan.person_id, **how}
    return actions.start_at_counter(
        procedure_code=MARRIAGE, commune_agency_id=world.commune_id, actor=world.counter, now=MONDAY, **how
    )


def filled(world: Province, **how: Any) -> DossierCard:
    """The same, every page answered by the clerk."""
    card = begun(world, **how)
    for section, values in PAGES.items():
        kept = actions.save_step(
            dossier_id=card.id, section=section, posted=factories.posted(values), actor=world.counter, now=MONDAY
        )
        assert not kept.errors, (section, kept.errors)
    return card


def test_a_scanned_card_fills_everything_and_enrols_a_stranger(world: Province) -> None:
    who = actions.read_card(f"{NEW}\r\n", actor=world.counter, now=MONDAY)
    assert who == Stranger(
        "011190000077", "Vàng Thị Mỷ", date(1990, 4, 15), "female", "Bản Huổi Lếch, Mường Phăng, Điện Biên"
    )
    card = begun(world, who=who)
    assert Dossier.objects.get(pk=card.id).applicant_name == "Vàng Thị Mỷ"


def test_looking_a_known_number_up_is_recorded(world: Province) -> None:
    who = actions.read_card("011 199 000 015", actor=world.counter, now=MONDAY)
    assert (who.person_id, who.full_name) == (world.lan.person_id, "Lò Thị Lan")
    assert (
        Entry.objects.filter(actor_account_id=world.counter.account_id, person_id=world.lan.person_id)
        .order_by("-pk")
        .first()
        is not None
    )


@pytest.mark.parametrize("typed", ["", "12345", "a|b", "011199000015||Lò Thị Lan|31021999|Nữ|x|01072021", "\x00|" * 9])
def test_half_a_card_is_refused_with_a_sentence(world: Province, typed: str) -> None:
    with pytest.raises(UnknownCard, match="quét lại"):
        actions.read_card(typed, actor=world.counter, now=MONDAY)


@pytest.mark.parametrize("who", ["lan", "specialist", "leader", "administrator", "visitor"])
def test_only_the_counter_reads_cards(world: Province, who: str) -> None:
    with pytest.raises(Forbidden):
        actions.read_card(NEW, actor=world.cast()[who], now=MONDAY)


def test_nobody_is_helped_without_saying_how_she_agreed(world: Province) -> None:
    with pytest.raises(NoConsent):
        begun(world, consent=None)
    with pytest.raises(NoConsent):
        begun(world, consent=Consent.MANDATE)  # without the paper


def test_the_helper_the_agreement_and_the_channel_are_kept_apart_from_the_applicant(world: Province) -> None:
    card = begun(world)
    dossier, noted = Dossier.objects.get(pk=card.id), Submission.objects.get(dossier_id=card.id)
    assert (dossier.person_id, dossier.owner_id, dossier.helper_id) == (
        world.lan.person_id,
        None,
        world.counter.account_id,
    )
    assert (dossier.channel, noted.consent, noted.agreed_at) == (Channel.COUNTER, Consent.SPOKEN, MONDAY)


def test_one_click_files_receives_and_issues_form_01(world: Province) -> None:
    card = filled(world)
    done = actions.file_and_receive(dossier_id=card.id, actor=world.counter, now=MONDAY)
    again = actions.file_and_receive(dossier_id=card.id, actor=world.counter, now=MONDAY)
    assert done.state == "in_progress"
    assert again.code == done.code
    assert IssuedForm.objects.filter(dossier_id=card.id, code="01").count() == 1


def test_a_letter_keeps_its_envelope(world: Province) -> None:
    envelope = Envelope(date(2026, 11, 20), "Lò Thị Lan", "EB123456789VN")
    card = begun(world, channel=Channel.POST, consent=None, envelope=envelope)
    noted = Submission.objects.get(dossier_id=card.id)
    assert (noted.posted_on, noted.sent_by, noted.item_number) == (
        date(2026, 11, 20),
        "Lò Thị Lan",
        "EB123456789VN",
    )
    with pytest.raises(Missing, match="dấu bưu điện"):
        begun(world, channel=Channel.POST, consent=None, envelope=Envelope(date(2026, 11, 24), "Lan"))
    with pytest.raises(Missing, match="phong bì"):
        begun(world, channel=Channel.POST, consent=None)


def test_paper_in_hand_needs_no_file(world: Province) -> None:
    lan = world.lan.person_id
    card = actions.start_at_counter(
        procedure_code="1.004837",
        who=lan or 0,
        channel=Channel.COUNTER,
        consent=Consent.SIGNED,
        commune_agency_id=world.commune_id,
        actor=world.counter,
        now=MONDAY,
    )
    from namkhong.services.dossiers.queries.drafts import components_of, needs_file, what_is_missing
    from namkhong.services.procedures import queries as procedures

    row = Dossier.objects.get(pk=card.id)
    asked = [c.id for c in procedures.version(row.procedure_version_id).components if needs_file(c)]
    assert asked
    assert components_of(row)
    assert {f"component-{pk}" for pk in asked} <= set(what_is_missing(row, None))
    actions.note_paper(dossier_id=card.id, component_ids=[*asked, 999], actor=world.counter, now=MONDAY)
    assert not {f"component-{pk}" for pk in asked} & set(what_is_missing(row, None))
    assert Submission.objects.get(dossier_id=card.id).on_paper == sorted(asked)


def test_help_online_wants_the_files(world: Province) -> None:
    card = begun(world, channel=Channel.HELPED)
    with pytest.raises(Invalid, match="trực tuyến"):
        actions.note_paper(dossier_id=card.id, component_ids=[1], actor=world.counter, now=MONDAY)


def test_a_visitor_enrols_nobody(world: Province) -> None:
    with pytest.raises(Forbidden):
        actions.enrol_stranger(Stranger(), actor=Actor.anonymous(), now=MONDAY)
    with pytest.raises(Invalid, match="năm sinh"):
        actions.enrol_stranger(Stranger("011190000077", "Vàng Thị Mỷ"), actor=world.counter, now=MONDAY)

"""Signing by the actions: who may, in which order, and that nothing is lost, doubled or weaker in silence."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations.tests.factories import SYSTEM
from namkhong.foundation.signatures import actions, queries
from namkhong.foundation.signatures.errors import (
    AlreadySigned,
    CertificateUnusable,
    KeyUnavailable,
    NoSuchCertificate,
    NotInOrder,
    SealIsTheClerks,
    SignedElsewhere,
    ValueRefused,
    WrongSecret,
)
from namkhong.foundation.signatures.models import Certificate, SignedDocument, Signing
from namkhong.foundation.signatures.states import SigningState
from namkhong.foundation.signatures.tests import factories
from namkhong.foundation.signatures.tests.factories import SLOTS, Commune, pdfsig, value
from namkhong.foundation.signatures.tests.trustworld import NOW
from namkhong.foundation.signatures.types import FieldKind, Handed, Level, Outcome, SigningCard, Slot
from namkhong.kernel.problems import Problem

ALONE = (Slot("NguoiKy", FieldKind.SIGNER, factories.SIGNER),)


def signing(document: UUID, kind: FieldKind = FieldKind.SIGNER) -> UUID:
    return Signing.objects.get(document_id=document, kind=kind).pk


def done(answers: list[SigningCard | Problem]) -> SigningCard:
    (one,) = answers
    assert isinstance(one, SigningCard), one
    return one


@pytest.mark.paper
def test_a_document_goes_the_whole_way_in_the_order_of_the_decree(commune: Commune, tmp_path: Path) -> None:
    document = commune.document(wanted=Level.LTA)
    leader, seal = signing(document), signing(document, FieldKind.SEAL)
    assert isinstance(commune.sign("chairman", leader)[0], NotInOrder)
    done(commune.sign("specialist", signing(document, FieldKind.INITIALS)))
    card = done(commune.sign("chairman", leader))
    assert (card.state, card.reached, card.block) == (
        SigningState.SIGNED,
        Level.LTA,
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    )
    assert isinstance(commune.sign("clerk", seal, label="agency")[0], NotInOrder)
    for field, text in {"So": "15/QĐ-UBND", "Ngay": "ngày 23 tháng 11 năm 2026"}.items():
        actions.fill(document_id=document, field=field, text=text, actor=commune.actors["clerk"], now=NOW)
    assert isinstance(commune.sign("chairman", seal, label="agency")[0], SealIsTheClerks)
    done(commune.sign("clerk", seal, label="agency"))
    content = commune.content(queries.newest_file(document))
    assert pdfsig(content, tmp_path).count("Signature is Valid.") == 3
    verdict = queries.check(content, now=NOW)
    assert verdict.outcome is Outcome.PASSED
    assert [one.level for one in verdict.signatures] == [Level.LTA] * 3
    assert [bool(one.authority) for one in verdict.signatures] == [True] * 3
    assert "CHỦ TỊCH" in verdict.signatures[1].authority
    told = list(Entry.objects.filter(action__startswith="signatures.").values_list("action", flat=True))
    assert told.count("signatures.signed") == 3
    assert told.count("signatures.filled") == 2


def test_what_was_signed_stays_byte_by_byte_below_what_comes_later(commune: Commune) -> None:
    document = commune.document(ALONE, Level.LTA)
    before = commune.content(queries.newest_file(document))
    done(commune.sign("chairman", signing(document)))
    assert commune.content(queries.newest_file(document)).startswith(before)


def test_a_signature_loses_its_standing_when_the_signer_had_no_post_that_day(commune: Commune) -> None:
    document = commune.document(ALONE, Level.LTA)
    done(commune.sign("chairman", signing(document)))
    Signing.objects.filter(document_id=document).update(account_id=commune.actors["stranger"].account_id)
    (one,) = queries.check(commune.content(queries.newest_file(document)), now=NOW).signatures
    assert (one.outcome, one.code) == (Outcome.UNDETERMINED, "undetermined/AUTHORITY")


def test_the_deputy_signs_for_the_chairman_and_the_block_says_so(commune: Commune) -> None:
    Certificate.objects.filter(pk=commune.certificates["chairman"]).update(
        account_id=commune.actors["deputy"].account_id
    )
    document = commune.document(ALONE)
    card = done(commune.sign("deputy", signing(document), label="chairman"))
    assert card.block[-2:] == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_nobody_signs_with_a_key_that_is_not_hers_or_not_good_any_more(commune: Commune) -> None:
    document = commune.document(ALONE)
    assert isinstance(commune.sign("chairman", signing(document), label="deputy")[0], NoSuchCertificate)
    assert isinstance(commune.sign("chairman", signing(document), label="agency")[0], NoSuchCertificate)
    row = Certificate.objects.get(pk=commune.certificates["chairman"])
    for change in (
        {"valid_to": NOW - timedelta(days=1)},
        {"valid_from": NOW + timedelta(days=1)},
        {"revoked_at": NOW - timedelta(days=1), "revoke_reason": "Mất thiết bị"},
    ):
        Certificate.objects.filter(pk=row.pk).update(**change)
        assert isinstance(commune.sign("chairman", signing(document))[0], CertificateUnusable)
        row.save()
    assert Signing.objects.get(document_id=document).state == SigningState.PREPARED


def test_a_wrong_pin_signs_nothing_and_can_be_typed_again(commune: Commune) -> None:
    document = commune.document(ALONE)
    with pytest.raises(WrongSecret):
        commune.sign("chairman", signing(document), secret="sai")
    assert Signing.objects.get(document_id=document).state == SigningState.PREPARED
    done(commune.sign("chairman", signing(document)))


def test_a_key_that_is_gone_leaves_everything_as_it_was(commune: Commune) -> None:
    Certificate.objects.filter(pk=commune.certificates["chairman"]).update(key_label="khong-co")
    document = commune.document(ALONE)
    before = queries.newest_file(document)
    with pytest.raises(KeyUnavailable):
        commune.sign("chairman", signing(document))
    assert queries.newest_file(document) == before


def test_a_second_click_signs_nothing_twice(commune: Commune) -> None:
    document = commune.document(ALONE)
    done(commune.sign("chairman", signing(document)))
    after = queries.newest_file(document)
    assert isinstance(commune.sign("chairman", signing(document))[0], AlreadySigned)
    assert queries.newest_file(document) == after


def test_many_documents_are_one_authorisation_and_one_refusal_stops_no_other(commune: Commune) -> None:
    documents = [commune.document(ALONE) for _ in range(3)]
    ids = [signing(one) for one in documents]
    done(commune.sign("chairman", ids[1]))
    first, second, third = commune.sign("chairman", *ids)
    assert isinstance(first, SigningCard)
    assert isinstance(second, AlreadySigned)
    assert isinstance(third, SigningCard)


def test_a_silent_time_stamp_server_leaves_a_plain_signature_that_waits_and_says_so(commune: Commune) -> None:
    document = commune.document(ALONE, Level.LTA)
    with commune.trust.down():
        card = done(commune.sign("chairman", signing(document)))
        assert (card.state, card.reached) == (SigningState.WAITING_UPGRADE, Level.B)
        assert "tự được bổ sung" in card.words
        later = NOW + timedelta(minutes=5)
        assert actions.raise_waiting(actor=SYSTEM, now=later) == 0
    assert actions.raise_waiting(actor=SYSTEM, now=later) == 0  # it was tried a moment ago
    assert actions.raise_waiting(actor=SYSTEM, now=later + timedelta(minutes=5)) == 1
    row = Signing.objects.get(document_id=document)
    assert (row.state, row.reached) == (SigningState.SIGNED, Level.LTA)
    (one,) = queries.check(commune.content(queries.newest_file(document)), now=NOW).signatures
    assert (one.outcome, one.level) == (Outcome.PASSED, Level.LTA)
    assert actions.raise_level(signing_id=row.pk, actor=SYSTEM, now=later) is Level.LTA


def test_a_token_on_the_signers_own_machine_signs_what_is_handed_out(commune: Commune) -> None:
    Certificate.objects.filter(pk=commune.certificates["chairman"]).update(provider="elsewhere")
    document = commune.document(ALONE, Level.T)
    with pytest.raises(SignedElsewhere):
        commune.sign("chairman", signing(document))
    chairman = commune.actors["chairman"]

    def asked() -> Handed:
        certificate = commune.certificates["chairman"]
        return actions.hand_out(signing_id=signing(document), certificate_id=certificate, actor=chairman, now=NOW)

    handed = asked()
    assert asked() == handed
    with pytest.raises(ValueRefused):
        actions.take_back(signing_id=handed.signing_id, value=b"x" * 256, actor=chairman, now=NOW)
    signed = value(commune.trust, "chairman", handed.to_sign)
    card = actions.take_back(signing_id=handed.signing_id, value=signed, actor=chairman, now=NOW)
    assert card.reached is Level.T
    assert actions.take_back(signing_id=handed.signing_id, value=signed, actor=chairman, now=NOW) == card
    with pytest.raises(AlreadySigned):
        actions.take_back(signing_id=handed.signing_id, value=b"y" * 256, actor=chairman, now=NOW)


def test_a_claim_that_nobody_finished_is_free_again_after_a_quarter_of_an_hour(commune: Commune) -> None:
    document = commune.document(ALONE)
    Signing.objects.filter(document_id=document).update(state=SigningState.SIGNING, begun_at=NOW)
    assert isinstance(commune.sign("chairman", signing(document))[0], AlreadySigned)
    Signing.objects.filter(document_id=document).update(begun_at=NOW - timedelta(minutes=16))
    done(commune.sign("chairman", signing(document)))


def test_the_images_stand_on_the_page_and_only_transparent_ones_are_taken(commune: Commune) -> None:
    image = files.store_generated(name="chu-ky.png", content=factories.png(), media_type="image/png", now=NOW)
    Certificate.objects.filter(pk=commune.certificates["chairman"]).update(image_file_id=image.id)
    document = commune.document(ALONE)
    done(commune.sign("chairman", signing(document)))
    assert queries.files_named([image.id, queries.newest_file(document)]) == {image.id, queries.newest_file(document)}


def test_a_number_is_written_once_and_only_after_the_leader(commune: Commune) -> None:
    document = commune.document(SLOTS[1:])

    def fill(text: str) -> UUID:
        return actions.fill(document_id=document, field="So", text=text, actor=commune.actors["clerk"], now=NOW)

    with pytest.raises(NotInOrder):
        fill("15/QĐ-UBND")
    done(commune.sign("chairman", signing(document)))
    first = fill("15/QĐ-UBND")
    assert fill("15/QĐ-UBND") == first
    with pytest.raises(NotInOrder):
        fill("16/QĐ-UBND")
    assert SignedDocument.objects.get(pk=document).file_id == first


def test_a_leader_who_is_also_the_clerk_does_not_seal(commune: Commune) -> None:
    document = commune.document((Slot("CoQuan", FieldKind.COPY, factories.SIGNER),))
    both = commune.actors["chairman"].posts + commune.actors["clerk"].posts
    commune.actors["both"] = dataclasses.replace(commune.actors["chairman"], posts=both)
    answer = commune.sign("both", signing(document, FieldKind.COPY), label="agency")[0]
    assert isinstance(answer, SealIsTheClerks)
    done(commune.sign("clerk", signing(document, FieldKind.COPY), label="agency"))


def test_the_lists_of_revoked_certificates_are_fetched_and_kept_while_the_issuer_is_silent(commune: Commune) -> None:
    assert actions.refresh_lists(actor=SYSTEM, now=NOW) == 4
    with commune.trust.down():
        assert actions.refresh_lists(actor=SYSTEM, now=NOW) == 0
    assert len(queries.stores().crls) == 4

"""Who may do what: each verb of the room × those who could try it. What a signer needs besides stands in test_signing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from namkhong.foundation.organisations.tests.factories import actor_of, official, post
from namkhong.foundation.organisations.tests.factories import administrator as appointed
from namkhong.foundation.organisations.types import Rank
from namkhong.foundation.signatures import actions, queries
from namkhong.foundation.signatures.errors import (
    CertificateTaken,
    NoAuthority,
    NoSuchSigning,
    NotElevated,
    NotOfAgency,
    NotRegistrar,
    NotYourField,
    SealIsTheClerks,
    WrongCertificate,
)
from namkhong.foundation.signatures.models import Anchor, Certificate, Signing
from namkhong.foundation.signatures.tests import factories
from namkhong.foundation.signatures.tests.factories import SLOTS, Commune
from namkhong.foundation.signatures.tests.trustworld import NOW, PUBLIC
from namkhong.foundation.signatures.types import FieldKind, Level, Purpose, Slot
from namkhong.kernel.actor import Actor, Elevation, Role
from namkhong.kernel.problems import Problem

VERBS = {
    "add_anchor", "fill", "hand_out", "prepare", "raise_level", "raise_waiting", "refresh_lists", "register_certificate",
    "remove_anchor", "revoke_certificate", "sign", "take_back",
}  # fmt: skip


def test_every_verb_stands_here() -> None:
    assert set(actions.__all__) == VERBS


def administrator(at: str, *, elevated: bool = True) -> Actor:
    """An administrator, elevated at the moment of these tests."""
    opened = Elevation("Kiểm tra", NOW + timedelta(minutes=15)) if elevated else None
    return dataclasses.replace(appointed(at), elevation=opened)


def refused(deed: Callable[[], object], kind: type[Problem]) -> None:
    with pytest.raises(kind):
        deed()


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("chairman", NotRegistrar),
        ("clerk", NotRegistrar),
        ("visitor", NotRegistrar),
        ("administrator elsewhere", NotRegistrar),
        ("administrator not elevated", NotElevated),
        ("administrator", None),
    ],
)
def test_certificates_are_registered_and_revoked_by_the_administrator_above(
    commune: Commune, who: str, kind: type[Problem] | None
) -> None:
    if who.startswith("administrator"):
        at = "c03172" if who.endswith("elsewhere") else "c03325"
        actor = administrator(at, elevated=not who.endswith("not elevated"))
    else:
        actor = commune.actors.get(who, Actor.anonymous())
    data = commune.trust.certificate("agency", PUBLIC).dump()

    def register() -> None:
        actions.register_certificate(
            data=data, agency_id=commune.agency_id, provider="pkcs11", key_label="x", actor=actor, now=NOW
        )

    def revoke() -> None:
        actions.revoke_certificate(
            certificate_id=commune.certificates["agency"], reason="Mất thiết bị", actor=actor, now=NOW
        )

    if kind is not None:
        refused(register, kind)
        refused(revoke, kind)
        assert Certificate.objects.get(pk=commune.certificates["agency"]).revoked_at is None
        return
    register()
    refused(register, CertificateTaken)
    revoke()
    revoke()
    assert Certificate.objects.get(pk=commune.certificates["agency"]).revoked_at == NOW


def test_what_is_no_signers_certificate_is_not_registered(commune: Commune) -> None:
    actor = administrator("c03325")
    for data in (b"", b"khong phai", commune.trust.certificate("root").dump()):
        refused(
            lambda data=data: actions.register_certificate(  # type: ignore[misc]
                data=data, agency_id=commune.agency_id, provider="pkcs11", actor=actor, now=NOW
            ),
            WrongCertificate,
        )


def test_roots_are_the_provinces_administrators_to_trust(commune: Commune) -> None:
    data = commune.trust.certificate("interm", PUBLIC).dump()
    for actor, kind in (
        (administrator("c03325"), NotRegistrar),
        (commune.actors["chairman"], NotRegistrar),
        (administrator("db", elevated=False), NotElevated),
    ):
        refused(
            lambda actor=actor: actions.add_anchor(data=data, purpose=Purpose.TIMESTAMP, actor=actor, now=NOW),  # type: ignore[misc]
            kind,
        )
        refused(lambda actor=actor: actions.refresh_lists(actor=actor, now=NOW), kind)  # type: ignore[misc]
        refused(lambda actor=actor: actions.remove_anchor(anchor_id=1, reason="x", actor=actor, now=NOW), kind)  # type: ignore[misc]
    keeper = administrator("db")
    one = actions.add_anchor(data=data, purpose=Purpose.TIMESTAMP, actor=keeper, now=NOW)
    assert actions.add_anchor(data=data, purpose=Purpose.TIMESTAMP, actor=keeper, now=NOW) == one
    actions.remove_anchor(anchor_id=one, reason="Hết dùng", actor=keeper, now=NOW)
    assert Anchor.objects.get(pk=one).removed_at == NOW


def test_documents_are_prepared_and_filled_inside_their_agency(commune: Commune) -> None:
    document = commune.document()
    file_id = queries.newest_file(document)
    for who in ("stranger", "visitor"):
        actor = commune.actors.get(who, Actor.anonymous())
        refused(
            lambda actor=actor: actions.prepare(  # type: ignore[misc]
                file_id=file_id, agency_id=commune.agency_id, slots=SLOTS, wanted=Level.B, actor=actor, now=NOW
            ),
            NotOfAgency,
        )
        refused(lambda actor=actor: queries.signings(document, actor), NotOfAgency)  # type: ignore[misc]
    for who in ("chairman", "specialist", "stranger"):
        refused(
            lambda who=who: actions.fill(  # type: ignore[misc]
                document_id=document, field="So", text="1/QĐ", actor=commune.actors[who], now=NOW
            ),
            SealIsTheClerks,
        )
    assert len(queries.signings(document, commune.actors["specialist"])) == 3


@pytest.mark.parametrize(
    ("who", "kind", "problem"),
    [
        ("specialist", FieldKind.SIGNER, NoAuthority),
        ("clerk", FieldKind.SIGNER, NoAuthority),
        ("stranger", FieldKind.SIGNER, NoAuthority),
        ("stranger", FieldKind.INITIALS, NotOfAgency),
        ("chairman", FieldKind.SEAL, SealIsTheClerks),
        ("specialist", FieldKind.SEAL, SealIsTheClerks),
        ("stranger", FieldKind.COPY, SealIsTheClerks),
        ("visitor", FieldKind.SIGNER, NoSuchSigning),
    ],
)
def test_nobody_signs_where_another_is_to(commune: Commune, who: str, kind: FieldKind, problem: type[Problem]) -> None:
    document = commune.document((Slot("O", kind, factories.SIGNER),))
    one = Signing.objects.get(document_id=document).pk
    actor = commune.actors.get(who, Actor.anonymous())
    certificate = commune.certificates["agency" if kind.by_agency else "chairman"]
    answer = actions.sign(signing_ids=[one], certificate_id=certificate, secret="x", actor=actor, now=NOW)
    assert isinstance(answer[one], problem)
    refused(lambda: actions.hand_out(signing_id=one, certificate_id=certificate, actor=actor, now=NOW), problem)
    refused(lambda: actions.take_back(signing_id=one, value=b"x", actor=actor, now=NOW), NoSuchSigning)


def test_a_field_with_a_name_is_that_persons_alone(commune: Commune) -> None:
    slot = Slot("NguoiKy", FieldKind.SIGNER, factories.SIGNER, commune.actors["deputy"].account_id)
    document = commune.document((slot,))
    answer = commune.sign("chairman", Signing.objects.get(document_id=document).pk)
    assert isinstance(answer[0], NotYourField)


def test_authority_counts_by_the_day(commune: Commune) -> None:
    ended = official("c03325", "Người đã thôi")
    post(ended, "c03325", Role.LEADER, Rank.DEPUTY, end=(NOW - timedelta(days=3)).date())
    commune.actors["ended"] = actor_of(ended, elevated=False)
    document = commune.document((Slot("NguoiKy", FieldKind.SIGNER, factories.SIGNER),))
    answer = commune.sign("ended", Signing.objects.get(document_id=document).pk, label="chairman")
    assert isinstance(answer[0], NoAuthority)


def test_her_own_certificates_and_the_agencys_for_its_clerk_only(commune: Commune) -> None:
    assert [one.id for one in queries.usable_certificates(commune.actors["chairman"], now=NOW)] == [
        commune.certificates["chairman"]
    ]
    assert [
        one.id for one in queries.usable_certificates(commune.actors["clerk"], agency_id=commune.agency_id, now=NOW)
    ] == [commune.certificates["agency"]]
    refused(
        lambda: queries.usable_certificates(commune.actors["chairman"], agency_id=commune.agency_id, now=NOW),
        SealIsTheClerks,
    )
    assert queries.usable_certificates(Actor.anonymous(), now=NOW) == []


def test_what_is_not_there_is_unseen(commune: Commune) -> None:
    nothing = UUID(int=0)
    refused(lambda: actions.raise_level(signing_id=nothing, actor=Actor.system("x"), now=NOW), NoSuchSigning)
    refused(lambda: queries.newest_file(nothing), NoSuchSigning)
    assert actions.raise_waiting(actor=Actor.system("x"), now=NOW) == 0

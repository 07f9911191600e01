"""Reading: certificates, what waits for a signature, how a file's signatures are judged.

pyHanko is imported where a file is judged: a page process that never judges one keeps 20 MB for others.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.signatures import policies
from namkhong.foundation.signatures.errors import NoSuchSigning, NotSignable
from namkhong.foundation.signatures.models import Anchor, Certificate, SignedDocument, Signing
from namkhong.foundation.signatures.states import SigningState
from namkhong.foundation.signatures.types import CertificateCard, FieldKind, Level, Purpose, SigningCard, Verdict
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor

if TYPE_CHECKING:
    from asn1crypto import x509

    from namkhong.foundation.signatures import trust

_MOST = 50


def certificate_card(row: Certificate) -> CertificateCard:
    """The card of a row."""
    return CertificateCard(
        id=row.pk,
        subject=row.subject,
        issuer=row.issuer,
        serial=row.serial,
        fingerprint=row.fingerprint,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        account_id=row.account_id,
        agency_id=row.agency_id,
        provider=row.provider,
        key_label=row.key_label,
        revoked_at=row.revoked_at,
    )


def usable_certificates(actor: Actor, *, agency_id: int | None = None, now: datetime) -> list[CertificateCard]:
    """What the actor may sign with today: her own, or an agency's where she is its văn thư; the newest first."""
    if not actor.is_official or actor.account_id is None:
        return []
    if agency_id is not None:
        policies.require_clerk(actor, agency_id)
    owner = Q(agency_id=agency_id) if agency_id is not None else Q(account_id=actor.account_id)
    good = Q(valid_from__lte=now, valid_to__gt=now) & (Q(revoked_at__isnull=True) | Q(revoked_at__gt=now))
    rows = Certificate.objects.filter(owner & good).order_by("-valid_from", "-id")[:_MOST]
    return [certificate_card(row) for row in rows]


def signing_card(row: Signing) -> SigningCard:
    """The card of a row, with the sentence for the screen."""
    return SigningCard(
        id=row.pk,
        document_id=row.document_id,
        field=row.field,
        kind=FieldKind(row.kind),
        state=SigningState(row.state),
        wanted=Level(row.wanted),
        reached=Level(row.reached) if row.reached else None,
        block=tuple(row.block),
        signed_at=row.signed_at,
        words=_words(row),
    )


def _words(row: Signing) -> str:
    if row.state == SigningState.WAITING_UPGRADE:
        return _("Đã ký. Máy chủ dấu thời gian hoặc nơi cấp chứng thư chưa trả lời; phần còn thiếu sẽ tự được bổ sung.")
    return str(SigningState(row.state).label).capitalize() + "."


def signings(document_id: UUID, actor: Actor) -> list[SigningCard]:
    """All signatures wished for on a document, in their order.

    :raises NoSuchSigning, NotOfAgency: not there, or not hers to see.
    """
    document = SignedDocument.objects.filter(pk=document_id).first()
    if document is None:
        raise NoSuchSigning
    policies.require_inside(actor, document.agency_id)
    return [signing_card(row) for row in document.signings.order_by("position")]


def newest_file(document_id: UUID) -> UUID:
    """The newest state of a document, for the room that owns it.

    :raises NoSuchSigning: when there is none.
    """
    found = SignedDocument.objects.filter(pk=document_id).values_list("file_id", flat=True).first()
    if found is None:
        raise NoSuchSigning
    return found


def stores() -> trust.Stores:
    """The roots and the lists of revoked certificates now in the registry."""
    from asn1crypto import x509

    from namkhong.foundation.signatures import trust

    roots: dict[Purpose, tuple[x509.Certificate, ...]] = {}
    between: list[x509.Certificate] = []
    crls: dict[str, bytes] = {}
    for row in Anchor.objects.filter(removed_at__isnull=True).order_by("id"):
        one = x509.Certificate.load(bytes(row.der))
        if row.between:
            between.append(one)
        else:
            roots[Purpose(row.purpose)] = (*roots.get(Purpose(row.purpose), ()), one)
        if row.crl:
            crls[row.fingerprint] = bytes(row.crl)
    return trust.Stores(roots, tuple(between), tuple(crls.values()))


def policy(now: datetime, *purposes: Purpose) -> trust.Policy:
    """The policy in force: by default both kinds of certificates are accepted, each told by its name."""
    from namkhong.foundation.signatures import trust

    wanted = purposes or (Purpose.GOVERNMENT, Purpose.PUBLIC)
    return trust.Policy(stores(), wanted, trust.rules(), clock.local_date(now))


def check(pdf: bytes, *, now: datetime, purposes: Collection[Purpose] = ()) -> Verdict:
    """Judge all signatures of a file, with what the registry knows of the signers.

    :raises NotSignable: when it cannot be read; a sentence says why.
    """
    from namkhong.foundation.signatures import checking, trust

    limit = trust.rules().max_bytes
    if len(pdf) > limit:
        raise too_large()
    return checking.judged(pdf, policy(now, *purposes), now, _authority)


def too_large() -> NotSignable:
    """The refusal of a file over the limit."""
    from namkhong.foundation.signatures import trust

    size = trust.rules().max_bytes // 1_048_576
    return NotSignable(_("Tệp lớn quá %s MB nên không kiểm tra ở đây được. Xin chọn tệp nhỏ hơn.") % size)


def _authority(fingerprint: str, digest: str, at: datetime) -> tuple[str, bool | None]:
    """What the registry knows of one signature; nothing when it was not made here."""
    row = (
        Signing.objects.filter(value_sha256=digest, certificate__fingerprint=fingerprint)
        .select_related("document", "certificate")
        .first()
    )
    if row is None:
        return "", None
    agency = organisations.agency(row.document.agency_id).name
    if FieldKind(row.kind).by_agency:
        words = _("Chữ ký số của cơ quan: %s.") % agency
    elif row.block:
        words = _("Người có thẩm quyền ký: %(post)s, %(agency)s.") % {"post": " – ".join(row.block), "agency": agency}
    else:
        words = _("Ký nháy tại %s.") % agency
    return words, policies.was_allowed(row, at)


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that a document, a signature or a certificate needs."""
    named = set(SignedDocument.objects.filter(file_id__in=ids).values_list("file_id", flat=True))
    for field in ("file_id", "begun_file_id"):
        named |= {one for one in Signing.objects.filter(**{f"{field}__in": ids}).values_list(field, flat=True) if one}
    images = Certificate.objects.filter(image_file_id__in=ids).values_list("image_file_id", flat=True)
    return named | {one for one in images if one}


def box_values(pdf: bytes, names: Collection[str]) -> dict[str, str]:
    """What stands in these text boxes of a file."""
    from namkhong.foundation.signatures import inspecting, preparing

    found = preparing.values(inspecting.opened(pdf).root)
    return {name: found.get(name, "") for name in names}

"""Who may register, prepare, fill in and sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import MayNotSign
from namkhong.foundation.signatures.errors import (
    CertificateUnusable,
    NoAuthority,
    NoSuchCertificate,
    NoSuchSigning,
    NotElevated,
    NotInOrder,
    NotOfAgency,
    NotRegistrar,
    NotYourField,
    SealIsTheClerks,
)
from namkhong.foundation.signatures.models import Certificate, Signing
from namkhong.foundation.signatures.states import DONE
from namkhong.foundation.signatures.types import FieldKind
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, ActorKind, Post, Role


def require_registrar(actor: Actor, path: str, now: datetime) -> None:
    """May she register certificates for what stands at this path?

    :raises NotRegistrar: for everybody but the administrators above it.
    :raises NotElevated: without an elevated session.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    own = [post for post in actor.posts if post.role is Role.ADMINISTRATOR] if actor.is_official else []
    if not any(path.startswith(post.agency_path) for post in own):
        raise NotRegistrar
    if not actor.elevated(now):
        raise NotElevated


def require_keeper(actor: Actor, now: datetime) -> None:
    """May she say which roots are trusted? The province's administrators may.

    :raises NotRegistrar, NotElevated: everybody else.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    if not (actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)):
        raise NotRegistrar
    if not actor.elevated(now):
        raise NotElevated


def require_inside(actor: Actor, agency_id: int) -> None:
    """Does she work in this agency or one of its units?

    :raises NotOfAgency: when not.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    path = organisations.agency(agency_id).path
    if not (actor.is_official and any(post.agency_path.startswith(path) for post in actor.posts)):
        raise NotOfAgency


def _is_clerk(posts: Iterable[Post], agency_id: int) -> bool:
    """The văn thư of this agency, and not also its leader: the leader never uses the agency's key."""
    roles = {post.role for post in posts if post.agency_id == agency_id}
    return Role.RECORDS_CLERK in roles and Role.LEADER not in roles


def require_clerk(actor: Actor, agency_id: int) -> None:
    """Is she the văn thư of this agency?

    :raises SealIsTheClerks: when not.
    """
    if not (actor.is_official and _is_clerk(actor.posts, agency_id)):
        raise SealIsTheClerks


def require_signer(actor: Actor, signing: Signing, now: datetime) -> tuple[str, ...]:
    """May she sign here today? The lines above her signature: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".

    :raises NoSuchSigning: who is no official.
    :raises NotYourField, SealIsTheClerks, NoAuthority, NotOfAgency: who is not the one.
    """
    if not actor.is_official or actor.account_id is None:
        raise NoSuchSigning
    agency_id, kind = signing.document.agency_id, FieldKind(signing.kind)
    if kind.by_agency:
        require_clerk(actor, agency_id)
        return ()
    if signing.account_id is not None and signing.account_id != actor.account_id:
        raise NotYourField
    if kind is FieldKind.INITIALS:
        require_inside(actor, agency_id)
        return ()
    return _block(actor.account_id, agency_id, now)


def _block(account_id: int, agency_id: int, at: datetime) -> tuple[str, ...]:
    try:
        return organisations.signature_block(account_id, agency_id, clock.local_date(at)).lines
    except MayNotSign as error:
        raise NoAuthority from error


def was_allowed(signing: Signing, at: datetime) -> bool:
    """Asked again when checking: had the signer the post or the authority on that day?"""
    agency_id, kind = signing.document.agency_id, FieldKind(signing.kind)
    if signing.account_id is None:
        return False
    day = clock.local_date(at)
    if kind.by_agency:
        return _is_clerk(organisations.acting_posts_of(signing.account_id, day), agency_id)
    if kind is FieldKind.INITIALS:
        path = organisations.agency(agency_id).path
        return any(post.agency_path.startswith(path) for post in organisations.posts_of(signing.account_id, day))
    try:
        _block(signing.account_id, agency_id, at)
    except NoAuthority:
        return False
    return True


def require_certificate(certificate: Certificate, signing: Signing, actor: Actor, now: datetime) -> None:
    """Is this the key for this field, and may it be used today?

    :raises NoSuchCertificate: somebody else's.
    :raises CertificateUnusable: expired, not valid yet, revoked.
    """
    if FieldKind(signing.kind).by_agency:
        mine = certificate.agency_id == signing.document.agency_id
    else:
        mine = certificate.account_id is not None and certificate.account_id == actor.account_id
    if not mine:
        raise NoSuchCertificate
    if certificate.revoked_at is not None and certificate.revoked_at <= now:
        raise CertificateUnusable(_("Chứng thư chữ ký số này đã bị thu hồi. Xin dùng chứng thư khác."))
    if now < certificate.valid_from:
        raise CertificateUnusable(_("Chứng thư chữ ký số này chưa có hiệu lực. Xin dùng chứng thư khác."))
    if now >= certificate.valid_to:
        raise CertificateUnusable(_("Chứng thư chữ ký số này đã hết hạn. Xin gia hạn hoặc dùng chứng thư khác."))


def require_turn(signing: Signing, others: Iterable[Signing], boxes: dict[str, str]) -> None:
    """The decree's order: initials, the signer, number and date, the agency.

    :raises NotInOrder: when something comes before.
    """
    kind = FieldKind(signing.kind)
    open_kinds = {FieldKind(other.kind) for other in others if other.state not in DONE and other.pk != signing.pk}
    if kind is FieldKind.SIGNER and FieldKind.INITIALS in open_kinds:
        raise NotInOrder(_("Văn bản còn thiếu chữ ký nháy. Xin chờ người ký nháy ký trước."))
    if kind is FieldKind.SEAL and open_kinds & {FieldKind.INITIALS, FieldKind.SIGNER}:
        raise NotInOrder(_("Lãnh đạo chưa ký văn bản này. Cơ quan chỉ ký sau người có thẩm quyền."))
    if kind is FieldKind.SEAL and not all(boxes.values()):
        raise NotInOrder(_("Văn bản chưa có số hoặc ngày. Xin cấp số trước khi ký số của cơ quan."))

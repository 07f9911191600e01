"""The registry: which certificate is whose, which roots are trusted, what the issuers last said."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import httpx
import structlog
from asn1crypto import crl
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.signatures import certificates, marks, policies, providers, queries
from namkhong.foundation.signatures.errors import CertificateTaken, NoSuchCertificate, WrongCertificate
from namkhong.foundation.signatures.models import Anchor, Certificate
from namkhong.foundation.signatures.types import CertificateCard, Purpose
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.text import one_line

_TIMEOUT: Final = 20  # seconds
_LARGEST: Final = 20_971_520  # bytes of one list of revoked certificates
_log = structlog.get_logger("signatures")


def _path(account_id: int | None, agency_id: int | None, now: datetime) -> str:
    if agency_id is not None:
        return organisations.agency(agency_id).path
    posts = organisations.posts_of(account_id, clock.local_date(now)) if account_id is not None else ()
    if not posts:
        raise WrongCertificate(_("Người này hiện không giữ vị trí nào. Xin phân công vị trí trước khi ghi chứng thư."))
    return posts[0].agency_path


@transaction.atomic
def register_certificate(
    *,
    data: bytes,
    account_id: int | None = None,
    agency_id: int | None = None,
    provider: str,
    key_label: str = "",
    image_file_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> CertificateCard:
    """Say whose a certificate is: an official's (``account_id``) or an agency's (``agency_id``).

    :raises NotRegistrar, NotElevated: who may not.
    :raises WrongCertificate, CertificateTaken, NotSignable: what cannot be registered.
    """
    if (account_id is None) == (agency_id is None) or provider not in providers.NAMES:
        raise WrongCertificate(_("Xin chọn người hoặc cơ quan giữ chứng thư, và nơi lưu khóa."))
    policies.require_registrar(actor, _path(account_id, agency_id, now), now)
    found = certificates.read(data)
    certificates.require_signing(found.certificate)
    if image_file_id is not None:
        marks.checked_image(files.read(image_file_id))
    start, end = certificates.period(found.certificate)
    row = Certificate(
        fingerprint=found.fingerprint,
        der=found.certificate.dump(),
        chain=found.chain_der,
        subject=one_line(certificates.common_name(found.certificate.subject))[:300],
        issuer=one_line(certificates.common_name(found.certificate.issuer))[:300],
        serial=format(found.certificate.serial_number, "x")[:80],
        valid_from=start,
        valid_to=end,
        account_id=account_id,
        agency_id=agency_id,
        provider=provider,
        key_label=one_line(key_label)[:200],
        image_file_id=image_file_id,
        registered_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CertificateTaken from error
    detail = {"fingerprint": row.fingerprint, "account": account_id, "agency": agency_id, "provider": provider}
    audit.record(actor, "signatures.certificate_registered", ("certificate", row.pk), now=now, detail=detail)
    return queries.certificate_card(row)


@transaction.atomic
def revoke_certificate(*, certificate_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """The certificate signs nothing from now on (lost, stolen, the post given up). Doing it twice is doing it once.

    :raises NoSuchCertificate: when there is none.
    """
    row = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if row is None:
        raise NoSuchCertificate
    path = "/" if row.agency_id is None else organisations.agency(row.agency_id).path
    if row.account_id is not None:
        posts = organisations.posts_of(row.account_id, clock.local_date(now))
        path = posts[0].agency_path if posts else "/"
    policies.require_registrar(actor, path, now)
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoke_reason = now, one_line(reason)[:300] or _("Không nêu lý do")
    row.save(update_fields=["revoked_at", "revoke_reason"])
    audit.record(
        actor, "signatures.certificate_revoked", ("certificate", row.pk), now=now, reason=reason,
        detail={"fingerprint": row.fingerprint},
    )  # fmt: skip


@transaction.atomic
def add_anchor(
    *, data: bytes, purpose: Purpose, between: bool = False, crl_url: str = "", actor: Actor, now: datetime
) -> int:
    """Trust a root for a purpose, or know a certificate between it and the signers. The same again changes nothing.

    :raises WrongCertificate: what is not a certificate of a CA.
    """
    policies.require_keeper(actor, now)
    found = certificates.read(data).certificate
    if not found.ca:
        raise WrongCertificate(
            _("Đây không phải chứng thư của nơi cấp. Xin chọn chứng thư gốc hoặc chứng thư trung gian.")
        )
    if crl_url and not crl_url.startswith(("http://", "https://")):
        raise WrongCertificate(_("Địa chỉ danh sách thu hồi phải bắt đầu bằng http:// hoặc https://."))
    mark = certificates.fingerprint(found)
    row, created = Anchor.objects.get_or_create(
        purpose=purpose,
        fingerprint=mark,
        removed_at=None,
        defaults={
            "der": found.dump(),
            "name": one_line(certificates.common_name(found.subject))[:300],
            "between": between,
            "crl_url": crl_url[:300],
            "added_at": now,
        },
    )
    if created:
        detail = {"fingerprint": mark, "purpose": purpose.value, "between": between}
        audit.record(actor, "signatures.anchor_added", ("anchor", row.pk), now=now, detail=detail)
    return int(row.pk)


@transaction.atomic
def remove_anchor(*, anchor_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Trust it no longer. Doing it twice is doing it once."""
    policies.require_keeper(actor, now)
    row = Anchor.objects.select_for_update().filter(pk=anchor_id, removed_at__isnull=True).first()
    if row is None:
        return
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    detail = {"fingerprint": row.fingerprint, "purpose": row.purpose}
    audit.record(actor, "signatures.anchor_removed", ("anchor", row.pk), now=now, reason=reason, detail=detail)


def refresh_lists(*, actor: Actor, now: datetime) -> int:
    """Fetch the lists of revoked certificates; how many came. An old one stays until a new one is there."""
    policies.require_keeper(actor, now)
    fetched = 0
    for row in Anchor.objects.filter(removed_at__isnull=True).exclude(crl_url=""):
        data = _list(row.crl_url)
        if not data:
            _log.warning("no list of revoked certificates", anchor=row.pk)
            continue
        with transaction.atomic():
            Anchor.objects.filter(pk=row.pk).update(crl=data, crl_at=now)
            audit.record(actor, "signatures.list_fetched", ("anchor", row.pk), now=now, detail={"size": len(data)})
        fetched += 1
    return fetched


def _list(url: str) -> bytes:
    """A list of revoked certificates; empty when none came. Its signature is proved when it is used."""
    try:
        with httpx.stream("GET", url, timeout=_TIMEOUT) as response:
            response.raise_for_status()
            data = b""
            for piece in response.iter_bytes():
                data += piece
                if len(data) > _LARGEST:
                    return b""
        crl.CertificateList.load(data)["tbs_cert_list"]["this_update"].native  # noqa: B018
    except (httpx.HTTPError, ValueError, TypeError, KeyError):
        return b""
    return data

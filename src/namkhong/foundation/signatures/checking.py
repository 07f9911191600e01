"""Judging the signatures of a file by a policy: passed, undetermined or failed, why, and what came behind each."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from asn1crypto import crl, ocsp
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    AdESLTAValidationResult,
    ades_basic_validation,
    ades_lta_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import collect_timing_info, extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge, PdfSignatureValidationSpec
from pyhanko.sign.validation.status import SignatureCoverageLevel, SignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from namkhong.foundation.signatures import certificates, inspecting, pades, preparing, telling
from namkhong.foundation.signatures.errors import NotSignable
from namkhong.foundation.signatures.trust import Policy
from namkhong.foundation.signatures.types import Level, Outcome, Purpose, Revision, SignatureVerdict, Verdict

# What the registry knows of a signature: the certificate's fingerprint, the digest of its value, when → a sentence and
# whether the signer was allowed to (None = the registry does not know the signature).
Authority = Callable[[str, str, datetime], tuple[str, bool | None]]

_OUTCOMES: Final = {
    AdESStatus.PASSED: Outcome.PASSED,
    AdESStatus.INDETERMINATE: Outcome.UNDETERMINED,
    AdESStatus.FAILED: Outcome.FAILED,
}
_WORST: Final = {Outcome.PASSED: 0, Outcome.UNDETERMINED: 1, Outcome.FAILED: 2}


def unknown(fingerprint: str, digest: str, at: datetime) -> tuple[str, bool | None]:
    """No registry: nothing is known of anybody's authority."""
    del fingerprint, digest, at
    return "", None


def judged(pdf: bytes, policy: Policy, now: datetime, authority: Authority = unknown) -> Verdict:
    """All signatures of a file.

    :raises NotSignable: when it cannot be read, or has more signatures than anybody would check.
    """
    reader = inspecting.opened(pdf)
    try:
        found = reader.embedded_regular_signatures
        if len(reader.embedded_signatures) > policy.rules.max_signatures:
            raise NotSignable(_("Tệp PDF có quá nhiều chữ ký nên không kiểm tra ở đây được."))
        spec = policy.spec()
        stamps = _proven_stamps(reader, policy, spec, now)
        signatures = tuple(_one(sig, reader, policy, spec, stamps, now, authority) for sig in found)
    except inspecting.BROKEN as error:
        raise NotSignable(_("Tệp PDF bị hỏng nên không đọc được. Xin lấy lại tệp gốc rồi thử lại.")) from error
    outcome = max((one.outcome for one in signatures), key=_WORST.__getitem__, default=Outcome.UNDETERMINED)
    return Verdict(
        outcome=outcome,
        words=telling.overall(outcome, len(signatures)),
        signatures=signatures,
        policy_id=policy.id,
        policy_sha256=policy.sha256,
        sha256=hashlib.sha256(pdf).hexdigest(),
        at=now,
    )


def _knowledge(reader: PdfFileReader, policy: Policy) -> LocalKnowledge:
    """What the registry and the file itself say of certificates."""
    try:
        dss = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge(known_certs=list(policy.stores.between), known_crls=policy.known_crls())
    lists = [crl.CertificateList.load(one.get_object().read_data(DecodePurpose.CRL)) for one in dss.crls]
    answers = [ocsp.OCSPResponse.load(one.get_object().read_data(DecodePurpose.OCSP_RESPONSE)) for one in dss.ocsps]
    return LocalKnowledge(
        known_certs=[*policy.stores.between, *dss.load_certs()],
        known_crls=[*policy.known_crls(), *(CRLContainer(one) for one in lists)],
        known_ocsps=[held for one in answers for held in OCSPContainer.load_multi(one)],
    )


def _proven_stamps(
    reader: PdfFileReader, policy: Policy, spec: PdfSignatureValidationSpec, now: datetime
) -> dict[int, datetime]:
    """Document time stamps that hold: the revision each covers → its time."""
    proven: dict[int, datetime] = {}
    for stamp in reader.embedded_timestamp_signatures:
        context = _timestamp_context(reader, policy, now)
        try:
            status = pades.run(async_validate_pdf_timestamp(stamp, context))
        except (SignatureValidationError, PathError, ValidationError, *inspecting.BROKEN):
            continue
        if status.valid and status.intact and status.trusted:
            proven[stamp.signed_revision] = status.timestamp
    return proven


def _timestamp_context(reader: PdfFileReader, policy: Policy, now: datetime) -> ValidationContext:
    known = _knowledge(reader, policy)
    return ValidationContext(
        trust_roots=policy.stores.of(Purpose.TIMESTAMP),
        other_certs=known.known_certs,
        crls=[one.crl_data for one in known.known_crls],
        ocsps=[one.ocsp_response_data for one in known.known_ocsps],
        allow_fetching=False,
        revocation_mode="require",
        moment=now,
        retroactive_revinfo=True,
        algorithm_usage_policy=policy.algorithms,
    )


def _one(
    sig: EmbeddedPdfSignature,
    reader: PdfFileReader,
    policy: Policy,
    spec: PdfSignatureValidationSpec,
    stamps: dict[int, datetime],
    now: datetime,
    authority: Authority,
) -> SignatureVerdict:
    own = next(extract_tst_data_iter(sig.signer_info, signed=False), None) is not None
    later = min((at for revision, at in stamps.items() if revision > sig.signed_revision), default=None)
    result = _result(sig, reader, policy, spec, now, own=own, later=later)
    proven = (_own_time(sig, reader, policy, now) if own else None) or later or _past_time(result)
    since = _since(sig, reader)
    outcome, code = _strict(sig, result, since, proven, now)
    certificate, said = sig.signer_cert, sig.self_reported_timestamp
    digest = hashlib.sha256(sig.signer_info["signature"].native).hexdigest()
    words, allowed = authority(certificates.fingerprint(certificate), digest, proven or said or now)
    if outcome is Outcome.PASSED and allowed is False:
        outcome, code = Outcome.UNDETERMINED, "AUTHORITY"
    why, advice = telling.one(code, outcome)
    return SignatureVerdict(
        field=sig.field_name,
        signer=certificates.common_name(certificate.subject),
        issuer=certificates.common_name(certificate.issuer),
        outcome=outcome,
        words=why,
        advice=advice,
        level=_level(sig, reader, proven=proven is not None, later=later is not None),
        signed_at=said,
        proven_at=proven,
        purpose=_purpose(result.api_status, policy),
        authority=words,
        since=since,
        code=f"{outcome.value}/{code}",
    )


def _purpose(status: SignatureStatus | None, policy: Policy) -> Purpose | None:
    path = status.validation_path if status is not None else None
    root = path.trust_anchor.authority if path is not None else None
    return policy.stores.purpose_of(root.certificate) if isinstance(root, AuthorityWithCert) else None


def _result(
    sig: EmbeddedPdfSignature,
    reader: PdfFileReader,
    policy: Policy,
    spec: PdfSignatureValidationSpec,
    now: datetime,
    *,
    own: bool,
    later: datetime | None,
) -> AdESBasicValidationResult[Any]:
    """The library's judgement; at the moment a document time stamp proves, where there is no other."""
    sig.compute_integrity_info()
    given = dataclasses.replace(spec.signature_validation_spec, local_knowledge=_knowledge(reader, policy))
    at = _moment(later, past=True) if later is not None and not own else _moment(now)
    judge = ades_with_time_validation if own else ades_basic_validation
    result = pades.run(judge(sig.signed_data, given, timing_info=at, raw_digest=sig.compute_digest()))
    if not own or result.ades_subindic.status is not AdESStatus.INDETERMINATE:
        return result
    try:  # certificates that have run out since: what the time stamps prove of the past
        past = pades.run(ades_lta_validation(sig, spec, _moment(now)))
    except (SignatureValidationError, PathError, ValidationError):
        return result
    return past if past.ades_subindic.status is AdESStatus.PASSED else result


def _moment(at: datetime, *, past: bool = False) -> ValidationTimingInfo:
    return ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=past)


def _whole(sig: EmbeddedPdfSignature) -> bool:
    """Does the signature cover everything that was in the file when it was made?"""
    return bool(sig.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION)


def _strict(
    sig: EmbeddedPdfSignature,
    result: AdESBasicValidationResult[Any],
    since: Revision,
    proven: datetime | None,
    now: datetime,
) -> tuple[Outcome, str]:
    """The library's indication, and what it leaves to us: what was done to the file behind the signature, and whether
    the proven moment lies in the certificate's time (ETSI EN 319 102-1, 5.5.4: EXPIRED, NOT_YET_VALID, REVOKED)."""
    found, status = result.ades_subindic, result.api_status
    if found.status is not AdESStatus.FAILED and status is not None:
        if not status.intact:
            return Outcome.FAILED, "HASH_FAILURE"
        if not status.valid:
            return Outcome.FAILED, "SIG_CRYPTO_FAILURE"
        if not since.harmless or not _whole(sig):
            return Outcome.FAILED, "FORMAT_FAILURE"
        if wrong := _out_of_time(sig, status, proven, now):
            return wrong
    return _OUTCOMES[found.status], found.standard_name


def _out_of_time(
    sig: EmbeddedPdfSignature, status: SignatureStatus, proven: datetime | None, now: datetime
) -> tuple[Outcome, str] | None:
    start, end = certificates.period(sig.signer_cert)
    revoked = status.revocation_details
    if proven is None:
        return None if start <= now <= end else (Outcome.UNDETERMINED, "OUT_OF_BOUNDS_NO_POE")
    if proven > end:
        return Outcome.FAILED, "EXPIRED"
    if proven < start:
        return Outcome.FAILED, "NOT_YET_VALID"
    if revoked is not None and not revoked.ca_revoked and proven >= revoked.revocation_date:
        return Outcome.FAILED, "REVOKED"
    return None


def _own_time(sig: EmbeddedPdfSignature, reader: PdfFileReader, policy: Policy, now: datetime) -> datetime | None:
    """What the time stamp inside the signature proves, as far as it holds today."""
    try:
        found = pades.run(
            collect_timing_info(
                sig.signer_info,
                _timestamp_context(reader, policy, now),
                lambda _algorithm: sig.compute_digest(),
                algorithm_policy=policy.algorithms,
            )
        )
    except (SignatureValidationError, PathError, ValidationError, *inspecting.BROKEN):
        return None
    stamp = found.get("timestamp_validity")
    return stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None


def _past_time(result: AdESBasicValidationResult[Any]) -> datetime | None:
    """What a chain of time stamps proves, where the first of them no longer holds by itself."""
    passed = isinstance(result, AdESLTAValidationResult) and result.ades_subindic.status is AdESStatus.PASSED
    return result.best_signature_time if passed and isinstance(result, AdESLTAValidationResult) else None


def _level(sig: EmbeddedPdfSignature, reader: PdfFileReader, *, proven: bool, later: bool) -> Level:
    """How much proof the file carries for this signature; a time stamp that does not hold is none."""
    if not proven:
        return Level.B
    try:
        evidence = DocumentSecurityStore.read_dss(reader).vri_entries
    except NoDSSFoundError:
        return Level.T
    mark = DocumentSecurityStore.sig_content_identifier(sig.pkcs7_content.hex().encode("ascii"))
    if mark not in evidence:
        return Level.T
    return Level.LTA if later else Level.LT


def _since(sig: EmbeddedPdfSignature, reader: PdfFileReader) -> Revision:
    """What came behind a signature, in sentences."""
    sig.compute_integrity_info()
    words = [
        telling.signed_after(certificates.common_name(other.signer_cert.subject))
        for other in reader.embedded_regular_signatures
        if other.signed_revision > sig.signed_revision
    ]
    later = [one for one in reader.embedded_timestamp_signatures if one.signed_revision > sig.signed_revision]
    if later:
        words.append(_("Thêm dấu thời gian, không đổi nội dung."))
    difference: Any = sig.diff_result
    level = ModificationLevel.OTHER
    if difference is None:
        level = ModificationLevel.NONE
    elif isinstance(difference, DiffResult):
        level = difference.modification_level
    before = preparing.values(reader.get_historical_root(sig.signed_revision))
    now = preparing.values(reader.root)
    words += [telling.filled_after(name) for name in sorted(now) if now[name] and now[name] != before.get(name)]
    if level >= ModificationLevel.OTHER:
        return Revision((*words, _("Nội dung văn bản đã bị sửa sau khi ký.")), harmless=False)
    return Revision(tuple(words), harmless=True)

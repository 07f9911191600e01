"""PAdES: one signature in three steps (prepare, sign anywhere, embed), then time stamp and evidence behind it.

Everything here is an incremental update: the bytes that were there stay where they are. A later time stamp is a document
time stamp, which ETSI EN 319 142-1 allows in the place of a signature time stamp and which spoils no later signature.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeVar

from asn1crypto import algos, cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession, PdfTBSDocument, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from namkhong.foundation.signatures import certificates
from namkhong.foundation.signatures.certificates import DIGEST, Parsed
from namkhong.foundation.signatures.errors import ServerSilent, ValueRefused

# Hexadecimal digits kept free for the signature, the certificates and a time stamp token with its own certificates.
_RESERVED: Final = 32_768
_SILENT: Final = (TimestampRequestError, OSError, PathError, ValidationError, SigningError, SignatureValidationError)

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of the library in this thread."""
    return asyncio.run(work)


@dataclass(frozen=True, slots=True)
class Begun:
    """A file with a place kept free, and what is to be signed. Can be put away and taken up on another day."""

    pdf: bytes
    document_digest: bytes
    start: int
    end: int
    signed_attrs: bytes  # DER of the attributes: the very bytes that are signed


def _mechanism(parsed: Parsed) -> algos.SignedDigestAlgorithm:
    kind = "sha256_ecdsa" if parsed.certificate.public_key.algorithm == "ec" else "sha256_rsa"
    return algos.SignedDigestAlgorithm({"algorithm": kind})


def _external(parsed: Parsed, value: bytes | int) -> ExternalSigner:
    return ExternalSigner(
        signing_cert=parsed.certificate,
        cert_registry=parsed.store,
        signature_value=value,
        signature_mechanism=_mechanism(parsed),
    )


def begin(
    pdf: bytes, *, field: str, parsed: Parsed, now: datetime, style: BaseStampStyle | None = None, reason: str = ""
) -> Begun:
    """Keep a place free in a field that is there already, and say what is to be signed."""
    return run(_begin(pdf, field=field, parsed=parsed, now=now, style=style, reason=reason))


async def _begin(
    pdf: bytes, *, field: str, parsed: Parsed, now: datetime, style: BaseStampStyle | None, reason: str
) -> Begun:
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        name=certificates.common_name(parsed.certificate.subject),
        cades_signed_attr_spec=CAdESSignedAttrSpec(),
    )
    signer = _external(parsed, 512)
    pdf_signer = PdfSigner(meta, signer=signer, stamp_style=style)
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    session: PdfSigningSession = pdf_signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = now
    checked = await session.perform_presign_validation(writer)
    document = session.prepare_tbs_document(validation_info=checked, bytes_reserved=_RESERVED)
    output = BytesIO()
    prepared, _same = document.digest_tbs_document(output=output)
    attrs = await signer.signed_attrs(prepared.document_digest, DIGEST, use_pades=True)
    return Begun(
        pdf=output.getvalue(),
        document_digest=prepared.document_digest,
        start=prepared.reserved_region_start,
        end=prepared.reserved_region_end,
        signed_attrs=attrs.dump(),
    )


def embed(begun: Begun, value: bytes, *, parsed: Parsed, tsa: TimeStamper | None = None) -> bytes:
    """The signed file.

    :raises ValueRefused: when the value is not this certificate's signature of these bytes.
    :raises ServerSilent: when a time stamp was wanted and none came (embed again without).
    """
    if not certificates.matches(parsed.certificate, value, begun.signed_attrs):
        raise ValueRefused
    try:
        return run(_embed(begun, value, parsed=parsed, tsa=tsa))
    except (TimestampRequestError, OSError) as error:
        raise ServerSilent(str(error)) from error


async def _embed(begun: Begun, value: bytes, *, parsed: Parsed, tsa: TimeStamper | None) -> bytes:
    signer = _external(parsed, value)
    attrs = cms.CMSAttributes.load(begun.signed_attrs)
    signature = await signer.async_sign_prescribed_attributes(DIGEST, attrs, timestamper=tsa)
    output = BytesIO(begun.pdf)
    prepared = PreparedByteRangeDigest(begun.document_digest, begun.start, begun.end)
    await PdfTBSDocument.async_finish_signing(output, prepared, signature)
    return output.getvalue()


def has_stamp(pdf: bytes, field: str) -> bool:
    """Does the signature in this field carry a time stamp of its own?"""
    found = _found(pdf, field)
    return next(extract_tst_data_iter(found.signer_info, signed=False), None) is not None


def value_digest(pdf: bytes, field: str) -> str:
    """SHA-256 of the signature's value: by it a file that comes back is known again."""
    return hashlib.sha256(_found(pdf, field).signer_info["signature"].native).hexdigest()


def _found(pdf: bytes, field: str) -> EmbeddedPdfSignature:
    reader = PdfFileReader(BytesIO(pdf), strict=False)
    found: EmbeddedPdfSignature = next(one for one in reader.embedded_regular_signatures if one.field_name == field)
    return found


def stamped(pdf: bytes, *, tsa: TimeStamper, context: ValidationContext | None) -> bytes:
    """With a time stamp over the whole file.

    :raises ServerSilent: when the server gives none.
    """
    return _or_silent(_stamped(pdf, tsa=tsa, context=context))


async def _stamped(pdf: bytes, *, tsa: TimeStamper, context: ValidationContext | None) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    output = BytesIO()
    await PdfTimeStamper(tsa).async_timestamp_pdf(writer, DIGEST, validation_context=context, output=output)
    return output.getvalue()


def with_evidence(pdf: bytes, *, field: str, context: ValidationContext) -> bytes:
    """With the certificates, and what their issuers said of them, of the signature in one field.

    :raises ServerSilent: when an issuer does not answer, or no path leads to a root.
    """
    return _or_silent(_with_evidence(pdf, field=field, context=context))


async def _with_evidence(pdf: bytes, *, field: str, context: ValidationContext) -> bytes:
    found = _found(pdf, field)
    output = BytesIO()
    await async_add_validation_info(found, context, output=output, force_write=True)
    return output.getvalue()


def _or_silent(work: Coroutine[Any, Any, bytes]) -> bytes:
    try:
        return run(work)
    except _SILENT as error:
        raise ServerSilent(str(error)) from error

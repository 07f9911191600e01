"""The explicit policy a signature is judged by: which roots for what, what must be known of revocation, which algorithms when.

Nothing is fetched from an address that stands in somebody's file: revocation lists come from the registry, where an
administrator wrote their address, and from the file itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from asn1crypto import algos, crl, keys, x509
from django.conf import settings
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    AlgorithmUsagePolicy,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from namkhong.foundation.signatures import certificates
from namkhong.foundation.signatures.types import Purpose
from namkhong.kernel import clock

_TIMEOUT: Final = 10  # seconds for one answer of an issuer


@dataclass(frozen=True, slots=True)
class AlgorithmRow:
    """What is strong enough from a day on."""

    valid_from: date
    digests: frozenset[str]
    rsa_bits: int
    ec_bits: int


@dataclass(frozen=True, slots=True)
class Rules:
    """``facts/signatures.json``."""

    policy_id: str
    algorithms: tuple[AlgorithmRow, ...]  # oldest first
    max_bytes: int
    max_signatures: int
    per_address: int
    renew_days: int
    sha256: str

    def row(self, on: date) -> AlgorithmRow:
        """What counted on that day; the oldest row for anything before it."""
        return next((row for row in reversed(self.algorithms) if row.valid_from <= on), self.algorithms[0])


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Rules:
    text = path.read_bytes()
    data: dict[str, Any] = json.loads(text)
    rows = tuple(
        AlgorithmRow(date.fromisoformat(row["from"]), frozenset(row["digests"]), row["rsa_bits"], row["ec_bits"])
        for row in sorted(data["algorithms"], key=lambda row: str(row["from"]))
    )
    return Rules(
        policy_id=data["policy_id"],
        algorithms=rows,
        max_bytes=data["checking"]["max_bytes"],
        max_signatures=data["checking"]["max_signatures"],
        per_address=data["checking"]["per_address_per_hour"],
        renew_days=data["renewal"]["days_before"],
        sha256=hashlib.sha256(text).hexdigest(),
    )


def rules() -> Rules:
    """The rules in force."""
    path = Path(settings.FACTS) / "signatures.json"
    return _read(path, path.stat().st_mtime_ns)


class DatedAlgorithms(CMSAlgorithmUsagePolicy):
    """Which digests and key sizes count on which day."""

    def __init__(self, given: Rules, today: date) -> None:
        self._rules = given
        self._today = today

    def _row(self, moment: datetime | None) -> AlgorithmRow:
        return self._rules.row(clock.local_date(moment) if moment else self._today)

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        """Is the digest strong enough on that day?"""
        return AlgorithmUsageConstraint(algo["algorithm"].native in self._row(moment).digests)

    def signature_algorithm_allowed(
        self, algo: algos.SignedDigestAlgorithm, moment: datetime | None, public_key: keys.PublicKeyInfo | None
    ) -> AlgorithmUsageConstraint:
        """Are the digest and the key strong enough on that day?"""
        row = self._row(moment)
        digest = algo.hash_algo if algo.signature_algo not in {"ed25519", "ed448"} else "sha512"
        if digest not in row.digests:
            return AlgorithmUsageConstraint(allowed=False)
        if public_key is None:
            return AlgorithmUsageConstraint(allowed=True)
        kind = public_key.algorithm
        least = row.rsa_bits if kind in {"rsa", "rsassa_pss"} else row.ec_bits if kind == "ec" else 0
        return AlgorithmUsageConstraint(allowed=public_key.bit_size >= least)


@dataclass(frozen=True, slots=True)
class Stores:
    """The roots by purpose, the certificates between, and what the issuers last said."""

    roots: dict[Purpose, tuple[x509.Certificate, ...]]
    between: tuple[x509.Certificate, ...] = ()
    crls: tuple[bytes, ...] = field(default=(), repr=False)

    def of(self, *purposes: Purpose) -> list[x509.Certificate]:
        """The roots of these purposes."""
        return [root for purpose in purposes for root in self.roots.get(purpose, ())]

    def purpose_of(self, root: x509.Certificate) -> Purpose | None:
        """The store a root of signers is in."""
        mark = certificates.fingerprint(root)
        for purpose in (Purpose.GOVERNMENT, Purpose.PUBLIC):
            if any(certificates.fingerprint(one) == mark for one in self.roots.get(purpose, ())):
                return purpose
        return None


@dataclass(frozen=True, slots=True)
class Policy:
    """How one checking judges. ``sha256`` changes whenever a root, a rule or a purpose does."""

    stores: Stores
    purposes: tuple[Purpose, ...]
    rules: Rules
    today: date

    @property
    def id(self) -> str:
        """The policy's name, as the report gives it."""
        return self.rules.policy_id

    @property
    def sha256(self) -> str:
        """Of the rules, the purposes and every root."""
        roots = sorted(f"{p}:{certificates.fingerprint(r)}" for p, rs in self.stores.roots.items() for r in rs)
        said = [self.rules.sha256, *self.purposes, *roots]
        return hashlib.sha256(json.dumps([str(one) for one in said]).encode()).hexdigest()

    @property
    def algorithms(self) -> DatedAlgorithms:
        """Which algorithms count when."""
        return DatedAlgorithms(self.rules, self.today)

    def spec(self) -> PdfSignatureValidationSpec:
        """The same for the library."""
        signers = self._certificates(self.stores.of(*self.purposes))
        return PdfSignatureValidationSpec(
            SignatureValidationSpec(
                cert_validation_policy=signers,
                revinfo_gathering_policy=RevocationInfoGatheringSpec(
                    RevinfoOnlineFetchingRule.LOCAL_ONLY,
                    certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
                ),
                ts_cert_validation_policy=self._certificates(self.stores.of(Purpose.TIMESTAMP)),
                local_knowledge=LocalKnowledge(known_crls=self.known_crls(), known_certs=list(self.stores.between)),
                signature_algorithm_policy=self.algorithms,
            )
        )

    def known_crls(self) -> list[CRLContainer]:
        """What the issuers last said."""
        return [CRLContainer(crl.CertificateList.load(one)) for one in self.stores.crls]

    def _certificates(self, roots: Sequence[x509.Certificate]) -> CertValidationPolicySpec:
        algorithms: AlgorithmUsagePolicy = self.algorithms
        return CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(list(roots)),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
            algorithm_usage_policy=algorithms,
        )


def collecting(stores: Stores, others: Sequence[x509.Certificate], now: datetime) -> ValidationContext:
    """For gathering the evidence of our own signatures: asks the issuers that the registered certificates name."""
    return ValidationContext(
        trust_roots=stores.of(*Purpose),
        other_certs=[*stores.between, *others],
        allow_fetching=True,
        fetcher_backend=RequestsFetcherBackend(per_request_timeout=_TIMEOUT),
        revocation_mode="require",
        moment=now,
        retroactive_revinfo=True,
    )

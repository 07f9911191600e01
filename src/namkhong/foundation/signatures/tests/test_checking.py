"""Judging: every kind of signature gets the verdict that ETSI's rules give it, and a sentence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
import pytest
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from namkhong.foundation.signatures import checking, pades, preparing
from namkhong.foundation.signatures import trust as policies
from namkhong.foundation.signatures.errors import ServerSilent, ValueRefused
from namkhong.foundation.signatures.tests import factories
from namkhong.foundation.signatures.tests.factories import SLOTS, pdfsig, policy
from namkhong.foundation.signatures.tests.trustworld import GOVERNMENT, NOW, PUBLIC, Trust
from namkhong.foundation.signatures.types import Level, Outcome, Purpose, SignatureVerdict

PASSED, UNDETERMINED, FAILED = Outcome.PASSED, Outcome.UNDETERMINED, Outcome.FAILED
_FAKE_TIME: Final = "X-Certomancer-Fake-Time"


def signed(
    trust: Trust, label: str, pdf: bytes, *, field: str = "NguoiKy", stamp: bool = True, arch: str = GOVERNMENT
) -> bytes:
    """A file with one signature more."""
    parsed = factories.parsed(trust, label, arch)
    begun = pades.begin(pdf, field=field, parsed=parsed, now=NOW)
    tsa = RequestsHTTPTimeStamper(trust.tsa()) if stamp else None
    return pades.embed(begun, factories.value(trust, label, begun.signed_attrs, arch), parsed=parsed, tsa=tsa)


@pytest.fixture(scope="module")
def blank() -> bytes:
    """A file with every field prepared."""
    return preparing.prepared(factories.pdf(), SLOTS)


def lists(trust: Trust, at: datetime = NOW) -> tuple[bytes, ...]:
    """What the issuers say at a moment."""
    headers = {_FAKE_TIME: at.isoformat()}
    urls = [trust.crl_url(label, arch) for label in ("root", "interm") for arch in (GOVERNMENT, PUBLIC)]
    return tuple(httpx.get(url, headers=headers).content for url in urls)


def archived(trust: Trust, pdf: bytes, *fields: str) -> bytes:
    """With the evidence of these fields, and a time stamp over all."""
    for field in fields:
        pdf = pades.with_evidence(pdf, field=field, context=_context(trust))
    return pades.stamped(pdf, tsa=RequestsHTTPTimeStamper(trust.tsa()), context=_context(trust))


def _context(trust: Trust) -> ValidationContext:
    return policies.collecting(policies.Stores(factories.roots(trust), tuple(trust.chain())), (), NOW)


def only(trust: Trust, pdf: bytes, crls: tuple[bytes, ...] = (), now: datetime = NOW) -> SignatureVerdict:
    """The verdict on the one signature of a file."""
    (one,) = checking.judged(pdf, policy(trust, crls), now).signatures
    return one


@pytest.mark.parametrize(
    ("label", "stamp", "outcome", "code"),
    [
        ("chairman", True, PASSED, "passed/OK"),
        ("chairman", False, PASSED, "passed/OK"),
        ("expired", True, FAILED, "failed/EXPIRED"),
        ("expired", False, UNDETERMINED, "undetermined/OUT_OF_BOUNDS_NO_POE"),
        ("early", True, FAILED, "failed/NOT_YET_VALID"),
        ("early", False, UNDETERMINED, "undetermined/OUT_OF_BOUNDS_NO_POE"),
        ("revoked", True, FAILED, "failed/REVOKED"),
        ("revoked", False, UNDETERMINED, "undetermined/REVOKED_NO_POE"),
    ],
)
def test_each_kind_of_certificate_is_judged_by_the_moment_that_is_proven(
    trust: Trust, blank: bytes, label: str, stamp: bool, outcome: Outcome, code: str
) -> None:
    one = only(trust, signed(trust, label, blank, stamp=stamp), lists(trust))
    assert (one.outcome, one.code) == (outcome, code)
    assert one.level is (Level.T if stamp else Level.B)
    assert one.words
    assert bool(one.advice) is (outcome is not PASSED)


def test_the_two_stores_are_kept_apart_and_told_by_name(trust: Trust, blank: bytes) -> None:
    public = signed(trust, "chairman", blank, arch=PUBLIC)
    crls = lists(trust)
    assert only(trust, public, crls).purpose is Purpose.PUBLIC
    assert only(trust, signed(trust, "chairman", blank), crls).purpose is Purpose.GOVERNMENT
    (one,) = checking.judged(public, policy(trust, crls, Purpose.GOVERNMENT), NOW).signatures
    assert one.code == "undetermined/NO_CERTIFICATE_CHAIN_FOUND"


def test_what_no_issuer_has_spoken_of_is_never_passed(trust: Trust, blank: bytes) -> None:
    one = only(trust, signed(trust, "chairman", blank))
    assert one.outcome is UNDETERMINED
    assert "thu hồi" in one.words


def test_an_archived_signature_holds_after_the_certificate_has_run_out(trust: Trust, blank: bytes) -> None:
    content = archived(trust, signed(trust, "chairman", blank), "NguoiKy")
    assert only(trust, content).level is Level.LTA
    later = NOW.replace(year=2042)  # the signer's certificate ended in 2040
    assert only(trust, content, lists(trust, later), later).outcome is PASSED
    plain = signed(trust, "chairman", blank, stamp=False)
    assert only(trust, plain, lists(trust, later), later).code == "undetermined/OUT_OF_BOUNDS_NO_POE"


def test_a_time_stamp_given_later_proves_the_moment_of_a_plain_signature(trust: Trust, blank: bytes) -> None:
    plain = signed(trust, "chairman", blank, stamp=False)
    content = pades.stamped(plain, tsa=RequestsHTTPTimeStamper(trust.tsa()), context=None)
    one = only(trust, content, lists(trust))
    assert (one.outcome, one.level, one.proven_at) == (PASSED, Level.T, NOW)


def test_three_signatures_and_two_boxes_each_tell_what_came_behind(trust: Trust, blank: bytes, tmp_path: Path) -> None:
    content = signed(trust, "clerk", blank, field="KyNhay1")
    content = signed(trust, "chairman", content)
    content = preparing.filled(content, "So", "15/QĐ-UBND", factories.pdf())
    content = signed(trust, "agency", content, field="CoQuan")
    verdict = checking.judged(content, policy(trust, lists(trust)), NOW)
    assert verdict.outcome is PASSED
    initials, signer, seal = verdict.signatures
    assert [one.outcome for one in verdict.signatures] == [PASSED] * 3
    assert len(initials.since.words) == 3
    assert signer.since.words == (
        "Thêm chữ ký của Ủy ban nhân dân xã Mường Phăng.",
        "Điền ô “So” đã dành sẵn.",
    )
    assert seal.since.words == ()
    assert content.startswith(blank)


@pytest.mark.paper
def test_an_independent_judge_says_the_same(trust: Trust, blank: bytes, tmp_path: Path) -> None:
    content = archived(
        trust, signed(trust, "agency", signed(trust, "chairman", blank), field="CoQuan"), "NguoiKy", "CoQuan"
    )
    assert pdfsig(content, tmp_path).count("Signature is Valid.") == 2
    spoilt = bytearray(content)
    spoilt[content.index(b"/MediaBox") + 12] ^= 1
    assert "Signature is Valid." not in pdfsig(bytes(spoilt), tmp_path)
    assert checking.judged(bytes(spoilt), policy(trust), NOW).outcome is FAILED


def test_a_page_changed_behind_the_signature_fails_it(trust: Trust, blank: bytes) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(signed(trust, "chairman", blank)))
    stream = generic.StreamObject(stream_data=b"0 0 300 300 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))
    output = BytesIO()
    writer.write(output)
    one = only(trust, output.getvalue(), lists(trust))
    assert (one.outcome, one.since.harmless) == (FAILED, False)
    assert one.since.words[-1] == "Nội dung văn bản đã bị sửa sau khi ký."


def test_a_value_of_another_key_is_not_embedded(trust: Trust, blank: bytes) -> None:
    parsed = factories.parsed(trust, "chairman")
    begun = pades.begin(blank, field="NguoiKy", parsed=parsed, now=NOW)
    with pytest.raises(ValueRefused):
        pades.embed(begun, factories.value(trust, "clerk", begun.signed_attrs), parsed=parsed)


def test_a_silent_time_stamp_server_is_told_and_nothing_is_embedded(trust: Trust, blank: bytes) -> None:
    with trust.down(), pytest.raises(ServerSilent):
        signed(trust, "chairman", blank)


def test_the_policys_hash_changes_with_its_roots_and_purposes(trust: Trust) -> None:
    assert policy(trust).sha256 == policy(trust).sha256
    assert policy(trust).sha256 != policy(trust, (), Purpose.GOVERNMENT).sha256


def test_algorithms_count_by_the_day(trust: Trust) -> None:
    from asn1crypto import algos

    judge = policy(trust).algorithms
    sha1 = algos.DigestAlgorithm({"algorithm": "sha1"})
    assert judge.digest_algorithm_allowed(sha1, datetime(2010, 1, 1, tzinfo=NOW.tzinfo)).allowed
    assert not judge.digest_algorithm_allowed(sha1, NOW).allowed
    assert not judge.digest_algorithm_allowed(sha1, None).allowed

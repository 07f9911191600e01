"""Documents, people and certificates for tests."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import UUID

import typst
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from PIL import Image

from namkhong.foundation.files import actions as files
from namkhong.foundation.files import queries as stored
from namkhong.foundation.organisations.tests.factories import START, SYSTEM, TODAY, actor_of, agency, official, post
from namkhong.foundation.organisations.types import Rank
from namkhong.foundation.signatures import actions
from namkhong.foundation.signatures import trust as policies
from namkhong.foundation.signatures.certificates import Parsed
from namkhong.foundation.signatures.tests.trustworld import GOVERNMENT, NOW, PASSWORD, PUBLIC, Trust
from namkhong.foundation.signatures.types import FieldKind, Level, Place, Purpose, SigningCard, Slot
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem

SIGNER: Final = Place(0, 330, 160, 480, 220)
SLOTS: Final = (
    Slot("KyNhay1", FieldKind.INITIALS, Place(0, 500, 330, 540, 350)),
    Slot("NguoiKy", FieldKind.SIGNER, SIGNER),
    Slot("So", FieldKind.NUMBER, Place(0, 110, 700, 230, 718)),
    Slot("Ngay", FieldKind.DATE, Place(0, 330, 700, 540, 718)),
    Slot("CoQuan", FieldKind.SEAL, Place(0, 260, 130, 380, 250)),
)


@cache
def pdf() -> bytes:
    """A page as typst makes it."""
    made = typst.compile(b'#set page(paper: "a4")\n= Quyet dinh\nVe viec thu chu ky so.')
    assert isinstance(made, bytes)
    return made


def png(colour: tuple[int, int, int, int] = (0, 0, 255, 160)) -> bytes:
    """A transparent picture."""
    output = BytesIO()
    Image.new("RGBA", (120, 60), colour).save(output, "PNG")
    return output.getvalue()


def parsed(trust: Trust, label: str, arch: str = GOVERNMENT) -> Parsed:
    """A certificate with its chain."""
    return Parsed(trust.certificate(label, arch), tuple(trust.chain(arch)))


def value(trust: Trust, label: str, data: bytes, arch: str = GOVERNMENT) -> bytes:
    """What a token of this signer would answer."""
    key = serialization.load_der_private_key(trust.private_key(label, arch), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def roots(trust: Trust) -> dict[Purpose, tuple[x509.Certificate, ...]]:
    """The two stores and the time stamp service."""
    return {
        Purpose.GOVERNMENT: (trust.certificate("root"),),
        Purpose.PUBLIC: (trust.certificate("root", PUBLIC),),
        Purpose.TIMESTAMP: (trust.certificate("root"),),
    }


def policy(trust: Trust, crls: tuple[bytes, ...] = (), *purposes: Purpose) -> policies.Policy:
    """The policy of the platform over the roots of the world."""
    between = (*trust.chain(), *trust.chain(PUBLIC))
    wanted = purposes or (Purpose.GOVERNMENT, Purpose.PUBLIC)
    return policies.Policy(policies.Stores(roots(trust), between, crls), wanted, policies.rules(), TODAY)


def pdfsig(content: bytes, folder: Path) -> str:
    """What the independent judge says."""
    path = folder / "van-ban.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


@dataclass
class Commune:
    """Who is there and what they sign with: ``certificates`` by the labels of the world."""

    trust: Trust
    agency_id: int
    actors: dict[str, Actor]
    certificates: dict[str, int] = field(default_factory=dict)

    def document(self, slots: tuple[Slot, ...] = SLOTS, wanted: Level = Level.B) -> UUID:
        """A prepared document."""
        card = files.store_generated(name="van-ban.pdf", content=pdf(), media_type="application/pdf", now=NOW)
        return actions.prepare(
            file_id=card.id,
            agency_id=self.agency_id,
            slots=slots,
            wanted=wanted,
            actor=self.actors["specialist"],
            now=NOW,
        )

    def sign(self, who: str, *ids: UUID, label: str = "", secret: str = PASSWORD) -> list[SigningCard | Problem]:
        """Sign with a key in a file."""
        certificate_id = self.certificates[label or who]
        done = actions.sign(
            signing_ids=ids, certificate_id=certificate_id, secret=secret, actor=self.actors[who], now=NOW
        )
        return [done[one] for one in ids]

    def content(self, file_id: UUID) -> bytes:
        """The bytes of a file."""
        return stored.read(file_id)


def register(trust: Trust, keys: Path, label: str, *, account: int | None = None, agency_id: int | None = None) -> int:
    """A certificate of the world in the registry, its key in a file."""
    (keys / f"{label}.p12").write_bytes(trust.pkcs12(label))
    data = trust.certificate(label).dump() + b"".join(one.dump() for one in trust.chain())
    card = actions.register_certificate(
        data=data, account_id=account, agency_id=agency_id, provider="pkcs12", key_label=label, actor=SYSTEM, now=NOW
    )
    return card.id


def commune(trust: Trust, keys: Path) -> Commune:
    """See ``conftest.commune``."""
    for arch in (GOVERNMENT, PUBLIC):
        purpose = Purpose.GOVERNMENT if arch == GOVERNMENT else Purpose.PUBLIC
        for label in ("root", "interm"):
            actions.add_anchor(
                data=trust.certificate(label, arch).dump(), purpose=purpose, between=label != "root",
                crl_url=trust.crl_url(label, arch), actor=SYSTEM, now=NOW,
            )  # fmt: skip
    root = trust.certificate("root").dump()
    actions.add_anchor(data=root, purpose=Purpose.TIMESTAMP, actor=SYSTEM, now=NOW)
    people = {
        "chairman": ("c03325", Role.LEADER, Rank.CHIEF),
        "deputy": ("c03325", Role.LEADER, Rank.DEPUTY),
        "specialist": ("c03325_vp", Role.SPECIALIST, Rank.MEMBER),
        "clerk": ("c03325", Role.RECORDS_CLERK, Rank.MEMBER),
        "stranger": ("c03172", Role.LEADER, Rank.CHIEF),
    }
    actors = {}
    for who, (at, role, rank) in people.items():
        someone = official(at, f"Người {who}")
        post(someone, at, role, rank, start=START)
        actors[who] = actor_of(someone, elevated=False)
    made = Commune(trust, agency("c03325").pk, actors)
    for who, label in {"chairman": "chairman", "specialist": "clerk", "deputy": "revoked"}.items():
        made.certificates[who] = register(trust, keys, label, account=actors[who].account_id)
    made.certificates["agency"] = register(trust, keys, "agency", agency_id=made.agency_id)
    return made

"""What a form offers: types, signers, receivers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import MayNotSign, NoSuchAgency
from namkhong.foundation.organisations.types import OfficialCard, SignatureBlock
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Role
from namkhong.office.documents import queries as documents
from namkhong.office.documents.types import TypeCard
from namkhong.office.drafting.layouts import Family, layout
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.types import Receiver, ReceiverKind
from namkhong.office.exchange import queries as exchange

_CODE: Final = re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]{2,3})*(?=$|\s|[,;(–-])", re.IGNORECASE)
_WHY: Final = re.compile(r"\(([^()]+)\)$")
_MAY_SIGN: Final = (Role.LEADER, Role.CHIEF_OF_OFFICE, Role.HEAD, Role.CENTRE_DIRECTOR)


def types(on: date) -> list[TypeCard]:
    """The types an agency of the province may draft: no copies."""
    return [one for one in documents.types(on) if one.issued_here and not one.is_copy]


def family_of(draft: Draft, on: date) -> Family:
    """How its type is laid out.

    :raises NoChain: a type the facts do not know.
    """
    return layout(on).family(draft.abbreviation, draft.type_name)


def signers(agency_id: int, now: datetime) -> list[tuple[OfficialCard, SignatureBlock]]:
    """Who may sign for an agency today, each with the block above the signature, the head first."""
    day = clock.local_date(now)
    path = organisations.agency(agency_id).path
    found: dict[int, tuple[OfficialCard, SignatureBlock]] = {}
    for one in organisations.officials_inside(path, day, *_MAY_SIGN):
        with suppress(MayNotSign):
            found.setdefault(one.account_id, (one, organisations.signature_block(one.account_id, agency_id, day)))
    return sorted(found.values(), key=lambda pair: (len(pair[1].lines), pair[0].full_name))


def receivers_named(lines: Sequence[str], *, addressed: bool) -> tuple[Receiver, ...]:
    """Receivers as a clerk types them, one a line: ``H18.02`` or ``H18.02 – Sở Nội vụ (để báo cáo)`` names an agency by its code.

    All else is words. A code is looked for on this platform, then in the address book. Two queries at most.
    """
    plain = [words for line in lines if (words := text.one_line(line).strip(" ;."))]
    codes = {line: match[0].upper() for line in plain if (match := _CODE.match(line))}
    known = exchange.named(codes.values()) if codes else {}
    made = []
    for line in plain:
        code = codes.get(line, "")
        name = _name_here(code) or known.get(code, "") if code else ""
        why = _WHY.search(line)
        if name:
            made.append(Receiver(ReceiverKind.CODE, name[:200], code, addressed, why[1][:100] if why else ""))
        else:
            made.append(Receiver(ReceiverKind.TEXT, line.lstrip("- ")[:200], "", addressed, ""))
    return tuple(made)


def _name_here(code: str) -> str:
    with suppress(NoSuchAgency):
        return organisations.agency_by_code(code).name
    return ""

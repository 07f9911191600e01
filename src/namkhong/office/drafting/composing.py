"""From a version of a draft to the data of its page: who issues it, who signs how, who receives it, what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel import clock, text
from namkhong.office.drafting import markup
from namkhong.office.drafting.layouts import Family, Layout, layout
from namkhong.office.drafting.paper.render import Laid, laid
from namkhong.office.drafting.types import URGENCIES, Content, Receiver

# The authorities of local government stand alone at the head; everybody else names who stands above (Annex I, II.2).
_ALONE: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DISTRICT, AgencyKind.COMMUNE})
_FILLED_DATE: Final = "ngày 28 tháng 11 năm 2026"
_POINTS_A_LETTER: Final = 6.6  # half an em of 13 points and a little: what the number box is measured by
_ANNEX: Final = "==="


@dataclass(frozen=True, slots=True)
class Frame:
    """Who issues and who signs, as of one day."""

    agency: AgencyCard
    unit: AgencyCard
    type_name: str
    abbreviation: str
    symbol: str  # "QĐ-UBND"; of a công văn "UBND-KT"
    block: tuple[str, ...]
    signer: str
    initials: int


def place_of(agency: AgencyCard) -> str:
    """Địa danh: the commune's name; of provincial agencies the province's (Annex I, II.4)."""
    card = agency if agency.kind == AgencyKind.COMMUNE else organisations.province()
    name = card.short_name or card.name
    for word in ("Ủy ban nhân dân", "UBND", "xã", "phường", "tỉnh", "thành phố"):
        name = name.removeprefix(word).strip()
    return name


def composed(frame: Frame, content: Content, receivers: Sequence[Receiver], *, at: datetime) -> Laid:
    """The page, with its free places."""
    rules = layout(clock.local_date(at))
    family = rules.family(frame.abbreviation, frame.type_name)
    return laid(family.paper, data_of(frame, content, receivers, rules, family, at=at), at=at)


def data_of(
    frame: Frame, content: Content, receivers: Sequence[Receiver], rules: Layout, family: Family, *, at: datetime
) -> dict[str, Any]:
    """Everything the page shows."""
    main, annexes = split(content.body)
    addressed = [_named(one) for one in receivers if one.addressed]
    told = [_("Như trên")] if addressed and not family.call else []
    blocks = [one.plain() for one in markup.grounds_punctuated(markup.read(main))]
    articles = [one["label"].rstrip(" .:") for one in blocks if one["kind"] == markup.Kind.ARTICLE.value]
    told = [_("Như %s") % articles[-1]] if family.call and articles else told
    return {
        **head_of(frame.agency, rules, at),
        "type_name": frame.type_name,
        "subject": content.subject,
        "symbol": f"000/{frame.symbol}",
        "number_width": _POINTS_A_LETTER * len(f"000/{frame.symbol}") * 1.18,
        "date_width": _POINTS_A_LETTER * len(_FILLED_DATE),
        "urgency": str(URGENCIES[content.urgency]) if content.urgency else "",
        "addressed": addressed,
        "receivers": [*told, *(_named(one) for one in receivers if not one.addressed)],
        "keep": content.fields.get("keep") or _("VT, %s") % frame.unit.short_name,
        "block": list(frame.block),
        "signer": frame.signer,
        "initials": frame.initials,
        "call": family.call if not _calls(blocks) else "",
        "fields": _fields(frame, content, family),
        "blocks": _ended(blocks),
        "annexes": annexes,
        "attached_to": _("(Kèm theo %s)") % f"{frame.type_name} số        /{frame.symbol}",
    }


def head_of(agency: AgencyCard, rules: Layout, at: datetime) -> dict[str, Any]:
    """The page itself and who stands at its head."""
    day = clock.local_date(at)
    name = agency.name if agency.kind in _ALONE else agency.short_name or agency.name
    above = None if agency.kind in _ALONE or agency.parent_id is None else organisations.agency(agency.parent_id)
    return {
        "agency": name,
        "agency_lines": _in_two(name),
        "parent": above.name if above else "",
        "place": place_of(agency),
        "nation": rules.nation,
        "motto": rules.motto,
        "margins": rules.margins_used_mm,
        "sizes": {name: one.used for name, one in rules.elements.items()},
        "made": [day.year, day.month, day.day],
    }


def _in_two(name: str) -> list[str]:
    """ "Ủy ban nhân dân" above, where of below, as every agency writes itself."""
    top = "Ủy ban nhân dân"
    rest = name.removeprefix(top).strip()
    return [top, rest] if rest and name.startswith(top) else [name]


def split(body: str) -> tuple[str, list[dict[str, Any]]]:
    """The main text, and the annexes in the same file: each begins with ``=== Phụ lục I: its title``."""
    main: list[str] = []
    annexes: list[tuple[str, list[str]]] = []
    for line in text.clean(body).split("\n"):
        if line.strip().startswith(_ANNEX):
            annexes.append((line.strip().strip("= "), []))
        else:
            (annexes[-1][1] if annexes else main).append(line)
    made = []
    for words, lines in annexes:
        label, _colon, title = words.partition(":")
        blocks = [one.plain() for one in markup.read("\n".join(lines))]
        made.append({"label": label.strip() or _("Phụ lục"), "title": title.strip(), "blocks": blocks})
    return "\n".join(main), made


def _named(one: Receiver) -> str:
    return f"{one.name} ({one.why})" if one.why else one.name


def _calls(blocks: Sequence[dict[str, Any]]) -> bool:
    """Did the drafter type "QUYẾT ĐỊNH:" herself?"""
    return any(one["kind"] == markup.Kind.CALL.value for one in blocks)


def _fields(frame: Frame, content: Content, family: Family) -> dict[str, str]:
    given = {one.name: content.fields.get(one.name, "") for one in family.fields}
    if "authority" in given and not given["authority"]:
        given["authority"] = _authority(frame)
    if "sender" in given and not given["sender"]:
        given["sender"] = _authority(frame)
    return given


def _authority(frame: Frame) -> str:
    """Who decides: the collective where it signs TM., else the head."""
    top = frame.block[0] if frame.block else ""
    if top.startswith("TM. ") or len(frame.block) < 1:
        return frame.agency.name
    head = top.removeprefix("KT. ").removeprefix("Q. ")
    return f"{head.capitalize()} {frame.agency.name}"


def _ended(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the stop at the very end: "./." is printed there."""
    if blocks and blocks[-1]["runs"]:
        last = blocks[-1]["runs"][-1]
        blocks[-1]["runs"][-1] = {**last, "words": last["words"].rstrip().removesuffix("./.").rstrip(".")}
    return blocks

"""Who will probably be late, the likeliest first: for the head of the unit that appraises and for the leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.pages import decode_cursor, encode_cursor
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.models import Dossier, Extension, IssuedForm, LateChance
from namkhong.services.dossiers.queries.words import due_words
from namkhong.services.dossiers.states import State

PAGE: Final = 50
_HEADS: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE)
_LIKELY, _PERHAPS = 600, 300  # thousandths


@dataclass(frozen=True, slots=True)
class Warned:
    """One dossier that may be late. ``kind`` colours the chance: late, soon or plain; ``why`` says it in a sentence."""

    code: str
    procedure_name: str
    applicant_name: str
    step_name: str
    holder: str
    due: str
    due_kind: str
    percent: int
    kind: str
    why: str
    drafted: bool
    may_draft: bool


@dataclass(frozen=True, slots=True)
class Warnings:
    """One page of the list, and when it was worked out."""

    rows: tuple[Warned, ...]
    next: str
    computed_at: datetime | None


def may_be_late(actor: Actor, cursor: str = "", *, now: datetime) -> Warnings:
    """The dossiers in progress of this head's unit or this leader's agency that may miss their date, likeliest first.

    One index range for each post; each page merges its first fifty.
    """
    after = Q()
    if cursor:
        chance, last = decode_cursor(cursor, int, int)
        after = Q(chance__lt=chance) | Q(chance=chance, dossier_id__gt=last)
    scopes = [Q(decider_agency_id=agency) for agency in sorted(actor.agencies_as(Role.LEADER))]
    scopes += [Q(unit_agency_id=agency) for agency in sorted(actor.agencies_as(*_HEADS))]
    found: dict[int, LateChance] = {}
    for scope in scopes:
        rows = (
            LateChance.objects.filter(scope, after, dossier__state=State.IN_PROGRESS, dossier__due_at__gte=now)
            .select_related("dossier")
            .order_by("-chance", "dossier_id")[: PAGE + 1]
        )
        found |= {row.dossier_id: row for row in rows}
    page = sorted(found.values(), key=lambda row: (-row.chance, row.dossier_id))
    following = encode_cursor(page[PAGE - 1].chance, page[PAGE - 1].dossier_id) if len(page) > PAGE else ""
    page = page[:PAGE]
    drafted = set(
        Extension.objects.filter(dossier__in=[row.dossier_id for row in page], signed_at=None).values_list(
            "dossier_id", flat=True
        )
    )
    return Warnings(
        tuple(_warned(row, actor, now, drafted=row.dossier_id in drafted) for row in page),
        following,
        max((row.computed_at for row in page), default=None),
    )


def looking_ahead(dossier: Dossier) -> tuple[Extension | None, int, str]:
    """The apology drafted or signed, how likely the dossier is to be late in percent, and why.

    Nothing is told of what is unlikely.
    """
    apology: Extension | None = getattr(dossier, "extension", None)
    chance: LateChance | None = getattr(dossier, "late_chance", None)
    if chance is None or chance.chance < _PERHAPS or dossier.now_in is not State.IN_PROGRESS:
        return apology, 0, ""
    return apology, round(chance.chance / 10), why(chance.why)


def issued_forms(dossier: Dossier) -> list[IssuedForm]:
    """The papers given to the applicant, in order; forms 01 and 06 have links of their own."""
    found = IssuedForm.objects.filter(dossier=dossier).exclude(code__in=["01", "06"]).select_related("template")
    return list(found.defer("data").order_by("issued_at", "pk"))


def why(numbers: dict[str, Any]) -> str:
    """The sentence a head reads: how long the step usually takes here, how long it has, what comes after."""
    known = int(numbers["samples"])
    values = {
        "step": numbers["step"],
        "usual": hours(numbers["usual"]),
        "slow": hours(numbers["slow"]),
        "passed": hours(numbers["passed"]),
        "left": hours(numbers["left"]),
        "then": hours(numbers["then"]),
    }
    first = (
        _("Bước “%(step)s” thường mất %(usual)s, cứ mười hồ sơ có một hồ sơ mất hơn %(slow)s.")
        if known
        else _("Chưa đủ hồ sơ để biết bước “%(step)s” thường mất bao lâu, nên tính theo quy trình: khoảng %(usual)s.")
    )
    then = int(numbers["steps"])
    after = (
        ngettext(
            "Sau đó còn %d bước, thường mất thêm %%(then)s.", "Sau đó còn %d bước, thường mất thêm %%(then)s.", then
        )
        % then
        if then > 0
        else ""
    )
    has = _("Hồ sơ đã ở bước này %(passed)s; còn %(left)s là đến ngày hẹn.")
    return " ".join(part % values for part in (first, has, after) if part)


def hours(minutes: int) -> str:
    """``45 phút``, ``6 giờ làm việc``: rounded, as people say it."""
    if minutes < 60:
        return _("%d phút làm việc") % minutes
    return _("%d giờ làm việc") % round(minutes / 60)


def _warned(row: LateChance, actor: Actor, now: datetime, *, drafted: bool) -> Warned:
    dossier = row.dossier
    due, due_kind = due_words(dossier.due_at, now) if dossier.due_at else ("", "plain")
    return Warned(
        code=dossier.code or "",
        procedure_name=dossier.procedure_name,
        applicant_name=dossier.applicant_name,
        step_name=dossier.step_name,
        holder=frozen.agency(dossier.holder_agency_id).name if dossier.holder_agency_id else "",
        due=due,
        due_kind=due_kind,
        percent=round(row.chance / 10),
        kind="late" if row.chance >= _LIKELY else "soon" if row.chance >= _PERHAPS else "plain",
        why=why(row.why),
        drafted=drafted,
        may_draft=policies.Ability.PROPOSE_EXTENSION in policies.abilities(actor, dossier),
    )

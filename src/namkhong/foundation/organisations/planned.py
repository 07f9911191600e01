"""A plan against the tree of its day: every reference found, every row judged, who goes where. Nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations.models import Agency, AgencyCode, Reorganisation
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.foundation.organisations.types_reorganisation import (
    ENDING,
    AgencyMap,
    Deed,
    Finding,
    PlanHead,
    PlanLine,
    PlanState,
    Severity,
    Successor,
)
from namkhong.kernel.text import fold

UNITS: Final = frozenset(
    {AgencyKind.OFFICE, AgencyKind.ECONOMY, AgencyKind.CULTURE, AgencyKind.CENTRE, AgencyKind.DIVISION}
)
_NUMBERED: Final = frozenset({AgencyKind.COMMUNE, AgencyKind.DEPARTMENT, AgencyKind.CENTRE})


class WrongLine(Exception):
    """A row that cannot be done, in words."""


@dataclass(slots=True)
class Planned:
    """What a plan means. Agencies to be created have negative ids, counted down in the order of their rows."""

    head: PlanHead
    lines: Sequence[PlanLine]
    rows: dict[int, Agency] = field(default_factory=dict)  # there when the plan begins, by id
    codes: dict[int, str] = field(default_factory=dict)
    created: dict[int, PlanLine] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)  # of created and of moved agencies
    to: dict[int, list[Successor]] = field(default_factory=lambda: defaultdict(list))
    said_by: dict[int, PlanLine] = field(default_factory=dict)  # which row ends an agency
    named: set[int] = field(default_factory=set)  # agencies that end by a row of their own
    renamed: dict[int, PlanLine] = field(default_factory=dict)
    official_lines: dict[str, tuple[PlanLine, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def name_of(self, agency_id: int) -> str:
        """The name, of one that is still to be created too."""
        return self.created[agency_id].name if agency_id < 0 else self.rows[agency_id].name

    def kind_of(self, agency_id: int) -> str:
        """The kind."""
        return self.created[agency_id].kind if agency_id < 0 else self.rows[agency_id].kind

    def say(self, line: PlanLine | None, severity: Severity, words: str, about: str = "") -> None:
        """Add to the report."""
        number = line.number if line else 0
        self.findings.append(Finding(number, about or (_about(line) if line else ""), severity, words))

    def children(self, agency_id: int) -> list[int]:
        """Who stands below an agency when all is done."""
        here = [pk for pk, row in self.rows.items() if row.parent_id == agency_id and pk not in self.parents]
        here += [pk for pk, parent in self.parents.items() if parent == agency_id]
        return sorted((pk for pk in here if pk not in self.to), key=lambda pk: (pk < 0, abs(pk)))

    def map(self, plan_id: int, posts: frozenset[tuple[int, int, str]] = frozenset()) -> AgencyMap:
        """What other rooms go by."""
        units: dict[tuple[int, str], int] = {}
        for successor in {one.agency_id for found in self.to.values() for one in found}:
            for pk in self.children(successor):
                units.setdefault((successor, self.kind_of(pk)), pk)
        return AgencyMap(
            plan_id=plan_id,
            on=self.head.on,
            to={old: tuple(found) for old, found in self.to.items()},
            kinds={old: self.rows[old].kind for old in self.to},
            units=units,
            posts=posts,
        )


def plan(head: PlanHead, lines: Sequence[PlanLine], *, plan_id: int = 0) -> Planned:
    """Read every row against the tree of the day before; what is wrong stands in the findings."""
    made = Planned(head, lines)
    made.rows = {row.pk: row for row in Agency.objects.filter(holding(head.on - timedelta(days=1)), holding(head.on))}
    made.codes = dict(
        AgencyCode.objects.filter(holding(head.on - timedelta(days=1)), agency__in=made.rows).values_list(
            "agency_id", "code"
        )
    )
    finder = _Finder(made)
    for line in lines:
        if line.deed == Deed.CREATE:
            finder.create(line)
    for line in lines:
        try:
            finder.take(line)
        except WrongLine as wrong:
            made.say(line, Severity.WRONG, str(wrong))
    _successors_stand(made)
    _splits_are_clear(made)
    _units_follow(made)
    _nobody_else_plans(made, plan_id)
    return made


def _about(line: PlanLine) -> str:
    parts = [line.username or line.old, line.new or line.name or line.code]
    return " → ".join(part for part in parts if part)[:200]


class _Finder:
    """References of one plan."""

    def __init__(self, made: Planned) -> None:
        self.made = made
        self.old: dict[str, list[int]] = defaultdict(list)
        self.new: dict[str, list[int]] = defaultdict(list)
        for pk, row in made.rows.items():
            for written in {row.fact_key or "", made.codes.get(pk, ""), fold(row.name)} - {""}:
                self.old[written].append(pk)

    def create(self, line: PlanLine) -> None:
        """A new agency: known to the rows that follow and precede."""
        pk = -len(self.made.created) - 1
        self.made.created[pk] = line
        for written in {line.key, line.code, fold(line.name)} - {""}:
            self.new[written].append(pk)

    def existing(self, written: str) -> int:
        """:raises WrongLine: no such agency on the day, or several of one name."""
        return self._one(self.old, written, _("Không có cơ quan “%s” đang hoạt động vào ngày này."))

    def afterwards(self, written: str) -> int:
        """:raises WrongLine: no such agency after the plan, or several of one name."""
        found = self.new if self._known(self.new, written) else self.old
        return self._one(found, written, _("Không có cơ quan “%s”: chưa có, và phương án không thành lập."))

    def _known(self, where: dict[str, list[int]], written: str) -> list[int]:
        return where.get(written) or where.get(written.upper()) or where.get(fold(written)) or []

    def _one(self, where: dict[str, list[int]], written: str, sentence: str) -> int:
        if not written:
            raise WrongLine(_("Dòng này chưa ghi đủ cơ quan cũ và cơ quan mới."))
        found = self._known(where, written)
        if not found:
            raise WrongLine(sentence % written)
        if len(found) > 1:
            raise WrongLine(_("Có nhiều cơ quan tên “%s”. Xin ghi mã.") % written)
        return found[0]

    def take(self, line: PlanLine) -> None:
        """:raises WrongLine: what the row asks for cannot be done."""
        if line.deed == Deed.CREATE:
            self._founded(line)
        elif line.deed in ENDING:
            self._ended(line)
        elif line.deed == Deed.RENAME:
            self._renamed(line)
        elif line.deed == Deed.MOVE:
            pk, parent = self.existing(line.old), self.afterwards(line.parent or line.new)
            if pk == parent or (parent > 0 and self.made.rows[parent].path.startswith(self.made.rows[pk].path)):
                raise WrongLine(_("Cơ quan không thể trực thuộc chính nó hoặc đơn vị bên trong nó."))
            self.made.parents[pk] = parent
            self.made.say(line, Severity.OK, _("Chuyển về trực thuộc %s.") % self.made.name_of(parent))
        elif line.deed == Deed.OFFICIAL:
            if not line.username or line.username.lower() in self.made.official_lines:
                raise WrongLine(_("Chưa ghi tên đăng nhập của cán bộ, hoặc cán bộ này đã có dòng khác."))
            if not line.new:
                raise WrongLine(_("Sau ngày này cán bộ không còn vị trí nào. Xin ghi nơi đến."))
            self.made.official_lines[line.username.lower()] = (line, self.afterwards(line.new))
        else:
            raise WrongLine(_("Không hiểu việc “%s”.") % line.deed)

    def _founded(self, line: PlanLine) -> None:
        made = self.made
        pk = next(pk for pk, one in made.created.items() if one is line)
        if not line.name or line.kind not in set(AgencyKind):
            raise WrongLine(_("Cơ quan mới cần tên đầy đủ và loại."))
        made.parents[pk] = self.afterwards(line.parent)
        if len(self.new[line.code or fold(line.name)]) > 1:
            raise WrongLine(_("Hai cơ quan mới có cùng mã hoặc cùng tên."))
        taken = AgencyCode.objects.filter(holding(made.head.on), code=line.code).exclude(agency__in=made.rows)
        if line.code and taken.exists():
            raise WrongLine(_("Mã %s đang là của cơ quan khác vào ngày này.") % line.code)
        if not line.code and line.kind in _NUMBERED:
            made.say(line, Severity.WARNING, _("Chưa có mã định danh: chưa cấp được số hồ sơ cho đến khi có mã."))
        else:
            made.say(line, Severity.OK, _("Thành lập, trực thuộc %s.") % made.name_of(made.parents[pk]))

    def _ended(self, line: PlanLine) -> None:
        made = self.made
        if not line.new:
            raise WrongLine(_("Chưa ghi nơi đến: hồ sơ, cán bộ của cơ quan này sẽ không có nơi nhận."))
        old, new = self.existing(line.old), self.afterwards(line.new)
        if made.rows[old].parent_id is None:
            raise WrongLine(_("Cơ quan cao nhất của tỉnh không kết thúc bằng phương án này."))
        if old == new:
            raise WrongLine(_("Cơ quan cũ và cơ quan mới là một. Đổi tên thì ghi việc “Đổi tên”."))
        if old in made.to and line.deed != Deed.SPLIT:
            raise WrongLine(_("Cơ quan này đã có dòng khác. Chia về nhiều nơi thì ghi việc “Chia” ở mọi dòng."))
        made.to[old].append(Successor(new, frozenset(line.procedures)))
        made.said_by.setdefault(old, line)
        made.named.add(old)
        words = _("Thủ tục %s chuyển về %s.") if line.procedures else _("%s chuyển về %s.")
        what = ", ".join(line.procedures) if line.procedures else _("Mọi việc")
        made.say(line, Severity.OK, words % (what, made.name_of(new)))

    def _renamed(self, line: PlanLine) -> None:
        made = self.made
        old = self.existing(line.old)
        if old in made.renamed:
            raise WrongLine(_("Cơ quan này đã có dòng đổi tên khác."))
        if not (line.name or line.code):
            raise WrongLine(_("Chưa ghi tên mới hoặc mã mới."))
        taken = AgencyCode.objects.filter(holding(made.head.on), code=line.code).exclude(agency=old)
        if line.code and taken.exists():
            raise WrongLine(_("Mã %s đang là của cơ quan khác vào ngày này.") % line.code)
        made.renamed[old] = line
        made.say(line, Severity.OK, _("Đổi thành %s.") % " · ".join(one for one in (line.name, line.code) if one))


def _successors_stand(made: Planned) -> None:
    """Nobody carries on who ends in the same plan, and nobody who ends has new units."""
    for old, found in made.to.items():
        for one in found:
            if one.agency_id in made.to:
                sentence = _("Nơi đến %s cũng kết thúc trong phương án này.") % made.name_of(one.agency_id)
                made.say(made.said_by.get(old), Severity.WRONG, sentence)
    for pk, parent in made.parents.items():
        if parent in made.to:
            line = made.created.get(pk)
            made.say(line, Severity.WRONG, _("%s kết thúc trong phương án này.") % made.name_of(parent))


def _splits_are_clear(made: Planned) -> None:
    for old, found in made.to.items():
        rest = [one for one in found if not one.procedures]
        named = [code for one in found for code in one.procedures]
        sentence = ""
        if len(found) > 1 and len(rest) != 1:
            sentence = _("Chia về nhiều nơi thì đúng một nơi nhận phần còn lại, các nơi khác ghi thủ tục.")
        elif not rest:
            sentence = _("Chưa ghi nơi nhận phần còn lại, ngoài các thủ tục đã kể.")
        elif len(named) != len(set(named)):
            sentence = _("Một thủ tục được chia về hai nơi.")
        if sentence:
            made.say(made.said_by[old], Severity.WRONG, sentence)


def _units_follow(made: Planned) -> None:
    """Units of an agency that ends become the unit of the same kind; what is no unit needs a row of its own."""
    waiting = list(made.to)
    while waiting:
        old = waiting.pop()
        for pk in [pk for pk, row in made.rows.items() if row.parent_id == old and pk not in made.parents]:
            if pk in made.to:
                continue
            name = made.rows[pk].name
            if made.rows[pk].kind not in UNITS:
                sentence = _("%s trực thuộc cơ quan này mà chưa có nơi đến.") % name
                made.say(made.said_by.get(old), Severity.WRONG, sentence, name)
                continue
            kind = made.rows[pk].kind
            for one in made.to[old]:
                same = next(
                    (unit for unit in made.children(one.agency_id) if made.kind_of(unit) == kind), one.agency_id
                )
                made.to[pk].append(Successor(same, one.procedures))
            made.said_by[pk] = made.said_by[old]
            waiting.append(pk)


def _nobody_else_plans(made: Planned, plan_id: int) -> None:
    touched = set(made.to) | set(made.renamed) | {pk for pk in made.parents if pk > 0}
    others = Reorganisation.objects.filter(state__in=[PlanState.APPROVED, PlanState.APPLYING]).exclude(pk=plan_id)
    for other in others:
        for pk in sorted(touched & set(other.old_ids)):
            sentence = _("Cơ quan này đã nằm trong phương án khác đang chờ hoặc đang làm: %s.") % other.title
            made.say(made.said_by.get(pk) or made.renamed.get(pk), Severity.WRONG, sentence, made.name_of(pk))


__all__ = ["UNITS", "Planned", "WrongLine", "plan"]

"""Where each part of the picture of a process stands: a lane for each post, a box for each step, arrows on and back.

Lengths are in the units of the picture, which a screen shows as pixels. BPMN takes its diagram from the same numbers.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.services.procedures import process_words as words

LABEL: Final = 156  # the strip at the left in which lanes say whose they are
BOX_WIDTH: Final = 168
BOX_HEIGHT: Final = 84
GAP: Final = 36  # between columns; arrows turn in it; so narrow that four steps fit beside the menu of a desk
PAD: Final = 34  # above and below the boxes of a lane; arrows back run in it
_LINE: Final = 22  # characters of a line in a box
_MOST_LINES: Final = 3
_LANE_LINE: Final = 18
_MOST_LANE_LINES: Final = 5
END: Final = 24  # after the last column
_SMALL: Final = 16  # between boxes of one column
Step = Mapping[str, Any]
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """One post, or those outside: the applicant, the agencies asked. ``steps``: the codes of what is done there."""

    lines: tuple[str, ...]
    name: str
    y: int
    height: int
    role: str = ""
    unit: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A step, an opinion asked for, or what the applicant does. ``code`` is the step's."""

    code: str
    lines: tuple[str, ...]
    foot: str
    kind: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Across."""
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step to another; ``kind`` is ``on``, ``back`` or ``asks``."""

    start: str
    end: str
    kind: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """For the ``d`` of an SVG path."""
        return "M" + " L".join(f"{x} {y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(slots=True)
class _Row:
    name: str
    role: str = ""
    unit: str = ""
    codes: list[str] = field(default_factory=list)
    stack: int = 1  # boxes above one another in its fullest column


def draw(steps: Sequence[Step], names: Mapping[str, str] | None = None) -> Picture:
    """The picture of these steps; ``names`` says how the agencies behind codes are called."""
    rows = _rows(steps)
    lanes = _lanes(rows)
    tops = {lane.name: lane.y + PAD for lane in lanes}
    boxes = [_box(place, step, tops[words.post(step)]) for place, step in enumerate(steps)]
    beside, asks = _beside(steps, tops, names or {})
    arrows = [_on(one, other) for one, other in itertools.pairwise(boxes)]
    codes = [step["code"] for step in steps]
    for place in range(len(steps)):
        to = back_to(steps, place)
        if to is not None:
            arrows.append(_back(boxes[place], boxes[codes.index(to)], place))
    last = lanes[-1] if lanes else Lane((), "", 0, 0)
    width = LABEL + len(steps) * (BOX_WIDTH + GAP) + END
    return Picture(width, last.y + last.height, tuple(lanes), tuple(boxes + beside), tuple(arrows + asks))


def back_to(steps: Sequence[Step], place: int) -> str | None:
    """The code of the step it is sent back to; ``None`` when it never is."""
    step = steps[place]
    if place <= 1 or step["kind"] in {"receive", "hand_over"}:
        return None
    to = step.get("back")
    if to is None:
        return str(steps[place - 1]["code"])
    return to if to in [earlier["code"] for earlier in steps[1:place]] else None


def wrapped(text: str, width: int = _LINE, most: int = _MOST_LINES) -> tuple[str, ...]:
    """A name on a few lines; what does not fit is said in the list below the picture."""
    lines = textwrap.wrap(text, width, break_long_words=True) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1].rstrip() + "…"]
    return tuple(lines)


def _rows(steps: Sequence[Step]) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for step in steps:
        row = rows.setdefault(words.post(step), _Row(words.post(step), step["role"], step["unit"]))
        row.codes.append(step["code"])
    if any(step["kind"] == "confirm" for step in steps):
        rows[_("Người nộp")] = _Row(_("Người nộp"))
    most = max((len(step.get("opinions", ())) for step in steps), default=0)
    if most:
        rows[_("Cơ quan được hỏi ý kiến")] = _Row(_("Cơ quan được hỏi ý kiến"), stack=most)
    return list(rows.values())


def _lanes(rows: Sequence[_Row]) -> list[Lane]:
    lanes, y = [], 0
    for row in rows:
        height = row.stack * BOX_HEIGHT + (row.stack - 1) * _SMALL + 2 * PAD
        lines = wrapped(row.name, _LANE_LINE, _MOST_LANE_LINES)
        lanes.append(Lane(lines, row.name, y, height, row.role, row.unit, tuple(row.codes)))
        y += height
    return lanes


def _x(place: int) -> int:
    return LABEL + GAP + place * (BOX_WIDTH + GAP)


def _box(place: int, step: Step, top: int) -> Box:
    foot = _("%(hours)s giờ") % {"hours": step["hours"]}
    return Box(step["code"], wrapped(f"{place + 1}. {step['name']}"), foot, step["kind"], _x(place), top)


def _beside(steps: Sequence[Step], tops: Mapping[str, int], names: Mapping[str, str]) -> tuple[list[Box], list[Arrow]]:
    """What others do while a step waits, below it in their own lanes."""
    boxes, arrows = [], []
    for place, step in enumerate(steps):
        found = []
        if "confirm" in step:
            foot = _("%(hours)s giờ") % {"hours": step["confirm"].get("hours", 24)}
            found.append(Box(step["code"], wrapped(_("Xem bản dự thảo, đồng ý hoặc báo chỗ sai")), foot, "asked", _x(place), tops[_("Người nộp")]))  # fmt: skip
        for number, rule in enumerate(step.get("opinions", ())):
            name = str(words.UNITS.get(rule["agency"]) or names.get(rule["agency"]) or rule["agency"])
            foot = f"{rule['limit']['value']} {words.LIMITS[rule['limit']['unit']]}"
            top = tops[_("Cơ quan được hỏi ý kiến")] + number * (BOX_HEIGHT + _SMALL)
            found.append(Box(step["code"], wrapped(name), foot, "asked", _x(place), top))
        boxes += found
        if found:
            x = found[0].x + BOX_WIDTH - 24
            start = tops[words.post(step)] + BOX_HEIGHT
            arrows.append(Arrow(step["code"], step["code"], "asks", ((x, start), (x, found[0].y))))
    return boxes, arrows


def _on(one: Box, other: Box) -> Arrow:
    y1, y2 = one.y + BOX_HEIGHT // 2, other.y + BOX_HEIGHT // 2
    start, end, turn = one.x + BOX_WIDTH, other.x, other.x - GAP // 2
    points = ((start, y1), (end, y2)) if y1 == y2 else ((start, y1), (turn, y1), (turn, y2), (end, y2))
    return Arrow(one.code, other.code, "on", points)


def _back(one: Box, other: Box, place: int) -> Arrow:
    """Down from the box, left below the boxes of its lane, along the gap after the other box, and up into it."""
    drop = 10 + place % 3 * 7
    gap = other.x + BOX_WIDTH + 5 + place % 3 * 4
    down, below = one.y + BOX_HEIGHT + drop, other.y + BOX_HEIGHT + drop
    start, end = one.x + 36, other.middle + place % 3 * 14
    points: tuple[Point, ...] = ((start, one.y + BOX_HEIGHT), (start, down))
    points += ((end, down),) if down == below else ((gap, down), (gap, below), (end, below))
    return Arrow(one.code, other.code, "back", (*points, (end, other.y + BOX_HEIGHT)))

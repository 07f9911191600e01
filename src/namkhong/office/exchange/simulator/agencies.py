"""The agencies behind the simulated axis, and how each behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One agency. ``statuses``: what it tells of a document, and how many seconds after it came."""

    code: str
    name: str
    dialect: str
    statuses: tuple[tuple[float, str, str], ...] = ()  # seconds, code, note
    replies_after: float | None = None  # seconds until it writes a document in answer
    recall: str = "15"
    copies: int = 1  # how often it says everything
    wait: float = 0  # seconds the axis takes to answer for it
    away: bool = False
    cuts: bool = False  # the line breaks after the axis has taken the packet, the first time


_FINE: Final = "Hẹn trả lời đúng hạn"
AGENCIES: Final = {
    agency.code: agency
    for agency in (
        Behaviour(
            "T99.01", "Cơ quan thử nghiệm: trả lời ngay", "java",
            ((1, "01", ""), (3, "03", ""), (8, "04", ""), (15, "05", _FINE), (30, "06", "")), replies_after=35,
        ),
        Behaviour(
            "T99.02", "Cơ quan thử nghiệm: chậm", "dotnet",
            ((60, "01", ""), (300, "03", ""), (900, "05", _FINE)), wait=8,
        ),
        Behaviour(
            "T99.03", "Cơ quan thử nghiệm: luôn trả lại", "dotnet",
            ((1, "01", ""), (4, "02", "Không thuộc chức năng, nhiệm vụ của cơ quan")), recall="16",
        ),
        Behaviour(
            "T99.04", "Cơ quan thử nghiệm: nói gì cũng hai lần", "java",
            ((1, "01", ""), (3, "03", ""), (10, "06", "")), replies_after=20, copies=2,
        ),
        Behaviour("T99.05", "Cơ quan thử nghiệm: không liên lạc được", "java", away=True),
        Behaviour("T99.06", "Cơ quan thử nghiệm: đứt đường truyền khi vừa nhận", "java", ((1, "01", ""), (5, "03", "")), cuts=True),
    )
}  # fmt: skip
PSEUDO: Final = ("T99.W00", "Đơn vị ảo của trục")

"""Source notes become sentences for people; what the source itself doubts is set apart for the administrator."""

from __future__ import annotations

import re
from typing import Final

_DOUBT: Final = re.compile(r"\b(memory|nguồn|repo|bản cũ|Cổng hiển thị|thường:|ví dụ)\b", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")
_VERIFY: Final = re.compile(r"^(?:(?:phải|cần) )?xác minh:", re.IGNORECASE)
_ABBREVIATIONS: Final = (
    (r"\bHĐND\b", "Hội đồng nhân dân"),
    (r"\bUBND\b", "Ủy ban nhân dân"),
    (r"\bCSDL\b", "cơ sở dữ liệu"),
    (r"\bGCN\b", "Giấy chứng nhận"),
    (r"\bTTHC\b", "thủ tục hành chính"),
    (r"\bCCCD\b", "thẻ căn cước công dân"),
    (r"\bTP\b", "thành phố"),
    (r"\bTT (?=\d)", "Thông tư "),
    (r"\bNĐ (?=\d)", "Nghị định "),
    (r"\bQĐ (?=\d)", "Quyết định "),
)
_KINDS: Final = (
    (r"/QH\d+$", "Luật"),
    (r"/UBTVQH\d+$", "Pháp lệnh, nghị quyết"),
    (r"/NQ-", "Nghị quyết"),
    (r"/NĐ-CP$", "Nghị định"),
    (r"/QĐ-", "Quyết định"),
    (r"/CT-", "Chỉ thị"),
    (r"/TTLT", "Thông tư liên tịch"),
    (r"/TT-", "Thông tư"),
    (r"/VBHN-", "Văn bản hợp nhất"),
)
# How a paper is read to be one that not everybody needs. A new number gives the procedures it reads otherwise a new version.
RULE: Final = 1
_SOME: Final = re.compile(
    r"\([^()]*\b(?:nếu|khi|trường hợp|đối với)\b[^()]*\)|\(mang thai hộ\)|\bnếu có\b|^(?:đối với|nếu|trường hợp)\b",
    re.IGNORECASE,
)
_ALL: Final = re.compile(r"\b(?:mọi|tất cả(?: các)?|bao gồm(?: cả)?|kể cả|cả) (?:các )?trường hợp\b", re.IGNORECASE)
_CONDITION: Final = re.compile(r"\s*\(([^()]*\b(?:nếu|khi|trường hợp)\b[^()]*|mang thai hộ)\)\s*$", re.IGNORECASE)


def expand(text: str) -> str:
    """Abbreviations a farmer would not know, written out."""
    for pattern, full in _ABBREVIATIONS:
        text = re.sub(pattern, full, text)
    return text


def sentence(text: str) -> str:
    """A capital first, a full stop last."""
    text = text.strip(" ;.,")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def clauses(note: str | None) -> tuple[list[str], list[str]]:
    """The clauses people may read, and those the source itself doubts."""
    sure: list[str] = []
    doubted: list[str] = []

    def bracket(found: re.Match[str]) -> str:
        if _DOUBT.search(found.group(1)):
            doubted.append(found.group(1).strip())
            return ""
        return found.group(0).replace(";", ",")

    for clause in _BRACKETS.sub(bracket, note or "").split(";"):
        if clause.strip():
            (doubted if _DOUBT.search(clause) else sure).append(clause.strip())
    return [_VERIFY.sub("Nếu phải xác minh:", expand(clause)) for clause in sure], doubted


def legal_basis(code: str) -> str:
    """``123/2015/NĐ-CP`` → ``Nghị định 123/2015/NĐ-CP``; what already has a name stays."""
    code = code.strip()
    if not code[:1].isdigit():
        return code
    return next((f"{kind} {code}" for pattern, kind in _KINDS if re.search(pattern, code)), code)


def for_some(name: str) -> bool:
    """Does the name of a paper say that not everybody needs it: “(nếu có)”, “(trường hợp …)”, “Đối với …: …” (:data:`RULE`)?"""
    return _SOME.search(name) is not None and _ALL.search(name) is None


def component(name: str) -> tuple[str, str]:
    """The paper, and the condition under which it is needed."""
    found = _CONDITION.search(name)
    if not found:
        return expand(name.strip()), ""
    return expand(name[: found.start()].strip()), expand(found.group(1).strip())

"""One row of a file of procedures: read, judged, and what is missing or unsure said in sentences."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.codes import is_procedure_code
from namkhong.kernel.worktime import Limit, LimitUnclear, LimitUnit, parse_limit
from namkhong.services.procedures import cells, plain
from namkhong.services.procedures.errors import BadRow
from namkhong.services.procedures.types import OnlineLevel, SupplementPolicy
from namkhong.services.procedures.wording import limit_in_words

LEVELS: Final = {
    "cap xa": "commune",
    "cap huyen": "district",
    "cap tinh": "province",
    "cap bo": "ministry",
    "co quan khac": "other",
}
ONLINE: Final = {"toan trinh": OnlineLevel.FULL, "mot phan": OnlineLevel.PARTIAL, "truc tiep": OnlineLevel.COUNTER}
# Keys of ours beside the file's shape: a file without them keeps what the version before had.
OURS: Final = (
    "question",
    "keywords",
    "limit",
    "limit_note",
    "fee_lines",
    "supplement_policy",
    "close_after_days",
    "partial_reason",
    "form_key",
    "process_key",
    "confirm",
)
_CUTOFF: Final = re.compile(r"sau (\d{1,2}) ?(?:giờ|h)", re.IGNORECASE)
_SAME_DAY: Final = re.compile(r"trong ngày", re.IGNORECASE)
_EXEMPT: Final = re.compile(r"^miễn(?! (?:lệ )?phí)|: miễn cho", re.IGNORECASE)
_COUNCIL: Final = re.compile(r"Hội đồng nhân dân tỉnh quyết định", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One paper, as read."""

    name: str
    originals: int
    copies: int
    is_form: bool
    form_code: str
    required: bool
    present_only: bool
    obtainable_from: str
    condition: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee, as read."""

    name: str
    amount: int | None
    note: str
    exemptions: str


@dataclass(slots=True)
class Draft:
    """A row as it would be kept."""

    code: str
    name: str
    field_name: str
    levels: list[str]
    level: str
    question: str = ""
    keywords: str = ""
    online_level: str = ""
    partial_reason: str = ""
    limit: str = ""
    limit_note: str = ""
    supplement_policy: str = SupplementPolicy.RESTART
    close_after_days: int | None = None
    form_key: str = ""
    process_key: str = ""
    result_name: str = ""
    result_code: str = ""
    publishing_decision: str = ""
    legal_bases: list[str] = field(default_factory=list)
    note: str = ""
    components: list[ComponentRow] = field(default_factory=list)
    fees: list[FeeRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    to_confirm: list[str] = field(default_factory=list)
    source: dict[str, Any] = field(default_factory=dict)
    valid_from: date | None = None

    def fingerprint(self) -> str:
        """The same for the same content, whatever the dates."""
        content = {key: value for key, value in asdict(self).items() if key != "valid_from"}
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def written_limit(self) -> Limit | None:
        """The limit as a value."""
        return parse_limit(self.limit) if self.limit else None


def read(row: Any, before: Mapping[str, Any] | None = None) -> Draft:
    """Read one row; ``before`` is the row the version before was read from.

    :raises BadRow: when the row cannot be used, with the sentence for the report.
    """
    if not isinstance(row, Mapping):
        raise BadRow(_("Dòng này không phải là một thủ tục."))
    row = {**{key: before[key] for key in OURS if before and key in before and key not in row}, **row}
    draft = _begin(row)
    draft.source = {key: value for key, value in row.items() if key not in {"valid_from", "front_door", "offering"}}
    for part in (_online, _limit, _fees, _components, _rest):
        part(row, draft)
    _unsure(row, draft)
    draft.to_confirm = list(dict.fromkeys(draft.to_confirm))
    return draft


def _begin(row: Mapping[str, Any]) -> Draft:
    code, name, field_name = cells.text(row, "code", 40), cells.text(row, "name"), cells.text(row, "field", 200)
    if not is_procedure_code(code):
        raise BadRow(_("Mã thủ tục “%(code)s” không đúng dạng 1.004873.") % {"code": code[:40]})
    if not name:
        raise BadRow(_("Thủ tục chưa có tên."))
    if not field_name:
        raise BadRow(_("Thủ tục chưa có lĩnh vực."))
    levels = []
    for written in cells.listed(row, "level", str):
        level = LEVELS.get(text.fold(written))
        if level is None:
            raise BadRow(_("Không rõ cấp thực hiện “%(level)s”.") % {"level": written[:60]})
        levels.append(level)
    if "commune" in levels:
        level = "both" if "province" in levels else "commune"
    elif "province" in levels:
        level = "province"
    else:
        raise BadRow(_("Thủ tục không ghi cấp tỉnh hay cấp xã nên không thuộc danh mục của tỉnh."))
    return Draft(
        code=code, name=name, field_name=field_name, levels=levels, level=level, valid_from=cells.day(row, "valid_from")
    )


def _online(row: Mapping[str, Any], draft: Draft) -> None:
    written = cells.text(row, "online_level")
    level = ONLINE.get(text.fold(written))
    if written and level is None:
        raise BadRow(_("Không rõ mức độ trực tuyến “%(level)s”.") % {"level": written[:60]})
    draft.online_level = level or OnlineLevel.UNKNOWN
    draft.partial_reason = cells.text(row, "partial_reason")
    if not written:
        draft.missing.append(_("mức độ trực tuyến"))
    elif level is OnlineLevel.PARTIAL and not draft.partial_reason:
        draft.missing.append(_("lý do chỉ cung cấp trực tuyến một phần"))


def _limit(row: Mapping[str, Any], draft: Draft) -> None:
    given = row.get("time_limit")
    if given is not None and not isinstance(given, Mapping):
        raise BadRow(_("Ô “time_limit” phải gồm số, đơn vị và ghi chú."))
    written = cells.text(row, "limit", 60)
    note = cells.text(given, "note") if given else ""
    sure, doubted = plain.clauses(note)
    draft.limit_note = cells.text(row, "limit_note") or " ".join(plain.sentence(clause) for clause in sure)
    if doubted:
        draft.to_confirm.append(
            _("Ghi chú về thời hạn chưa đối chiếu văn bản: “%(note)s”.") % {"note": _for_reading(note)}
        )
    if written:
        draft.limit = str(_parsed(written))
    elif given and given.get("value") is not None:
        draft.limit = str(_from_numbers(given, note, draft))
    if not draft.limit:
        draft.missing.append(_("thời hạn giải quyết"))


def _parsed(written: str) -> Limit:
    try:
        return parse_limit(written)
    except LimitUnclear as error:
        raise BadRow(str(error)) from error


def _from_numbers(given: Mapping[str, Any], note: str, draft: Draft) -> Limit:
    value, unit = cells.whole(given, "value", 9_999), cells.text(given, "unit", 20)
    units = {"working_day": LimitUnit.WORKING_DAY, "day": LimitUnit.DAY, "hour": LimitUnit.WORKING_HOUR}
    if not value:
        raise BadRow(_("Thời hạn giải quyết phải từ 1 trở lên."))
    if unit and unit not in units:
        raise BadRow(_("Không rõ đơn vị thời hạn “%(unit)s”.") % {"unit": unit})
    if not unit:
        draft.missing.append(_("đơn vị tính thời hạn"))
        draft.to_confirm.append(_("Thời hạn không ghi đơn vị, tạm tính theo ngày làm việc."))
    cutoff = _CUTOFF.search(note)
    if value == 1 and unit == "working_day" and _SAME_DAY.search(note) and cutoff and int(cutoff.group(1)) < 24:
        draft.limit_note = " ".join(
            plain.sentence(clause)
            for clause in plain.clauses(note)[0]
            if not _CUTOFF.search(clause) and not re.fullmatch(r"(ngay )?trong ngày", clause, re.IGNORECASE)
        )
        draft.to_confirm.append(
            _("Giờ chốt %(hour)s giờ lấy từ ghi chú của nguồn, cần đối chiếu văn bản.") % {"hour": cutoff.group(1)}
        )
        return Limit(0, LimitUnit.SAME_DAY, cutoff=time(int(cutoff.group(1))))
    return Limit(value, units.get(unit, LimitUnit.WORKING_DAY))


def _fees(row: Mapping[str, Any], draft: Draft) -> None:
    note = cells.text(row, "fee_note")
    amount = cells.whole(row, "fee_vnd")
    if lines := cells.listed(row, "fee_lines", dict) or None:
        draft.fees = [
            FeeRow(
                cells.text(line, "name", 300) or _("Phí, lệ phí"),
                cells.whole(line, "amount"),
                cells.text(line, "note"),
                cells.text(line, "exemptions"),
            )
            for line in lines
        ]
    else:
        draft.fees = _table(row) or [_one_fee(amount, note)]
    if plain.clauses(note)[1]:
        draft.to_confirm.append(
            _("Ghi chú về phí, lệ phí chưa đối chiếu văn bản: “%(note)s”.") % {"note": _for_reading(note)}
        )
    if amount is None and not row.get("fee_table"):
        draft.missing.append(_("mức phí, lệ phí"))
        draft.to_confirm.append(_("Mức phí, lệ phí cần ghi theo nghị quyết của Hội đồng nhân dân tỉnh."))


def _one_fee(amount: int | None, note: str) -> FeeRow:
    sure = plain.clauses(note)[0]
    exemptions = [clause for clause in sure if _EXEMPT.search(clause)]
    notes = [clause for clause in sure if clause not in exemptions]
    if amount is None:
        notes = [re.sub(r"^Mức thu do ", "Mức thu do ", clause) for clause in notes if not _COUNCIL.search(clause)]
    return FeeRow(
        _("Phí, lệ phí"),
        amount,
        " ".join(plain.sentence(clause) for clause in notes),
        " ".join(plain.sentence(clause) for clause in exemptions),
    )


def _table(row: Mapping[str, Any]) -> list[FeeRow]:
    return [
        FeeRow(
            ", ".join(part for part in (cells.text(line, "subject", 150), cells.text(line, "area", 100)) if part)
            or _("Phí, lệ phí"),
            cells.whole(line, "vnd"),
            "",
            "",
        )
        for line in cells.listed(row, "fee_table", dict)
    ]


def _components(row: Mapping[str, Any], draft: Draft) -> None:
    for given in cells.listed(row, "components", dict):
        written = cells.text(given, "name")
        if not written:
            raise BadRow(_("Có một thành phần hồ sơ chưa có tên."))
        name, condition = plain.component(written)
        draft.components.append(
            ComponentRow(
                name=name,
                originals=cells.whole(given, "originals", 100) or 0,
                copies=cells.whole(given, "copies", 100) or 0,
                is_form=cells.true(given, "is_form", default=False),
                form_code=cells.text(given, "form_code", 500),
                required=cells.true(given, "required", default=True),
                present_only=cells.true(given, "present_only", default=False),
                obtainable_from=plain.expand(cells.text(given, "obtainable_from", 300)),
                condition=cells.text(given, "condition", 500) or condition,
            )
        )
    if not draft.components:
        draft.missing.append(_("thành phần hồ sơ"))


def _rest(row: Mapping[str, Any], draft: Draft) -> None:
    draft.question = cells.text(row, "question", 300)
    draft.keywords = " ".join(str(word) for word in cells.listed(row, "keywords", str))
    draft.form_key, draft.process_key = cells.text(row, "form_key", 60), cells.text(row, "process_key", 60)
    draft.result_name, draft.result_code = plain.expand(cells.text(row, "result")), cells.text(row, "result_code", 60)
    draft.publishing_decision = cells.text(row, "publishing_decision", 200)
    draft.legal_bases = [plain.legal_basis(text.one_line(code))[:300] for code in cells.listed(row, "legal_basis", str)]
    sure, doubted = plain.clauses(cells.text(row, "note"))
    draft.note = " ".join(plain.sentence(clause) for clause in sure)
    draft.to_confirm += [_("Ghi chú chưa đối chiếu: “%(note)s”.") % {"note": _for_reading(note)} for note in doubted]
    policy = cells.text(row, "supplement_policy", 20) or SupplementPolicy.RESTART
    if policy not in list(SupplementPolicy):
        raise BadRow(_("Không rõ cách tính thời hạn sau khi bổ sung “%(policy)s”.") % {"policy": policy})
    draft.supplement_policy, draft.close_after_days = policy, cells.whole(row, "close_after_days", 365)
    for value, word in (
        (draft.result_name, _("kết quả")),
        (draft.result_code, _("mã kết quả")),
        (draft.publishing_decision, _("quyết định công bố")),
        (draft.legal_bases, _("căn cứ pháp lý")),
    ):
        if not value:
            draft.missing.append(word)


def _for_reading(note: str) -> str:
    """Working marks of the source in words."""
    return re.sub(r"\bmemory\b", _("theo trí nhớ"), re.sub(r"\brepo\b", _("kho mã"), note))


_Question = Callable[[Draft], str]
_UNSURE: Final[tuple[tuple[str, str, _Question], ...]] = (
    (
        "time_limit_source",
        "memory",
        lambda draft: (
            _("Thời hạn giải quyết (%(limit)s) chưa đối chiếu văn bản.")
            % {"limit": limit_in_words(draft.written_limit)}
        ),
    ),
    (
        "time_limit_source",
        "suy ra",
        lambda draft: (
            _("Đơn vị của thời hạn (%(limit)s) được suy ra, nguồn chỉ ghi con số.")
            % {"limit": limit_in_words(draft.written_limit)}
        ),
    ),
    (
        "online_level_source",
        "memory",
        lambda _draft: _("Mức độ trực tuyến chưa đối chiếu quyết định công bố của tỉnh."),
    ),
    (
        "components_source",
        "memory",
        lambda _draft: _("Thành phần hồ sơ, tên mẫu đơn chưa đối chiếu quyết định công bố."),
    ),
    ("form_fields_source", "memory", lambda _draft: _("Các trường của mẫu đơn chưa đối chiếu mẫu kèm thông tư.")),
    ("confidence", "medium", lambda _draft: _("Nguồn của thủ tục này có độ tin cậy trung bình.")),
    ("confidence", "low", lambda _draft: _("Nguồn của thủ tục này có độ tin cậy thấp.")),
)


def _unsure(row: Mapping[str, Any], draft: Draft) -> None:
    for key, mark, say in _UNSURE:
        if mark in cells.text(row, key):
            draft.to_confirm.append(say(draft))
    draft.to_confirm += [text.one_line(given) for given in cells.listed(row, "confirm", str)]

"""One row of a file of procedures: read, judged, and what is missing or unsure said in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.codes import is_procedure_code
from namkhong.services.procedures import cells, plain
from namkhong.services.procedures.drafts import ComponentRow, Draft
from namkhong.services.procedures.errors import BadRow
from namkhong.services.procedures.fees import read_fees
from namkhong.services.procedures.limits import read_limit
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


def read(row: Any, before: Mapping[str, Any] | None = None) -> Draft:
    """Read one row; ``before`` is the row the version before was read from.

    :raises BadRow: when the row cannot be used, with the sentence for the report.
    """
    if not isinstance(row, Mapping):
        raise BadRow(_("Dòng này không phải là một thủ tục."))
    row = {**{key: before[key] for key in OURS if before and key in before and key not in row}, **row}
    draft = _begin(row)
    draft.source = {key: value for key, value in row.items() if key not in {"valid_from", "front_door", "offering"}}
    for part in (_online, read_limit, read_fees, _components, _rest):
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


def _components(row: Mapping[str, Any], draft: Draft) -> None:
    for given in cells.listed(row, "components", dict):
        written = cells.text(given, "name")
        if not written:
            raise BadRow(_("Có một thành phần hồ sơ chưa có tên."))
        name, condition = plain.component(written)
        required = cells.true(given, "required", default=True)
        if required and plain.for_some(written):
            required = False
            draft.to_confirm.append(
                _(
                    "Giấy tờ “%(name)s” được ghi là bắt buộc, nhưng tên của nó nói không phải ai cũng có: không buộc nộp "
                    "(cách đọc tên giấy tờ số %(rule)d)."
                )
                % {"name": written, "rule": plain.RULE}
            )
        draft.components.append(
            ComponentRow(
                name=name,
                originals=cells.whole(given, "originals", 100) or 0,
                copies=cells.whole(given, "copies", 100) or 0,
                is_form=cells.true(given, "is_form", default=False),
                form_code=cells.text(given, "form_code", 500),
                required=required,
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
    draft.to_confirm += [
        _("Ghi chú chưa đối chiếu: “%(note)s”.") % {"note": cells.for_reading(note)} for note in doubted
    ]
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

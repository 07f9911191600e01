"""What is wrong with a file, what the decree says, what is right: every part, in the order of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from namkhong.kernel import text
from namkhong.office.drafting.checking import reading_docx, reading_pdf
from namkhong.office.drafting.checking.parts import DATE, Parts, found
from namkhong.office.drafting.checking.sheet import Finding, Line, Mark, Report, Sheet
from namkhong.office.drafting.errors import Unreadable
from namkhong.office.drafting.layouts import Element, Layout, layout

_MAX: Final = 20_971_520  # bytes
_NEAR_MM: Final = 1.0  # what the width of a line drawn or a rounded twip may differ
_NEAR_PT: Final = 0.3
_NUMBER: Final = re.compile(r"Số\s*:\s*(?P<number>\d*)(?P<gap1>\s*)/?(?P<gap2>\s*)(?P<symbol>\S.*)?$")
_SIDES: Final = {
    "top": lazy("Lề trên"), "bottom": lazy("Lề dưới"), "left": lazy("Lề trái"), "right": lazy("Lề phải"),
}  # fmt: skip


def check(name: str, data: bytes, on: date) -> Report:
    """Judge a DOCX or PDF by the layout in force on a day.

    :raises Unreadable: neither, too large, closed, broken, or without words.
    """
    if len(data) > _MAX:
        raise Unreadable(_("Tệp lớn quá %d MB nên không kiểm tra ở đây được.") % (_MAX // 1_048_576))
    if data[:5] == b"%PDF-":
        sheet = reading_pdf.read(data)
    elif data[:2] == b"PK":
        sheet = reading_docx.read(data)
    else:
        raise Unreadable(_("Chỉ kiểm tra được tệp Word (.docx) hoặc PDF. Xin chọn tệp khác."))
    rules = layout(on)
    parts = found(sheet.lines, rules.type_names)
    return Report(name, rules.legal_source, tuple(_findings(sheet, parts, rules)))


def _findings(sheet: Sheet, parts: Parts, rules: Layout) -> Iterator[Finding]:
    yield _paper(sheet, rules)
    yield from _margins(sheet, rules)
    yield _font(sheet, rules)
    yield _words(parts.nation, rules.nation, rules.elements["nation"])
    yield from _looks(parts.nation, rules.elements["nation"])
    yield _words(parts.motto, rules.motto, rules.elements["motto"])
    yield from _looks(parts.motto, rules.elements["motto"])
    yield from _there(parts.agency, rules.elements["agency"])
    yield from _looks(parts.parent, rules.elements["parent"])
    yield from _looks(parts.agency, rules.elements["agency"])
    yield from _number(parts, rules.elements["number"])
    yield from _place_date(parts, rules.elements["place_date"])
    yield from _title(parts, rules)
    yield from _looks(parts.addressed, rules.elements["addressed"])
    yield from _body(sheet, parts, rules.elements["body"])
    for name in ("power", "signer", "receivers_word", "receivers"):
        lines: list[Line] = getattr(parts, name)
        yield from _there(lines, rules.elements[name])
        yield from _looks(lines, rules.elements[name])
    yield from _kept(parts, rules.elements["receivers"])
    yield from _page_numbers(sheet, rules.elements["page_number"])


def _finding(
    part: str,
    mark: Mark | bool | None,  # noqa: FBT001 - a truth that was measured
    seen: str,
    rule: str,
    right: str,
    where: str,
) -> Finding:
    known = Mark.UNKNOWN if mark is None else mark if isinstance(mark, Mark) else Mark.RIGHT if mark else Mark.WRONG
    return Finding(part, known, seen, rule, "" if known is Mark.RIGHT else right, where)


def _points(size: float) -> str:
    return f"{size:g}".replace(".", ",")


def _span(least: float, most: float) -> str:
    return _points(least) if least == most else f"{_points(least)}–{_points(most)}"


def _paper(sheet: Sheet, rules: Layout) -> Finding:
    sides = sorted(sheet.paper_mm)
    good = all(abs(have - want) < 2 for have, want in zip(sides, sorted(rules.paper_mm), strict=True))
    seen = _("%(w)s × %(h)s mm") % {"w": _points(sheet.paper_mm[0]), "h": _points(sheet.paper_mm[1])}
    rule = _("Khổ A4, 210 mm × 297 mm")
    return _finding(_("Khổ giấy"), good, seen, rule, _("Đặt khổ giấy A4."), rules.where_page)


def _margins(sheet: Sheet, rules: Layout) -> Iterator[Finding]:
    for side, label in ((one, str(words)) for one, words in _SIDES.items()):
        least, most = rules.margins_mm[side]
        have = sheet.margins_mm.get(side)
        rule = _("%s mm") % _span(least, most)
        if have is None:
            yield _finding(
                label,
                Mark.UNKNOWN,
                _("không đo được trong tệp này"),
                rule,
                _("Xem lại lề trong Word."),
                rules.where_page,
            )
            continue
        near = _NEAR_MM if sheet.measured else 2 * _NEAR_MM
        good = least - near <= have <= most + near
        right = _("Đặt từ %(least)s đến %(most)s mm.") % {"least": _points(least), "most": _points(most)}
        yield _finding(label, good, _("%s mm") % _points(have), rule, right, rules.where_page)


def _font(sheet: Sheet, rules: Layout) -> Finding:
    known = [_plain_font(one) for one in (*rules.fonts, *rules.same_metrics)]
    strange: Counter[str] = Counter()
    for name, count in sheet.fonts.items():
        if not any(_plain_font(name).startswith(one) for one in known):
            strange[name] += count
    rule = _("%s, bộ mã Unicode, màu đen") % rules.fonts[0]
    if "" in strange and len(strange) == 1:
        return _finding(
            _("Phông chữ"),
            None,
            _("tệp không ghi tên phông"),
            rule,
            _("Đặt phông %s.") % rules.fonts[0],
            rules.where_font,
        )
    seen = ", ".join(name for name, _count in strange.most_common(3) if name) or rules.fonts[0]
    right = _("Đổi toàn bộ sang %s.") % rules.fonts[0]
    return _finding(_("Phông chữ"), not strange, seen, rule, right, rules.where_font)


def _plain_font(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _there(lines: Sequence[Line], rule: Element) -> Iterator[Finding]:
    if not lines:
        told = _("Phải có phần này")
        yield _finding(rule.label, Mark.WRONG, _("không tìm thấy"), told, _("Thêm phần này đúng chỗ."), rule.where)


def _words(lines: Sequence[Line], wanted: str, rule: Element) -> Finding:
    seen = lines[0].words if lines else _("không tìm thấy")
    good = bool(lines) and wanted in seen.replace("–", "-")
    return _finding(rule.label, good, seen, f"“{wanted}”", _("Ghi đúng: %s") % wanted, rule.where)


def _looks(lines: Sequence[Line], rule: Element) -> Iterator[Finding]:
    """Size, weight, slant and case of every line of a part; one finding of each kind."""
    for line in lines:
        if line.size is not None and not rule.least - _NEAR_PT <= line.size <= rule.most + _NEAR_PT:
            told = _("Cỡ chữ %s") % _span(rule.least, rule.most)
            seen = _("cỡ %(size)s: “%(words)s”") % {"size": _points(line.size), "words": _short(line)}
            yield _finding(rule.label, Mark.WRONG, seen, told, _("Đặt cỡ chữ %s.") % _points(rule.used), rule.where)
            return
    for line in lines:
        wrong = _style(line, rule)
        if wrong:
            told = _style_words(rule)
            seen = f"{wrong}: “{_short(line)}”"
            yield _finding(rule.label, Mark.WRONG, seen, told, _("Đặt %s.") % told, rule.where)
            return
    if lines:
        size = lines[0].size
        seen = _("cỡ %s") % _points(size) if size is not None else _short(lines[0])
        told = _("Cỡ %(size)s, %(style)s") % {"size": _span(rule.least, rule.most), "style": _style_words(rule)}
        yield _finding(rule.label, Mark.RIGHT, seen, told, "", rule.where)


def _style(line: Line, rule: Element) -> str:
    """What is wrong with the style of a line; empty when nothing is, or nothing can be seen."""
    wrong = []
    if line.bold is not None and line.bold != rule.bold:
        wrong.append(_("chữ đậm") if line.bold else _("chữ không đậm"))
    if line.italic is not None and line.italic != rule.italic:
        wrong.append(_("chữ nghiêng") if line.italic else _("chữ đứng"))
    if rule.upper and line.words != line.words.upper():
        wrong.append(_("chữ thường"))
    return ", ".join(wrong)


def _style_words(rule: Element) -> str:
    case = _("in hoa") if rule.upper else _("in thường")
    slant = _("nghiêng") if rule.italic else _("đứng")
    return ", ".join([case, slant, *([_("đậm")] if rule.bold else [])])


def _short(line: Line) -> str:
    return line.words if len(line.words) <= 60 else line.words[:59] + "…"


def _number(parts: Parts, rule: Element) -> Iterator[Finding]:
    yield from _there(parts.number, rule)
    if not parts.number:
        return
    line = parts.number[0]
    match = _NUMBER.match(line.words)
    number, symbol = (match["number"], match["symbol"] or "") if match else ("", "")
    seen, told = (
        line.words,
        _("“Số: 15/QĐ-UBND”: dấu gạch chéo sau số, dấu nối giữa các chữ, không cách; số dưới 10 có số 0 ở trước"),
    )
    wrong = ""
    if match and (match["gap1"] or match["gap2"]) and number:
        wrong = _("Bỏ khoảng cách quanh dấu gạch chéo.")
    elif re.search(r"\s*[-–]\s+|\s+[-–]", symbol):
        wrong = _("Bỏ khoảng cách quanh dấu nối.")
    elif number and len(number) == 1:
        wrong = _("Ghi 0%s.") % number
    elif symbol and symbol != symbol.upper() and not re.match(r"(CTr|TTr|QyĐ|TrS)\b", symbol):
        wrong = _("Viết ký hiệu bằng chữ in hoa.")
    yield _finding(rule.label, not wrong, seen, told, wrong, rule.where)
    yield from (
        one
        for one in _looks([Line(line.words, line.size, line.font, line.bold, line.italic)], rule)
        if one.mark is Mark.WRONG
    )


def _place_date(parts: Parts, rule: Element) -> Iterator[Finding]:
    yield from _there(parts.place_date, rule)
    if not parts.place_date:
        return
    line = parts.place_date[0]
    match = DATE.match(line.words)
    wrong = ""
    if match:
        day, month = match["day"], match["month"]
        if day.isdigit() and len(day) == 1:
            wrong = _("Ngày nhỏ hơn 10 phải thêm số 0 ở trước.")
        elif month in {"1", "2"}:
            wrong = _("Tháng 1, tháng 2 phải thêm số 0 ở trước.")
        elif "," not in line.words.partition("ngày")[0]:
            wrong = _("Sau địa danh phải có dấu phẩy.")
    told = _("“Mường Phăng, ngày 05 tháng 02 năm 2026”")
    yield _finding(rule.label, not wrong, line.words, told, wrong, rule.where)
    yield from _looks([line], rule)


def _title(parts: Parts, rules: Layout) -> Iterator[Finding]:
    if parts.letter:
        yield from _looks(parts.brief, rules.elements["brief"])
        return
    name, brief = rules.elements["type_name"], rules.elements["brief_title"]
    if not parts.type_name:
        told = _("Tên loại văn bản; công văn thì ghi “V/v …” dưới số, ký hiệu")
        yield _finding(name.label, Mark.WRONG, _("không tìm thấy"), told, _("Ghi tên loại và trích yếu."), name.where)
        return
    yield from _looks(parts.type_name, name)
    yield from _there(parts.brief_title, brief)
    yield from _looks(parts.brief_title, brief)


def _body(sheet: Sheet, parts: Parts, rule: Element) -> Iterator[Finding]:
    if not parts.body:
        yield _finding(
            rule.label, Mark.WRONG, _("không tìm thấy"), _("Văn bản phải có nội dung"), _("Ghi nội dung."), rule.where
        )
        return
    sizes: Counter[float] = Counter()
    for line in parts.body:
        if line.size is not None:
            sizes[line.size] += len(line.words)
    odd = [
        line
        for line in parts.body
        if line.size is not None and not rule.least - _NEAR_PT <= line.size <= rule.most + _NEAR_PT and not line.cell
    ]
    told = _("Cỡ chữ %s, đứng, dàn đều hai lề") % _span(rule.least, rule.most)
    if odd:
        seen = _("cỡ %(size)s: “%(words)s”") % {"size": _points(odd[0].size or 0), "words": _short(odd[0])}
        yield _finding(rule.label, Mark.WRONG, seen, told, _("Đặt cỡ chữ %s.") % _points(rule.used), rule.where)
    else:
        seen = _("cỡ %s") % _points(sizes.most_common(1)[0][0]) if sizes else ""
        yield _finding(rule.label, Mark.RIGHT, seen, told, "", rule.where)
    if sheet.measured:
        yield from _paragraphs([line for line in parts.body if not line.cell and len(line.words) > 80], rule)


def _paragraphs(lines: Sequence[Line], rule: Element) -> Iterator[Finding]:
    """What only a DOCX says: justified, the first line 1 or 1.27 cm in, at least 6 pt between paragraphs, 1 to 1.5 lines."""
    tests = (
        (_("Dàn đều hai lề"), lambda one: one.justified is True, _("Dàn đều cả hai lề"), _("Chọn dàn đều hai lề.")),
        (
            _("Lùi đầu dòng"),
            lambda one: one.indent_mm is not None and 9.5 <= one.indent_mm <= 13.2,
            _("Lùi 1 cm hoặc 1,27 cm"),
            _("Đặt lùi đầu dòng 1,27 cm."),
        ),
        (
            _("Khoảng cách giữa các đoạn"),
            lambda one: one.before_pt is not None and one.before_pt >= 5.9,
            _("Tối thiểu 6 pt"),
            _("Đặt cách đoạn 6 pt."),
        ),
        (
            _("Khoảng cách giữa các dòng"),
            lambda one: one.spacing is None or 0.99 <= one.spacing <= 1.51,
            _("Từ dòng đơn đến 1,5 dòng"),
            _("Đặt cách dòng từ 1 đến 1,5."),
        ),
    )
    for label, good, told, right in tests:
        bad = next((line for line in lines if not good(line)), None)
        seen = _("đoạn “%s”") % _short(bad) if bad else _("đúng ở mọi đoạn")
        yield _finding(label, bad is None, seen, told, right, rule.where)


def _kept(parts: Parts, rule: Element) -> Iterator[Finding]:
    """The last line names who keeps the record copy."""
    if parts.receivers:
        last = parts.receivers[-1].words
        good = text.fold(last).replace("-", "").strip().startswith("luu")
        told = _("Dòng cuối ghi “- Lưu: VT, đơn vị soạn thảo (số bản).”")
        yield _finding(_("Nơi lưu"), good, last, told, _("Thêm dòng “- Lưu: VT, …” ở cuối nơi nhận."), rule.where)


def _page_numbers(sheet: Sheet, rule: Element) -> Iterator[Finding]:
    if sheet.page_numbers is not None:
        told = _("Số trang ở giữa lề trên, từ trang 2, cỡ %s") % _span(rule.least, rule.most)
        seen = _("có") if sheet.page_numbers else _("không thấy")
        yield _finding(
            rule.label, sheet.page_numbers, seen, told, _("Chèn số trang ở giữa phần đầu trang."), rule.where
        )

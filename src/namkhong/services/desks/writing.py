"""Lists as files, written line by line: CSV for any program, XLSX by hand, both without keeping the lines."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Final
from xml.sax.saxutils import escape

from namkhong.kernel import clock

Cell = str | datetime | None
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the text for a formula
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - of spreadsheets, which know no zones
_LONGEST: Final = 32_767  # characters in a cell of XLSX

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final[dict[str, str]] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    # cell formats: 0 plain, 1 a head in bold, 2 a moment
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>",
}


def write_csv(target: IO[bytes], head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """UTF-8 with its mark, so that Excel reads Vietnamese; no cell begins like a formula."""
    out = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    table = csv.writer(out)
    table.writerow(head)
    for line in lines:
        table.writerow([_harmless(cell) for cell in line])
    out.flush()
    out.detach()


def _harmless(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{clock.local(cell):%d/%m/%Y %H:%M}"
    if cell and cell.startswith(_DANGEROUS):
        return f"'{cell}"
    return cell or ""


def write_xlsx(target: IO[bytes], head: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """One sheet, its head fast in place; texts are texts (never formulas), moments are moments of Việt Nam."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for name, part in _PARTS.items():
            book.writestr(name, _XML + part)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            columns = "".join(
                f'<col min="{at}" max="{at}" width="24" customWidth="1"/>' for at in range(1, len(head) + 1)
            )
            titles = "".join(_text(cell, ' s="1"') for cell in head)
            sheet.write(
                (
                    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
                    f"<cols>{columns}</cols><sheetData><row>{titles}</row>"
                ).encode()
            )
            for line in lines:
                sheet.write(("<row>" + "".join(map(_cell, line)) + "</row>").encode())
            sheet.write(b"</sheetData></worksheet>")


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, datetime):
        days = (clock.local(cell).replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86_400
        return f'<c s="2"><v>{days:.8f}</v></c>'
    return _text(cell)


def _text(cell: str, style: str = "") -> str:
    kept = escape(_UNSEEN.sub("", cell)[:_LONGEST])
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{kept}</t></is></c>'

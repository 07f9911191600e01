"""The papers that the demo's people attach, and the results they get: one small PDF a procedure, made once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import typst

from namkhong.kernel import clock
from namkhong.services.dossiers.paper import render
from namkhong.services.procedures import queries as procedures

_SHEET: Final = Path(__file__).with_name("sheet.typ")


def _sheet(title: str, body: str) -> bytes:
    given = json.dumps({"title": title, "body": body}, ensure_ascii=False)
    made = typst.compile(
        str(_SHEET), font_paths=render.fonts(), sys_inputs={"given": given}, pdf_standards=["a-2b"], format="pdf"
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def sample_paper() -> bytes:
    """What stands for a scanned paper."""
    return _sheet("Bản chụp giấy tờ", "Giấy tờ này do chương trình chạy thử tạo ra, không có giá trị pháp lý.")


def result_papers(codes: Iterable[str]) -> dict[str, bytes]:
    """The result of each procedure, by its code."""
    on = clock.local_date(clock.now())
    body = "Kết quả này do chương trình chạy thử tạo ra, không có giá trị pháp lý."
    return {code: _sheet(procedures.in_force(code, on).result_name, body) for code in codes}

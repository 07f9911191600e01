"""``namkhong procedures import``: procedures from a file, told row by row."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from namkhong.config import database
from namkhong.config.cli import Refused
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed so far."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="việc")
    taking = deeds.add_parser("import", help="nhập thủ tục từ tệp JSON có dạng của facts/procedures.json")
    taking.add_argument("file", metavar="TỆP", help="tệp JSON, hoặc - để đọc từ đầu vào")
    taking.add_argument("--json", action="store_true", help="trả về JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every row was taken, 1 when some were refused."""
    data = read(options.file)
    with database.django():
        from namkhong.services.procedures import actions as procedures

        report = procedures.import_procedures(
            data, actor=Actor.system(f"namkhong procedures import {Path(options.file).name}"), now=clock.now()
        )
        rows = [
            {
                "row": row.row,
                "code": row.code,
                "name": row.name,
                "status": row.status.value,
                "sentence": str(row.sentence),
                "missing": [str(one) for one in row.missing],
                "to_confirm": [str(one) for one in row.to_confirm],
            }
            for row in report.rows
        ]
    print(json.dumps({"rows": rows}, ensure_ascii=False, indent=2) if options.json else told(rows))
    return 1 if any(row["status"] == "refused" for row in rows) else 0


def read(name: str) -> Any:
    """The file's JSON.

    :raises Refused: when there is none.
    """
    try:
        return json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        why = "không có tệp này" if isinstance(error, FileNotFoundError) else "không được phép đọc"
        raise Refused(f"Không mở được tệp {name}: {why}.", 2) from error
    except ValueError as error:
        raise Refused(f"Tệp {name} không phải JSON đọc được ({error}).", 2) from error


def told(rows: list[dict[str, Any]]) -> str:
    """A line a row, what is missing below it, the counts last."""
    lines = []
    for row in rows:
        lines.append(f"{row['row']:>4}  {row['code']:<12} {row['sentence']}")
        if row["missing"]:
            lines.append(f"      còn thiếu: {'; '.join(row['missing'])}")
        if row["to_confirm"]:
            lines.append(f"      chờ xác nhận: {'; '.join(row['to_confirm'])}")
    words = {"created": "mới", "updated": "cập nhật", "unchanged": "không đổi", "refused": "không nhận"}
    counts = [f"{sum(row['status'] == status for row in rows)} {word}" for status, word in words.items()]
    return "\n".join([*lines, f"{len(rows)} thủ tục: {', '.join(counts)}."])

"""``namkhong audit verify``: walks the whole record and names what was altered, removed or slipped in."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from namkhong.config import database
from namkhong.config.cli import Refused
from namkhong.kernel import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    """One deed so far."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="việc")
    verify = deeds.add_parser("verify", help="kiểm tra toàn bộ nhật ký và chuỗi niêm phong")
    verify.add_argument("--anchors", type=Path, metavar="TỆP", help="JSON {vị trí: dấu} đã ghi lại ở nơi khác")
    verify.add_argument("--json", action="store_true", help="trả về JSON")


def run(options: argparse.Namespace) -> int:
    """0 when the record is whole, 1 when it is not."""
    with database.django():
        from namkhong.foundation.audit import queries as audit

        found = audit.verify(anchors(options.anchors))
        if options.json:
            print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            print("\n".join(found.sentences(clock.now())))
    return 0 if found.intact else 1


def anchors(path: Path | None) -> dict[int, str]:
    """Heads written down elsewhere.

    :raises Refused: when the file cannot be read.
    """
    if path is None:
        return {}
    try:
        return {int(position): str(head) for position, head in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise Refused(f"Không đọc được {path}: cần một tệp JSON dạng {{vị trí: dấu}}.", 2) from error


def as_json(found: object) -> dict[str, object]:
    """For programs."""
    from namkhong.foundation.audit.types import Verification

    if not isinstance(found, Verification):
        raise TypeError("not a verification")
    return {
        "intact": found.intact,
        "sealed": found.sealed,
        "found": found.found,
        "findings": [
            {"kind": one.kind.value, "position": one.position, "entry": one.entry_id, "sentence": str(one)}
            for one in found.findings
        ],
        "head": {"position": found.head.position, "hash": found.head.hash} if found.head else None,
        "unsealed": found.tail,
        "unsealed_oldest": found.tail_oldest.isoformat() if found.tail_oldest else None,
    }

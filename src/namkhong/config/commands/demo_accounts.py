"""``namkhong demo-accounts``: who can sign in to the demo province, and how."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TypedDict

from namkhong.config import database
from namkhong.config.commands.demo import province


class DemoAccount(TypedDict):
    """One way in."""

    role: str
    username: str
    password: str
    agency: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """For people or for programs."""
    parser.add_argument("--json", action="store_true", help="trả về JSON")


def run(options: argparse.Namespace) -> int:
    """List them."""
    with database.django():
        accounts = listed()
    print(json.dumps(accounts, ensure_ascii=False, indent=2) if options.json else table(accounts))
    return 0


def listed() -> list[DemoAccount]:
    """The accounts, as the demo province names them."""
    return [
        DemoAccount(role=row["role"], username=row["username"], password=row["password"], agency=row["agency"])
        for row in province().accounts()
    ]


def table(accounts: Sequence[DemoAccount]) -> str:
    """Columns for a terminal; who needs no password stands below, in words."""
    rows = [("Vai trò", "Tài khoản", "Mật khẩu", "Cơ quan")]
    rows += [(row["role"], row["username"], row["password"], row["agency"]) for row in accounts if row["password"]]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]
    lines += [f"{row['role']}: {row['username']}" for row in accounts if not row["password"]]
    return "\n".join(lines)

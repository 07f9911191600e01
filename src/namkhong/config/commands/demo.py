"""``namkhong demo``: the demo province, loaded through the rooms' real actions."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from namkhong.config import database, env
from namkhong.config.cli import Refused

DOSSIERS = 2_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many dossiers."""
    parser.add_argument("--dossiers", type=int, default=DOSSIERS, metavar="SỐ", help="số hồ sơ (mặc định 2000)")
    parser.add_argument("--no-migrate", action="store_true", help=argparse.SUPPRESS)  # serve has just done it


def run(options: argparse.Namespace) -> int:
    """Migrate, then load."""
    if env.flag("NAMKHONG_PRODUCTION", default=False):
        raise Refused("Đây là hệ thống chạy thật (NAMKHONG_PRODUCTION): không nạp dữ liệu chạy thử.", 2)
    if options.dossiers < 0:
        raise Refused("Số hồ sơ phải từ 0 trở lên.", 2)
    with database.reachable(create=True) as found:
        if not options.no_migrate:
            as_owner(found)
        os.environ["DATABASE_URL"] = found.url
        os.environ.setdefault("NAMKHONG_SERVER_BINDING", "1")  # the same few statements, tens of thousands of times
        os.environ.setdefault("NAMKHONG_CONNECTION_SECONDS", "300")
        database.set_up()
        load(options.dossiers)
    return 0


def as_owner(found: database.Database) -> None:
    """Migrate in a process of its own: this one works as the application, which may not alter tables."""
    urls = {"DATABASE_URL": found.url, "DATABASE_OWNER_URL": found.owner_url}
    done = subprocess.run([sys.executable, "-m", "namkhong", "migrate", "--quiet"], env=os.environ | urls, check=False)
    if done.returncode != 0:
        raise Refused("Không cập nhật được cấu trúc dữ liệu.")


def unfinished(var: Path) -> Path:
    """Stands while the demo province is being loaded; found at a start, the load was cut off."""
    return var / "demo.unfinished"


def load(dossiers: int) -> None:
    """Load into an empty database; a database that already holds a province is left alone."""
    demo = province()
    if demo.loaded():
        print("Cơ sở dữ liệu đã có dữ liệu: giữ nguyên, không nạp tỉnh chạy thử.", flush=True)
        return
    mark = unfinished(database.var())
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    demo.load(dossiers=dossiers, say=lambda line: print(line, flush=True))
    mark.unlink()


def province() -> ModuleType:
    """``namkhong.config.demo``: what the demo province is made of."""
    return importlib.import_module("namkhong.config.demo")

"""``namkhong worker``: one process of jobs; any number may run against one database."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from namkhong.config import database

_BEHIND: Final = 10  # who waits at a page goes before what is done afterwards


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--concurrency", type=int, default=2, metavar="SỐ", help="số việc làm cùng lúc (mặc định 2)")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    os.environ.setdefault("NAMKHONG_SERVER_BINDING", "1")
    os.environ.setdefault("NAMKHONG_CONNECTION_SECONDS", "300")  # a new one for each job costs more than most jobs
    _stand_behind()
    with database.django():
        from namkhong.config import jobs

        jobs.work(concurrency=options.concurrency)
    return 0


def _stand_behind() -> None:
    """Leave the processor first to the pages. Linux weighs sessions against each other before it weighs processes."""
    os.nice(_BEHIND)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(_BEHIND), encoding="ascii")

"""``namkhong worker``: one process of jobs; any number may run against one database."""

from __future__ import annotations

import argparse
import os

from namkhong.config import database


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--concurrency", type=int, default=2, metavar="SỐ", help="số việc làm cùng lúc (mặc định 2)")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    os.environ.setdefault("NAMKHONG_SERVER_BINDING", "1")
    with database.django():
        from namkhong.config import jobs

        jobs.work(concurrency=options.concurrency)
    return 0

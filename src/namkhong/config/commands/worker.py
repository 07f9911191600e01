"""``namkhong worker``: one process of jobs; any number may run against one database."""

from __future__ import annotations

import argparse
import logging
import os

from namkhong.config import database


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--concurrency", type=int, default=2, metavar="SỐ", help="số việc làm cùng lúc (mặc định 2)")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    os.environ.setdefault("NAMKHONG_SERVER_BINDING", "1")
    with database.django():
        from django.core.management import call_command

        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        call_command(
            "procrastinate",
            "worker",
            f"--concurrency={options.concurrency}",
            "--shutdown-graceful-timeout=4",
            "--delete-jobs=successful",
        )
    return 0

"""``namkhong axis``: the simulated axis of documents, alone; ``serve --demo`` runs the same."""

from __future__ import annotations

import argparse
import os
import signal
from pathlib import Path

from namkhong.config import database, env
from namkhong.config.cli import Refused
from namkhong.config.demo_axis import DemoAxis


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens and what it keeps."""
    parser.add_argument(
        "--port", type=int, default=8002, metavar="CỔNG", help="cổng của trục thử nghiệm (mặc định 8002)"
    )
    parser.add_argument("--folder", type=Path, metavar="THƯ_MỤC", help="nơi giữ gói tin (mặc định trong NAMKHONG_VAR)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    if env.flag("NAMKHONG_PRODUCTION", default=False):
        raise Refused("Đây là hệ thống chạy thật (NAMKHONG_PRODUCTION): không chạy trục thử nghiệm.", 2)
    from namkhong.office.exchange.simulator import __main__ as simulator

    os.environ.update(DemoAxis(options.port, options.folder or database.var() / "axis").environment)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    simulator.main()
    return 0

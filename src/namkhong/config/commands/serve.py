"""``namkhong serve``: everything under one parent, started in order, kept alive, stopped in order."""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from pathlib import Path

from namkhong.config import database, env, instance, services
from namkhong.config.cli import Refused
from namkhong.config.supervisor import Stopped, Supervisor

SUMMARY = "chạy Năm Không"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What an operator may choose."""
    parser.add_argument("--demo", action="store_true", help="tỉnh chạy thử: dữ liệu không có thật, VNeID thử nghiệm")
    parser.add_argument("--port", type=int, help="cổng của trang (mặc định: PORT, hoặc 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ mở cổng (mặc định 127.0.0.1)")


def run(options: argparse.Namespace) -> int:
    """Serve until somebody says stop."""
    plan = services.Plan(
        host=options.host,
        port=options.port or env.number("PORT", 8000),
        demo=options.demo,
        var=database.var(),
    )
    if plan.demo and env.flag("NAMKHONG_PRODUCTION", default=False):
        raise Refused("Đây là hệ thống chạy thật (NAMKHONG_PRODUCTION): không chạy với --demo.", 2)
    _check_ports(plan)
    given = database.given()
    with _claimed(plan), Supervisor(say) as supervisor:
        try:
            services.Services(plan, supervisor, say).start(given)
            supervisor.run()
        except Stopped:
            pass
        say("Đang dừng…")
    say("Đã dừng.")
    return 0


def _check_ports(plan: services.Plan) -> None:
    wanted = [(plan.port, "trang")]
    if plan.demo:
        wanted.append((plan.provider_port, "VNeID thử nghiệm"))
    for port, what in wanted:
        if problem := instance.port_problem(plan.host, port, what):
            raise Refused(holder if (holder := instance.holder(plan.var)) else problem, 2)


@contextlib.contextmanager
def _claimed(plan: services.Plan) -> contextlib.AbstractContextManager[None]:  # type: ignore[misc]
    yield

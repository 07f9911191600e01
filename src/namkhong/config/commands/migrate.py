"""``namkhong migrate``: tables and what the product ships knowing, brought up to date by the owner of the database."""

from __future__ import annotations

import argparse
import os

from namkhong.config import database
from namkhong.kernel import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose but silence."""
    parser.add_argument("--quiet", action="store_true", help="chỉ nói khi có thay đổi")


def run(options: argparse.Namespace) -> int:
    """Migrate, then load."""
    with database.reachable(create=True, migrates=True) as found:
        os.environ["DATABASE_URL"] = found.owner_url
        database.set_up()
        changed = migrate()
        from django.db import transaction

        from namkhong.config import facts

        with transaction.atomic():
            facts.load_all(now=clock.now())
        if changed:
            print("Đã nạp dữ liệu kèm theo phần mềm: địa bàn, lịch, cơ quan, biểu mẫu, thủ tục.", flush=True)
        elif not options.quiet:
            print("Cấu trúc dữ liệu và dữ liệu kèm theo đã đúng phiên bản.")
    return 0


def migrate() -> int:
    """Apply what has not been applied yet; how many steps it was."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        print(f"Đã cập nhật cấu trúc dữ liệu: {waiting} bước.", flush=True)
    return waiting

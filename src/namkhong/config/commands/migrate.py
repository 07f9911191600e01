"""``namkhong migrate``: tables made or brought up to date, by the owner of the database."""

from __future__ import annotations

import argparse
import os

from namkhong.config import database


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose but silence."""
    parser.add_argument("--quiet", action="store_true", help="chỉ nói khi có thay đổi")


def run(options: argparse.Namespace) -> int:
    """Migrate."""
    with database.reachable(create=True) as found:
        os.environ["DATABASE_URL"] = found.owner_url
        database.set_up()
        migrate(quiet=options.quiet)
    return 0


def migrate(*, quiet: bool) -> None:
    """Apply what has not been applied yet and say how much it was."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        print(f"Đã cập nhật cấu trúc dữ liệu: {len(waiting)} bước.", flush=True)
    elif not quiet:
        print("Cấu trúc dữ liệu đã đúng phiên bản, không có gì để làm.")

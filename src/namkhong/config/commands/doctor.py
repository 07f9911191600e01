"""``namkhong doctor``: what is well, what is not, what to do about it."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
from typing import TYPE_CHECKING

from namkhong.config import database, embedded
from namkhong.kernel import clock

if TYPE_CHECKING:
    from namkhong.config.examination import Finding

_SIGNS = {"good": "✓", "advice": "!", "fault": "✗"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """For people or for programs."""
    parser.add_argument("--json", action="store_true", help="trả về JSON")


def run(options: argparse.Namespace) -> int:
    """1 when something is broken, else 0."""
    findings = examined()
    faults = [finding for finding in findings if finding.verdict == "fault"]
    if options.json:
        print(json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{_SIGNS[finding.verdict]} {finding.sentence}")
            if finding.to_do:
                print(f"    → {finding.to_do}")
        print(f"\n{len(faults)} mục hỏng." if faults else "\nKhông có mục nào hỏng.")
    return 1 if faults else 0


def examined() -> list[Finding]:
    """Everything that can be asked: all of it, or only what needs no database when there is none."""
    now = clock.now()
    try:
        with database.django():
            from namkhong.config import examination

            return [
                *examination.examine(examination.WITH_DATABASE, now),
                *examination.examine(examination.WITHOUT_DATABASE, now),
            ]
    except (database.NoDatabase, embedded.EmbeddedPostgresError) as error:
        os.environ["DATABASE_URL"] = "postgresql:///none"  # never opened
        database.set_up()
        from namkhong.config import examination

        broken = examination.Finding("postgresql", examination.FAULT, str(error), "")
        return [broken, *examination.examine(examination.WITHOUT_DATABASE, now)]

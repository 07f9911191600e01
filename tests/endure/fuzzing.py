"""Coverage-guided fuzzing of one reader: ``python -m tests.endure.fuzzing NAME RUNS FOLDER`` (atheris, libFuzzer).

Ends with 0 after so many runs; with anything else when a run crashed, hung for ten seconds, or took a gigabyte and a half.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

SECONDS, MEGABYTES, LONGEST = 10, 1_500, 4_096


def main(name: str, runs: int, folder: Path) -> None:
    """Fuzz until the runs are over; libFuzzer ends the process itself."""
    atheris: Any = importlib.import_module("atheris")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namkhong.config.settings")
    with atheris.instrument_imports(include=["namkhong"]):
        import django

        django.setup()
        from tests.endure.parsers import READERS, refused_or_read
    reader, seeds = READERS[name]
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed)

    def one(given: bytes) -> None:
        refused_or_read(reader, given)

    # The clock of libFuzzer goes on after the last run and would end a process that is slow to leave.
    atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
    limits = [f"-atheris_runs={runs}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}"]
    atheris.Setup([sys.argv[0], *limits, "-verbosity=0", f"-artifact_prefix={folder}/", str(folder)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

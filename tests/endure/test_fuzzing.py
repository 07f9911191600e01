"""Coverage leads the way into our readers of what is written outside; each gets ten thousand runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.endure.parsers import READERS

RUNS: Final = int(os.environ.get("NAMKHONG_EXAMPLES", "10000"))
pytestmark = pytest.mark.endure


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 14), reason="không có bản atheris cho máy này")
@pytest.mark.parametrize("name", READERS)
def test_no_run_crashes_hangs_or_eats_the_memory(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.endure.fuzzing", name, str(RUNS), str(tmp_path)]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, timeout=3_600, check=False)
    assert f"Done {RUNS} in" in done.stderr, done.stdout[-2_000:] + done.stderr[-4_000:]
    bad = [path.name for kind in ("crash", "timeout", "oom", "leak") for path in tmp_path.glob(f"{kind}-*")]
    assert not bad, done.stderr[-4_000:]
    print(f"\n{name}: n = {RUNS}, {len(list(tmp_path.glob('*')))} mẫu giữ lại")

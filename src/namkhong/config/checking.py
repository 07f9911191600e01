"""``make check``: everything that can be known about the code without running the product."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from namkhong.config.installing import ROOT

_BIN: Final = Path(sys.executable).parent
_CHECKS: Final[dict[str, list[object]]] = {
    "ruff (quy tắc)": [_BIN / "ruff", "check", "."],
    "ruff (trình bày)": [_BIN / "ruff", "format", "--check", "."],
    "mypy --strict": [_BIN / "mypy"],
    "import-linter (tầng, thứ tự trong phòng, cửa trước)": [_BIN / "lint-imports", "--no-cache"],
    "kiến trúc, migration, bản dịch, tệp khóa": [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:randomly",
        "tests/architecture",
    ],
}


def main() -> int:
    """Run all, even after one fails; then say which failed."""
    os.chdir(ROOT)
    failed = []
    for name, command in _CHECKS.items():
        print(f"→ {name}…", flush=True)
        began = time.monotonic()
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        if done.returncode == 0:
            print(f"  ✓ {seconds} giây", flush=True)
        else:
            failed.append(name)
            print(f"{done.stdout}{done.stderr}  ✗ {seconds} giây", flush=True)
    if failed:
        print(f"Chưa đạt {len(failed)}/{len(_CHECKS)}: {'; '.join(failed)}.")
        return 1
    print(f"Đạt cả {len(_CHECKS)} mục.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

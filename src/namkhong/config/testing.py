"""``make test`` after everything Python and Node has been set up: the system parts, then pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from namkhong.config.installing import ROOT


@dataclass(frozen=True, slots=True)
class SystemPart:
    """Something apt installs, the programs that show it is there, and the tests that need it."""

    package: str
    programs: tuple[str, ...]
    markers: tuple[str, ...]  # pytest markers of the tests that need it
    what: str

    @property
    def found(self) -> str:
        """The path of the first of its programs; empty when it is not installed."""
        places = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/bin"
        return next((path for name in self.programs if (path := shutil.which(name, path=places))), "")


PARTS: Final = (
    SystemPart(
        "chromium", ("chromium", "chromium-browser", "google-chrome"), ("journey",), "hành trình trong trình duyệt"
    ),
    SystemPart("clamav-daemon", ("clamd",), ("scan",), "quét vi-rút"),
    SystemPart("poppler-utils", ("pdftotext",), ("paper",), "đọc lại PDF"),
    SystemPart("softhsm2", ("softhsm2-util",), ("hsm",), "ký bằng thiết bị lưu khóa"),
    SystemPart("iproute2", ("ip",), ("machines",), "hai máy trong mạng riêng"),
)


def missing() -> list[SystemPart]:
    """The parts that are not installed."""
    return [part for part in PARTS if not part.found]


def command(parts: Sequence[SystemPart]) -> str:
    """What a person types to install them."""
    return f"sudo apt-get install -y {' '.join(part.package for part in parts)}"


def install(parts: Sequence[SystemPart]) -> None:
    """With apt, where root may; what cannot be installed stays missing."""
    if not parts or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"→ Phần mềm của máy: {', '.join(part.package for part in parts)}…", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *(part.package for part in parts)]
    for before in ([], ["apt-get", "update", "-qq"]):
        if before:
            subprocess.run(before, env=quiet, capture_output=True, check=False)
        if subprocess.run(words, env=quiet, capture_output=True, check=False).returncode == 0:
            return


def main(words: Sequence[str]) -> int:  # noqa: RET503 - it becomes pytest
    """Install what is missing, say what will be skipped, become pytest."""
    install(missing())
    left = missing()
    if left and os.environ.get("CI", "").lower() in {"1", "true"}:
        names = ", ".join(part.package for part in left)
        print(f"Thiếu {names} và không cài được ở đây; với CI=true, thiếu một phần là thất bại.", file=sys.stderr)
        return 1
    for part in left:
        print(
            f"Bỏ qua các kiểm thử {part.what} (nhóm {', '.join(part.markers)}). Cài bằng: {command([part])}", flush=True
        )
    os.chdir(ROOT)
    options = ["-n", os.environ.get("PYTEST_WORKERS", "2"), "--dist", "loadgroup", "--no-loadscope-reorder"]
    options += ["-p", "namkhong.config.testparts"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *options, *words])  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

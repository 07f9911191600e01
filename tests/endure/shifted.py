"""Processes of the product whose clock is wrong, beside the others: ``NAMKHONG_TEST_SHIFT`` seconds ahead (or behind).

As a program (``python -m tests.endure.shifted serve PORT`` or ``worker``) it becomes that process; as a module it is the
entry point of its page process, which granian loads.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import time_machine


def shift() -> None:
    """From now on this process believes that it is earlier or later."""
    travelling = time_machine.travel(time.time() + float(os.environ["NAMKHONG_TEST_SHIFT"]), tick=True)
    travelling.start()


def application(environ: Any, start_response: Any) -> Any:
    """The pages; everything of ours is imported after the clock was shifted."""
    global _pages
    if _pages is None:
        shift()
        from namkhong.config.wsgi import application as found

        _pages = found
    return _pages(environ, start_response)


_pages: Any = None


def main(words: list[str]) -> int:  # noqa: RET503 - it becomes granian
    """Become a page process or a worker."""
    if words[0] == "worker":
        shift()
        from namkhong.config import cli

        return cli.main(["worker"])
    options = [
        "--host=127.0.0.1",
        f"--port={words[1]}",
        "--interface=wsgi",
        "--no-ws",
        "--workers=1",
        "--blocking-threads=2",
    ]
    command = [sys.executable, "-m", "granian", *options, "--log-level=warning", "tests.endure.shifted:application"]
    os.execv(sys.executable, command)  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

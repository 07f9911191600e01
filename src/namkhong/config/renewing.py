"""The version on disk takes over from the one that runs, and nobody notices (docs/how-to/upgrade.md).

The parent stays, with the port and the embedded database; what it starts runs the new code. Step by step: tables and static
files; a new worker and new page processes beside the old; only when all of them have shown that they can work, the old
worker takes no further job, the old pages take no further connection, and the new begin. Whatever fails before that, the
old have not noticed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from namkhong.config import processes, rehearsal
from namkhong.config.succession import Succession, Successor

READY_SECONDS: Final = 300.0  # on a machine at its limit; the version before serves meanwhile
READY_FD: Final = "NAMKHONG_READY_FD"  # where a worker says that it works


class NotReady(Exception):
    """The new version does not take over; the message is a sentence."""


def asked_path(var: Path) -> Path:
    """Who asks (``namkhong restart``) writes a word here, to know the answer to it."""
    return var / "run" / "restart-asked"


def answer_path(var: Path) -> Path:
    """What became of it: ``{"asked": word, "done": bool, "sentence": text}``."""
    return var / "run" / "restart.json"


class Renewal:
    """One parent's way of renewing what it looks after."""

    def __init__(
        self,
        plan: processes.Plan,
        supervisor: Succession,
        environment: Mapping[str, str],
        listening: socket.socket,
        owner_url: str,
    ) -> None:
        self.plan = plan
        self.supervisor = supervisor
        self.environment = environment
        self.listening = listening
        self.owner_url = owner_url  # of the database: only the step that changes tables is given it

    def run(self) -> None:
        """Do it, or leave everything as it is; either way the operator is told.

        :raises Stopped: when the parent is asked to stop meanwhile.
        """
        began = time.monotonic()
        word = _read(asked_path(self.plan.var))
        self.supervisor.say("Đang chuẩn bị phiên bản mới; phiên bản đang chạy vẫn phục vụ…")
        try:
            self._prepare()
            self._take_over()
        except (NotReady, OSError) as error:
            self._answer(word, done=False, sentence=f"{error} Phiên bản đang chạy vẫn phục vụ như trước.")
            return
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        sentence = f"Phiên bản mới đã nhận việc sau {seconds} giây; phiên bản cũ làm xong việc đang dở rồi tự nghỉ."
        self._answer(word, done=True, sentence=sentence)

    def _answer(self, word: str, *, done: bool, sentence: str) -> None:
        self.supervisor.say(sentence)
        path = answer_path(self.plan.var)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps({"asked": word, "done": done, "sentence": sentence}), encoding="utf-8")
            fresh.replace(path)

    def _prepare(self) -> None:
        """Tables and static files, by the new code."""
        command = [sys.executable, "-m", "namkhong.config.renewing"]
        if self.supervisor.run_once(command, {**self.environment, "DATABASE_OWNER_URL": self.owner_url}) != 0:
            raise NotReady("Không chuẩn bị được phiên bản mới (bảng hoặc tệp tĩnh): xem các dòng ở trên.")

    def _take_over(self) -> None:
        standing: list[Successor] = []
        over = False
        try:
            with Pipe() as go:
                worker = self._worker(standing)
                pages = self._pages(standing, go)
                self.supervisor.succeed(worker)  # the old worker knows nothing of what new pages will ask of it
                self.supervisor.succeed(pages)
                over = True  # leaving the block closes the pipe: the new pages begin
        finally:
            if not over:
                for one in standing:
                    self.supervisor.dismiss(one)

    def _worker(self, standing: list[Successor]) -> Successor:
        plain = processes.worker(self.plan, self.environment)
        with Pipe() as ready:
            child = replace(
                plain,
                environment={**plain.environment, READY_FD: str(ready.write)},
                pass_fds=(*plain.pass_fds, ready.write),
            )
            standing.append(self.supervisor.stand_in(child, now_as=plain))
            wait_ready(self.supervisor, standing[-1], ready, 1)
        return standing[-1]

    def _pages(self, standing: list[Successor], go: Pipe) -> Successor:
        plain = processes.pages(self.plan, self.environment, self.listening, again=True)
        with Pipe() as ready:
            child = replace(
                plain,
                command=[*plain.command, f"--ready-fd={ready.write}", f"--go-fd={go.read}"],
                pass_fds=(*plain.pass_fds, ready.write, go.read),
            )
            standing.append(self.supervisor.stand_in(child, now_as=plain))
            wait_ready(self.supervisor, standing[-1], ready, processes.page_workers())
        return standing[-1]


def wait_ready(supervisor: Succession, successor: Successor, ready: Pipe, wanted: int) -> None:
    """Until so many of its processes have said that they are ready.

    :raises NotReady: when one says that it is not, ends, or says nothing for too long.
    """
    said = b""

    def settled() -> bool:
        nonlocal said
        with suppress(BlockingIOError):
            said += os.read(ready.read, 64)
        return rehearsal.UNFIT in said or len(said) >= wanted or not successor.living

    in_time = supervisor.wait_until(settled, seconds=READY_SECONDS, every=0.05)
    if said.count(rehearsal.READY) < wanted:
        log = f" Chi tiết: {successor.child.log}." if successor.child.log else ""
        why = "không chạy được" if in_time else f"chưa sẵn sàng sau {READY_SECONDS:.0f} giây"
        raise NotReady(f"Phiên bản mới {why} ({successor.child.name}).{log}")


class Pipe:
    """Both ends closed at the end of the block, at the latest."""

    def __enter__(self) -> Pipe:
        self.read, self.write = os.pipe()
        os.set_blocking(self.read, False)
        return self

    def __exit__(self, *_: Any) -> None:
        os.close(self.read)
        os.close(self.write)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def main() -> int:
    """Run by the parent with the new code: static files beside those of the version that serves, then the tables."""
    from namkhong.config import cli, env, installing

    if env.flag("NAMKHONG_MANIFEST", default=True):
        try:
            installing.static_files(installing.Here.read(), sys.executable, keep=True)
        except installing.Refused as refused:
            print(refused, file=sys.stderr)
            return 1
    return cli.main(["migrate", "--quiet"])


if __name__ == "__main__":
    sys.exit(main())

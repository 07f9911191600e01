"""The page processes: granian on a listening socket that the parent holds open, so that it never closes between two versions.

granian binds its own sockets, one per worker; what waits on one of them is reset when that worker ends. Here all workers,
those of the old version and those of the new, take connections from the one queue of the inherited socket.
Told to leave (``succession.LEAVE``), a worker takes no further connection but keeps those it has, and closes each after its next answer
(``Connection: close``): a browser that asks again on an open connection is answered, never cut off. When nobody is left, or
an idle connection's time (granian: 30 s) has passed for all, the process ends.

The command line is what the parent of the version before knows: options are only added, never changed.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from namkhong.config import rehearsal

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_LEAVE: Final = signal.SIGUSR1
_BACKLOG: Final = 1024
_NOBODY_SECONDS: Final = 300.0  # an upload or a download on a slow line may take so long
_LINUX: Final = sys.platform == "linux"


class Pages(MPServer):
    """granian with an inherited socket, and with leaving."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(
            options.application,
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=options.threads,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=4,
            log_level=LogLevels.warning,
        )
        self._listener: int = options.fd
        self._leaves = False
        self._main = os.getpid()

    def _init_shared_socket(self) -> None:
        # What granian passes on to each worker: a specification to bind by, or a socket that is bound.
        holder: Any = SocketHolder
        shared: dict[str, Any] = {"_ssp": None, "_sso": None, "_sfd": self._listener}
        shared["_shd"] = holder(self._listener, uds=False, backlog=_BACKLOG)
        vars(self).update(shared)

    def _drop_shared_socket(self) -> None:
        """It is the parent's."""

    def _respawn_workers(self, *args: Any, **more: Any) -> None:
        if not self._leaves:
            super()._respawn_workers(*args, **more)

    def leave(self, *_: object) -> None:
        """Let the workers leave, then end."""
        if os.getpid() != self._main or self._leaves:  # a worker that was just born has this handler from us
            return
        self._leaves = True
        workers: list[int] = [worker._id() for worker in self.wrks]  # type: ignore[no-untyped-call]
        for pid in workers:
            os.kill(pid, _LEAVE)
        threading.Thread(target=self._end_when_alone, args=(workers,), daemon=True).start()

    def _end_when_alone(self, workers: Sequence[int]) -> None:
        deadline = time.monotonic() + _NOBODY_SECONDS
        time.sleep(0.5)
        while time.monotonic() < deadline and any(_connections(self.bind_port, pid) for pid in workers):
            time.sleep(0.2)
        self.signal_handler_interrupt()  # type: ignore[no-untyped-call]


def _connections(port: int, pid: int) -> int:
    """How many connections to ``port`` a process holds (Linux; elsewhere none are told)."""
    held = set()
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            held.add(os.readlink(link))
    except OSError:
        pass  # it ended, or closed a file meanwhile: the next look tells
    count = 0
    for table in ("tcp", "tcp6"):
        try:
            lines = Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            words = line.split()
            here = int(words[1].rpartition(":")[2], 16) == port and words[3] != "0A"  # 0A: it only listens
            count += here and f"socket:[{words[9]}]" in held
    return count


class _Worker:
    """One worker's application: as usual, until told to leave."""

    def __init__(self, application: Application, listener: int) -> None:
        self._application = application
        self._listener = listener
        self._leaves = False
        signal.signal(_LEAVE, self._leave)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._leaves or not environ["SERVER_PROTOCOL"].startswith("HTTP/1"):
            return self._application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *more)

        return self._application(environ, start)

    def _leave(self, *_: object) -> None:
        """Take no further connection: a socket on which nobody ever calls takes the listener's place in this process."""
        self._leaves = True
        if not _LINUX:
            return
        wanted = os.fstat(self._listener).st_ino
        deaf = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        deaf.bind("")  # a name the kernel makes up and nobody knows
        deaf.listen(1)
        deaf.settimeout(0)
        for name in os.listdir("/proc/self/fd"):
            try:
                if os.fstat(int(name)).st_ino == wanted:
                    os.dup2(deaf.fileno(), int(name), inheritable=False)
            except OSError:
                continue  # it was closed meanwhile
        deaf.detach()


def _loader(options: argparse.Namespace) -> Callable[[], _Worker]:
    def load() -> _Worker:
        module, _, name = options.application.partition(":")
        application: Application = getattr(importlib.import_module(module), name)
        if options.ready_fd is not None and not rehearsal.over(options.go_fd):
            rehearsal.hold(application, ready=options.ready_fd, go=options.go_fd)
        return _Worker(application, options.fd)

    return load


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="granian_pages")
    parser.add_argument("--fd", type=int, required=True, help="the listening socket")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--application", default="namkhong.config.wsgi:application")
    parser.add_argument("--ready-fd", type=int, help="one byte is written by each worker that has rehearsed")
    parser.add_argument("--go-fd", type=int, help="closed by the parent when they may begin")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Serve until told to stop, or to leave."""
    options = _options(words)
    multiprocessing.set_start_method("fork")  # the socket and the pipes stay open in the workers
    server = Pages(options)
    signal.signal(_LEAVE, server.leave)
    server.serve(target_loader=_loader(options), wrap_loader=False)


if __name__ == "__main__":
    main()

"""One parent, its children: started in order, restarted with back-off when they die, stopped in the reverse order.

Each child leads a process group of its own, so that what it leaves behind can be swept; on Linux it is also told to end
when the parent dies without a word (``kill -9``). The parent has one thread and waits on signals; it never polls.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the parent to stop while it was waiting for something else."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before the next start of a child that keeps dying."""

    first: float = 0.5
    longest: float = 30
    healthy_after: float = 15  # killed now and then is not the same as dying at the start again and again

    def delay(self, deaths: int) -> float:
        """After the ``deaths``-th death in a row: 0.5 s, 1 s, 2 s … 30 s."""
        return min(self.longest, self.first * 2 ** (deaths - 1)) if deaths < 16 else self.longest


@dataclass(frozen=True, slots=True)
class Child:
    """What to run and how to end it."""

    name: str  # as the operator reads it
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None  # None: the parent's own output
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 5
    death_signal: signal.Signals | None = None  # sent when the parent is killed; None: the stop signal
    wave: int = 0  # lower waves are stopped first
    pass_fds: tuple[int, ...] = ()  # open files it is given under the same numbers


@dataclass(slots=True)
class _State:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    deaths: int = 0
    again_at: float | None = None


def die_with_parent(death_signal: signal.Signals, parent: int) -> Callable[[], None]:
    """Something for ``preexec_fn``: the child gets ``death_signal`` when its parent is gone."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """A process in a group of its own that ends with this one."""
    return subprocess.Popen(
        list(command),
        env=dict(environment) if environment is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        pass_fds=tuple(pass_fds),
        preexec_fn=die_with_parent(death_signal, os.getpid()),  # safe: this parent has one thread
    )


def spawn_child(child: Child) -> subprocess.Popen[bytes]:
    """The process of a child, writing where it should write."""
    with _output(child.log) as output:
        return spawn(
            child.command,
            environment=child.environment,
            output=output,
            death_signal=child.death_signal or child.stop_signal,
            pass_fds=child.pass_fds,
        )


def sweep(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left in the group of a process that has ended, or must end now."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


@dataclass(slots=True)
class Supervisor:
    """Keeps children alive until it is told to stop."""

    say: Callable[[str], None]
    backoff: Backoff = field(default_factory=Backoff)
    _states: list[_State] = field(default_factory=list)
    _stop_asked: bool = False
    _wake: tuple[int, int] = (-1, -1)

    def __enter__(self) -> Supervisor:
        """Listen to signals."""
        self._wake = os.pipe()
        for end in self._wake:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in _STOPPING:
            signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, no child stays."""
        self.stop()
        signal.set_wakeup_fd(-1)
        for number in (*_STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for end in self._wake:
            os.close(end)

    def _ask_to_stop(self, *_: object) -> None:
        self._stop_asked = True

    def start(self, child: Child) -> None:
        """Start a child and keep it running."""
        state = _State(child)
        self._states.append(state)
        self._launch(state)

    def pid(self, name: str) -> int | None:
        """The process of a child while it runs."""
        for state in self._states:
            if state.child.name == name and state.process is not None:
                return state.process.pid
        return None

    def log(self, name: str) -> Path | None:
        """Where a child writes."""
        return next(state.child.log for state in self._states if state.child.name == name)

    def deaths(self, name: str) -> int:
        """How often in a row a child has died."""
        return next(state.deaths for state in self._states if state.child.name == name)

    def run_once(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a command to its end while the children are looked after; its exit code.

        :raises Stopped: when the parent is asked to stop meanwhile; the command is ended first.
        """
        process = spawn(command, environment=environment)
        try:
            self.wait_until(lambda: process.poll() is not None)
        except Stopped:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(3)
            raise
        finally:
            sweep(process)
        return process.wait()

    def wait_until(self, done: Callable[[], bool], *, seconds: float = 86_400, every: float = 0.5) -> bool:
        """Look after the children until ``done``; False when the time is over first.

        :raises Stopped: when the parent is asked to stop meanwhile.
        """
        deadline = time.monotonic() + seconds
        while not done():
            if self._stop_asked:
                raise Stopped
            if time.monotonic() > deadline:
                return False
            self._turn(every)
        return True

    def run(self) -> None:
        """Look after the children until somebody asks to stop."""
        while not self._stop_asked:
            self._turn(60)

    def stop(self) -> None:
        """End all, wave by wave; who does not obey in time is killed."""
        for wave in sorted({state.child.wave for state in self._states}):
            living = [state for state in self._states if state.child.wave == wave and state.process is not None]
            for state in living:
                with suppress(ProcessLookupError):
                    _process(state).send_signal(state.child.stop_signal)
            asked = time.monotonic()
            for state in living:
                with suppress(subprocess.TimeoutExpired):
                    _process(state).wait(max(0.01, asked + state.child.stop_seconds - time.monotonic()))
                sweep(_process(state))
                _process(state).wait()
                state.process = None
        self._states.clear()

    def _turn(self, longest: float) -> None:
        """Sleep until a signal, a due restart or the end of ``longest``; then see who died."""
        now = time.monotonic()
        due = [max(0.0, state.again_at - now) for state in self._states if state.again_at is not None]
        readable, _, _ = select.select([self._wake[0]], [], [], min([longest, *due]))
        if readable:
            with suppress(BlockingIOError):
                os.read(self._wake[0], 4096)
        if self._stop_asked:
            return
        for state in self._states:
            if state.process is not None and state.process.poll() is not None:
                self._bury(state)
            if state.again_at is not None and time.monotonic() >= state.again_at:
                self._launch(state)

    def _launch(self, state: _State) -> None:
        state.again_at = None
        state.process = spawn_child(state.child)
        state.started = time.monotonic()

    def _bury(self, state: _State) -> None:
        process = _process(state)
        sweep(process)
        lived = time.monotonic() - state.started
        state.deaths = 1 if lived >= self.backoff.healthy_after else state.deaths + 1
        delay = self.backoff.delay(state.deaths)
        state.process = None
        state.again_at = time.monotonic() + delay
        seconds = f"{delay:g}".replace(".", ",")
        where = f" Chi tiết: {state.child.log}." if state.child.log else ""
        self.say(f"{state.child.name} đã dừng ({_ending(process)}); khởi động lại sau {seconds} giây.{where}")


@contextmanager
def _output(log: Path | None) -> Iterator[IO[bytes] | int | None]:
    """Where a child writes; nowhere, when a full disk has no room for its log: the child matters more."""
    if log is None:
        yield None
        return
    try:
        opened: IO[bytes] = log.open("ab")
    except OSError:
        yield subprocess.DEVNULL
        return
    with opened:
        yield opened


def _process(state: _State) -> subprocess.Popen[bytes]:
    if state.process is None:
        raise RuntimeError(f"{state.child.name} is not running")
    return state.process


def _ending(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"tín hiệu {-code}" if code < 0 else f"mã {code}"

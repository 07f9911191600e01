"""A supervisor whose children can be succeeded: the new one starts beside the old, takes over, and the old finishes.

A child that leaves is not restarted. It has been told to (``Child.leave_signal``), ends by itself when it has finished what it
had, and is ended when that takes too long.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from namkhong.config import supervisor
from namkhong.config.supervisor import Child, Supervisor

LEAVE: Final = signal.SIGUSR1  # to a child: take nothing new, finish what you have
RENEW: Final = signal.SIGUSR1  # to the parent: let everybody be succeeded
LEAVE_SECONDS: Final = 330.0  # after so long a child that leaves is told to stop as any other


@dataclass(slots=True)
class Successor:
    """A process beside the child that it may succeed."""

    child: Child  # as it is started again, should it die later
    process: subprocess.Popen[bytes]

    @property
    def living(self) -> bool:
        """It has not ended."""
        return self.process.poll() is None


@dataclass(slots=True)
class _Leaving:
    successor: Successor
    until: float
    told: bool = False


@dataclass(slots=True)
class Succession(Supervisor):
    """Looks after children, and after those that leave."""

    hangup_renews: bool = False  # SIGHUP: nobody's terminal was closed, somebody asks
    _leaving: list[_Leaving] = field(default_factory=list)
    _renew_asked: bool = False

    def __enter__(self) -> Succession:
        """Listen to signals."""
        Supervisor.__enter__(self)
        signal.signal(RENEW, self._ask_to_renew)
        if self.hangup_renews:
            signal.signal(signal.SIGHUP, self._ask_to_renew)
        return self

    def __exit__(self, *error: object) -> None:
        """Whatever happened, no child stays."""
        signal.signal(RENEW, signal.SIG_IGN)
        Supervisor.__exit__(self, *error)

    def _ask_to_renew(self, *_: object) -> None:
        self._renew_asked = True

    def serve(self, renew: Callable[[], None]) -> None:
        """Look after the children until somebody asks to stop; ``renew`` when somebody asks for that."""
        while not self._stop_asked:
            if self._renew_asked:
                self._renew_asked = False
                renew()
            else:
                self._turn(60)

    def stand_in(self, child: Child, *, now_as: Child) -> Successor:
        """Start a process beside the child of the same name; ``now_as`` is how it will be started again."""
        return Successor(now_as, supervisor.spawn_child(child))

    def dismiss(self, successor: Successor) -> None:
        """It does not take over; what it started ends with it."""
        supervisor.sweep(successor.process)
        successor.process.wait()

    def succeed(self, successor: Successor) -> None:
        """It takes over its name; the one before is told to leave."""
        state = next(state for state in self._states if state.child.name == successor.child.name)
        before, state.process = state.process, successor.process
        old, state.child = state.child, successor.child
        state.started, state.deaths, state.again_at = time.monotonic(), 0, None
        if before is not None:
            with suppress(ProcessLookupError):
                before.send_signal(LEAVE)
            self._leaving.append(_Leaving(Successor(old, before), time.monotonic() + LEAVE_SECONDS))

    @property
    def leaving(self) -> list[int]:
        """The processes that still finish what they had."""
        return [one.successor.process.pid for one in self._leaving]

    def stop(self) -> None:
        """End all, those that leave first."""
        for one in self._leaving:
            self._tell(one)
        deadline = time.monotonic() + max((one.successor.child.stop_seconds for one in self._leaving), default=0)
        for one in self._leaving:
            with suppress(subprocess.TimeoutExpired):
                one.successor.process.wait(max(0.01, deadline - time.monotonic()))
            self.dismiss(one.successor)
        self._leaving.clear()
        Supervisor.stop(self)

    def _turn(self, longest: float) -> None:
        Supervisor._turn(self, min(longest, 1) if self._leaving else longest)
        for one in list(self._leaving):
            process = one.successor.process
            late = time.monotonic() - one.until
            if process.poll() is not None or late > one.successor.child.stop_seconds:
                self.dismiss(one.successor)
                self._leaving.remove(one)
            elif late > 0 and not one.told:
                self._tell(one)

    @staticmethod
    def _tell(one: _Leaving) -> None:
        one.told = True
        with suppress(ProcessLookupError):
            os.kill(one.successor.process.pid, one.successor.child.stop_signal)

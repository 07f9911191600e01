"""One parent: it brings dead children back, a little later each time, and never leaves one behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from namkhong.config.supervisor import Backoff, Child, Supervisor, die_with_parent

PARENT = """
import signal
import sys
from pathlib import Path
from namkhong.config.supervisor import Backoff, Child, Stopped, Supervisor
folder = Path(sys.argv[1])
def child(name, code, **more):
    program = f"import os, signal, time, pathlib; (pathlib.Path({str(folder)!r}) / {name!r}).write_text(str(os.getpid())); " + code
    return Child(name=name, command=[sys.executable, "-c", program], environment={}, **more)
with Supervisor(lambda text: print(text, flush=True), Backoff(first=0.05, longest=0.2)) as supervisor:
    try:
        supervisor.start(child("first", "time.sleep(600)", wave=2))
        supervisor.start(child("second", "time.sleep(600)"))
        supervisor.start(child("stubborn", "signal.signal(signal.SIGTERM, signal.SIG_IGN); (pathlib.Path(%r) / 'deaf').touch(); time.sleep(600)" % str(folder), stop_seconds=0.3, death_signal=signal.SIGKILL))
        supervisor.run()
    except Stopped:
        pass
print("stopped", flush=True)
"""


def _until(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def _pid(path: Path) -> int:
    text = path.read_text() if path.exists() else ""
    return int(text) if text else 0


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def family(tmp_path: Path) -> tuple[subprocess.Popen[str], dict[str, int]]:
    """A real parent with three children, the last of which does not listen to SIGTERM."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    names = ("first", "second", "stubborn")
    _until(lambda: all(_pid(tmp_path / name) for name in names) and (tmp_path / "deaf").exists())
    return parent, {name: _pid(tmp_path / name) for name in names}


def test_a_dead_child_comes_back(family: tuple[subprocess.Popen[str], dict[str, int]], tmp_path: Path) -> None:
    parent, pids = family
    os.kill(pids["second"], signal.SIGKILL)
    _until(lambda: _pid(tmp_path / "second") not in {0, pids["second"]})
    assert _alive(_pid(tmp_path / "second"))
    parent.send_signal(signal.SIGINT)
    output, _ = parent.communicate(timeout=10)
    assert "second đã dừng (tín hiệu 9); khởi động lại sau 0,05 giây." in output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_even_the_stubborn(
    family: tuple[subprocess.Popen[str], dict[str, int]], number: signal.Signals
) -> None:
    parent, pids = family
    parent.send_signal(number)
    output, _ = parent.communicate(timeout=10)
    assert parent.returncode == 0
    assert output.endswith("stopped\n")
    assert not any(_alive(pid) for pid in pids.values())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_killed_parent_leaves_no_child(family: tuple[subprocess.Popen[str], dict[str, int]]) -> None:
    parent, pids = family
    parent.kill()
    parent.communicate(timeout=10)
    _until(lambda: not any(_alive(pid) for pid in pids.values()))


def test_each_death_in_a_row_waits_longer() -> None:
    backoff = Backoff()
    assert [backoff.delay(deaths) for deaths in (1, 2, 3, 6, 7, 100)] == [0.5, 1, 2, 16, 30, 30]


def _supervised(backoff: Backoff, command: str, said: list[str]) -> Child:
    return Child(name="con", command=[sys.executable, "-S", "-c", command], environment={})


def test_a_child_that_keeps_dying_is_counted_and_a_healthy_life_forgives(tmp_path: Path) -> None:
    said: list[str] = []
    with Supervisor(said.append, Backoff(first=0.01, longest=0.02, healthy_after=60)) as supervisor:
        supervisor.start(_supervised(supervisor.backoff, "raise SystemExit(3)", said))
        assert supervisor.wait_until(lambda: supervisor.deaths("con") >= 3, seconds=10)
    assert said[0] == "con đã dừng (mã 3); khởi động lại sau 0,01 giây."
    with Supervisor(said.append, Backoff(first=0.01, longest=0.02, healthy_after=0)) as supervisor:
        supervisor.start(_supervised(supervisor.backoff, "raise SystemExit(3)", said))
        before = len(said)
        assert supervisor.wait_until(lambda: len(said) >= before + 3, seconds=10)
        assert supervisor.deaths("con") == 1


def test_what_a_dead_child_left_behind_is_swept(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    program = (
        f"import subprocess; p = subprocess.Popen(['sleep', '600']); open({str(grandchild)!r}, 'w').write(str(p.pid))"
    )
    with Supervisor(lambda text: None, Backoff(first=30)) as supervisor:
        supervisor.start(_supervised(supervisor.backoff, program, []))
        assert supervisor.wait_until(lambda: supervisor.deaths("con") == 1, seconds=10)
        _until(lambda: not _alive(_pid(grandchild)))


def test_a_command_runs_to_its_end_under_the_parent() -> None:
    with Supervisor(lambda text: None) as supervisor:
        assert supervisor.run_once([sys.executable, "-S", "-c", "raise SystemExit(7)"], {}) == 7


def test_a_child_born_to_a_dead_parent_ends_at_once() -> None:
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", "pass"], preexec_fn=die_with_parent(signal.SIGTERM, parent=1 << 30)
    )
    assert process.wait(5) == 1


def test_a_child_runs_though_its_log_cannot_be_written(tmp_path: Path) -> None:
    """As on a full disk: the child matters more than what it says."""
    done = tmp_path / "done"
    command = [sys.executable, "-S", "-c", f"print('x'); open({str(done)!r}, 'w').close()"]
    with Supervisor(lambda text: None) as supervisor:
        supervisor.start(Child(name="con", command=command, environment={}, log=tmp_path / "no" / "such" / "con.log"))
        assert supervisor.wait_until(done.exists, seconds=10, every=0.05)
